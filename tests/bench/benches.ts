/** All benchmarks, in the order in which they run. To add one: a file beside this one, and an entry here. */
import type { Bench } from './bench.ts';
import { bridge } from './bridge.ts';
import { certificatePage } from './certificate-page.ts';
import { change } from './change.ts';
import { clixml } from './clixml.ts';
import { hcwLog } from './hcw-log.ts';
import { inventory } from './inventory.ts';
import { largeOrganization } from './large-organization.ts';
import { pastedText } from './pasted-text.ts';
import { protocolLog } from './protocol-log.ts';
import { roundTrip } from './round-trip.ts';
import { start } from './start.ts';

export const benches: readonly Bench[] = [
  start,
  clixml,
  bridge,
  roundTrip,
  certificatePage,
  inventory,
  largeOrganization,
  pastedText,
  protocolLog,
  hcwLog,
  change,
];
