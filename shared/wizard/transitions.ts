/** How each event updates the context. Each function returns only the fields that it sets. */
import { planListing, planSelection } from '../plan/fix.ts';
import { defaultPolicy, makePlan } from '../plan/make-plan.ts';
import { planRemoval } from '../plan/removal.ts';
import { planRollback } from '../run/rollback.ts';
import { mayHaveChanged } from '../run/run-view.ts';
import { appError } from '../model/error.ts';
import type { CollectedFile } from '../collected/collected-file.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import {
  firstHcwRound,
  nextHcwRound as roundAfter,
  noRuns,
  runKinds,
  type RunKind,
  type StoredSession,
  type WizardContext,
} from './context.ts';
import { chosenCertificate, judged } from './derived.ts';
import type { MachineEvent, OpenedRun } from './events.ts';
import { commandsIn, noHcwLogs, stepsInLog, wantedCertificate } from './hcw-log.ts';
import { obstaclesOf, oldCertificates } from './old-certificate.ts';
import { policyAsLast, suggestedCertificate } from './renew-again.ts';
import { lastRenewals } from './run-list.ts';
import { isPractice } from '../model/mode.ts';
import { type HcwStep } from './pages.ts';

type ContextUpdate = (input: { readonly context: WizardContext; readonly event: MachineEvent }) => Partial<WizardContext>;

/** Why a task has no answer: it failed, or was canceled. */
export const storeProblem: ContextUpdate = ({ event }) =>
  event.type === 'TASK_FAILED'
    ? { problem: event.error }
    : event.type === 'CANCEL_TASK'
      ? { problem: appError('powershell.canceled') }
      : {};
export const storeProgress: ContextUpdate = ({ event }) => (event.type === 'PROGRESSED' ? { progress: event.progress } : {});
export const storeRun: ContextUpdate = ({ context, event }) =>
  event.type === 'RUN_CHANGED' ? withRuns(context, { [event.kind]: event.view }) : {};

/** The ids are kept, so they change only when a run is another one. */
function withRuns(
  { runs: before, runIds }: WizardContext,
  changed: Partial<WizardContext['runs']>,
): Pick<WizardContext, 'runs' | 'runIds'> {
  const runs = { ...before, ...changed };
  const ids = idsOf(runs);
  return { runs, runIds: runKinds.every((kind) => runIds[kind] === ids[kind]) ? runIds : ids };
}

const idsOf = ({ apply, fix, removal, rollback }: WizardContext['runs']): WizardContext['runIds'] => ({
  apply: apply?.id ?? null,
  fix: fix?.id ?? null,
  removal: removal?.id ?? null,
  rollback: rollback?.id ?? null,
});

/** The stored session takes the place of everything that was answered since the start. */
export const restore: ContextUpdate = ({ context: { stored, runList, planPrefix }, event }) =>
  stored === null || event.type !== 'RESUMED' ? {} : { ...stored.context, ...withRuns(stored.context, event.runs), runList, planPrefix };

export const storeRunList: ContextUpdate = ({ event }) => (event.type === 'RUNS_ENDED' ? { runList: event.runList } : {});

export const storeFinish: ContextUpdate = ({ context: { runs }, event }) =>
  event.type === 'RUNS_ENDED' && runs.apply !== null
    ? {
        runs: {
          ...runs,
          apply: { ...runs.apply, closed: event.outcome },
          removal: runs.removal === null ? null : { ...runs.removal, closed: runs.removal.closed ?? event.outcome },
        },
      }
    : {};

/** What the stored session practiced on, if that run was carried out there; `null`: it was carried out elsewhere. */
export function practicedIn(stored: StoredSession | null, run: string): Pick<WizardContext, 'scenario' | 'fault' | 'sources'> | null {
  if (stored === null || !isPractice(stored.context.mode) || !Object.values(stored.context.runIds).includes(run)) return null;
  const { mode, scenario, fault, sources } = stored.context;
  return { scenario, fault, sources: mode === 'rehearsal' ? sources : [] };
}

