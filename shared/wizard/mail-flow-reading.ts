/** What mail flow does by the newest reading, and whether that reading still holds. */
import { directions, reasonsOf, type Direction, type DirectionFlow, type Verdict } from '../mail-flow/verdict.ts';
import type { Organization } from '../model/organization.ts';
import { mayHaveChanged, stateOf, type StepResult } from '../plan/plan.ts';
import type { Finding } from '../rules/finding.ts';
import type { WizardContext } from './context.ts';
import { mailFlowOf, onceFor } from './derived.ts';
import { pages, type WizardStep } from './pages.ts';

export interface DirectionReading {
  readonly direction: Direction;
  readonly verdict: Verdict;
  /** The first reason of the verdict; `null` where it is internal, and where a later change is the reason */
  readonly reason: Finding | null;
  /** The settings were changed after the reading, so that what it says holds no longer: the verdict is unknown */
  readonly changedSince: boolean;
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
  return readings(newest)[changeSince(context, newest)];
}

const isCollected = ({ page, phase }: WizardStep): boolean =>
  page === 'collect'
    ? phase === 'done' || phase === 'readingServer' || phase === 'readingEdge'
    : pages.indexOf(page) > pages.indexOf('collect');

type ChangeSince = 'none' | 'receiveConnectors' | 'everything';

/** What was, or may have been, written after the newest reading: by the wizard to the receive connectors, or by the HCW to both sides. */
export function changeSince({ results, hcwUnread, verified }: WizardContext, newest: Organization): ChangeSince {
  if (hcwUnread) return 'everything';
  // What was collected before the change holds again once it is rolled back; what the post-checks read of the change does not.
  const differs = results.some(
    ({ step }) => changedSince(newest, results, step) && (newest === verified || stateOf(results, step) !== 'rolledBack'),
  );
  return differs ? 'receiveConnectors' : 'none';
}

/** Whether a step, or its rollback, has or may have written after the organization was read. */
export const changedSince = ({ gatheredAt }: Organization, results: readonly StepResult[], id: string): boolean =>
  results.some(
    ({ step, state, at }) => step === id && (mayHaveChanged.has(state) || state === 'rolledBack') && (at === null || at > gatheredAt),
  );

const readings = onceFor((organization: Organization): Readonly<Record<ChangeSince, MailFlowReading>> => {
  const flow = mailFlowOf(organization);
  const reading = (changed: readonly Direction[]): MailFlowReading => ({
    readAt: organization.gatheredAt,
    directions: directions.map((direction) => directionReading(direction, flow[direction], changed.includes(direction))),
  });
  return { none: reading([]), receiveConnectors: reading(['toOnPremises']), everything: reading(directions) };
});

/** What mail flow does by that reading, whatever came after it. */
export const readingsOf = (organization: Organization): MailFlowReading => readings(organization).none;

function directionReading(direction: Direction, flow: DirectionFlow, changedSince: boolean): DirectionReading {
  if (changedSince) return { direction, verdict: 'unknown', reason: null, changedSince };
  const { verdict } = flow;
  const reason = reasonsOf(flow).find(({ effect }) => effect === verdict)?.finding ?? null;
  return { direction, verdict, reason, changedSince };
}
