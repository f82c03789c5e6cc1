/** All benches, in the order in which they run. A new one is a file beside this one, and a word here. */
import type { Bench } from './bench.ts';
import { bridge } from './bridge.ts';
import { certificatePage } from './certificate-page.ts';
import { clixml } from './clixml.ts';
import { inventory } from './inventory.ts';
import { largeOrganization } from './large-organization.ts';
import { roundTrip } from './round-trip.ts';
import { start } from './start.ts';

export const benches: readonly Bench[] = [start, clixml, bridge, roundTrip, certificatePage, inventory, largeOrganization];