/** Everything else is as in a fresh wizard: what is there now is read before the run is worked on. */
export const storeOpenedRun: ContextUpdate = ({ context, event }) => {
  if (event.type !== 'RUN_OPENED') return {};
  const find = (wanted: RunKind): OpenedRun | undefined => event.runs.find(({ kind }) => kind === wanted);
  const byKind = <T>(pick: (run: OpenedRun) => T): Record<RunKind, T | null> => {
    const pickFrom = (run: OpenedRun | undefined): T | null => (run === undefined ? null : pick(run));
    return {
      apply: pickFrom(find('apply')),
      fix: pickFrom(find('fix')),
      removal: pickFrom(find('removal')),
      rollback: pickFrom(find('rollback')),
    };
  };
  const original = find('apply') ?? find('fix') ?? find('removal');
  return {
    ...forAnotherOrganization,
    mode: event.mode,
    ...practicedIn(context.stored, event.runs[0]?.view.id ?? ''),
    method: original?.plan.method ?? 'certificateOnly',
    plans: byKind(({ plan }) => plan),
    runs: byKind(({ view }) => view),
    runIds: byKind(({ view }) => view.id),
    active: event.runs[0]?.kind ?? 'apply',
    rollbackOf: original === undefined || original.kind === 'rollback' ? 'apply' : original.kind,
    rollbackFrom: 'change',
    openedRun: true,
    stored: null,
  };
};
/** Everything but the choice of the last renewal is as in a fresh wizard: what is there now is read before anything is planned. */
export const beginAgain: ContextUpdate = ({ context: { runList }, event }) => {
  const run = event.type === 'RENEW_AGAIN' ? lastRenewals(runList.runs).find(({ id }) => id === event.id) : undefined;
  if (run === undefined) return {};
  const { id, openedAt, organization, mode, method, policy, profile } = run;
  const { scenario, onPremises, exchangeOnline, onlineSkipped } = profile;
  return {
    ...forAnotherOrganization,
    mode,
    scenario,
    onPremises,
    exchangeOnline,
    onlineSkipped,
    method,
    sources: [],
    again: { run: id, at: openedAt, organization, method, policy, profile, isCompared: false },
  };
};

/** The comparison is shown; a certificate is chosen only where it can be no other one. */
export const showChanges: ContextUpdate = ({ context }) => ({
  again: context.again === null ? null : { ...context.again, isCompared: true },
  certificate: context.certificate ?? suggestedCertificate(context),
});

/** What was collected by hand is collected anew, and then compared again. */
export const compareAnew: ContextUpdate = ({ context: { again } }) => ({ again: again === null ? null : { ...again, isCompared: false } });

/** Another sign-off is compared anew. */
export const storeSignOff: ContextUpdate = ({ event }) => {
  if (event.type === 'SIGNED_OFF_OPENED') return { signedOff: event.signedOff, signOffDifferences: [] };
  if (event.type !== 'REQUIRE_SIGN_OFF') return {};
  return { signedOff: event.digest === null ? null : { digest: event.digest, plan: null }, signOffDifferences: [] };
};
export const storeSignOffDifferences: ContextUpdate = ({ event }) =>
  event.type === 'SIGN_OFF_COMPARED' ? { signOffDifferences: [...event.differences] } : {};

export const storeHandover: ContextUpdate = ({ event }) => (event.type === 'HANDOVER_READ' ? { handover: event.reading } : {});
export const storeVerified: ContextUpdate = ({ event }) =>
  event.type === 'COLLECTED' ? { verified: event.organization, hcwUnread: false } : {};
export const storeCommands: ContextUpdate = ({ context, event }) =>
  event.type === 'COMMANDS_RAN' ? { commands: [...context.commands, ...event.records] } : {};

/**
 * Copied text says nothing of when it was copied: what reads as before the change may have been copied after it again, as a side
 * that the change does not touch. It then takes the place of the earlier one. Files carry their time, so an old one stays old.
 */
export const isAlreadyOpened = ({ sources, freshFrom }: WizardContext, { kind, digest }: CollectedFile): boolean =>
  (kind === 'pasted' ? sources.slice(freshFrom) : sources).some((source) => source.digest === digest);

export const addSource: ContextUpdate = ({ context, event }) => {
  if (event.type !== 'SOURCE_ADDED') return {};
  const earlier = context.sources.filter(({ digest }) => digest !== event.source.digest);
  return { sources: [...earlier, event.source], freshFrom: context.freshFrom - (context.sources.length - earlier.length) };
};
export const removeSource: ContextUpdate = ({ context, event }) => {
  const at = event.type === 'REMOVE_SOURCE' ? context.sources.findIndex(({ digest }) => digest === event.digest) : -1;
  if (at < 0) return {};
  return { sources: context.sources.toSpliced(at, 1), freshFrom: at < context.freshFrom ? context.freshFrom - 1 : context.freshFrom };
};

