/** The conditions of the machine's transitions: pure questions to the context. */
import { isKnownTrue, map } from '../model/known.ts';
import { referenceServers } from '../rules/not-listed-reference.ts';
import { isIncomplete } from '../rules/pre-checks.ts';
import type { RuleOn, Variant } from '../rules/rules.ts';
import { stepsInTurn } from '../plan/plan.ts';
import { rollbackKey } from '../run/rollback.ts';
import { mayHaveChanged } from '../run/run-view.ts';
import type { Side } from '../commands/table.ts';
import { goesOnAfterHcw, isNotListed, isNotShown, isRemovalPossible, isRollbackPossible } from './buttons.ts';
import type { RunKind, WizardContext } from './context.ts';
import { chosenCertificate, judged, preCheckFindings } from './derived.ts';
import { leavesSynchronization } from './edge-sync.ts';
import { isOfEdgeServers } from './edge-view.ts';
import type { MachineEvent } from './events.ts';
import { oldCertificates } from './old-certificate.ts';
import { postChecksOutcome } from './outcome.ts';
import { isPractice, opensCollected } from '../model/mode.ts';
import { hcwSteps } from './pages.ts';
import { proofOrganization } from './proof-view.ts';
import { newCertificates, nextAfterChanges, type NextAfterChanges } from './renew-again.ts';
import { isOpenRun, lastRenewals } from './run-list.ts';
import { isAlreadyOpened } from './transitions.ts';

interface GuardArguments {
  readonly context: WizardContext;
  readonly event: MachineEvent;
}
type Guard = (arguments_: GuardArguments) => boolean;

const isShownPlan = ({ context, event }: GuardArguments, kind: RunKind): boolean =>
  'plan' in event && context.plans[kind]?.id === event.plan && context.plans[kind].steps.length > 0;
const activeRun = ({ runs, active }: WizardContext): WizardContext['runs'][RunKind] => runs[active];
/** The HCW comes next: after the commands of the run, or at once where it has none. */
const handsOver = (context: WizardContext): boolean => activeRun(context)?.stop?.why === 'handover';

const isGuided: Guard = ({ context }) => context.mode === 'guided';
const worksOnCollected: Guard = ({ context }) => opensCollected(context.mode);
const hasSourceOf = ({ sources }: WizardContext, wanted: Side): boolean =>
  sources.some(({ parts }) => parts.some(({ side }) => side === wanted));
const hasServer: Guard = ({ context }) => context.mode === 'practice' || context.onPremises.server.trim() !== '';
const hasUser: Guard = ({ context }) => context.mode === 'practice' || context.exchangeOnline.userPrincipalName.trim() !== '';

const comesNext =
  (page: NextAfterChanges): Guard =>
  ({ context }) =>
    nextAfterChanges(context) === page;

/** Whether that is what a rule found of the chosen certificate. */
const hasOutcome = <R extends RuleOn<'certificate'>>({ organization, certificate }: WizardContext, rule: R, variant: Variant<R>): boolean =>
  chosenCertificate(organization, certificate)?.findings.some((one) => one.rule === rule && one.variant === variant) === true;

