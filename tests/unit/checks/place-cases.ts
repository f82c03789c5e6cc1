/** Every place of the certificate's name, and what is decided of it for the certificate of the sample. */
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organisation } from '../../../shared/model/organisation.ts';
import type { NamePlace } from '../../../shared/checks/places/name-places.ts';
import { hybridConfiguration, hybridServer, inbound, newName, organisation, outbound, receiveConnector, sendConnector } from './sample.ts';

export interface PlaceCase {
  readonly title: string;
  readonly organisation: Organisation;
  readonly facts?: Partial<CertificateFacts>;
  readonly kind: NamePlace['kind'];
  /** Reasons, or `unknown` */
  readonly expected: readonly string[];
}

const online = (changes: Partial<Organisation['exchangeOnline']>): Organisation =>
  organisation({ exchangeOnline: { ...organisation().exchangeOnline, ...changes } });
const sender = (tlsSenderCertificateName: ReturnType<typeof inbound>['tlsSenderCertificateName']): Organisation =>
  online({ inboundConnectors: known([inbound({ tlsSenderCertificateName })]) });
const withOutbound = (changes: Parameters<typeof outbound>[0]): Organisation => online({ outboundConnectors: known([outbound(changes)]) });
const send = (...names: (string | null)[]): Organisation =>
  organisation({ sendConnectors: known(names.map((name) => sendConnector({ tlsCertificateName: known(name) }))) });
const edge = { ...hybridConfiguration(), edgeTransportServers: ['EDGE1'] };

export const placeCases: readonly PlaceCase[] = [
  { title: 'the old name', organisation: organisation(), kind: 'sendConnector', expected: ['otherName'] },
  {
    title: 'the new name in other case, none, spaces, a thumbprint',
    organisation: send(newName.toLowerCase(), null, ' ', 'A1'),
    kind: 'sendConnector',
    expected: ['sameName', 'empty', 'empty', 'invalid'],
  },
  {
    title: 'name not returned',
    organisation: organisation({ sendConnectors: known([sendConnector({ tlsCertificateName: unknown('notReturned') })]) }),
    kind: 'sendConnector',
    expected: ['unknown'],
  },
  { title: 'not known', organisation: organisation({ sendConnectors: unknown('failed') }), kind: 'sendConnector', expected: ['unknown'] },

  {
    title: 'one for each server',
    organisation: organisation({
      hybridServers: [
        hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(newName) })]) }),
        hybridServer('EX02'),
        hybridServer('EX03', { receiveConnectors: unknown('denied') }),
      ],
    }),
    kind: 'receiveConnector',
    expected: ['sameName', 'otherName', 'unknown'],
  },

  { title: 'the old name', organisation: organisation(), kind: 'hybridConfiguration', expected: ['otherName'] },
  { title: 'none', organisation: organisation({ hybridConfiguration: known(null) }), kind: 'hybridConfiguration', expected: ['absent'] },
  {
    title: 'not known',
    organisation: organisation({ hybridConfiguration: unknown('failed') }),
    kind: 'hybridConfiguration',
    expected: ['unknown'],
  },

  { title: 'the CN', organisation: organisation(), kind: 'inboundConnector', expected: ['stillMatches'] },
  { title: 'a wildcard above it', organisation: sender(known('*.contoso.com')), kind: 'inboundConnector', expected: ['stillMatches'] },
  {
    title: 'a wildcard two labels above it',
    organisation: sender(known('*.com')),
    kind: 'inboundConnector',
    expected: ['noLongerMatches'],
  },
  {
    title: 'another name of the certificate',
    organisation: sender(known('AUTODISCOVER.contoso.com')),
    kind: 'inboundConnector',
    expected: ['stillMatches'],
  },
  {
    title: 'a name that it does not have',
    organisation: sender(known('mail.fabrikam.com')),
    kind: 'inboundConnector',
    expected: ['noLongerMatches'],
  },
  { title: 'none', organisation: sender(known(null)), kind: 'inboundConnector', expected: ['empty'] },
  {
    title: 'a certificate without any name',
    organisation: sender(known('mail.contoso.com')),
    facts: { subject: '', names: [] },
    kind: 'inboundConnector',
    expected: ['unknown'],
  },
  { title: 'name not returned', organisation: sender(unknown('notReturned')), kind: 'inboundConnector', expected: ['unknown'] },
  {
    title: 'not connected',
    organisation: online({ inboundConnectors: unknown('notConnected') }),
    kind: 'inboundConnector',
    expected: ['unknown'],
  },

  { title: 'a name of the certificate', organisation: organisation(), kind: 'outboundConnector', expected: ['stillMatches'] },
  {
    title: 'another name',
    organisation: withOutbound({ tlsDomain: known('edge.contoso.com') }),
    kind: 'outboundConnector',
    expected: ['noLongerMatches'],
  },
  {
    title: 'another name of the CN alone: DNS names count when there are any',
    organisation: organisation(),
    facts: { names: ['edge.contoso.com'] },
    kind: 'outboundConnector',
    expected: ['noLongerMatches'],
  },
  {
    title: 'none, and it is looked at',
    organisation: withOutbound({ tlsDomain: known(null) }),
    kind: 'outboundConnector',
    expected: ['empty'],
  },
  {
    title: 'none, and it is not looked at',
    organisation: withOutbound({ tlsDomain: known(null), tlsSettings: known('CertificateValidation') }),
    kind: 'outboundConnector',
    expected: ['notUsed'],
  },
  {
    title: 'none, and the settings are not known',
    organisation: withOutbound({ tlsDomain: known(null), tlsSettings: unknown('notReturned') }),
    kind: 'outboundConnector',
    expected: ['unknown'],
  },
  {
    title: 'not connected',
    organisation: online({ outboundConnectors: unknown('notConnected') }),
    kind: 'outboundConnector',
    expected: ['unknown'],
  },

  { title: 'no Edge server', organisation: organisation(), kind: 'edgeReceiveConnector', expected: [] },
  {
    title: 'an Edge server',
    organisation: organisation({ hybridConfiguration: known(edge) }),
    kind: 'edgeReceiveConnector',
    expected: ['unknown'],
  },
  {
    title: 'servers not known',
    organisation: organisation({ servers: unknown('denied') }),
    kind: 'edgeReceiveConnector',
    expected: ['unknown'],
  },
];
