/**
 * The wizard as a state machine: pages, their phases, and what leads from one to the other.
 * It does no work itself: a phase invokes it by name, and the main process provides it. So every path, and everything
 * that an event sets off, can be walked in a test.
 */
import { assign } from 'xstate';
import { freshContext } from './context.ts';
import { change, hcw, fix, finish, oldCertificate, postChecks } from './states/change.ts';
import { addsSource, base, sameSource } from './states/base.ts';
import { before, exchangeOnline, onPremises, certificate, collect, plan, preChecks } from './states/before-change.ts';
import { renewAgain } from './states/renew-again.ts';
import { start } from './states/start.ts';
import * as step from './transitions.ts';

export const wizardMachine = base.createMachine({
  id: 'wizard',
  context: ({ input }) => ({ ...freshContext(input.language), stored: input.stored, runList: input.runList, planPrefix: input.planPrefix }),
  initial: 'start',
  on: {
    CHOOSE_LANGUAGE: { actions: 'storeInput' },
    COMMANDS_RAN: { actions: assign(step.storeCommands) },
    SOURCE_ADDED: [sameSource, { guard: 'isSourceWanted', actions: addsSource }],
    // What it was to stop has ended meanwhile.
    CANCEL_TASK: { actions: () => undefined },
  },
  states: {
    start,
    renewAgain,
    before,
    onPremises,
    exchangeOnline,
    collect,
    certificate,
    preChecks,
    plan,
    change,
    hcw,
    fix,
    postChecks,
    finish,
    oldCertificate,
  },
});
