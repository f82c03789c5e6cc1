/** What mail flow does by the newest reading, and whether that reading still holds. */
import { directions, reasonsOf, type Direction, type DirectionFlow, type Verdict } from '../mail-flow/verdict.ts';
import type { Organization } from '../model/organization.ts';
import { objectSteps, type ObjectStep } from '../plan/plan.ts';
import { stepOf, type StepView } from '../run/run-view.ts';
import type { Finding } from '../rules/finding.ts';
import { runKinds, type WizardContext } from './context.ts';
import { mailFlowOf, onceFor } from './derived.ts';
import { pages, type WizardStep } from './pages.ts';
import { transportServices } from './transport-services.ts';

export interface DirectionReading {
  readonly direction: Direction;
  readonly verdict: Verdict;
  /** The first reason of the verdict; `null` where it is internal, and where a later change is the reason */
  readonly reason: Finding | null;
  /** The settings were changed after the reading, so that what it says holds no longer: the verdict is unknown */
  readonly changedSince: boolean;
  /** A transport service is, or may be, stopped, which no reading of the organization shows: the verdict is unknown */
  readonly serviceStopped: boolean;
}

export interface MailFlowReading {
  /** ISO 8601 */
  readonly readAt: string;
  readonly directions: readonly DirectionReading[];
}

/** The newest organization: the one that the post-checks read, or one that was collected after it. */
export const newestOrganization = ({ organization, verified }: WizardContext): Organization | null =>
  organization !== null && verified !== null && verified.gatheredAt < organization.gatheredAt ? organization : (verified ?? organization);

/** `null` before the organization was collected. The same object as long as nothing of it changes. */
export function mailFlowReading(step: WizardStep, context: WizardContext): MailFlowReading | null {
  const newest = newestOrganization(context);
  if (newest === null || !isCollected(step)) return null;
  return readings(newest)[transportServices(context) === 'asBefore' ? changeSince(context, newest) : 'services'];
}

const isCollected = ({ page, phase }: WizardStep): boolean =>
  page === 'renewAgain'
    ? phase === 'ready'
    : page === 'collect'
      ? phase === 'done' || phase === 'readingServer' || phase === 'readingEdge'
      : pages.indexOf(page) > pages.indexOf('collect');

type ChangeSince = 'none' | 'receiveConnectors' | 'everything';

/** A command that was, or may have been, carried out after a reading. */
export interface LaterStep {
  readonly step: ObjectStep;
  readonly view: StepView;
}

/** What was, or may have been, written after the newest reading: by the wizard to receive connectors alone, or to anything. */
export function changeSince(context: WizardContext, newest: Organization): ChangeSince {
  if (context.hcwUnread) return 'everything';
  // What was collected before the change holds again once all of it is put back; what the post-checks read of the change does not.
  if (newest !== context.verified && context.rollbackOf === 'apply' && isPutBack(context)) return 'none';
  const later = stepsSince(context, newest);
  if (later.length === 0) return 'none';
  return later.every(({ step }) => step.read.cmdlet === 'Get-ReceiveConnector') ? 'receiveConnectors' : 'everything';
}

/** Whether anything was, or may have been, written after the newest reading. */
export function isChangedSince(context: WizardContext): boolean {
  const newest = newestOrganization(context);
  return newest !== null && changeSince(context, newest) !== 'none';
}

/** In the order in which they were sent: the renewal, the fix, the rollback. */
export const stepsSince = ({ plans, runs }: WizardContext, { gatheredAt }: Organization): readonly LaterStep[] =>
  runKinds.flatMap((kind) => {
    const plan = plans[kind];
    return plan === null
      ? []
      : objectSteps(plan).flatMap((step) => {
          const view = stepOf(runs[kind], step.id);
          const isLater = view.touched && (view.isByPerson || view.state !== 'notApplied') && (view.at === null || view.at > gatheredAt);
          return isLater ? [{ step, view }] : [];
        });
  });

/** Every value that the rolled back run wrote is as before, without a conflict. */
export const isPutBack = ({ runs, review }: WizardContext): boolean =>
  runs.rollback?.isFinished === true && review?.every(({ kind }) => kind === 'putBack' || kind === 'unchanged') === true;

const readings = onceFor((organization: Organization): Readonly<Record<ChangeSince | 'services', MailFlowReading>> => {
  const flow = mailFlowOf(organization);
  const reading = (changed: readonly Direction[], serviceStopped = false): MailFlowReading => ({
    readAt: organization.gatheredAt,
    directions: directions.map((direction) =>
      changed.includes(direction) || serviceStopped
        ? { direction, verdict: 'unknown', reason: null, changedSince: !serviceStopped, serviceStopped }
        : directionReading(direction, flow[direction]),
    ),
  });
  return {
    none: reading([]),
    receiveConnectors: reading(['toOnPremises']),
    everything: reading(directions),
    services: reading([], true),
  };
});

/** What mail flow does by that reading, whatever came after it. */
export const readingsOf = (organization: Organization): MailFlowReading => readings(organization).none;

function directionReading(direction: Direction, flow: DirectionFlow): DirectionReading {
  const { verdict } = flow;
  const reason = reasonsOf(flow).find(({ effect }) => effect === verdict)?.finding ?? null;
  return { direction, verdict, reason, changedSince: false, serviceStopped: false };
}
