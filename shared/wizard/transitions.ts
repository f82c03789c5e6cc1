/** How each event changes the context. Each function returns only what it changes. */
import { planFix, planReset } from '../plan/make-plan.ts';
import { withResult } from '../plan/plan.ts';
import type { Organization } from '../model/organization.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate } from './derived.ts';
import type { TaskEvent, WizardEvent } from './events.ts';
import type { HcwStep } from './pages.ts';

type Change = (arguments_: { readonly context: WizardContext; readonly event: WizardEvent | TaskEvent }) => Partial<WizardContext>;

export const beginTask: Change = ({ context }) => ({ run: context.run + 1, progress: null });

export const keepProblem: Change = ({ event }) => (event.type === 'TASK_FAILED' ? { problem: event.error } : {});
export const keepProgress: Change = ({ event }) => (event.type === 'PROGRESSED' ? { progress: event.progress } : {});
export const keepRollbackScript: Change = ({ event }) => (event.type === 'VALUES_SAVED' ? { rollbackScript: event.path } : {});
export const keepVerified: Change = ({ event }) => (event.type === 'COLLECTED' ? { verified: event.organization } : {});
export const keepCommand: Change = ({ context, event }) =>
  event.type === 'COMMAND_RAN' ? { commands: [...context.commands, event.record] } : {};

export const addSource: Change = ({ context, event }) =>
  event.type === 'SOURCE_ADDED' ? { sources: [...context.sources, event.source] } : {};
export const removeSource: Change = ({ context, event }) => {
  const at = event.type === 'REMOVE_SOURCE' ? context.sources.findIndex(({ digest }) => digest === event.digest) : -1;
  if (at < 0) return {};
  return { sources: context.sources.toSpliced(at, 1), freshFrom: at < context.freshFrom ? context.freshFrom - 1 : context.freshFrom };
};

/** From now on only newly collected files describe the current state. */
export const wantFreshSources: Change = ({ context }) => ({ freshFrom: context.sources.length });

/** A choice that the new data no longer contain is dropped. */
const withOrganization = (context: WizardContext, organization: Organization): Partial<WizardContext> => ({
  organization,
  certificate: chosenCertificate(organization, context.certificate)?.thumbprint ?? null,
});

export const keepOrganization: Change = ({ context, event }) =>
  event.type === 'COLLECTED' ? withOrganization(context, event.organization) : {};

export const keepServerToRead: Change = ({ event }) => (event.type === 'COLLECT_SERVER' ? { serverToRead: event.server } : {});

/** What was read of the other servers stays. */
export const keepServer: Change = ({ context, event }) => {
  const { organization } = context;
  if (event.type !== 'SERVER_COLLECTED' || organization === null) return {};
  const hybridServers = organization.hybridServers.map((server) => (server.name === event.server.name ? event.server : server));
  return withOrganization(context, { ...organization, hybridServers });
};

/** The first connector that was, or may have been, reset starts the exposure clock; the last one put back stops it. */
export const keepStep: Change = ({ context, event }) => {
  if (event.type !== 'STEP_CHANGED') return {};
  const results = withResult(context.results, event.result);
  const exposed = results.some(({ state }) => ['done', 'unknown', 'rollingBack', 'rollbackFailed'].includes(state));
  return { results, exposedSince: exposed ? (context.exposedSince ?? event.result.at) : null };
};

export const keepFixStep: Change = ({ context, event }) =>
  event.type === 'STEP_CHANGED' ? { fixResults: withResult(context.fixResults, event.result) } : {};

export const keepAnswer: Change = ({ context, event }) => {
  switch (event.type) {
    case 'CHOOSE_LANGUAGE':
      return { language: event.language };
    case 'CHOOSE_MODE':
      return event.mode === context.mode ? {} : { mode: event.mode, organization: null, certificate: null, freshFrom: 0 };
    case 'CHOOSE_SCENARIO':
      return event.scenario === context.scenario ? {} : { scenario: event.scenario, organization: null, certificate: null };
    case 'EDIT_ON_PREMISES':
      return { onPremises: event.form };
    case 'EDIT_EXCHANGE_ONLINE':
      return { exchangeOnline: event.form };
    case 'SELECT_CERTIFICATE':
      return { certificate: event.thumbprint };
    case 'CHOOSE_METHOD':
      return { method: event.method };
    case 'TICK':
      return { hcw: { ...context.hcw, ticked: tick(context.hcw.ticked, event.step, event.ticked) } };
    case 'ANSWER':
      return { hcw: { ...context.hcw, answer: event.answer, ticked: tick(context.hcw.ticked, '2-4', event.answer === 'selected') } };
    default:
      return {};
  }
};

const tick = (ticked: readonly HcwStep[], step: HcwStep, on: boolean): HcwStep[] =>
  on ? (ticked.includes(step) ? [...ticked] : [...ticked, step]) : ticked.filter((existing) => existing !== step);

export const makeResetPlan: Change = ({ context }) => {
  if (context.organization === null) return {};
  const plansMade = context.plansMade + 1;
  return { plansMade, plan: planReset(context.organization, `plan-${String(plansMade)}`), results: [] };
};

export const makeFixPlan: Change = ({ context }) => {
  const chosen = chosenCertificate(context.organization, context.certificate);
  if (context.organization === null || chosen === undefined) return {};
  const plansMade = context.plansMade + 1;
  return {
    plansMade,
    fix: planFix(context.organization, chosen.name, `plan-${String(plansMade)}`),
    fixResults: [],
  };
};

export const beginReset: Change = ({ context }) => ({ baseline: context.organization, results: [], freshFrom: context.sources.length });

/** After the rollback, or when nothing was changed: read everything and plan again. */
export const forgetChange: Change = () => ({ plan: null, results: [], baseline: null, exposedSince: null, problem: null, freshFrom: 0 });

export const nextHcwRound: Change = ({ context }) => ({ hcw: { round: context.hcw.round + 1, ticked: [], answer: null } });
