/** The command bar of each page and phase: at most one primary button, whose words say what it does. */
import { m } from '../../shared/messages/compiled/messages.js';
import { isAlreadySo } from '../../shared/plan/plan.ts';
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
  const restore: readonly Action[] =
    view.stepsToRestore.length === 0 ? [] : [{ label: m.action_show_restore(), event: { type: 'SHOW_RESTORE' } }];
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
    case 'gather':
      return gatherActions(view);
    case 'preChecks':
      return only(next(m.action_next()), gatherAgain(view));
    case 'plan':
      return only(
        nothingToCommit(view)
          ? next(m.action_to_hcw())
          : { label: isGuided(view) ? m.action_commands_by_hand() : m.action_reset(), event: { type: 'COMMIT_RESET', plan } },
      );
    case 'change':
      return changeActions(view, plan, restore);
    case 'hcw':
      return only(
        next(
          view.context.hcw.answer === 'notSelected' || view.context.hcw.answer === 'notListed'
            ? m.action_show_remedy()
            : m.action_post_checks(),
        ),
        ...restore,
      );
    case 'remediation':
      return remediationActions(view);
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
  context.way === 'certificateOnly' ||
  (context.plan !== null && context.plan.leftOut.length === 0 && context.plan.steps.every(isAlreadySo));

const isGuided = ({ context }: WizardView): boolean => context.mode === 'guided';

/** In guided mode the administrator collects again. */
const gatherAgain = (view: WizardView): Action => ({
  label: isGuided(view) ? m.action_collect_again() : m.action_gather_again(),
  event: { type: 'GATHER_AGAIN' },
});

function gatherActions(view: WizardView): Actions {
  const { phase } = view;
  const again = gatherAgain(view);
  if (phase === 'running' || phase === 'readingServer') return stop();
  return phase === 'failed' ? only(isGuided(view) ? again : { ...again, label: m.action_try_again() }) : only(next(m.action_next()), again);
}

function changeActions(view: WizardView, plan: string, restore: readonly Action[]): Actions {
  switch (view.phase) {
    case 'byHand':
      return only({ label: m.action_read_result(), event: { type: 'READ_BACK' } }, ...restore);
    case 'restoreByHand':
      return only({ label: m.action_read_result(), event: { type: 'READ_BACK' } });
    case 'failed':
      if (isGuided(view)) return only({ label: m.action_rest_by_hand(), event: { type: 'COMMIT_RESET', plan } }, ...restore);
      return only(
        { label: m.action_reset_rest(), event: { type: 'COMMIT_RESET', plan } },
        { label: m.action_read_again(), event: { type: 'READ_BACK' } },
        ...restore,
      );
    case 'done':
      return only(next(m.action_to_hcw()), ...restore);
    case 'restoreReview':
      return only({ label: isGuided(view) ? m.action_restore_by_hand() : m.action_restore(), event: { type: 'COMMIT_RESTORE', plan } });
    case 'restored':
      return only(next(gatherAgain(view).label));
    default:
      return stop();
  }
}

function remediationActions(view: WizardView): Actions {
  const readBack: Action = { label: m.action_read_back(), event: { type: 'READ_BACK' } };
  if (view.phase === 'running' || view.phase === 'saving' || view.phase === 'readingBack') return stop();
  if (view.phase === 'byHand') return only({ ...readBack, label: m.action_read_result() });
  if (view.phase === 'done' || view.context.hcw.answer === 'notListed') return only(next(m.action_hcw_again()));
  if ((view.context.remedy?.steps.length ?? 0) === 0) return only(null, readBack);
  if (isGuided(view))
    return only({ label: m.action_remedy_by_hand(), event: { type: 'COMMIT_REMEDY', plan: view.context.remedy?.id ?? '' } });
  return only({ label: m.action_remedy(), event: { type: 'COMMIT_REMEDY', plan: view.context.remedy?.id ?? '' } }, readBack);
}
