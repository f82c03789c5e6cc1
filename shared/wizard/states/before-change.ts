/** The pages before anything is read: mode, warnings, the two sides. */

import { assign } from 'xstate';
import { base, begun, commits, failsTo, collectAgain, collecting, edgeSources, progress, readingEdge, shows } from './base.ts';

export const start = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    CHOOSE_MODE: { actions: ['clearMessages', 'storeInput'] },
    CHOOSE_SCENARIO: { actions: 'storeInput' },
    RUN_OPENED: { target: 'onPremises', actions: 'storeOpenedRun' },
    NEXT: [{ guard: 'hasMode', target: 'before' }, { actions: shows('start.modeMissing') }],
  },
});

export const before = base.createStateConfig({ exit: 'clearMessages', on: { NEXT: 'onPremises', BACK: 'start' } });

export const onPremises = base.createStateConfig({
  initial: 'ready',
  exit: 'clearMessages',
  states: {
    ready: {
      on: {
        EDIT_ON_PREMISES: { actions: ['clearMessages', 'storeInput'] },
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        CONNECT: [
          { guard: 'lacksSource', actions: shows('onPremises.sourceMissing') },
          { guard: 'canConnectOnPremises', target: 'connecting' },
          { actions: shows('onPremises.serverMissing') },
        ],
        BACK: '#wizard.before',
      },
    },
    connecting: {
      tags: 'connectOnPremises',
      entry: begun,
      on: {
        CONNECTED: { guard: 'isThisRun', target: '#wizard.exchangeOnline' },
        TASK_FAILED: failsTo('ready'),
      },
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
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
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
      tags: 'connectExchangeOnline',
      entry: begun,
      on: {
        CONNECTED: { guard: 'isThisRun', target: '#wizard.collect', actions: assign({ onlineSkipped: false, organization: null }) },
        TASK_FAILED: failsTo('ready'),
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
          { target: '#wizard.certificate' },
        ],
        BACK: '#wizard.exchangeOnline',
      },
    },
    readingEdge: readingEdge('storeEdge'),
    readingServer: {
      tags: 'collectServer',
      entry: begun,
      exit: assign({ serverToRead: null }),
      on: {
        PROGRESSED: progress,
        SERVER_COLLECTED: { guard: 'isThisRun', target: 'done', actions: 'storeServer' },
        TASK_FAILED: failsTo('done'),
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
    NEXT: [{ guard: 'preChecksBlock', actions: shows('preChecks.blocked') }, { target: 'plan' }],
    BACK: 'certificate',
  },
});

export const plan = base.createStateConfig({
  entry: 'makeApplyPlan',
  exit: 'clearMessages',
  on: {
    CHOOSE_METHOD: { actions: ['clearMessages', 'makeApplyPlan'] },
    SET_POLICY: { actions: ['clearMessages', 'makeApplyPlan'] },
    COMMIT: commits('isShownApply', 'beginApply'),
    BACK: 'preChecks',
  },
});
