/** The short path: a finished renewal leaves what the next one begins with. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../../shared/model/error.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { WizardContext } from '../../../shared/wizard/context.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import { changesSince, hasChanged, nextAfterChanges, type Changes } from '../../../shared/wizard/renew-again.ts';
import { redactionCategories } from '../../../shared/redaction/categories.ts';
import { redactRun } from '../../../shared/redaction/redact-run.ts';
import { lastRenewals } from '../../../shared/wizard/run-list.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, wizardStepName } from './administrator.ts';
import { newFolder, removeFolders, startProgram, type Program } from './program.ts';
import { realOrganization } from './real-organization.ts';

afterEach(removeFolders);

async function say(program: Program, ...events: readonly WizardEvent[]): Promise<WizardView> {
  for (const event of events) {
    expect([event.type, await program.controller.send(event)]).toEqual([event.type, ok(null)]);
    await program.until(({ task }) => task === null);
  }
  return program.view();
}

/** A renewal by the direct method, all servers without a pause. */
async function renewedDirectly(folder: string, mode: 'practice' | 'connected' = 'practice'): Promise<Program> {
  const program = await startProgram(folder, { real: realOrganization() });
  await goTo(program, 'plan.ready', mode);
  const planned = await say(program, { type: 'CHOOSE_METHOD', method: 'direct' }, { type: 'SET_POLICY', onFailure: 'goOn', canary: null });
  await say(program, { type: 'COMMIT', plan: planned.context.plans.apply?.id ?? '' }, { type: 'NEXT' });
  const end = await say(program, { type: 'NEXT' });
  expect(wizardStepName(end)).toBe('finish.ready');
  return program;
}

async function again(program: Program): Promise<WizardView> {
  const [last] = lastRenewals(program.view().runList.runs);
  await say(program, { type: 'RENEW_AGAIN', id: last?.id ?? '' });
  return program.until(({ page, phase }) => page === 'renewAgain' && phase === 'ready');
}

describe('a finished renewal', () => {
  it('keeps in its folder how it was done, who signed in, and what it left; never a credential', async () => {
    const program = await renewedDirectly(await newFolder(), 'connected');
    const id = program.view().context.runIds.apply ?? '';
    const run = await program.readRun(id);
    const profile = run.ok ? run.value.state.profile : null;
    expect(profile).toMatchObject({
      onPremises: { server: 'ex01.contoso.com', credential: 'signedIn' },
      exchangeOnline: { userPrincipalName: 'admin@contoso.com' },
      onlineSkipped: false,
      certificate: { thumbprint: program.view().context.certificate, subject: expect.stringContaining('mail.contoso.com') as string },
      servers: ['EX01', 'EX02', 'EX03'].map((name) => ({ name, build: known('15.2.1748.53') })),
    });
    expect(profile?.replaced).toHaveLength(1);
    expect(profile?.objects.filter(({ property }) => property === 'TlsCertificateName').map(({ value }) => value)).toHaveLength(5);
    const journal = await readFile(join(program.folder, 'runs', id, 'journal.jsonl'), 'utf8');
    expect(journal).not.toMatch(/password|secret/i);
    // What is shared outside has none of its names either.
    const shared = run.ok ? redactRun(run.value, redactionCategories, () => '') : undefined;
    const closed = shared?.lines.find(({ kind }) => kind === 'closed');
    expect(closed).toMatchObject({ profile: { onlineSkipped: false } });
    expect(JSON.stringify(closed)).not.toMatch(/contoso|admin|EX0\d/i);
    await program.controller.close();
  });

  it('is not offered again after it was left open, or rolled back', async () => {
    const folder = await newFolder();
    const program = await renewedDirectly(folder);
    await say(program, { type: 'BACK' });
    const review = await say(program, { type: 'SHOW_ROLLBACK' });
    await say(program, { type: 'COMMIT', plan: review.context.plans.rollback?.id ?? '' });
    await program.controller.close();
    const next = await startProgram(folder);
    expect(next.view().runList.runs.map(({ purpose, state }) => `${purpose} ${state}`)).toContain('apply rolledBack');
    expect(lastRenewals(next.view().runList.runs)).toEqual([]);
    expect((await next.controller.send({ type: 'RENEW_AGAIN', id: next.view().runList.runs[0]?.id ?? '' })).ok).toBe(false);
  });
});

