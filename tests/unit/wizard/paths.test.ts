import { beforeAll, describe, expect, it } from 'vitest';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from '../../contract/practice.ts';
import { runHybridConfigurationWizard } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { OrganizationFile, PracticeScenario } from '../../../shared/model/sample-organization.ts';
import { isIncomplete } from '../../../shared/rules/pre-checks.ts';
import { buttonsOf } from '../../../shared/wizard/buttons.ts';
import { judged } from '../../../shared/wizard/derived.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { wizardEventSchema } from '../../../shared/wizard/events.ts';
import { oldCertificateView } from '../../../shared/wizard/old-certificate.ts';
import { mayHaveChanged } from '../../../shared/run/run-view.ts';
import { postChecksOutcome } from '../../../shared/wizard/outcome.ts';
import { isChanging, isDeciding, pages, phasesOf, taskOf, wizardStepOf, type Task } from '../../../shared/wizard/pages.ts';
import { keyOf, walk, type Edge, type Snapshot } from './walk.ts';

const now = new Date('2026-11-20T09:00:00Z');

const gathered = async (scenario: PracticeScenario): Promise<Organization> => collected(await practiceOrganization(scenario, now));

/** No certificate is enabled for IIS, so that nothing needs the old one. */
const withoutWebServices = (organization: OrganizationFile): OrganizationFile => ({
  ...organization,
  servers: organization.servers.map((server) => ({
    ...server,
    certificates: server.certificates.map((one) => ({ ...one, services: one.services.replace('IIS, ', '') })),
  })),
});

