/** The command bar of each page and phase: at most one primary button, whose words say what it does. */
import { m } from '../../shared/messages/compiled/messages.js';
import { isUnchanged } from '../../shared/plan/plan.ts';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import type { WizardView } from '../../shared/wizard/view.ts';

export interface Action {
  readonly label: string;
  readonly event: WizardEvent;
}
export interface Actions {
  readonly primary: Action | null;
  /** At the left: ways out and back that are rarely wanted */
  readonly secondary: readonly Action[];
}

const next = (label: string): Action => ({ label, event: { type: 'NEXT' } });
const only = (primary: Action | null, ...secondary: readonly Action[]): Actions => ({ primary, secondary });
const stop = (): Actions => only(null, { label: m.action_stop(), event: { type: 'CANCEL_TASK' } });

export function actionsOf(view: WizardView): Actions {
  const plan = view.context.plan?.id ?? '';
  const rollback: readonly Action[] =
    view.stepsToRollBack.length === 0 ? [] : [{ label: m.action_show_rollback(), event: { type: 'SHOW_ROLLBACK' } }];
  switch (view.page) {
    case 'onPremises':
      return view.phase === 'connecting'
        ? stop()
        : only({ label: isGuided(view) ? m.action_open_collected() : m.action_connect(), event: { type: 'CONNECT' } });
    case 'exchangeOnline':
      return view.phase === 'connecting'
        ? stop()
        : only(
            {
              label: isGuided(view)
                ? m.action_open_collected()
                : view.context.mode === 'practice'
                  ? m.action_connect()
                  : m.action_sign_in(),
              event: { type: 'CONNECT' },
            },
            { label: m.action_skip(), event: { type: 'SKIP_EXCHANGE_ONLINE' } },
          );
    case 'collect':
      return collectActions(view);
    case 'preChecks':
      return only(next(m.action_next()), collectAgain(view));
    case 'plan':
      return only(
        nothingToCommit(view)
          ? next(m.action_to_hcw())
          : { label: isGuided(view) ? m.action_commands_manually() : m.action_reset(), event: { type: 'COMMIT_RESET', plan } },
      );
    case 'change':
      return changeActions(view, plan, rollback);
    case 'hcw':
      return only(
        next(
          view.context.hcw.answer === 'notSelected' || view.context.hcw.answer === 'notListed'
            ? m.action_show_fix()
            : m.action_post_checks(),
        ),
        ...rollback,
      );
    case 'fix':
      return fixActions(view);
    case 'postChecks':
      if (view.phase === 'running') return stop();
      if (view.phase === 'collect') return only({ label: m.action_verify_collected(), event: { type: 'CHECK_AGAIN' } });
      return view.phase === 'failed'
        ? only({ label: m.action_try_again(), event: { type: 'CHECK_AGAIN' } })
        : only(next(m.action_finish()), { label: m.action_check_again(), event: { type: 'CHECK_AGAIN' } });
    case 'finish':
      return only(null, { label: m.action_start_over(), event: { type: 'START_OVER' } });
    default:
      return only(next(m.action_next()));
  }
}

/** The HCW does it alone, or nothing has to be sent. The machine guards the same. */
export const nothingToCommit = ({ context }: WizardView): boolean =>
  context.method === 'certificateOnly' ||
  (context.plan !== null && context.plan.leftOut.length === 0 && context.plan.steps.every(isUnchanged));

const isGuided = ({ context }: WizardView): boolean => context.mode === 'guided';

/** In guided mode the administrator collects again. */
const collectAgain = (view: WizardView): Action => ({
  label: isGuided(view) ? m.action_collect_manually_again() : m.action_collect_again(),
  event: { type: 'COLLECT_AGAIN' },
});

function collectActions(view: WizardView): Actions {
  const { phase } = view;
  const again = collectAgain(view);
  if (phase === 'running' || phase === 'readingServer') return stop();
  return phase === 'failed' ? only(isGuided(view) ? again : { ...again, label: m.action_try_again() }) : only(next(m.action_next()), again);
}

function changeActions(view: WizardView, plan: string, rollback: readonly Action[]): Actions {
  switch (view.phase) {
    case 'manual':
      return only({ label: m.action_read_result(), event: { type: 'READ_BACK' } }, ...rollback);
    case 'manualRollback':
      return only({ label: m.action_read_result(), event: { type: 'READ_BACK' } });
    case 'failed':
      if (isGuided(view)) return only({ label: m.action_rest_manually(), event: { type: 'COMMIT_RESET', plan } }, ...rollback);
      return only(
        { label: m.action_reset_rest(), event: { type: 'COMMIT_RESET', plan } },
        { label: m.action_read_again(), event: { type: 'READ_BACK' } },
        ...rollback,
      );
    case 'done':
      return only(next(m.action_to_hcw()), ...rollback);
    case 'rollbackReview':
      return only({ label: isGuided(view) ? m.action_rollback_manually() : m.action_rollback(), event: { type: 'COMMIT_ROLLBACK', plan } });
    case 'rolledBack':
      return only(next(collectAgain(view).label));
    default:
      return stop();
  }
}

function fixActions(view: WizardView): Actions {
  const readBack: Action = { label: m.action_read_back(), event: { type: 'READ_BACK' } };
  if (view.phase === 'running' || view.phase === 'saving' || view.phase === 'readingBack') return stop();
  if (view.phase === 'manual') return only({ ...readBack, label: m.action_read_result() });
  if (view.phase === 'done' || view.context.hcw.answer === 'notListed') return only(next(m.action_hcw_again()));
  if ((view.context.fix?.steps.length ?? 0) === 0) return only(null, readBack);
  if (isGuided(view)) return only({ label: m.action_fix_manually(), event: { type: 'COMMIT_FIX', plan: view.context.fix?.id ?? '' } });
  return only({ label: m.action_fix(), event: { type: 'COMMIT_FIX', plan: view.context.fix?.id ?? '' } }, readBack);
}
