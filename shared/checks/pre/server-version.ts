/** Cumulative update of each hybrid server: an old one makes the HCW fail at CheckPrereqs (KB 2988229). */
import { newestCumulativeUpdate, sameUpdate, type BuildTable } from '../../builds/builds.ts';
import type { Finding } from '../../model/finding.ts';
import type { HybridServer, Organization } from '../../model/organization.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { listedServer } from './server-listed.ts';

/** Tells the cumulative update only: AdminDisplayVersion does not show security updates. Nothing of a server that is not listed. */
export function serverVersion(server: HybridServer, organization: Organization, builds: BuildTable): Finding[] {
  const ground: Ground = { rule: 'server.version', subject: server.name, source: 'KB2988229' };
  const listed = listedServer(server, organization);
  if (!listed.known) return [couldNotCheck(ground, listed, { server: server.name })];
  if (listed.value === undefined) return [];
  const { version } = listed.value;
  if (!version.known) return [couldNotCheck(ground, version, { server: server.name })];
  const updates = newestCumulativeUpdate(version.value, builds);
  if (updates === undefined) {
    return [finding(ground, 'unknown', { variant: 'notInTable', server: server.name, version: version.value, tableDate: builds.newest })];
  }
  const { product, installed, newest, endOfSupport } = updates;
  const current = sameUpdate(installed.version, newest.version);
  const update = current
    ? finding(ground, 'ok', { server: server.name, installed: installed.name })
    : finding(ground, 'warn', { server: server.name, installed: installed.name, newest: newest.name, kb: newest.kb });
  const ended = endOfSupport !== undefined && organization.gatheredAt.slice(0, 10) >= endOfSupport;
  return ended
    ? [
        update,
        finding({ ...ground, source: 'support' }, 'warn', { variant: 'endOfSupport', server: server.name, product, date: endOfSupport }),
      ]
    : [update];
}

const millisecondsOfDay = 86_400_000;

/** A table older than 90 days may lack the newest cumulative update. */
export function buildTableAge({ gatheredAt }: Organization, { newest }: BuildTable): Finding {
  const ground: Ground = { rule: 'server.buildTable', subject: '', source: 'KB2988229' };
  const days = Math.floor((Date.parse(gatheredAt) - Date.parse(newest)) / millisecondsOfDay);
  return days > 90 ? finding(ground, 'warn', { date: newest, days: String(days) }) : finding(ground, 'ok', { date: newest });
}