describe('the renewal after it', () => {
  it('reads both sides, shows what has changed, and plans with the method and the policy of the last one', async () => {
    const folder = await newFolder();
    await (await renewedDirectly(folder)).controller.close();
    const program = await startProgram(folder);
    const view = await again(program);
    // The stored session made room, as with any other new one.
    expect(view.resumable).toBeNull();
    expect([view.context.mode, view.context.method, view.context.again?.policy]).toEqual([
      'practice',
      'direct',
      { onFailure: 'goOn', canary: null },
    ]);
    const { changes, candidates, next } = view.renewAgain ?? {};
    expect(changes).toMatchObject({ organization: null, added: [], gone: [], objects: [] });
    expect(changes?.builds.map((group) => group.map(({ server, from, to }) => [server, from, to]))).toEqual([
      ['EX01', 'EX02', 'EX03'].map((server) => [server, known('15.2.1748.53'), { known: true, value: '15.2.2562.41' }]),
    ]);
    expect(changes?.inUse.map(({ certificate }) => certificate.facts.issuer)).toEqual([expect.stringContaining('CA 2026')]);
    expect(candidates?.map(({ thumbprint }) => thumbprint)).toEqual([view.context.certificate]);
    expect(view.chosen?.facts.issuer).toContain('CA 2027');
    // The table of builds is old on that day, which is a warning: its page comes first.
    expect(next).toBe('preChecks');
    expect(view.navigation.map(({ page }) => page)).toEqual([
      'start',
      'renewAgain',
      'plan',
      'change',
      'hcw',
      'fix',
      'postChecks',
      'finish',
      'oldCertificate',
    ]);
    expect(wizardStepName(await say(program, { type: 'NEXT' }))).toBe('preChecks.ready');
    const planned = await say(program, { type: 'NEXT' });
    expect(wizardStepName(planned)).toBe('plan.ready');
    expect(planned.context.plans.apply).toMatchObject({ method: 'direct', policy: { onFailure: 'goOn', canary: null } });
    expect(planned.buttons[0]?.event).toEqual({ type: 'COMMIT', plan: planned.context.plans.apply?.id });

    // The proof follows at once.
    await say(program, { type: 'COMMIT', plan: planned.context.plans.apply?.id ?? '' });
    const checked = await program.until(({ page, phase }) => page === 'postChecks' && phase === 'done');
    expect(checked.outcome?.verdict).toBe('asExpected');
    await say(program, { type: 'NEXT' });
    expect(program.unexpected).toEqual([]);
    await program.controller.close();
    const third = await startProgram(folder);
    expect(lastRenewals(third.view().runList.runs)).toHaveLength(1);
    expect(third.view().resumable?.page).toBe('finish');
  });

  it('is resumed where it was, with its own sample', async () => {
    const folder = await newFolder();
    await (await renewedDirectly(folder)).controller.close();
    const program = await startProgram(folder);
    const before = await again(program);
    await program.controller.close();
    const resumed = await startProgram(folder);
    const view = await say(resumed, { type: 'RESUME' });
    expect([wizardStepName(view), view.chosen?.thumbprint]).toEqual(['renewAgain.ready', before.chosen?.thumbprint]);
    const collected = await say(resumed, { type: 'COLLECT_AGAIN' });
    expect(collected.chosen?.thumbprint).toBe(before.chosen?.thumbprint);
  });

  it('can be left for the ordinary path on every page, and begins that with the sample as it is made', async () => {
    const folder = await newFolder();
    await (await renewedDirectly(folder)).controller.close();
    const program = await startProgram(folder);
    await again(program);
    const every = await say(program, { type: 'SHOW_EVERY_PAGE' });
    expect(wizardStepName(every)).toBe('collect.done');
    expect(wizardStepName(await say(program, { type: 'NEXT' }))).toBe('certificate.ready');
    await say(program, { type: 'BACK' }, { type: 'BACK' }, { type: 'BACK' }, { type: 'BACK' }, { type: 'BACK' });
    await say(program, { type: 'NEXT' });
    expect(program.view().context.again).toBeNull();
    await say(program, { type: 'NEXT' }, { type: 'CONNECT' }, { type: 'CONNECT' });
    expect(program.view().context.organization?.servers).toMatchObject({ value: [{ version: { value: '15.2.1748.53' } }, {}, {}] });
  });

  it('says what was set back since, and chooses nothing where no certificate can be the new one', async () => {
    const folder = await newFolder();
    await (await renewedDirectly(folder, 'connected')).controller.close();
    const program = await startProgram(folder, { real: realOrganization() });
    const view = await again(program);
    expect(view.renewAgain?.changes.objects.map(([one]) => one.kind)).toEqual(['sendConnector', 'receiveConnector', 'hybridConfiguration']);
    expect(view.renewAgain?.changes.objects.map((group) => group.length)).toEqual([1, 3, 1]);
    expect(view.renewAgain?.changes.inUse.map(({ relation }) => relation)).toEqual(['other']);
    // What the last renewal replaced is there again, and in use.
    expect(view.renewAgain?.changes.stillInstalled.map(({ uses }) => uses.length > 0)).toEqual([true]);
    expect([view.context.certificate, view.renewAgain?.next]).toEqual([null, 'certificate']);
    expect(wizardStepName(await say(program, { type: 'NEXT' }))).toBe('certificate.ready');
  });
});

