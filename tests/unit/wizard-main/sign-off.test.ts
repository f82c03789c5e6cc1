/** The sign-off by a second person: what they have read is what is sent, or nothing is. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../../shared/model/error.ts';
import { differences, signedPlan } from '../../../shared/plan/sign-off.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { digestOf, planFileText, readPlanFile, type PlanFile } from '../../../src-main/sign-off/plan-file.ts';
import { signOffHandlers } from '../../../src-main/sign-off/handlers.ts';
import { resetPlan } from '../wizard/plans.ts';
import { organization } from '../rules/sample.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';

afterEach(removeFolders);

const plan = signedPlan(resetPlan(organization()));
const file: PlanFile = {
  format: 1,
  language: 'en',
  organization: 'contoso.com',
  madeAt: '2026-11-20T09:00:00.000Z',
  program: 'Hybrid Certificate Wizard 0.1.0',
  plan,
};

describe('a plan file', () => {
  it('is read back as it was, with its digest in the part for people', () => {
    const text = planFileText(file);
    expect(text).toContain(digestOf(plan));
    for (const step of plan.steps) expect(text.split('=== PLAN ===')[0]).toContain(step.object);
    for (const sent of [text, `\uFEFF${text}`, text.replaceAll('\n', '\r\n')])
      expect(readPlanFile(sent, 'plan.txt')).toEqual(ok({ file, digest: digestOf(plan) }));
  });

  it.each<readonly [string, (text: string) => string]>([
    ['a command that people read', (text) => text.replace('Set-ReceiveConnector', 'Get-ReceiveConnector')],
    ['a value of the plan itself', (text) => text.replace('"onFailure":"stop"', '"onFailure":"goOn"')],
    ['its organization', (text) => text.replaceAll('contoso.com', 'fabrikam.com').replace('fabrikam.com', 'contoso.com')],
    ['its end', (text) => text.slice(0, -20)],
    ['everything', () => 'hello'],
  ])('is refused where somebody changed %s', (_, change) => {
    const text = change(planFileText(file));
    expect(text).not.toBe(planFileText(file));
    expect(readPlanFile(text, 'plan.txt')).toMatchObject({ ok: false, error: { code: 'signOff.notAPlan' } });
  });

  it('has another digest for another value, order, policy or forecast, and the same for another number or Guid of the plan', () => {
    const made = resetPlan(organization());
    const [first, second, ...rest] = made.steps;
    if (first === undefined || second === undefined) throw new Error('the plan has two steps');
    const others = [
      { ...made, policy: { ...made.policy, onFailure: 'goOn' as const } },
      { ...made, steps: [second, first, ...rest] },
      { ...made, steps: [{ ...first, forecast: { ...first.forecast, toOnPremises: 'fails' as const } }, second, ...rest] },
      { ...made, steps: [second, ...rest] },
    ].map((one) => digestOf(signedPlan(one)));
    expect(new Set([digestOf(plan), ...others]).size).toBe(5);
    const sameSteps = made.steps.map((step) => (step.kind === 'handover' ? step : { ...step, guid: '1' }));
    expect(digestOf(signedPlan({ ...made, id: 'plan-9', steps: sameSteps }))).toBe(digestOf(plan));
  });

  it('names the steps that differ', () => {
    const [first, second, ...rest] = plan.steps;
    if (first === undefined || second === undefined) throw new Error('the plan has two steps');
    const changed = { ...first, server: 'EX99' };
    expect(differences(plan, plan)).toEqual([]);
    expect(differences(plan, { ...plan, steps: [changed, second, ...rest] })).toEqual([{ kind: 'changed', object: first.object }]);
    expect(differences(plan, { ...plan, steps: [second, ...rest] })).toEqual([{ kind: 'missing', object: first.object }]);
    expect(differences({ ...plan, steps: [second, ...rest] }, plan)).toEqual([{ kind: 'added', object: first.object }]);
    expect(differences(plan, { ...plan, steps: [second, first, ...rest] })).toEqual([
      { kind: 'moved', object: second.object },
      { kind: 'moved', object: first.object },
    ]);
    expect(differences(plan, { ...plan, policy: { ...plan.policy, canary: 'EX02' } })).toEqual([{ kind: 'policy', object: '' }]);
  });
});

async function say(program: Program, ...events: readonly WizardEvent[]): Promise<WizardView> {
  for (const event of events) {
    expect([event.type, await program.controller.send(event)]).toEqual([event.type, ok(null)]);
    await program.until(({ task }) => task === null);
  }
  return program.view();
}
const commit = ({ context }: WizardView): WizardEvent => ({ type: 'COMMIT', plan: context.plans.apply?.id ?? '' });
const opening = (program: Program, path: string) =>
  signOffHandlers({
    view: () => program.view(),
    requireSignOff: (signedOff) => program.controller.requireSignOff(signedOff),
    askToOpen: () => Promise.resolve([path]),
  })['plan:openSignedOff'](undefined);

describe('the commit', () => {
  it('needs no sign-off unless it is required', async () => {
    const program = await startProgram(await newFolder());
    const planned = await goTo(program, 'plan.ready');
    expect(planned.context.signedOff).toBeNull();
    expect((await say(program, commit(planned))).page).toBe('change');
  });

  it('goes through with the digest that was signed off, and sends nothing with another one', async () => {
    const program = await startProgram(await newFolder());
    const planned = await goTo(program, 'plan.ready');
    const apply = planned.context.plans.apply;
    if (apply === null) throw new Error('there is no plan');
    const refused = await say(program, { type: 'REQUIRE_SIGN_OFF', digest: '0'.repeat(64) }, commit(planned));
    expect([wizardStepName(refused), refused.context.validation]).toEqual(['plan.ready', 'plan.notSignedOff']);
    expect(refused.context.signOffDifferences).toEqual([{ kind: 'unknown', object: '' }]);
    expect([refused.context.runs.apply, refused.context.commands.filter(({ call }) => call.cmdlet.startsWith('Set-'))]).toEqual([null, []]);
    const digest = digestOf(signedPlan(apply));
    expect((await say(program, { type: 'REQUIRE_SIGN_OFF', digest }, commit(planned))).page).toBe('change');
  });

  it('names the steps that differ from the file that was signed off, and goes through once they do not', async () => {
    const folder = await newFolder();
    const program = await startProgram(folder);
    const planned = await goTo(program, 'plan.ready');
    const apply = planned.context.plans.apply;
    if (apply === null) throw new Error('there is no plan');
    const path = join(folder, 'plan.txt');
    await writeFile(path, `\uFEFF${planFileText({ ...file, plan: signedPlan(apply) })}`);
    expect(await opening(program, path)).toEqual(ok(null));
    const other = await say(program, { type: 'SET_POLICY', onFailure: 'stop', canary: null });
    const refused = await say(program, commit(other));
    expect(refused.context.signOffDifferences.map(({ kind }) => kind)).toContain('policy');
    expect(refused.context.runs.apply).toBeNull();
    const same = await say(program, { type: 'SET_POLICY', ...apply.policy });
    expect(same.context.signOffDifferences).toEqual([]);
    expect((await say(program, commit(same))).context.runs.apply).not.toBeNull();
  });

  it('takes no plan of another organization, and no file that is none', async () => {
    const folder = await newFolder();
    const program = await startProgram(folder);
    await goTo(program, 'plan.ready');
    const path = join(folder, 'plan.txt');
    await writeFile(path, planFileText({ ...file, organization: 'fabrikam.com' }));
    expect(await opening(program, path)).toMatchObject({ ok: false, error: { code: 'signOff.otherOrganization' } });
    await writeFile(path, (await readFile(path, 'utf8')).slice(1));
    expect(await opening(program, path)).toMatchObject({ ok: false, error: { code: 'signOff.notAPlan' } });
    expect(await opening(program, join(folder, 'none.txt'))).toMatchObject({ ok: false, error: { code: 'file.unreadable' } });
    expect(program.view().context.signedOff).toBeNull();
  });
});
