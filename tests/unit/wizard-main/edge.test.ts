/** An organization over Edge servers from start to finish: what is on them is believed only after it was collected there. */
import { afterEach, describe, expect, it } from 'vitest';
import { appError, fail } from '../../../shared/model/error.ts';
import { methods } from '../../../shared/plan/plan.ts';
import { buttonsOf } from '../../../shared/wizard/buttons.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { newCertificate, nextEvent, takePersonStep, wizardStepName } from './administrator.ts';
import { collectOnEdge, edgeHandlers, edgeServers, goTo } from './edge-administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram, type Program, type ProgramOptions } from './program.ts';

afterEach(removeFolders);

const needsOf = (view: WizardView): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries((view.edge?.servers ?? []).map(({ server, tasks }) => [server, tasks.map(({ kind, need }) => `${kind} ${need}`)]));
const verdicts = (view: WizardView): readonly string[] => (view.mailFlow?.directions ?? []).map(({ verdict }) => verdict);
const stepsOf = ({ context: { runs, active } }: WizardView): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(runs[active]?.steps ?? {}).map(([id, { state }]) => [id, state]));
const stopOf = ({ context: { runs, active } }: WizardView): string => {
  const stop = runs[active]?.stop;
  return stop === null || stop === undefined ? '' : `${stop.why} ${stop.step}`;
};

/** At the plan, with what was collected on both Edge servers. */
async function planned(
  options: ProgramOptions = {},
): Promise<{ readonly program: Program; readonly handlers: ReturnType<typeof edgeHandlers> }> {
  const program = await startProgram(await newFolder(), options);
  const handlers = edgeHandlers(program);
  const collected = await goTo(program, 'collect.done');
  expect(verdicts(collected)).toEqual(['unknown', 'unknown']);
  expect(collected.edge?.servers.map(({ isRead }) => isRead)).toEqual([false, false]);
  expect(verdicts(await collectOnEdge(program, handlers))).toEqual(['internal', 'internal']);
  await goTo(program, 'certificate.ready');
  await program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(program.view()) });
  const plan = await goTo(program, 'plan.ready');
  expect(needsOf(plan)).toEqual({
    EDGE01: ['import needed', 'enable needed', 'connector needed'],
    EDGE02: ['import done', 'enable needed', 'connector needed'],
  });
  return { program, handlers };
}

async function goOn(program: Program): Promise<WizardView> {
  const { plans, active } = program.view().context;
  const sent = await program.controller.send({ type: 'COMMIT', plan: plans[active]?.id ?? '' });
  if (!sent.ok) throw new Error(sent.error.code);
  return program.until(({ task }) => task === null);
}

