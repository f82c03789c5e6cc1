/** The conditions of the machine's transitions: pure questions to the context. */
import { isKnownTrue, map } from '../model/known.ts';
import { referenceServers } from '../rules/not-listed-reference.ts';
import { isIncomplete } from '../rules/pre-checks.ts';
import type { RuleOn, Variant } from '../rules/rules.ts';
import { stateOf, stepsToDo, stepsToRollBack } from '../plan/plan.ts';
import type { Side } from '../commands/table.ts';
import { isNotShown, nothingToReset } from './buttons.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate, preCheckFindings } from './derived.ts';
import { isOfEdgeServers } from './edge-view.ts';
import type { TaskEvent, WizardEvent } from './events.ts';
import { postChecksOutcome } from './outcome.ts';
import { hcwSteps } from './pages.ts';

interface GuardArguments {
  readonly context: WizardContext;
  readonly event: WizardEvent | TaskEvent;
}
type Guard = (arguments_: GuardArguments) => boolean;

const isThisRun: Guard = ({ context, event }) => 'run' in event && event.run === context.run;
const everyReset = ({ results, plan }: WizardContext): boolean => plan !== null && stepsToDo(plan, results).length === 0;
const stepsLeftToRollBack = ({ plan, results }: WizardContext): number => (plan === null ? 0 : stepsToRollBack(plan, results).length);

const isGuided: Guard = ({ context }) => context.mode === 'guided';
const hasSourceOf = ({ sources }: WizardContext, wanted: Side): boolean =>
  sources.some(({ parts }) => parts.some(({ side }) => side === wanted));
const hasServer: Guard = ({ context }) => context.mode === 'practice' || context.onPremises.server.trim() !== '';
const hasUser: Guard = ({ context }) => context.mode === 'practice' || context.exchangeOnline.userPrincipalName.trim() !== '';

/** Whether that is what a rule found of the chosen certificate. */
const hasOutcome = <R extends RuleOn<'certificate'>>({ organization, certificate }: WizardContext, rule: R, variant: Variant<R>): boolean =>
  chosenCertificate(organization, certificate)?.findings.some((one) => one.rule === rule && one.variant === variant) === true;

