/** Whether mail flow is weaker than before the change: then leaving the wizard asks first. */
import { directions, verdicts } from '../mail-flow/verdict.ts';
import type { WizardContext } from './context.ts';
import { mailFlowOf } from './derived.ts';
import type { WizardEvent } from './events.ts';
import { newestOrganization } from './mail-flow-reading.ts';
import type { Page } from './pages.ts';

/**
 * Since when (ISO 8601) mail flow is weaker than before the change: since a receive connector was or may have been reset,
 * or since a direction was read with a worse verdict than in the baseline. `null` while nothing says so; what is unknown
 * says nothing.
 */
export function weakenedSince(context: WizardContext): string | null {
  const { baseline, organization, exposedSince } = context;
  if (exposedSince !== null) return exposedSince;
  // Where the HCW does it alone, the baseline is what was collected.
  const original = baseline ?? organization;
  const newest = newestOrganization(context);
  if (original === null || newest === null) return null;
  const [before, now] = [mailFlowOf(original), mailFlowOf(newest)];
  const isWorse = directions.some((direction) => {
    const [was, is] = [before[direction].verdict, now[direction].verdict];
    return was !== 'unknown' && is !== 'unknown' && verdicts.indexOf(is) < verdicts.indexOf(was);
  });
  return isWorse ? newest.gatheredAt : null;
}

export interface LeavingQuestion {
  /** ISO 8601 */
  readonly since: string;
  /** What leads to the rollback: its page, or the saved session that has it; `null` where the step does not offer it */
  readonly rollback: 'SHOW_ROLLBACK' | 'RESUME' | null;
}

/** The parts of the view that decide. */
interface ViewOfLeaving {
  readonly page: Page;
  /** The saved session that could be resumed */
  readonly resumable: { readonly weakenedSince: string | null } | null;
  readonly weakenedSince: string | null;
  readonly canRollBack: boolean;
}

/** What is asked before the wizard is left by any means; `null` while mail flow is not weaker. */
export function leavingQuestion({ resumable, weakenedSince: since, canRollBack }: ViewOfLeaving): LeavingQuestion | null {
  const resumed = resumable?.weakenedSince ?? null;
  if (resumed !== null) return { since: resumed, rollback: 'RESUME' };
  return since === null ? null : { since, rollback: canRollBack ? 'SHOW_ROLLBACK' : null };
}

/** Whether the event abandons the session: *Start over*, or *Next* on the first page while a saved session could be resumed. */
export const isLeaving = ({ page, resumable }: ViewOfLeaving, { type }: WizardEvent): boolean =>
  type === 'START_OVER' || (type === 'NEXT' && page === 'start' && resumable !== null);