describe('an organization over Edge servers', () => {
  it.each(methods)('is renewed step by step, and proven by what is collected on them and by EdgeSync (%s)', async (method) => {
    const { program, handlers } = await planned();
    const checked = await goTo(program, 'postChecks.done', method);
    const states = stepsOf(checked);
    for (const id of ['install EDGE01', 'enable EDGE02', 'receive EDGE01', 'receive EDGE02', 'synchronize EDGE01', 'synchronize EDGE02'])
      expect([id, states[id]]).toEqual([id, 'applied']);
    expect(checked.context.runs.apply?.isFinished).toBe(true);
    // The post-checks believe what is collected again.
    const proven = await collectOnEdge(program, handlers);
    expect([wizardStepName(proven), proven.outcome?.verdict, verdicts(proven)]).toEqual([
      'postChecks.done',
      'asExpected',
      ['internal', 'internal'],
    ]);
    await goTo(program, 'finish.ready', method);
    // No command went to an Edge server; EdgeSync is asked on the other side.
    const asked = program.view().context.commands.filter(({ call }) => call.cmdlet !== 'Test-EdgeSynchronization');
    const values = asked.flatMap(({ call }) => Object.values(call.parameters));
    expect(values.filter((value) => typeof value === 'string' && value.startsWith('EDGE'))).toEqual([]);
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });

  it('waits until something was collected after the commands were shown, and says so', async () => {
    const { program, handlers } = await planned();
    await program.controller.send({ type: 'CHOOSE_METHOD', method: 'direct' });
    expect(stopOf(await goOn(program))).toBe('person install EDGE01');
    // It was done, and nobody has collected since.
    await program.controller.takeStep('install EDGE01');
    const unread = await goOn(program);
    expect([stopOf(unread), unread.context.runs.apply?.steps['install EDGE01']?.error?.code]).toEqual([
      'person install EDGE01',
      'edge.notReadSince',
    ]);
    await handlers['practice:collectOnEdge']('EDGE01');
    expect(stopOf(await goOn(program))).toBe('person enable EDGE02');
    // Collected, and not done: its commands are shown again.
    await handlers['practice:collectOnEdge']('EDGE02');
    const again = await goOn(program);
    expect([stopOf(again), again.context.runs.apply?.steps['enable EDGE02']?.attempts]).toEqual(['person enable EDGE02', 2]);
    await takePersonStep(program);
    expect(stopOf(await goOn(program))).toBe('person receive EDGE01');
    await program.controller.close();
  });

  it('has nothing to run for EdgeSync where it has brought the send connectors by itself', async () => {
    const { program } = await planned();
    await program.controller.send({ type: 'CHOOSE_METHOD', method: 'direct' });
    await goOn(program);
    while (stopOf(program.view()) !== 'person receive EDGE02') {
      await takePersonStep(program);
      await goOn(program);
    }
    const { plans } = program.view().context;
    await takePersonStep(program);
    for (const step of plans.apply?.steps ?? [])
      if (step.kind === 'person' && step.id.startsWith('synchronize')) await program.practice.takeStep(step);
    const done = await goOn(program);
    expect([wizardStepName(done), stepsOf(done)['synchronize EDGE01'], stepsOf(done)['synchronize EDGE02']]).toEqual([
      'change.done',
      'unchanged',
      'unchanged',
    ]);
    await program.controller.close();
  });

  const leaves = ({ page, phase, context }: WizardView): boolean =>
    page === 'change' &&
    (phase === 'stopped' || phase === 'done') &&
    buttonsOf({ page, phase }, context).some(({ label }) => label === 'post_checks');
  const edgeSyncOf = ({ postChecks }: WizardView): readonly (readonly string[])[] =>
    (postChecks ?? []).flatMap(({ rule, subject, variant }) => (rule === 'post.edgeSync' ? [[subject, variant]] : []));

  it.each(methods)('goes on without the proof of EdgeSync where no session can test it, and says so to the end (%s)', async (method) => {
    let isMissing = true;
    const { program, handlers } = await planned({
      exchange: intercepted((call, send) =>
        isMissing && call.cmdlet === 'Test-EdgeSynchronization'
          ? Promise.resolve(fail(appError('cmdlet.notAvailable', { message: 'The term is not recognized' })))
          : send(),
      ),
    });
    // Before everything else is proven the page does not lead on.
    await program.controller.send({ type: 'CHOOSE_METHOD', method });
    const offered: string[] = [];
    for (;;) {
      const { page, phase, context } = await program.until(({ task }) => task === null);
      if (leaves(program.view())) break;
      if (page === 'change' && phase === 'stopped') {
        offered.push(stopOf(program.view()));
        await program.controller.send({ type: 'NEXT' });
        expect(wizardStepName(program.view())).toBe('change.stopped');
      }
      await takePersonStep(program);
      const event = page === 'plan' ? ({ type: 'COMMIT', plan: context.plans.apply?.id ?? '' } as const) : nextEvent(program.view());
      expect((await program.controller.send(event ?? { type: 'NEXT' })).ok).toBe(true);
    }
    expect(offered).toContain('person receive EDGE02');
    expect(stopOf(program.view())).toBe('unread synchronize EDGE01');
    expect(Object.values(stepsOf(program.view())).filter((state) => state === 'waiting')).toHaveLength(2);

    await program.controller.send({ type: 'NEXT' });
    await program.until(({ task }) => task === null);
    const open = await collectOnEdge(program, handlers);
    expect([wizardStepName(open), open.outcome?.verdict, verdicts(open)]).toEqual(['postChecks.done', 'open', ['internal', 'internal']]);
    expect(edgeSyncOf(open)).toEqual([
      ['EDGE01', 'unknown'],
      ['EDGE02', 'unknown'],
    ]);
    await program.controller.send({ type: 'NEXT' });
    expect([wizardStepName(program.view()), program.view().context.validation]).toEqual(['postChecks.done', 'postChecks.open']);
    await program.controller.send({ type: 'BACK' });
    expect(wizardStepName(program.view())).toBe(method === 'direct' ? 'change.stopped' : 'hcw.ready');
    await program.controller.send(
      method === 'direct' ? { type: 'NEXT' } : { type: 'COMMIT', plan: program.view().context.plans.apply?.id ?? '' },
    );
    await program.until(({ task }) => task === null);
    if (method !== 'direct') await program.controller.send({ type: 'NEXT' });
    await program.until(({ task }) => task === null);

    // It is asked again with every check; what it says then counts.
    isMissing = false;
    await program.controller.send({ type: 'CHECK_AGAIN' });
    const asked = await program.until(({ task }) => task === null);
    expect(edgeSyncOf(asked)).toEqual([
      ['EDGE01', 'notSynchronized'],
      ['EDGE02', 'notSynchronized'],
    ]);
    isMissing = true;
    await program.controller.send({ type: 'CHECK_AGAIN' });
    await program.until(({ task }) => task === null);
    await program.controller.send({ type: 'FINISH_WITH_OPEN_ITEMS' });
    const finished = await program.until(({ page }) => page === 'finish');
    expect(finished.outcome?.verdict).toBe('open');
    const kept = await program.readRun(finished.context.runIds.apply ?? '');
    expect(kept.ok && kept.value.state.closed).toBe('left');
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });

  it('is finished once EdgeSync could be tested after all', async () => {
    let isMissing = true;
    const { program, handlers } = await planned({
      exchange: intercepted((call, send) =>
        isMissing && call.cmdlet === 'Test-EdgeSynchronization'
          ? Promise.resolve(fail(appError('cmdlet.notAvailable', { message: 'The term is not recognized' })))
          : send(),
      ),
    });
    await program.controller.send({ type: 'CHOOSE_METHOD', method: 'direct' });
    while (!leaves(program.view())) {
      await takePersonStep(program);
      await goOn(program);
    }
    for (const step of program.view().context.plans.apply?.steps ?? [])
      if (step.kind === 'person' && step.id.startsWith('synchronize')) await program.practice.takeStep(step);
    isMissing = false;
    await program.controller.send({ type: 'NEXT' });
    await program.until(({ task }) => task === null);
    const checked = await collectOnEdge(program, handlers);
    expect([checked.outcome?.verdict, checked.context.runs.apply?.isFinished, ...edgeSyncOf(checked)]).toEqual([
      'asExpected',
      true,
      ['EDGE01', 'ok'],
      ['EDGE02', 'ok'],
    ]);
    await program.controller.close();
  });

  it('is rolled back: the connectors first, those of the Edge servers too, then EdgeSync again', async () => {
    const { program } = await planned();
    const before = program.practice.organization('edge');
    await goTo(program, 'change.done', 'direct');
    await program.controller.send({ type: 'SHOW_ROLLBACK' });
    const review = await program.until(({ task, phase }) => task === null && phase === 'rollbackReview');
    expect(
      (review.context.review ?? []).map(({ object, parameter, kind }) => `${object.split(/\\| - /)[0] ?? ''} ${parameter} ${kind}`),
    ).toEqual([
      'EDGE01 Installed irreversible',
      'EDGE01 HasPrivateKey irreversible',
      'EDGE01 EnabledForSmtp irreversible',
      'EDGE02 Installed unchanged',
      'EDGE02 EnabledForSmtp irreversible',
      'Outbound to Office 365 TlsCertificateName putBack',
      'Hybrid Configuration TlsCertificateName putBack',
      'EDGE01 TlsCertificateName putBack',
      'EDGE02 TlsCertificateName putBack',
    ]);
    expect(review.context.plans.rollback?.steps.map(({ id }) => id.replace(/^back \S+ /, '').replace(/ - .*/, ''))).toEqual([
      'EDGE02\\Default internal receive connector EDGE02',
      'EDGE01\\Default internal receive connector EDGE01',
      'Hybrid Configuration',
      'Outbound to Office 365',
      'synchronize EDGE01',
      'synchronize EDGE02',
    ]);
    await goOn(program);
    while (program.view().phase === 'stopped') {
      await takePersonStep(program);
      await goOn(program);
    }
    const after = program.practice.organization('edge');
    expect([wizardStepName(program.view()), after?.sendConnectors, after?.receiveConnectors, after?.edgeSendConnectors]).toEqual([
      'change.done',
      before?.sendConnectors,
      before?.receiveConnectors,
      before?.edgeSendConnectors,
    ]);
    // The certificate is still installed on the Edge server, so not everything is as before.
    expect((await program.readRun(program.view().context.runs.apply?.id ?? '')).ok).toBe(true);
    expect(Object.values(stepsOf(program.view()))).toEqual(Array.from({ length: 6 }, () => 'applied'));
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
  });

  it('can be rolled back while nothing was collected since on an Edge server, whose values are then not known', async () => {
    const { program } = await planned();
    await program.controller.send({ type: 'CHOOSE_METHOD', method: 'direct' });
    await goOn(program);
    while (stopOf(program.view()) !== 'person receive EDGE01') {
      await takePersonStep(program);
      await goOn(program);
    }
    await program.controller.takeStep('receive EDGE01');
    await program.controller.send({ type: 'SHOW_ROLLBACK' });
    const review = await program.until(({ task, phase }) => task === null && phase === 'rollbackReview');
    const kinds = Object.fromEntries((review.context.review ?? []).map(({ object, kind }) => [object.replace(/ - .*/, ''), kind]));
    expect(kinds['EDGE01\\Default internal receive connector EDGE01']).toBe('unread');
    expect(kinds['Outbound to Office 365']).toBe('putBack');
    await edgeHandlers(program)['practice:collectOnEdge']('EDGE01');
    await program.controller.send({ type: 'SHOW_ROLLBACK' });
    const known = await program.until(({ task, phase }) => task === null && phase === 'rollbackReview');
    expect((known.context.review ?? []).find(({ object }) => object.startsWith('EDGE01\\Default'))?.kind).toBe('putBack');
    await program.controller.close();
  });

  it('plans nothing on Edge servers that were not collected, and names them', async () => {
    const program = await startProgram(await newFolder());
    const { certificates } = await goTo(program, 'certificate.ready');
    // Whether an Edge server uses it is not known.
    const chosen = certificates.find(({ verdict, inUse }) => verdict !== 'doesNotQualify' && !inUse.known);
    await program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: chosen?.thumbprint ?? '' });
    const plan = await goTo(program, 'plan.ready');
    expect(plan.context.plans.apply?.leftOut.map(({ server }) => server)).toEqual([...edgeServers]);
    expect(plan.context.plans.apply?.steps.map(({ id }) => id)).toEqual(['hcw', 'synchronize EDGE01', 'synchronize EDGE02']);
    const checked = await goTo(program, 'postChecks.done');
    expect([checked.outcome?.verdict, verdicts(checked)]).toEqual(['open', ['unknown', 'unknown']]);
    await program.controller.close();
  });

  it('fails its post-checks while an Edge server still names the old certificate', async () => {
    const program = await startProgram(await newFolder());
    const handlers = edgeHandlers(program);
    await goTo(program, 'collect.done');
    await handlers['practice:collectOnEdge']('EDGE01');
    const { certificates } = await goTo(program, 'certificate.ready');
    const chosen = certificates.find(({ verdict, inUse }) => verdict !== 'doesNotQualify' && !inUse.known);
    await program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: chosen?.thumbprint ?? '' });
    await goTo(program, 'postChecks.done');
    const proven = await collectOnEdge(program, handlers);
    expect(proven.outcome?.verdict).toBe('failed');
    expect(needsOf(proven)['EDGE02']).toContain('connector needed');
    expect(
      (proven.postChecks ?? []).filter(({ severity }) => severity === 'block').map(({ rule, subject }) => `${rule} ${subject}`),
    ).toEqual(['post.receiveName EDGE02\\Default internal receive connector EDGE02']);
    await program.controller.close();
  });
});