export const guards = {
  isThisRun,
  hasMode: (({ context }) => context.mode !== null) satisfies Guard,
  isGuided,
  lacksSource: ((arguments_) => isGuided(arguments_) && !hasSourceOf(arguments_.context, 'onPremises')) satisfies Guard,
  lacksOnlineSource: ((arguments_) => isGuided(arguments_) && !hasSourceOf(arguments_.context, 'exchangeOnline')) satisfies Guard,
  canConnectOnPremises: ((arguments_) => isGuided(arguments_) || hasServer(arguments_)) satisfies Guard,
  canConnectOnline: ((arguments_) => isGuided(arguments_) || hasUser(arguments_)) satisfies Guard,
  /** Something was collected since the commands were shown. */
  hasFreshSource: (({ context }) => context.sources.length > context.freshFrom) satisfies Guard,
  /** It says what is on Edge servers, which are read from nothing else, in every mode. */
  isEdgeSource: (({ context, event }) => event.type === 'SOURCE_ADDED' && isOfEdgeServers(event.source, context)) satisfies Guard,
  isSourceWanted: ((arguments_) => {
    const { context, event } = arguments_;
    return isGuided(arguments_) || (event.type === 'SOURCE_ADDED' && isOfEdgeServers(event.source, context));
  }) satisfies Guard,
  removesEdgeSource: (({ context, event }) =>
    event.type === 'REMOVE_SOURCE' &&
    context.sources.some((source) => source.digest === event.digest && isOfEdgeServers(source, context))) satisfies Guard,
  hasOrganization: (({ context }) => context.organization !== null) satisfies Guard,
  /** In guided mode the administrator collects again. */
  canReadServer: ((arguments_) => {
    const { context, event } = arguments_;
    return (
      !isGuided(arguments_) &&
      event.type === 'COLLECT_SERVER' &&
      context.organization?.hybridServers.some(
        (server) => server.name === event.server && server.role !== 'edge' && isIncomplete(server),
      ) === true
    );
  }) satisfies Guard,
  /** There is none, or it could not be read: without it no hybrid server is known. */
  lacksHybridConfiguration: (({ context: { organization } }) =>
    organization === null ||
    !isKnownTrue(map(organization.hybridConfiguration, (configuration) => configuration !== null))) satisfies Guard,
  lacksHybridServers: (({ context }) => (context.organization?.hybridServers.length ?? 0) === 0) satisfies Guard,
  hasCertificate: (({ context }) => context.certificate !== null) satisfies Guard,
  /** A certificate of which something decisive is unknown may be chosen: the page says what could not be checked. */
  certificateUsable: (({ context }) => {
    const chosen = chosenCertificate(context.organization, context.certificate);
    return chosen !== undefined && chosen.verdict !== 'doesNotQualify';
  }) satisfies Guard,
  /** It expires before the one in use, so the change would be a step back. */
  certificateEndsEarlier: (({ context }) => hasOutcome(context, 'certificate.renewal', 'endsEarlier')) satisfies Guard,
  /** It is in use everywhere and has to be renewed itself. One that is not due went live with its import: that can be checked and proven. */
  certificateIsDue: (({ context }) =>
    hasOutcome(context, 'certificate.renewal', 'inUse') && hasOutcome(context, 'certificate.dates', 'due')) satisfies Guard,
  preChecksBlock: (({ context: { organization } }) =>
    organization === null || preCheckFindings(organization).some(({ severity }) => severity === 'block')) satisfies Guard,
  isShownPlan: (({ context, event }) => 'plan' in event && context.plan?.id === event.plan) satisfies Guard,
  isShownPlanManual: (({ context, event }) =>
    context.mode === 'guided' && 'plan' in event && context.plan?.id === event.plan) satisfies Guard,
  isShownFixManual: (({ context, event }) =>
    context.mode === 'guided' && 'plan' in event && context.fix?.id === event.plan && context.fix.steps.length > 0) satisfies Guard,
  isShownFix: (({ context, event }) => 'plan' in event && context.fix?.id === event.plan && context.fix.steps.length > 0) satisfies Guard,
  nothingToReset: (({ context }) => nothingToReset(context)) satisfies Guard,
  allStepsDone: (({ context, event }) => isThisRun({ context, event }) && everyReset(context)) satisfies Guard,
  allStepsDoneNow: (({ context }) => everyReset(context)) satisfies Guard,
  hasStepsToRollBack: (({ context }) => stepsLeftToRollBack(context) > 0) satisfies Guard,
  nothingChanged: (({ context }) => stepsLeftToRollBack(context) === 0) satisfies Guard,
  nothingChangedManual: ((arguments_) => isGuided(arguments_) && stepsLeftToRollBack(arguments_.context) === 0) satisfies Guard,
  readsItself: ((arguments_) => !isGuided(arguments_)) satisfies Guard,
  allRolledBack: (({ context, event }) => isThisRun({ context, event }) && stepsLeftToRollBack(context) === 0) satisfies Guard,
  rollbackCameFromHcw: (({ context }) => context.rollbackFrom === 'hcw') satisfies Guard,
  rollbackCameFromPostChecks: (({ context }) => context.rollbackFrom === 'postChecks') satisfies Guard,
  postChecksAsExpected: (({ context }) => postChecksOutcome(context)?.verdict === 'asExpected') satisfies Guard,
  postChecksFailed: (({ context }) => postChecksOutcome(context)?.verdict === 'failed') satisfies Guard,
  wasReset: (({ context }) => context.method === 'reset' && context.results.length > 0 && everyReset(context)) satisfies Guard,
  answeredNotShown: (({ context }) => isNotShown(context)) satisfies Guard,
  /** Only a server that the page offers, or none. */
  isReferenceServer: (({ context: { organization }, event }) =>
    event.type === 'CHOOSE_REFERENCE_SERVER' &&
    (event.server === null || (organization !== null && referenceServers(organization).includes(event.server)))) satisfies Guard,
  answerOpen: (({ context }) => context.hcw.answer === null) satisfies Guard,
  hcwFinished: (({ context }) => hcwSteps.every((name) => context.hcw.ticked.includes(name))) satisfies Guard,
  fixNotNeeded: (({ context }) => context.hcw.answer === 'notListed') satisfies Guard,
  /** Without the value that was there before there is no step to read back. */
  fixNotPlanned: (({ context }) => (context.fix?.steps.length ?? 0) === 0) satisfies Guard,
  fixDone: (({ context, event }) =>
    isThisRun({ context, event }) &&
    context.fix !== null &&
    context.fix.steps.length > 0 &&
    context.fix.steps.every(({ id }) => ['done', 'unchanged'].includes(stateOf(context.fixResults, id)))) satisfies Guard,
};
