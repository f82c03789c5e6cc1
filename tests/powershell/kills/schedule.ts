/** Where each kill falls: drawn from a seed, in a fixed rotation of victims, so that no kind is left to luck. */
import { randomFrom } from '../../unit/x509/encode.ts';

/** `driver`: the process that works on the run, without a window. `server`: every process that serves the on-premises sessions. */
export type Victim = 'electron' | 'driver' | 'powershell' | 'server';
export type Phase = 'apply' | 'rollback';

/** What becomes of a command that the server holds while the kill falls */
export const effects = ['never', 'beforeTheNextStart', 'duringTheWait', 'withoutAnswer'] as const;
export type Effect = (typeof effects)[number];

export type Moment =
  /** Before a file operation, counted from the beginning of the run */
  | { readonly kind: 'disk'; readonly operation: number }
  /** Behind a line of the journal, when it has been flushed */
  | { readonly kind: 'line'; readonly line: 'observed' | 'announced' | 'answered'; readonly step: number }
  /** While the command is on the server */
  | { readonly kind: 'call'; readonly step: number; readonly effect: Effect };

export interface PlannedKill {
  readonly number: number;
  readonly victim: Victim;
  readonly phase: Phase;
  readonly moment: Moment;
  /** What the administrator does with the interrupted run: goes on with it, or puts it back as it is */
  readonly way: 'goOn' | 'putBack';
}

/** The steps of the plan that the driver carries out */
const stepCount = 5;
/** In the window: before and behind the pause after the first server */
const windowSteps = 2;
/** Making the folder takes about 25 operations, and each line two. */
const operationCount = 70;

type Kind = readonly [Victim, Phase, Moment['kind']];

/** Ten kinds, the first four of which are enough for a short run. */
const rotation: readonly [Kind, ...Kind[]] = [
  ['driver', 'rollback', 'call'],
  ['powershell', 'apply', 'call'],
  ['server', 'rollback', 'call'],
  ['driver', 'apply', 'disk'],
  ['driver', 'apply', 'call'],
  ['powershell', 'rollback', 'call'],
  ['server', 'apply', 'call'],
  ['driver', 'rollback', 'disk'],
  ['powershell', 'apply', 'line'],
  ['server', 'rollback', 'line'],
];

const windowRotation: readonly Kind[] = [
  ['electron', 'apply', 'call'],
  ['electron', 'rollback', 'call'],
  ['electron', 'apply', 'line'],
];

/** Every tenth kill is one of the real window, when there is one; they come last. */
export function schedule(count: number, seed: number, { withWindow = false } = {}): readonly PlannedKill[] {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0];
  const windows = withWindow ? Math.ceil(count / 10) : 0;

  const momentOf = (kind: Moment['kind'], effect: Effect, steps: number): Moment => {
    switch (kind) {
      case 'disk':
        return { kind, operation: 1 + below(operationCount) };
      case 'line':
        return { kind, line: pick(['observed', 'announced', 'answered']), step: below(steps) };
      case 'call':
        return { kind, effect, step: below(steps) };
    }
  };
  return Array.from({ length: count }, (_, index): PlannedKill => {
    const isWindow = index >= count - windows;
    const nth = isWindow ? index - (count - windows) : index;
    const kinds = isWindow ? windowRotation : rotation;
    const [round, place] = [Math.floor(nth / kinds.length), nth % kinds.length];
    const [victim, phase, kind] = kinds[place] ?? rotation[0];
    // Each kind meets its effects in turn. A server that is gone does nothing later.
    const possible = victim === 'server' ? (['never', 'withoutAnswer'] as const) : effects;
    const effect = possible[(round + place + Math.abs(seed)) % possible.length] ?? 'never';
    const moment = momentOf(kind, effect, isWindow ? windowSteps : stepCount);
    return { number: index + 1, victim, phase, moment, way: pick(['goOn', 'putBack']) };
  });
}