export const guards = {
  lacksMode: (({ context }) => context.mode === null) satisfies Guard,
  isOtherMode: (({ context, event }) => event.type === 'CHOOSE_MODE' && event.mode !== context.mode) satisfies Guard,
  isOtherFault: (({ context, event }) => event.type === 'CHOOSE_FAULT' && event.fault !== context.fault) satisfies Guard,
  hasStored: (({ context }) => context.stored !== null) satisfies Guard,
  /** Only what the start page lists: an id from elsewhere opens nothing. */
  isListed: (({ context: { runList }, event }) => 'id' in event && runList.runs.some(({ id }) => id === event.id)) satisfies Guard,
  isListedOpen: (({ context: { runList }, event }) =>
    'id' in event && runList.runs.some((run) => run.id === event.id && isOpenRun(run))) satisfies Guard,
  /** Only a renewal that the start page offers */
  isLastRenewal: (({ context: { runList }, event }) =>
    event.type === 'RENEW_AGAIN' && lastRenewals(runList.runs).some(({ id }) => id === event.id)) satisfies Guard,
  isAlreadyOpened: (({ context, event }) => event.type === 'SOURCE_ADDED' && isAlreadyOpened(context, event.source)) satisfies Guard,
  /** In practice the wizard plays the HCW, which writes at this step. */
  playsHcw: (({ context: { mode, certificate }, event }) =>
    isPractice(mode) && certificate !== null && event.type === 'TICK' && event.step === '2-5' && event.ticked) satisfies Guard,
  hasRealHcw: (({ context }) => !isPractice(context.mode)) satisfies Guard,
  /** The journal of the renewal keeps it, so there has to be one. */
  keepsEvidence: (({ context }) => proofOrganization(context) !== null) satisfies Guard,
  isGuided,
  worksOnCollected,
  lacksSource: ((arguments_) => worksOnCollected(arguments_) && !hasSourceOf(arguments_.context, 'onPremises')) satisfies Guard,
  lacksOnlineSource: ((arguments_) => worksOnCollected(arguments_) && !hasSourceOf(arguments_.context, 'exchangeOnline')) satisfies Guard,
  canConnectOnPremises: ((arguments_) => worksOnCollected(arguments_) || hasServer(arguments_)) satisfies Guard,
  canConnectOnline: ((arguments_) => worksOnCollected(arguments_) || hasUser(arguments_)) satisfies Guard,
  /** Something was collected since the commands were shown. */
  hasFreshSource: (({ context }) => context.sources.length > context.freshFrom) satisfies Guard,
  /** It says what is on Edge servers, which are read from nothing else, in every mode. */
  isEdgeSource: (({ context, event }) => event.type === 'SOURCE_ADDED' && isOfEdgeServers(event.source, context)) satisfies Guard,
  isSourceWanted: ((arguments_) => {
    const { context, event } = arguments_;
    return worksOnCollected(arguments_) || (event.type === 'SOURCE_ADDED' && isOfEdgeServers(event.source, context));
  }) satisfies Guard,
  removesEdgeSource: (({ context, event }) =>
    event.type === 'REMOVE_SOURCE' &&
    context.sources.some((source) => source.digest === event.digest && isOfEdgeServers(source, context))) satisfies Guard,
  skipsOnline: (({ context }) => context.onlineSkipped) satisfies Guard,
  isAgain: (({ context }) => context.again !== null) satisfies Guard,
  /** In guided mode, and where the sessions could not be opened, the data come from the ordinary pages. */
  isNotCompared: (({ context }) => context.again?.isCompared === false) satisfies Guard,
  isNewCertificate: (({ context: { again, organization }, event }) =>
    event.type === 'SELECT_CERTIFICATE' &&
    again !== null &&
    newCertificates(judged(organization), again.profile).some(({ thumbprint }) => thumbprint === event.thumbprint)) satisfies Guard,
  collectComesNext: comesNext('collect'),
  certificateComesNext: comesNext('certificate'),
  choiceComesNext: comesNext('choose'),
  preChecksComeNext: comesNext('preChecks'),
  hasOrganization: (({ context }) => context.organization !== null) satisfies Guard,
  /** What was collected by hand is collected again by hand. */
  canReadServer: ((arguments_) => {
    const { context, event } = arguments_;
    return (
      !worksOnCollected(arguments_) &&
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
  isShownApply: ((arguments_) => isShownPlan(arguments_, 'apply')) satisfies Guard,
  /** Before anything is sent, the plan is compared with what was signed off. */
  needsSignOff: ((arguments_) => arguments_.context.signedOff !== null && isShownPlan(arguments_, 'apply')) satisfies Guard,
  isSignedOff: (({ event }) => event.type === 'SIGN_OFF_COMPARED' && event.differences.length === 0) satisfies Guard,
  isShownFix: ((arguments_) => isShownPlan(arguments_, 'fix')) satisfies Guard,
  isShownRemoval: ((arguments_) => isShownPlan(arguments_, 'removal')) satisfies Guard,
  isOldCertificate: (({ context, event }) =>
    event.type === 'CHOOSE_OLD_CERTIFICATE' &&
    oldCertificates(context).some(({ thumbprint }) => thumbprint === event.thumbprint)) satisfies Guard,
  /** Its key cannot be brought back, so the administrator says which certificate it is. */
  isThumbprintWrong: (({ context: { oldCertificate, typedThumbprint } }) =>
    typedThumbprint.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase() !== oldCertificate?.toUpperCase()) satisfies Guard,
  isShownRollback: ((arguments_) => isShownPlan(arguments_, 'rollback')) satisfies Guard,
  isShownActive: ((arguments_) => isShownPlan(arguments_, arguments_.context.active)) satisfies Guard,
  /** It only hands over to the HCW, so there is no page of commands to stay on. */
  onlyHandsOver: (({ context }) =>
    handsOver(context) && context.plans.apply !== null && stepsInTurn(context.plans.apply, 'none').length === 0) satisfies Guard,
  waitsForPerson: (({ context }) =>
    context.mode === 'guided' && Object.values(activeRun(context)?.steps ?? {}).some(({ state }) => state === 'doubt')) satisfies Guard,
  /** Every command of the run is proven. */
  runEnded: (({ context }) => activeRun(context)?.isFinished === true || handsOver(context)) satisfies Guard,
  /** On the short path the proof follows at once, where the commands have left nothing to look at. */
  goesOnToProof: (({ context: { again, mode, active, plans, runs } }) =>
    again !== null &&
    mode !== 'guided' &&
    active === 'apply' &&
    runs.apply?.isFinished === true &&
    plans.apply?.method === 'direct' &&
    plans.apply.leftOut.length === 0 &&
    Object.values(runs.apply.steps).every(({ error, warnings }) => error === null && warnings.length === 0)) satisfies Guard,
  runHandsOver: (({ context }) => context.active === 'apply' && handsOver(context)) satisfies Guard,
  runIsFix: (({ context }) => context.active === 'fix') satisfies Guard,
  runIsRollback: (({ context }) => context.active === 'rollback') satisfies Guard,
  isOpenedRun: (({ context }) => context.openedRun) satisfies Guard,
  openedRunEnded: (({ context }) => context.openedRun && (activeRun(context)?.isFinished === true || handsOver(context))) satisfies Guard,
  hasChanged: (({ context }) => isRollbackPossible(context)) satisfies Guard,
  /** Nothing that was announced is left in the organization, so the page before can be shown again. */
  nothingChanged: (({ context }) => context.active === 'apply' && !mayHaveChanged(context.runs.apply)) satisfies Guard,
  /** The fix is put back after the renewal. */
  fixIsLeft: (({ context }) =>
    context.rollbackOf === 'apply' && context.runs.rollback?.isFinished === true && mayHaveChanged(context.runs.fix)) satisfies Guard,
  rollbackEndedGuided: ((arguments_) => isGuided(arguments_) && arguments_.context.active === 'rollback') satisfies Guard,
  rollbackOfEnded: (({ context: { runs, rollbackOf } }) =>
    runs[rollbackOf]?.isFinished === true || runs[rollbackOf]?.stop?.why === 'handover') satisfies Guard,
  isRollbackHalfDone: (({ context }) => context.halfDoneRollback !== null) satisfies Guard,
  isRollbackBack: (({ context: { runs, active } }) => active === 'rollback' && !mayHaveChanged(runs.rollback)) satisfies Guard,
  isRemovalBack: (({ context: { runs, active } }) => active === 'removal' && !mayHaveChanged(runs.removal)) satisfies Guard,
  isFixBack: (({ context: { runs, active } }) => active === 'fix' && !mayHaveChanged(runs.fix)) satisfies Guard,
  hasHandover: (({ context }) => context.plans.apply?.steps.some(({ kind }) => kind === 'handover') !== false) satisfies Guard,
  readsItself: ((arguments_) => !isGuided(arguments_)) satisfies Guard,
  rollbackCameFromHcw: (({ context }) => context.rollbackFrom === 'hcw') satisfies Guard,
  rollbackCameFromPostChecks: (({ context }) => context.rollbackFrom === 'postChecks') satisfies Guard,
  isConflict: (({ context, event }) =>
    event.type === 'DECIDE' &&
    context.review?.some((value) => rollbackKey(value) === event.key && value.kind === 'conflict') === true) satisfies Guard,
  canRemoveOld: (({ context }) => isRemovalPossible(context)) satisfies Guard,
  postChecksAsExpected: (({ context }) => postChecksOutcome(context)?.verdict === 'asExpected') satisfies Guard,
  postChecksFailed: (({ context }) => postChecksOutcome(context)?.verdict === 'failed') satisfies Guard,
  hasCommands: (({ context }) => context.plans.apply !== null && stepsInTurn(context.plans.apply, 'none').length > 0) satisfies Guard,
  answeredNotShown: (({ context }) => isNotShown(context)) satisfies Guard,
  /** Only a server that the page offers, or none. */
  isReferenceServer: (({ context: { organization }, event }) =>
    event.type === 'CHOOSE_REFERENCE_SERVER' &&
    (event.server === null || (organization !== null && referenceServers(organization).includes(event.server)))) satisfies Guard,
  answerOpen: (({ context }) => context.hcw.answer === null) satisfies Guard,
  hcwFinished: (({ context }) => hcwSteps.every((name) => context.hcw.ticked.includes(name))) satisfies Guard,
  /** The plan has steps behind the HCW, which are not done yet. A commit names the plan. */
  goesOnAfterHcw: (({ context, event }) =>
    goesOnAfterHcw(context) && (event.type !== 'COMMIT' || event.plan === context.plans.apply?.id)) satisfies Guard,
  leavesSynchronization: (({ context }) => leavesSynchronization(context)) satisfies Guard,
  /** The direct method went on without the proof of EdgeSync. */
  applyIsOpen: (({ context: { runs } }) => runs.apply?.isFinished === false) satisfies Guard,
  isNotListed: (({ context }) => isNotListed(context)) satisfies Guard,
  /** Nothing that a reading could prove is planned against the causes. */
  fixNotNeeded: (({ context }) => isNotListed(context) && (context.plans.fix?.steps.length ?? 0) === 0) satisfies Guard,
  /** Without the value that was there before there is no step to read back. */
  fixNotPlanned: (({ context }) => (context.plans.fix?.steps.length ?? 0) === 0) satisfies Guard,
};