/** From now on only newly collected files describe the current state. Removing an older one moves the boundary with it. */
export const expectNewFiles: ContextUpdate = ({ context }) => ({ freshFrom: context.sources.length });

/** An administrator who returned to the page of the HCW may have run it again: what was proven before no longer counts. */
export const leaveHcw: ContextUpdate = ({ context }) =>
  context.runs.apply === null || context.runs.apply.evidence.length === 0 ? {} : { hcwUnread: true };

/** A chosen certificate that is no longer there is dropped. */
const withOrganization = (context: WizardContext, organization: Organization): Partial<WizardContext> => ({
  organization,
  certificate: chosenCertificate(organization, context.certificate)?.thumbprint ?? null,
});

export const storeOrganization: ContextUpdate = ({ context, event }) =>
  event.type === 'COLLECTED' ? { ...withOrganization(context, event.organization), hcwUnread: false } : {};

export const storeServerToRead: ContextUpdate = ({ event }) => (event.type === 'COLLECT_SERVER' ? { serverToRead: event.server } : {});

/** What was read of the other servers stays. */
export const storeServer: ContextUpdate = ({ context, event }) => {
  const { organization } = context;
  if (event.type !== 'SERVER_COLLECTED' || organization === null) return {};
  const hybridServers = organization.hybridServers.map((server) => (server.name === event.server.name ? event.server : server));
  return withOrganization(context, { ...organization, hybridServers });
};

const withEdge = (organization: Organization, servers: readonly HybridServer[]): Organization => ({
  ...organization,
  hybridServers: organization.hybridServers.map((server) => servers.find(({ name }) => name === server.name) ?? server),
});

export const storeEdge: ContextUpdate = ({ context, event }) =>
  event.type === 'EDGE_COLLECTED' && context.organization !== null
    ? withOrganization(context, withEdge(context.organization, event.servers))
    : {};

/** As `storeVerified`, of the Edge servers alone. */
export const storeVerifiedEdge: ContextUpdate = ({ context, event }) => {
  if (event.type !== 'EDGE_COLLECTED' || context.verified === null) return {};
  return { verified: withEdge(context.verified, event.servers) };
};

export const storeInput: ContextUpdate = ({ context, event }) => {
  switch (event.type) {
    case 'CHOOSE_LANGUAGE':
      return { language: event.language };
    case 'CHOOSE_MODE':
      return { ...forAnotherOrganization, mode: event.mode };
    case 'CHOOSE_SCENARIO':
      return event.scenario === context.scenario ? {} : { ...forAnotherOrganization, scenario: event.scenario };
    case 'CHOOSE_FAULT':
      return { ...forAnotherOrganization, fault: event.fault };
    case 'EDIT_ON_PREMISES':
      return { onPremises: event.form };
    case 'EDIT_EXCHANGE_ONLINE':
      return { exchangeOnline: event.form };
    case 'SELECT_CERTIFICATE':
      return event.thumbprint === context.certificate ? {} : { certificate: event.thumbprint, ...withoutHcwMarks(context) };
    case 'TICK':
      return {
        hcw: { ...context.hcw, ticked: tick(context.hcw.ticked, event.step, event.ticked) },
        // The HCW writes at this step: what the post-checks read before says nothing of it.
        ...(event.step === '2-5' && event.ticked && { verified: null, hcwUnread: true }),
      };
    case 'ANSWER':
      // The answer to step 2-4, whether the new certificate is selected there, also ticks that step.
      return { hcw: { ...context.hcw, answer: event.answer, ticked: tick(context.hcw.ticked, '2-4', event.answer === 'selected') } };
    case 'CHOOSE_REFERENCE_SERVER':
      return { hcw: { ...context.hcw, referenceServer: event.server } };
    case 'CHOOSE_OLD_CERTIFICATE':
      return { oldCertificate: event.thumbprint, typedThumbprint: '' };
    case 'TYPE_THUMBPRINT':
      return { typedThumbprint: event.text };
    case 'PASTE_HCW_MESSAGE':
      return { hcw: { ...context.hcw, message: event.text } };
    default:
      return {};
  }
};

const tick = (ticked: readonly HcwStep[], step: HcwStep, on: boolean): HcwStep[] =>
  on ? (ticked.includes(step) ? [...ticked] : [...ticked, step]) : ticked.filter((existing) => existing !== step);

