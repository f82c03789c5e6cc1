/** After the change: both sides are checked, and the end. */
import { base, gathering } from './base.ts';

const checkAgain = [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] as const;

export const postChecks = base.createStateConfig({
  initial: 'entering',
  exit: 'clearMessages',
  states: {
    entering: { always: [{ guard: 'isGuided', target: 'collect' }, { target: 'running' }] },
    collect: {
      on: {
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        CHECK_AGAIN: [{ guard: 'hasFreshSource', target: 'running' }, { actions: 'noticeVerifySourceMissing' }],
        BACK: '#wizard.hcw',
      },
    },
    running: gathering('verify', 'keepVerified'),
    failed: { on: { CHECK_AGAIN: checkAgain, BACK: '#wizard.hcw' } },
    done: { on: { CHECK_AGAIN: checkAgain, NEXT: '#wizard.finish', BACK: '#wizard.hcw' } },
  },
});

export const finish = base.createStateConfig({
  on: { BACK: '#wizard.postChecks.done', START_OVER: { target: 'start', actions: 'startOver' } },
});
