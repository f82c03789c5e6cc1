/** Which servers are worth another reading. */
import type { HybridServer } from '../model/organization.ts';

/**
 * Whether something of the server is unknown that could be known when it is asked again: a list, or
 * what only the server tells of its certificates because it was not reached then.
 */
export function isIncomplete({ certificates, receiveConnectors, internalTransportCertificateThumbprint: internal }: HybridServer): boolean {
  if (!certificates.known || !receiveConnectors.known || !internal.known) return true;
  return certificates.value.some(({ status }) => !status.known && (status.reason === 'failed' || status.reason === 'timedOut'));
}
