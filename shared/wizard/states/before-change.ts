/** The pages before anything is read: warnings, the two sides. */

import { and, assign, not } from 'xstate';
import {
  base,
  collectAgain,
  collecting,
  commits,
  does,
  edgeSources,
  failsTo,
  openRuns,
  progress,
  readingEdge,
  refusedAt,
  removesSource,
  shows,
} from './base.ts';
import { showRollbackFromHcw } from './change.ts';

export const before = base.createStateConfig({ exit: 'clearMessages', on: { NEXT: 'onPremises', BACK: 'start' } });

export const onPremises = base.createStateConfig({
  initial: 'ready',
  exit: 'clearMessages',
  states: {
    ready: {
      on: {
        EDIT_ON_PREMISES: { actions: ['clearMessages', 'storeInput'] },
        REMOVE_SOURCE: removesSource,
        CONNECT: [
          { guard: 'lacksSource', actions: shows('onPremises.sourceMissing') },
          { guard: 'canConnectOnPremises', target: 'connecting' },
          { actions: shows('onPremises.serverMissing') },
        ],
        BACK: '#wizard.before',
      },
    },
    connecting: {
      ...does('connectOnPremises'),
      on: { CONNECTED: '#wizard.exchangeOnline', ...failsTo('ready') },
    },
  },
});

export const exchangeOnline = base.createStateConfig({
  initial: 'ready',
  exit: 'clearMessages',
  states: {
    ready: {
      on: {
        EDIT_EXCHANGE_ONLINE: { actions: ['clearMessages', 'storeInput'] },
        REMOVE_SOURCE: removesSource,
        CONNECT: [
          { guard: 'lacksOnlineSource', actions: shows('exchangeOnline.sourceMissing') },
          { guard: 'canConnectOnline', target: 'connecting' },
          { actions: shows('exchangeOnline.userMissing') },
        ],
        SKIP_EXCHANGE_ONLINE: { target: '#wizard.collect', actions: assign({ onlineSkipped: true, organization: null }) },
        BACK: '#wizard.onPremises',
      },
    },
    connecting: {
      ...does('connectExchangeOnline'),
      on: {
        CONNECTED: { target: '#wizard.collect', actions: assign({ onlineSkipped: false, organization: null }) },
        ...failsTo('ready'),
      },
    },
  },
});

// The pages that read and judge, and change nothing.

export const collect = base.createStateConfig({
  initial: 'entering',
  exit: 'clearMessages',
  states: {
    entering: { always: [{ guard: 'hasOrganization', target: 'done' }, { target: 'running' }] },
    running: collecting('collect', 'storeOrganization'),
    failed: { on: { COLLECT_AGAIN: collectAgain, BACK: '#wizard.exchangeOnline' } },
    done: {
      on: {
        COLLECT_AGAIN: collectAgain,
        ...edgeSources,
        COLLECT_SERVER: { guard: 'canReadServer', target: 'readingServer', actions: 'storeServerToRead' },
        NEXT: [
          { guard: 'lacksHybridConfiguration', actions: shows('collect.noHybridConfiguration') },
          { guard: 'lacksHybridServers', actions: shows('collect.noHybridServers') },
          { guard: 'openedRunEnded', target: '#wizard.change.done' },
          { guard: 'isOpenedRun', target: '#wizard.change.stopped' },
          { guard: 'isNotCompared', target: '#wizard.renewAgain' },
          { target: '#wizard.certificate' },
        ],
        BACK: '#wizard.exchangeOnline',
      },
    },
    readingEdge: readingEdge('storeEdge'),
    readingServer: {
      ...does('collectServer'),
      exit: assign({ serverToRead: null }),
      on: {
        PROGRESSED: progress,
        SERVER_COLLECTED: { target: 'done', actions: 'storeServer' },
        ...failsTo('done'),
      },
    },
  },
});

export const certificate = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    SELECT_CERTIFICATE: { actions: ['clearMessages', 'storeInput'] },
    NEXT: [
      { guard: 'certificateEndsEarlier', actions: shows('certificate.endsEarlier') },
      { guard: 'certificateIsDue', actions: shows('certificate.inUse') },
      { guard: 'certificateUsable', target: 'preChecks' },
      { guard: 'hasCertificate', actions: shows('certificate.doesNotQualify') },
      { actions: shows('certificate.noneSelected') },
    ],
    BACK: 'collect',
  },
});

export const preChecks = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    COLLECT_AGAIN: collectAgain,
    NEXT: [
      { guard: 'preChecksBlock', actions: shows('preChecks.blocked') },
      { target: 'plan', actions: 'makeApplyPlan' },
    ],
    BACK: 'certificate',
  },
});

const requiresSignOff = { actions: ['clearMessages', 'storeSignOff'] } as const;
/** Another plan would take the place of a change that may have been made, and with it its rollback. */
const plansAnew = [{ guard: 'hasChanged', actions: shows('plan.changeOpen') }, { actions: ['clearMessages', 'makeApplyPlan'] }] as const;

export const plan = base.createStateConfig({
  initial: 'ready',
  exit: 'clearMessages',
  states: {
    ready: {
      on: {
        CHOOSE_METHOD: plansAnew,
        SET_POLICY: plansAnew,
        REQUIRE_SIGN_OFF: requiresSignOff,
        SIGNED_OFF_OPENED: requiresSignOff,
        COMMIT: [
          // Its plan has no command, and the HCW was handed over to: nothing is sent.
          { guard: and(['hasChanged', 'isShownApply']), target: '#wizard.hcw', actions: 'showApply' },
          { guard: 'needsSignOff', target: 'comparing' },
          ...commits('isShownApply', 'beginApply'),
        ],
        SHOW_ROLLBACK: showRollbackFromHcw,
        LEAVE_CHANGE: { guard: 'hasChanged', target: 'leaving' },
        BACK: [
          { guard: and([not('hasChanged'), 'isAgain']), target: '#wizard.renewAgain' },
          { guard: not('hasChanged'), target: '#wizard.preChecks' },
        ],
      },
    },
    comparing: {
      invoke: { src: 'comparePlan', input: ({ context: { plans, signedOff } }) => ({ plan: plans.apply, signedOff }) },
      on: {
        SIGN_OFF_COMPARED: [
          { guard: 'isSignedOff', target: '#wizard.change.running', actions: 'beginApply' },
          { target: 'ready', actions: ['storeSignOffDifferences', shows('plan.notSignedOff')] },
        ],
        TASK_FAILED: refusedAt('ready'),
      },
    },
    leaving: {
      invoke: { src: 'endRuns', input: ({ context }) => ({ runs: openRuns(context), outcome: 'left', archives: false }) },
      on: {
        // What was read and planned before holds no longer.
        RUNS_ENDED: [
          { guard: 'isGuided', target: '#wizard.onPremises', actions: ['forgetChange', 'storeRunList'] },
          { target: '#wizard.collect.running', actions: ['forgetChange', 'storeRunList'] },
        ],
        TASK_FAILED: refusedAt('ready'),
      },
    },
  },
});
