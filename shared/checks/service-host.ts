/** Microsoft Exchange Service Host. */
import type { Finding } from '../model/finding.ts';
import { finding, type Ground } from './finding.ts';

/** What the HCW says while the service is stopped (KB 2964920). */
const complaint = /No valid certificate exists for the Hub Transport server/i;

/**
 * Exchange's cmdlets do not tell the state of a Windows service: it is known only when the HCW has
 * said so, and otherwise it could not be checked. `hcwText`: what the HCW said or logged. Source: KB 2964920.
 */
export function serviceHost(servers: readonly string[], hcwText: string): Finding {
  const ground: Ground = { rule: 'server.serviceHost', subject: '', source: 'KB2964920' };
  return finding(ground, complaint.test(hcwText) ? 'block' : 'unknown', { servers: servers.join(', ') });
}
