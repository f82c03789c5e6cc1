/** The places of the certificate's name as findings. */
import type { Finding, Source } from '../../model/finding.ts';
import { knownOr } from '../../model/known.ts';
import type { Organization } from '../../model/organization.ts';
import { couldNotCheck, finding, type Ground } from '../finding.ts';
import { namePlaces, type NamePlace, type NewCertificate, type PlaceKind } from './name-places.ts';

const sources: Readonly<Record<PlaceKind, Source>> = {
  sendConnector: 'blog-4420592',
  receiveConnector: 'KB2989382',
  hybridConfiguration: 'article',
  inboundConnector: 'blog-4420592',
  outboundConnector: 'blog-4420592',
  edgeReceiveConnector: 'blog-4420592',
};

/** One finding a place: `info` needs a change, `ok` does not, `unknown` was not read. */
export const placeFindings = (organization: Organization, certificate: NewCertificate): Finding[] =>
  namePlaces(organization, certificate).map(placeFinding);

/** `expected` and `found` are the value to set and the value of now. */
function placeFinding({ kind, server, object, property, now, decision }: NamePlace): Finding {
  const subject = object || server;
  const ground: Ground = { rule: 'place.name', subject, source: sources[kind] };
  if (decision.kind === 'unknown') {
    if (kind === 'edgeReceiveConnector' && server !== '') return finding(ground, 'unknown', { variant: 'edgeByHand', server });
    if (subject !== '' || kind === 'receiveConnector' || kind === 'hybridConfiguration') {
      return couldNotCheck(ground, decision.why, { object: subject, property });
    }
    return couldNotCheck(ground, decision.why, unreadWords[kind]);
  }
  const place = { ...reasonWords[decision.reason], object: subject, property };
  if (decision.kind === 'keep') return finding(ground, 'ok', place);
  return finding(ground, 'info', { ...place, expected: decision.to, found: knownOr(now, null) ?? '' });
}

type Reason = Exclude<NamePlace['decision'], { readonly kind: 'unknown' }>['reason'];
type Words<K extends string> = Readonly<Record<K, { readonly variant: string }>>;

const reasonWords: Words<Reason> = {
  otherName: { variant: 'otherName' },
  noLongerMatches: { variant: 'noLongerMatches' },
  empty: { variant: 'empty' },
  invalid: { variant: 'invalid' },
  sameName: { variant: 'sameName' },
  stillMatches: { variant: 'stillMatches' },
  notUsed: { variant: 'notUsed' },
  absent: { variant: 'absent' },
};

/** Which objects could not be read. A receive connector always belongs to a known server, and there is one hybrid configuration. */
const unreadWords: Words<Exclude<PlaceKind, 'receiveConnector' | 'hybridConfiguration'>> = {
  sendConnector: { variant: 'sendUnread' },
  inboundConnector: { variant: 'inboundUnread' },
  outboundConnector: { variant: 'outboundUnread' },
  edgeReceiveConnector: { variant: 'edgeUnread' },
};