export const storeHcwShown: ContextUpdate = ({ context, event }) =>
  event.type === 'HCW_SHOWN' ? { hcw: { ...context.hcw, shownAt: event.at } } : {};

/** A log that is followed ticks what it proves. An opened one may be of any run: it is only shown. */
export const storeHcwLog: ContextUpdate = ({ context, event }) => {
  if (event.type !== 'HCW_LOG_READ') return {};
  const { reading } = event;
  if (reading.origin === 'opened') return { hcwLogs: { ...context.hcwLogs, opened: reading } };
  const { hcw, hcwLogs, organization, certificate } = context;
  const chosen = chosenCertificate(organization, certificate);
  const proven = chosen === undefined ? [] : stepsInLog(reading, wantedCertificate(chosen, judged(organization)));
  const fresh = proven.filter((step) => !hcw.inLog.includes(step));
  const before = hcwLogs.followed?.file === reading.file ? commandsIn(hcwLogs.followed) : 0;
  return {
    hcwLogs: { ...hcwLogs, followed: reading },
    ...(fresh.length > 0 && { hcw: withProven(hcw, fresh) }),
    // What was read before says nothing of what the HCW has written since.
    ...(commandsIn(reading) > before && { verified: null, hcwUnread: true }),
  };
};

/** Another answer to 2-4 stays: that step is ticked by its answer alone. */
function withProven(hcw: WizardContext['hcw'], steps: readonly HcwStep[]): WizardContext['hcw'] {
  const answer = hcw.answer ?? (steps.includes('2-4') ? 'selected' : null);
  const ticked = steps.filter((step) => step !== '2-4' || answer === 'selected').reduce((now, step) => tick(now, step, true), hcw.ticked);
  return { ...hcw, answer, ticked, inLog: [...hcw.inLog, ...steps] };
}

/** The plan of the method, with a new id; the policy is kept where it still fits. */
export const makeApplyPlan: ContextUpdate = ({ context, event }) => {
  const chosen = chosenCertificate(context.organization, context.certificate);
  if (context.organization === null || chosen === undefined) return {};
  const plansMade = context.plansMade + 1;
  const method = event.type === 'CHOOSE_METHOD' ? event.method : context.method;
  const { again, organization } = context;
  const policy =
    event.type === 'SET_POLICY'
      ? { onFailure: event.onFailure, canary: event.canary, ...(event.logsSending && { logsSending: event.logsSending }) }
      : {
          ...(again?.method === method ? policyAsLast(again, organization, method) : defaultPolicy(organization, method)),
          // The log is chosen for the renewal, whatever its method.
          ...(context.plans.apply?.policy.logsSending && { logsSending: true as const }),
        };
  const plan = makePlan(context.organization, chosen, method, { id: planId(context, plansMade), policy });
  return { method, plansMade, plans: { ...context.plans, apply: plan }, signOffDifferences: [] };
};

const planId = ({ planPrefix }: WizardContext, made: number): string => `${planPrefix}-${String(made)}`;

export const makeFixPlan: ContextUpdate = ({ context }) => {
  const chosen = chosenCertificate(context.organization, context.certificate);
  if (context.organization === null || chosen === undefined) return {};
  const plansMade = context.plansMade + 1;
  const id = planId(context, plansMade);
  const fix =
    context.hcw.answer === 'notListed'
      ? planListing(context.organization, chosen.facts, context.hcw, id)
      : planSelection(context.organization, chosen.name, id);
  return { plansMade, plans: { ...context.plans, fix }, ...withRuns(context, { fix: null }) };
};

/**
 * What was done last: without the old certificate its name must not come back. Of the renewal and a fix the renewal first: what a fix
 * wrote is put back after it.
 */
export const rollBackWhatChanged: ContextUpdate = ({ context: { runs } }) => ({
  rollbackOf: mayHaveChanged(runs.removal) ? 'removal' : mayHaveChanged(runs.apply) ? 'apply' : 'fix',
});

/** Made anew from what was read last; none while something stands against it. What was typed says nothing of another plan. */
export const makeRemovalPlan: ContextUpdate = ({ context }) => {
  const { verified } = context;
  const found = oldCertificates(context).find(({ thumbprint }) => thumbprint === context.oldCertificate);
  const cleared = { ...withRuns(context, { removal: null }), typedThumbprint: '' };
  if (verified === null || found === undefined || obstaclesOf(context, found).length > 0)
    return { ...cleared, oldCertificate: found?.thumbprint ?? null, plans: { ...context.plans, removal: null } };
  const plansMade = context.plansMade + 1;
  const removal = planRemoval(verified, { name: found.name, facts: found }, planId(context, plansMade));
  return { ...cleared, plansMade, plans: { ...context.plans, removal } };
};

