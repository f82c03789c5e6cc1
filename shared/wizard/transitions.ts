/** How each event updates the context. Each function returns only the fields that it sets. */
import { planFix, planReset } from '../plan/make-plan.ts';
import { mayHaveChanged, withResult } from '../plan/plan.ts';
import type { CollectedFile } from '../collected/collected-file.ts';
import type { HybridServer, Organization } from '../model/organization.ts';
import { firstHcwRound, nextHcwRound as roundAfter, type WizardContext } from './context.ts';
import { chosenCertificate, mailFlowOf } from './derived.ts';
import type { TaskEvent, WizardEvent } from './events.ts';
import type { HcwStep } from './pages.ts';

type ContextUpdate = (input: { readonly context: WizardContext; readonly event: WizardEvent | TaskEvent }) => Partial<WizardContext>;

export const beginTask: ContextUpdate = ({ context }) => ({ run: context.run + 1, progress: null });

export const storeProblem: ContextUpdate = ({ event }) => (event.type === 'TASK_FAILED' ? { problem: event.error } : {});
export const storeProgress: ContextUpdate = ({ event }) => (event.type === 'PROGRESSED' ? { progress: event.progress } : {});
export const storeRollbackScript: ContextUpdate = ({ event }) => (event.type === 'VALUES_SAVED' ? { rollbackScript: event.path } : {});
/** Mail that is read as internal again ends the time in which it was not trusted. */
const verified = (context: WizardContext, organization: Organization): Partial<WizardContext> => {
  const isTrusted = mailFlowOf(organization).toOnPremises.verdict === 'internal';
  return { verified: organization, exposedSince: isTrusted ? null : context.exposedSince };
};
export const storeVerified: ContextUpdate = ({ context, event }) =>
  event.type === 'COLLECTED' ? { ...verified(context, event.organization), hcwUnread: false } : {};
export const storeCommand: ContextUpdate = ({ context, event }) =>
  event.type === 'COMMAND_RAN' ? { commands: [...context.commands, event.record] } : {};

/**
 * Copied text says nothing of when it was copied: what reads as before the change may have been copied after it again, as a side
 * that the change does not touch. It then takes the place of the earlier one. Files carry their time, so an old one stays old.
 */
export const isSameAgain = ({ sources, freshFrom }: WizardContext, { kind, digest }: CollectedFile): boolean =>
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
export const wantFreshSources: ContextUpdate = ({ context }) => ({ freshFrom: context.sources.length });

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
  return verified(context, withEdge(context.verified, event.servers));
};

/** `exposedSince`: from the first connector that was, or may have been, reset until all of them have been restored. */
export const storeStep: ContextUpdate = ({ context, event }) => {
  if (event.type !== 'STEP_CHANGED') return {};
  const results = withResult(context.results, event.result);
  const exposed = results.some(({ state }) => mayHaveChanged.has(state));
  return { results, exposedSince: exposed ? (context.exposedSince ?? event.result.at) : null };
};

export const storeFixStep: ContextUpdate = ({ context, event }) =>
  event.type === 'STEP_CHANGED' ? { fixResults: withResult(context.fixResults, event.result) } : {};

export const storeInput: ContextUpdate = ({ context, event }) => {
  switch (event.type) {
    case 'CHOOSE_LANGUAGE':
      return { language: event.language };
    case 'CHOOSE_MODE':
      return event.mode === context.mode ? {} : { ...anotherOrganization, mode: event.mode };
    case 'CHOOSE_SCENARIO':
      return event.scenario === context.scenario ? {} : { ...anotherOrganization, scenario: event.scenario };
    case 'EDIT_ON_PREMISES':
      return { onPremises: event.form };
    case 'EDIT_EXCHANGE_ONLINE':
      return { exchangeOnline: event.form };
    case 'SELECT_CERTIFICATE':
      return event.thumbprint === context.certificate ? {} : { certificate: event.thumbprint, hcw: hcwAnew(context.hcw) };
    case 'CHOOSE_METHOD':
      return { method: event.method };
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
    case 'PASTE_HCW_MESSAGE':
      return { hcw: { ...context.hcw, message: event.text } };
    default:
      return {};
  }
};

const tick = (ticked: readonly HcwStep[], step: HcwStep, on: boolean): HcwStep[] =>
  on ? (ticked.includes(step) ? [...ticked] : [...ticked, step]) : ticked.filter((existing) => existing !== step);

export const makeResetPlan: ContextUpdate = ({ context }) => {
  if (context.organization === null) return {};
  const plansMade = context.plansMade + 1;
  return { plansMade, plan: planReset(context.organization, `plan-${String(plansMade)}`), results: [] };
};

export const makeFixPlan: ContextUpdate = ({ context }) => {
  const chosen = chosenCertificate(context.organization, context.certificate);
  if (context.organization === null || chosen === undefined) return {};
  const plansMade = context.plansMade + 1;
  return {
    plansMade,
    fix: planFix(context.organization, chosen.name, `plan-${String(plansMade)}`),
    fixResults: [],
  };
};

/** The HCW has to be run after the reset: an earlier run does not count. */
export const beginReset: ContextUpdate = ({ context }) => ({
  baseline: context.organization,
  results: [],
  freshFrom: context.sources.length,
  hcw: hcwAnew(context.hcw),
});

/** The steps that were marked belong to another certificate, or to a change that was rolled back. */
const hcwAnew = (hcw: WizardContext['hcw']): WizardContext['hcw'] =>
  hcw.ticked.length === 0 && hcw.answer === null ? hcw : roundAfter(hcw);

const hasHcwWritten = ({ hcwUnread, verified }: WizardContext): boolean => hcwUnread || verified !== null;

/** The HCW is to be run without a reset: what it writes is compared with what was collected, unless it has written already. */
export const beginHcw: ContextUpdate = ({ context }) => ({
  baseline: hasHcwWritten(context) ? (context.baseline ?? context.organization) : context.organization,
});

const noChange = {
  plan: null,
  results: [],
  baseline: null,
  verified: null,
  exposedSince: null,
  problem: null,
  freshFrom: 0,
} satisfies Partial<WizardContext>;

/**
 * After the rollback, or when nothing was changed: clears the change, so that everything is read and planned again. What the HCW has
 * written is not rolled back, so mail flow is still compared with the one before it.
 */
export const forgetChange: ContextUpdate = ({ context }) => ({
  ...noChange,
  baseline: hasHcwWritten(context) ? context.baseline : null,
  hcw: hcwAnew(context.hcw),
});

/** What was read and done belongs to the organization of before. */
const anotherOrganization = {
  ...noChange,
  organization: null,
  certificate: null,
  hcw: firstHcwRound,
  hcwUnread: false,
  fix: null,
  fixResults: [],
  fixApplied: false,
} satisfies Partial<WizardContext>;

export const nextHcwRound: ContextUpdate = ({ context }) => ({ hcw: roundAfter(context.hcw) });