async function collected(organization: OrganizationFile): Promise<Organization> {
  const result = await collectOrganization(await openPractice(organization), {
    now: () => now,
    onProgress: () => undefined,
  });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const taskIn = ({ value }: Snapshot): Task | null => taskOf(wizardStepOf(value));
const said: ReadonlySet<string> = new Set(wizardEventSchema.options.map(({ entries }) => entries.type.literal));

const wizardStepName = (snapshot: Snapshot): string => {
  const { page, phase } = wizardStepOf(snapshot.value);
  return `${page}.${phase}`;
};

describe('every path through the wizard', () => {
  let edges: readonly Edge[];

  beforeAll(async () => {
    const usable = await gathered('renewal');
    const withoutHybrid = await gathered('noHybrid');
    const incomplete = await gathered('serverDown');
    const certificates = judged(usable);
    const good = certificates.find(({ verdict, inUse }) => verdict === 'qualifies' && inUse.known && !inUse.value);
    const bad = certificates.find(({ verdict }) => verdict === 'doesNotQualify');
    if (good === undefined || bad === undefined) throw new Error('the sample organization has a good and a bad certificate');
    const renewed = await collected(
      runHybridConfigurationWizard(withoutWebServices(await practiceOrganization('renewal', now)), good.thumbprint),
    );
    edges = walk({ usable, renewed, withoutHybrid, incomplete, overEdge: await gathered('edge') }, [good.thumbprint, bad.thumbprint]);
  });

  it('reaches every page in every phase', () => {
    const reached = new Set(edges.flatMap(({ from, to }) => [wizardStepName(from), wizardStepName(to)]));
    const all = pages.flatMap((page) => phasesOf(page).map((phase) => `${page}.${phase}`));
    expect(all.filter((place) => !reached.has(place))).toEqual([]);
  });

  it('offers only buttons that the machine accepts, and at most one primary button', () => {
    const states = new Map(edges.flatMap(({ from, to }) => [from, to]).map((state) => [keyOf(state), state]));
    expect(states.size).toBeGreaterThan(200);
    for (const state of [...states.values()].filter(({ value }) => !isDeciding(value))) {
      const buttons = buttonsOf(wizardStepOf(state.value), state.context);
      const events = buttons.map(({ event }) => event);
      expect([wizardStepName(state), events.filter((event) => !state.can(event))]).toEqual([wizardStepName(state), []]);
      expect(buttons.filter(({ primary }) => primary).length).toBeLessThanOrEqual(1);
      expect(buttons.some(({ event }) => event.type === 'CANCEL_TASK')).toBe(taskIn(state) !== null);
    }
  });

  it('offers every step that leads on to another page, phase or task', () => {
    /** Said in the page itself, or the button Back. */
    const elsewhere = new Set(['COLLECT_SERVER', 'RENEW_AGAIN', 'BACK']);
    const leading = edges.filter(
      ({ event, from, to }) =>
        said.has(event.type) &&
        !elsewhere.has(event.type) &&
        // Where everything is as expected, only the question before leaving the wizard offers it.
        !(event.type === 'SHOW_ROLLBACK' && postChecksOutcome(from.context)?.verdict === 'asExpected') &&
        !isDeciding(to.value) &&
        JSON.stringify(from.value) !== JSON.stringify(to.value),
    );
    expect(leading.length).toBeGreaterThan(50);
    const missing = leading
      .filter(({ event, from }) => !buttonsOf(wizardStepOf(from.value), from.context).some((button) => button.event.type === event.type))
      .map(({ event, from }) => `${wizardStepName(from)} ${event.type} ${from.context.mode ?? ''}`);
    expect([...new Set(missing)]).toEqual([]);
  });

  it('has no dead end: from every state the finish can be reached', () => {
    const before = new Map<string, Set<string>>();
    for (const { from, to } of edges) {
      const sources = before.get(keyOf(to)) ?? new Set();
      before.set(keyOf(to), sources.add(keyOf(from)));
    }
    const finished = edges.filter(({ to }) => wizardStepName(to) === 'finish.ready').map(({ to }) => keyOf(to));
    const reaches = new Set(finished);
    const queue = [...reaches];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const source of before.get(key) ?? []) {
        if (reaches.has(source)) continue;
        reaches.add(source);
        queue.push(source);
      }
    }
    const stuck = edges.filter(({ from }) => !reaches.has(keyOf(from))).map(({ from }) => wizardStepName(from));
    expect([...new Set(stuck)]).toEqual([]);
  });

  it('loses no answer on the way back', () => {
    const back = edges.filter(({ event, from, to }) => event.type === 'BACK' && keyOf(from) !== keyOf(to));
    expect(back.length).toBeGreaterThan(20);
    const lost = back
      .filter(({ from, to }) => answers(from) !== answers(to))
      .map(({ from, to }) => `${wizardStepName(from)} > ${wizardStepName(to)}`);
    // A change that came to nothing takes the run of the HCW with it that belonged to it.
    expect(new Set(lost)).toEqual(new Set([]));
  });

  it('reaches a change only from a page that showed its commands, and only with the plan that was shown', () => {
    // The page of the plan showed the steps behind the HCW too.
    const previews = new Set(['plan.ready', 'hcw.ready', 'change.stopped', 'change.rollbackReview', 'fix.ready', 'oldCertificate.ready']);
    const entered = edges.filter(({ from, to }) => isChanging(taskIn(to)) && taskIn(to) !== taskIn(from));
    expect(entered.length).toBeGreaterThan(0);
    for (const { from, event } of entered) {
      expect(previews).toContain(wizardStepName(from));
      expect(event.type).toBe('COMMIT');
      const kinds = {
        plan: 'apply',
        hcw: 'apply',
        fix: 'fix',
        oldCertificate: 'removal',
        change: wizardStepName(from) === 'change.rollbackReview' ? 'rollback' : from.context.active,
      } as const;
      const { page } = wizardStepOf(from.value);
      const kind =
        page === 'plan' || page === 'hcw' || page === 'fix' || page === 'change' || page === 'oldCertificate' ? kinds[page] : undefined;
      expect('plan' in event ? event.plan : undefined).toBe(kind === undefined ? '' : from.context.plans[kind]?.id);
    }
  });

  it('removes a certificate only when its thumbprint was typed and nothing needs it, and checks mail flow after it', () => {
    const removing = edges.filter(
      ({ from, to }) => wizardStepName(from) === 'oldCertificate.ready' && wizardStepName(to) === 'change.running',
    );
    expect(removing.length).toBeGreaterThan(0);
    for (const { from, to } of removing) {
      const { oldCertificate, typedThumbprint, plans } = from.context;
      expect([typedThumbprint, to.context.active, plans.removal?.purpose]).toEqual([oldCertificate, 'removal', 'removal']);
      expect(oldCertificateView(from.context).obstacles).toEqual([]);
    }
    const wrong = edges.filter(({ to }) => to.context.validation === 'oldCertificate.thumbprintWrong');
    expect(new Set(wrong.map(({ to }) => wizardStepName(to)))).toEqual(new Set(['oldCertificate.ready']));
    const ended = edges.filter(
      ({ event, from }) => event.type === 'NEXT' && wizardStepName(from) === 'change.done' && from.context.active === 'removal',
    );
    expect(new Set(ended.map(({ to }) => wizardStepName(to)))).toEqual(new Set(['postChecks.running', 'postChecks.collect']));
    // Without the old certificate its name must not come back: the removal is rolled back before the renewal.
    const reviewed = edges.filter(
      ({ from, event, to }) =>
        event.type === 'SHOW_ROLLBACK' && wizardStepName(to) === 'change.reviewing' && mayHaveChanged(from.context.runs.removal),
    );
    expect(new Set(reviewed.map(({ to }) => to.context.rollbackOf))).toEqual(new Set(['removal']));
  });

  it('forgets no renewal that may have changed something unless it is rolled back, left, or the session with it', () => {
    const forgotten = edges.filter(
      ({ from, to }) => mayHaveChanged(from.context.runs.apply) && from.context.runs.apply?.id !== to.context.runs.apply?.id,
    );
    expect(new Set(forgotten.map(({ from, event, to }) => `${wizardStepName(from)} ${event.type} ${wizardStepName(to)}`))).toEqual(
      new Set([
        // Both behind a rollback that is finished
        'change.done NEXT collect.running',
        'change.done NEXT onPremises.ready',
        'plan.ready RUNS_ENDED collect.running',
        'plan.ready RUNS_ENDED onPremises.ready',
        'finish.ready RUNS_ENDED start.ready',
      ]),
    );
  });

  it('shows commands to run by hand only once the run has begun and the old values are saved', () => {
    const guided = edges.filter(({ from, to }) => from.context.mode === 'guided' && to.context.mode === 'guided');
    expect(guided.length).toBeGreaterThan(100);
    const shown = guided.filter(({ from, to }) => wizardStepName(to) === 'change.manual' && wizardStepName(from) !== 'change.manual');
    expect(new Set(shown.map(({ from }) => wizardStepName(from)))).toEqual(new Set(['change.running', 'change.readingBack']));
    expect(shown.filter(({ to }) => to.context.runs[to.context.active] === null)).toEqual([]);
  });

  it('reads a server again only where something of it is unknown, never in guided mode, and leaves the others as they are', () => {
    const asked = edges.filter(({ event, from, to }) => event.type === 'COLLECT_SERVER' && keyOf(from) !== keyOf(to));
    expect(asked.map(({ from, to }) => [wizardStepName(from), wizardStepName(to), from.context.mode])).not.toEqual([]);
    for (const { from, to } of asked) {
      expect([wizardStepName(from), wizardStepName(to), from.context.mode]).toEqual(['collect.done', 'collect.readingServer', 'practice']);
      const server = from.context.organization?.hybridServers.find(({ name }) => name === to.context.serverToRead);
      expect(server !== undefined && isIncomplete(server)).toBe(true);
    }
    const answered = edges.filter(({ from, event }) => wizardStepName(from) === 'collect.readingServer' && event.type !== 'CANCEL_TASK');
    expect(new Set(answered.map(({ to }) => wizardStepName(to)))).toEqual(new Set(['collect.readingServer', 'collect.done']));
    for (const { event, from, to } of answered.filter(({ to: { context } }) => context.serverToRead === null)) {
      const [before, after] = [from, to].map(({ context }) => context.organization);
      const others = (organization: typeof before) => organization?.hybridServers.filter(({ name }) => name !== from.context.serverToRead);
      expect(others(after)).toEqual(others(before));
      expect(after?.hybridServers.at(-1)).toEqual(event.type === 'SERVER_COLLECTED' ? event.server : before?.hybridServers.at(-1));
      expect(to.context.problem === null).toBe(event.type === 'SERVER_COLLECTED');
    }
  });

  it('believes in guided mode only what was collected after the commands were shown', () => {
    const reading = edges.filter(({ from, to }) => from.context.mode === 'guided' && ['observe', 'verify'].includes(taskIn(to) ?? ''));
    expect(new Set(reading.map(({ to }) => wizardStepName(to))).size).toBeGreaterThanOrEqual(2);
    expect(reading.filter(({ to }) => to.context.sources.length <= to.context.freshFrom)).toEqual([]);
  });

  it('invokes in every phase the task that its table names', () => {
    for (const page of pages) {
      for (const phase of phasesOf(page)) {
        const state = wizardMachine.states[page]?.states[phase];
        expect([page, phase, state?.invoke[0]?.src ?? null]).toEqual([page, phase, taskOf(wizardStepOf({ [page]: phase }))]);
      }
    }
  });

  it('cancels at once what only reads, and leaves a change only when its task has ended', () => {
    const canceled = edges.filter(({ event, from }) => event.type === 'CANCEL_TASK' && taskIn(from) !== null);
    expect(new Set(canceled.map(({ from }) => taskIn(from))).size).toBe(9);
    for (const { from, to } of canceled) {
      expect([wizardStepName(from), taskIn(to)]).toEqual([wizardStepName(from), isChanging(taskIn(from)) ? 'carryOut' : null]);
      expect(to.context.problem?.code).toBe(isChanging(taskIn(from)) ? undefined : 'powershell.canceled');
    }
    const left = edges.filter(({ from, to }) => isChanging(taskIn(from)) && !isChanging(taskIn(to)));
    expect(new Set(left.map(({ event }) => event.type))).toEqual(new Set(['CHANGE_ENDED', 'TASK_FAILED']));
  });

  it('does not go on from a page whose question is open, and says why', () => {
    const refused = edges.filter(
      ({ event, from, to }) => event.type === 'NEXT' && wizardStepName(from) === wizardStepName(to) && to.context.validation !== null,
    );
    expect(new Set(refused.map(({ to }) => to.context.validation))).toEqual(
      new Set([
        'start.modeMissing',
        'collect.noHybridConfiguration',
        'certificate.noneSelected',
        'certificate.doesNotQualify',
        'hcw.stepsOpen',
        'hcw.answerOpen',
        'fix.open',
        'postChecks.open',
      ]),
    );
  });
});

const answers = ({ context }: Snapshot): string =>
  JSON.stringify([
    context.language,
    context.mode,
    context.scenario,
    context.onPremises,
    context.exchangeOnline,
    context.certificate,
    context.method,
    context.hcw,
  ]);
