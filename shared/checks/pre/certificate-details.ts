/** Does a server tell more of its certificates than the certificates themselves? */
import type { Finding } from '../../model/finding.ts';
import type { HybridServer } from '../../model/organization.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';

/**
 * With signing of serialization payloads on and an expired Auth certificate, Get-ExchangeCertificate
 * returns certificates without their details (HealthChecker, CSS-Exchange pull request 1448): then
 * services, status and root are not known, and the Auth certificate is the likely cause.
 */
export function certificateDetails({ name: server, certificates }: HybridServer): Finding[] {
  const ground: Ground = { rule: 'server.certificateDetails', subject: server, source: 'healthChecker' };
  if (!certificates.known) return [couldNotCheck(ground, certificates, { server })];
  if (certificates.value.length === 0) return [];
  const isBare = certificates.value.every(({ sources }) => sources.length === 0);
  return [isBare ? finding(ground, 'unknown', { variant: 'rawOnly', server }) : finding(ground, 'ok', { server })];
}