/** What an earlier rollback has put back is known to its run alone, so that one stays until another one is begun. */
export const beginReview: ContextUpdate = ({ context }) => {
  const { plans, runs } = context;
  const isHalfDone = mayHaveChanged(runs.rollback) && runs.rollback?.isFinished === false;
  return {
    active: 'rollback',
    review: null,
    rollbackDecisions: {},
    plans: { ...plans, rollback: null },
    halfDoneRollback: isHalfDone ? (context.halfDoneRollback ?? plans.rollback) : null,
    ...withRuns(context, { rollback: isHalfDone ? runs.rollback : null }),
  };
};

export const beginRollback: ContextUpdate = ({ context }) => ({
  active: 'rollback',
  halfDoneRollback: null,
  ...withRuns(context, { rollback: null }),
});

export const returnToRollback: ContextUpdate = ({ context: { plans, halfDoneRollback } }) => ({
  plans: { ...plans, rollback: halfDoneRollback },
  halfDoneRollback: null,
});

/** What is to be put back, by the review and the decisions. */
export const makeRollbackPlan: ContextUpdate = ({ context, event }) => {
  const review = event.type === 'ROLLBACK_REVIEWED' ? event.review : context.review;
  const run = context.runs[context.rollbackOf];
  const original = context.plans[context.rollbackOf];
  if (review === null || run === null || original === null) return {};
  const rollbackDecisions =
    event.type === 'DECIDE' ? { ...context.rollbackDecisions, [event.key]: event.decision } : context.rollbackDecisions;
  const plansMade = context.plansMade + 1;
  const rollback = planRollback(review, new Map(Object.entries(rollbackDecisions)), context.verified ?? context.organization, {
    id: planId(context, plansMade),
    of: run.id,
    original,
  });
  return { review, rollbackDecisions, plansMade, plans: { ...context.plans, rollback } };
};

/** The HCW has to be run after the commands: an earlier run does not count. What the run writes is compared with what was collected. */
export const beginApply: ContextUpdate = ({ context }) => ({
  active: 'apply',
  baseline: hasHcwWritten(context) ? (context.baseline ?? context.organization) : context.organization,
  freshFrom: context.sources.length,
  ...withoutHcwMarks(context),
  ...withRuns(context, noRuns),
});

/** The steps that were marked, and the log, belong to another certificate, or to a change that was rolled back. */
const withoutHcwMarks = ({ hcw }: WizardContext): Pick<WizardContext, 'hcw' | 'hcwLogs'> => ({
  hcw: hcw.ticked.length > 0 || hcw.answer !== null ? roundAfter(hcw) : hcw.shownAt === null ? hcw : { ...hcw, shownAt: null, inLog: [] },
  hcwLogs: noHcwLogs,
});

const hasHcwWritten = ({ hcwUnread, verified }: WizardContext): boolean => hcwUnread || verified !== null;

const withoutChange = {
  plans: noRuns,
  runs: noRuns,
  runIds: noRuns,
  halfDoneRollback: null,
  handover: null,
  review: null,
  openedRun: false,
  baseline: null,
  verified: null,
  problem: null,
  freshFrom: 0,
} satisfies Partial<WizardContext>;

/**
 * After the rollback, or when nothing was changed: clears the change, so that everything is read and planned again. What the HCW has
 * written is not rolled back, so mail flow is still compared with the one before it.
 */
export const forgetChange: ContextUpdate = ({ context }) => ({
  ...withoutChange,
  baseline: hasHcwWritten(context) ? context.baseline : null,
  ...withoutHcwMarks(context),
});

/** What was read and done belongs to the organization of before. */
const forAnotherOrganization = {
  ...withoutChange,
  again: null,
  signedOff: null,
  signOffDifferences: [],
  organization: null,
  certificate: null,
  hcw: firstHcwRound,
  hcwLogs: noHcwLogs,
  hcwUnread: false,
  oldCertificate: null,
  typedThumbprint: '',
  fixApplied: false,
} satisfies Partial<WizardContext>;

export const nextHcwRound: ContextUpdate = ({ context }) => ({ hcw: roundAfter(context.hcw), hcwLogs: noHcwLogs });
