/** The pages before anything is read: mode, warnings, the two sides. */
import { assign } from 'xstate';
import { base, begun, failsTo } from './base.ts';

export const start = base.createStateConfig({
  exit: 'clearMessages',
  on: {
    CHOOSE_MODE: { actions: ['clearMessages', 'keepAnswer'] },
    CHOOSE_SCENARIO: { actions: 'keepAnswer' },
    NEXT: [{ guard: 'hasMode', target: 'before' }, { actions: 'noticeModeMissing' }],
  },
});

export const before = base.createStateConfig({ exit: 'clearMessages', on: { NEXT: 'onPremises', BACK: 'start' } });

export const onPremises = base.createStateConfig({
  initial: 'shown',
  exit: 'clearMessages',
  states: {
    shown: {
      on: {
        EDIT_ON_PREMISES: { actions: ['clearMessages', 'keepAnswer'] },
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        CONNECT: [
          { guard: 'lacksSource', actions: 'noticeSourceMissing' },
          { guard: 'canConnectOnPremises', target: 'connecting' },
          { actions: 'noticeServerMissing' },
        ],
        BACK: '#wizard.before',
      },
    },
    connecting: {
      tags: 'connectOnPremises',
      entry: begun,
      on: {
        CONNECTED: { guard: 'isThisRun', target: '#wizard.exchangeOnline' },
        TASK_FAILED: failsTo('shown'),
      },
    },
  },
});

export const exchangeOnline = base.createStateConfig({
  initial: 'shown',
  exit: 'clearMessages',
  states: {
    shown: {
      on: {
        EDIT_EXCHANGE_ONLINE: { actions: ['clearMessages', 'keepAnswer'] },
        REMOVE_SOURCE: { actions: ['clearMessages', 'removeSource'] },
        CONNECT: [
          { guard: 'lacksOnlineSource', actions: 'noticeOnlineSourceMissing' },
          { guard: 'canConnectOnline', target: 'connecting' },
          { actions: 'noticeUserMissing' },
        ],
        SKIP_EXCHANGE_ONLINE: { target: '#wizard.gather', actions: assign({ onlineSkipped: true, organization: null }) },
        BACK: '#wizard.onPremises',
      },
    },
    connecting: {
      tags: 'connectExchangeOnline',
      entry: begun,
      on: {
        CONNECTED: { guard: 'isThisRun', target: '#wizard.gather', actions: assign({ onlineSkipped: false, organization: null }) },
        TASK_FAILED: failsTo('shown'),
      },
    },
  },
});