describe('what has changed', () => {
  let organization: Organization;
  let context: WizardContext;
  beforeAll(async () => {
    const folder = await newFolder();
    await (await renewedDirectly(folder)).controller.close();
    context = (await again(await startProgram(folder))).context;
    if (context.organization === null) throw new Error('nothing was read');
    organization = context.organization;
  });
  const since = (changed: Partial<Organization>): Changes => {
    if (context.again === null) throw new Error('it is not done again');
    return changesSince(context.again, { ...organization, ...changed });
  };

  it('is a server that was added or is gone, by its name', () => {
    const [first, ...others] = organization.hybridServers;
    if (first === undefined) throw new Error('there is no server');
    const changes = since({ hybridServers: [...others, { ...first, name: 'EX09' }] });
    expect([changes.added, changes.gone]).toEqual([['EX09'], ['EX01']]);
  });

  it('is what could not be read: never the same as before', () => {
    const unread = unknown('failed', 'RPC');
    const changes = since({ sendConnectors: unread, servers: unread });
    expect(changes.builds.flat().map(({ to }) => to)).toEqual([unread, unread, unread]);
    expect(changes.objects.flat().filter(({ kind }) => kind === 'sendConnector')).toMatchObject([{ from: null, to: unread }, { to: null }]);
    expect(hasChanged(changes)).toBe(true);
  });

  it('is another organization, which goes through every page', () => {
    const other = known([{ name: 'fabrikam.com', matchSubDomains: known(false) }]);
    expect(since({ acceptedDomains: other }).organization).toEqual({ from: 'contoso.com', to: 'fabrikam.com' });
    expect(nextAfterChanges({ ...context, organization: { ...organization, acceptedDomains: other } })).toBe('certificate');
    expect(since({ acceptedDomains: unknown('failed', '') }).organization).toEqual({ from: 'contoso.com', to: null });
  });

  it('leads to the page that would say what is open, and to the plan only where none would', () => {
    const next = (changed: Partial<Organization>, changes: Partial<WizardContext> = {}): string =>
      nextAfterChanges({ ...context, organization: { ...organization, ...changed }, ...changes });
    const [first, ...others] = organization.hybridServers;
    if (first === undefined) throw new Error('there is no server');
    // On a day on which the table of builds is not old yet.
    const early = { gatheredAt: '2026-09-01T09:00:00.000Z' };
    const [certificate] = [context.certificate];
    expect(next({ ...early, hybridServers: [{ ...first, certificates: unknown('timedOut', '') }, ...others] })).toBe('collect');
    expect(next({ hybridConfiguration: known(null) })).toBe('collect');
    expect(next({}, { certificate: null })).toBe('choose');
    expect(next({}, { certificate: context.again?.profile.certificate.thumbprint ?? null })).toBe('choose');
    expect([certificate === null, next({})]).toEqual([false, 'preChecks']);
    expect(next({ rights: unknown('failed', '') })).toBe('preChecks');
  });
});
