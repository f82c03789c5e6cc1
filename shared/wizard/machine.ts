/**
 * The wizard as a state machine: pages, their phases, and what leads from one to the other.
 * It does no work itself: a phase carries the tag of a task, the main process does it and answers
 * with an event. So every path can be walked in a test, and a stored snapshot is the whole truth.
 */
import { assign } from 'xstate';
import { freshContext } from './context.ts';
import { base } from './states/base.ts';
import { change, hcw, fix, finish, postChecks } from './states/change.ts';
import { before, exchangeOnline, onPremises, start, certificate, collect, plan, preChecks } from './states/before-change.ts';
import * as step from './transitions.ts';

export const wizardMachine = base.createMachine({
  id: 'wizard',
  context: ({ input }) => freshContext(input.language),
  initial: 'start',
  on: {
    CHOOSE_LANGUAGE: { actions: 'storeInput' },
    COMMAND_RAN: { actions: assign(step.storeCommand) },
    SOURCE_ADDED: { guard: 'isSourceWanted', actions: ['clearMessages', 'addSource'] },
  },
  states: {
    start,
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
  },
});
