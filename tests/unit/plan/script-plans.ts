/** Plans as the wizard makes them, for the tests of the scripts. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import {
  setObject,
  readObject,
  type CallStep,
  type ObjectStep,
  type Plan,
  type ReadCmdlet,
  type Values,
} from '../../../shared/plan/plan.ts';
import type { ScriptHeader } from '../../../shared/plan/script.ts';

export const header: ScriptHeader = {
  organization: 'contoso.com',
  run: '0007 2026-11-24T09-00-00Z apply',
  at: '2026-11-24T09:00:00.000Z',
  program: 'Hybrid Certificate Wizard 0.1.0',
  mode: 'connected',
};

const forecast = { toOnPremises: 'internal', toExchangeOnline: 'internal' } as const;

/** A step that gives one object of the named kind other values. */
export const callStep = (
  cmdlet: ReadCmdlet,
  object: string,
  { before, after, guid = null, server = '' }: { before: Values; after: Values; guid?: string | null; server?: string },
): CallStep => ({
  kind: 'call',
  id: `set ${object}`,
  server,
  object,
  guid,
  forecast,
  weakens: [],
  reason: 'clearForHcw',
  read: readObject(cmdlet, object),
  before,
  call: setObject(cmdlet, object, after),
  after,
  undo: setObject(cmdlet, object, before),
});

export const handover: Plan['steps'][number] = {
  kind: 'handover',
  expects: [],
  id: 'hcw',
  server: '',
  object: 'Hybrid Configuration Wizard',
  forecast,
  weakens: [],
  reason: 'hcwWrites',
};

export const planOf = (steps: Plan['steps'], other: Partial<Plan> = {}): Plan => ({
  format: 1,
  id: 'plan-1',
  purpose: 'apply',
  of: null,
  method: 'reset',
  policy: { onFailure: 'stop', canary: null },
  steps,
  leftOut: [],
  ...other,
});

/** What undoes a step of which that is possible. */
export function undoOf({ id, undo }: CallStep): CmdletCall {
  if (undo === null) throw new Error(`${id} cannot be undone`);
  return undo;
}

/** What the wizard sends; a person takes no step of these plans. */
export function callOf(step: ObjectStep): CmdletCall {
  if (step.kind === 'person') throw new Error(`${step.id} is for a person`);
  return step.call;
}
