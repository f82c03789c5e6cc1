/** Which of the known errors speak against the TLS connection or the certificate between the two sides, and not against something else. */
import { knownErrors, type KnownErrorId } from '../decode/known-errors.ts';
import { decodeError } from '../decode/recognize.ts';
import type { Direction } from '../mail-flow/verdict.ts';

const ofTls: ReadonlySet<KnownErrorId> = new Set<KnownErrorId>([
  'subjectMismatch',
  'subjectMismatchOlder',
  'certificateExpired',
  'untrustedRoot',
  'startTlsNotOffered',
  'daneStartTls',
  'daneExpired',
  'daneTlsa',
  'daneHost',
  'mtaSts',
  'sendConnectorCertificate',
  'noCredentials',
  'unknownCredentials',
  'startTlsRequired',
  'tlsChannel',
  'tlsChannelOther',
  'partnerConnector',
  'relayDenied',
]);

/** The known error of TLS or certificate of that direction that the text has in its words; a code alone is none. */
export function tlsErrorIn(text: string, direction: Direction): KnownErrorId | undefined {
  return decodeError(text).matches.find(({ id, by }) => {
    const concerned = knownErrors[id].direction;
    return by === 'text' && ofTls.has(id) && (concerned === direction || concerned === 'both');
  })?.id;
}
