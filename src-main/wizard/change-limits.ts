/** How long a change may take, and how far apart the readings are that prove what became of it. */
import type { Mode } from '../../shared/model/mode.ts';

/** All in milliseconds */
export interface ChangeLimits {
  /** How long one change may take */
  readonly limitMs: number;
  /** How far apart two readings of one domain controller must be to prove something */
  readonly settleMs: number;
  /** The same where different controllers may have answered */
  readonly replicationMs: number;
}
export type LimitsOfModes = Readonly<Record<Mode, ChangeLimits>>;

/** Set by tests of a development tree: a shorter limit of a change, in milliseconds. An installed wizard ignores it. */
const testLimitVariable = 'HCW_TEST_CHANGE_LIMIT_MS';

/** A directory replicates within a site in about 15 seconds, and each further controller takes a few more. */
const real: ChangeLimits = { limitMs: 120_000, settleMs: 2000, replicationMs: 30_000 };

/** A sample organization, or a copy of what was collected */
const inMemory: ChangeLimits = { limitMs: 4000, settleMs: 200, replicationMs: 600 };

/** The limits of each mode; `packaged`: whether this is an installed wizard. */
export function changeLimits({ packaged }: { readonly packaged: boolean }): LimitsOfModes {
  const limitMs = Number(packaged ? undefined : process.env[testLimitVariable]);
  return {
    connected:
      limitMs > 0 ? { limitMs, settleMs: Math.min(real.settleMs, limitMs), replicationMs: Math.min(real.replicationMs, limitMs) } : real,
    // What is read was collected by a person after the commands, however long that took.
    guided: { ...real, settleMs: 0, replicationMs: 0 },
    practice: inMemory,
    rehearsal: inMemory,
  };
}
