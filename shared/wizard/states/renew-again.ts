/** The short path: both sides are read, what has changed since the last renewal is shown, and then the plan. */
import { base, collecting, does, failsTo, shows } from './base.ts';

/** In guided mode the data come from the ordinary pages, and lead back here. */
const collectAgain = [
  { guard: 'isGuided', target: '#wizard.onPremises', actions: 'compareAnew' },
  { guard: 'hasOrganization', target: 'collecting' },
  { target: 'connecting' },
] as const;
const reading = collecting('collect', 'storeOrganization');

export const renewAgain = base.createStateConfig({
  initial: 'entering',
  exit: 'clearMessages',
  states: {
    entering: {
      always: [
        { guard: 'hasOrganization', target: 'ready', actions: 'showChanges' },
        { guard: 'isGuided', target: '#wizard.onPremises' },
        { target: 'connecting' },
      ],
    },
    connecting: {
      ...does('connectOnPremises'),
      on: { CONNECTED: [{ guard: 'skipsOnline', target: 'collecting' }, { target: 'signingIn' }], ...failsTo('failed') },
    },
    signingIn: { ...does('connectExchangeOnline'), on: { CONNECTED: 'collecting', ...failsTo('failed') } },
    collecting: {
      ...reading,
      on: { ...reading.on, COLLECTED: { target: 'ready', actions: ['storeOrganization', 'showChanges'] } },
    },
    failed: { on: { COLLECT_AGAIN: collectAgain, SHOW_EVERY_PAGE: '#wizard.onPremises', BACK: '#wizard.start' } },
    ready: {
      on: {
        SELECT_CERTIFICATE: { guard: 'isNewCertificate', actions: ['clearMessages', 'storeInput'] },
        COLLECT_AGAIN: collectAgain,
        SHOW_EVERY_PAGE: '#wizard.collect.done',
        // Whatever a page of the ordinary path would say is said there.
        NEXT: [
          { guard: 'collectComesNext', target: '#wizard.collect.done' },
          { guard: 'choiceComesNext', actions: shows('certificate.noneSelected') },
          { guard: 'certificateComesNext', target: '#wizard.certificate' },
          { guard: 'preChecksComeNext', target: '#wizard.preChecks' },
          { target: '#wizard.plan', actions: 'makeApplyPlan' },
        ],
        BACK: '#wizard.start',
      },
    },
  },
});
