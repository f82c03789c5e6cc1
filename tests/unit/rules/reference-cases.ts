/** Every place of the certificate's name, and what is decided of it for the certificate of the sample. */
import type { CertificateFacts } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { CertificateReference } from '../../../shared/rules/references.ts';
import {
  acceptedDomain,
  hybridConfiguration,
  hybridServer,
  inbound,
  newName,
  organization,
  outbound,
  receiveConnector,
  sendConnector,
} from './sample.ts';

export interface ReferenceCase {
  readonly title: string;
  readonly organization: Organization;
  readonly facts?: Partial<CertificateFacts>;
  readonly kind: CertificateReference['kind'];
  /** Reasons, or `unknown` */
  readonly expected: readonly string[];
}

const online = (changes: Partial<Organization['exchangeOnline']>): Organization =>
  organization({ exchangeOnline: { ...organization().exchangeOnline, ...changes } });
const sender = (tlsSenderCertificateName: ReturnType<typeof inbound>['tlsSenderCertificateName']): Organization =>
  online({ inboundConnectors: known([inbound({ tlsSenderCertificateName })]) });
const withOutbound = (changes: Parameters<typeof outbound>[0]): Organization => online({ outboundConnectors: known([outbound(changes)]) });
const send = (...names: (string | null)[]): Organization =>
  organization({ sendConnectors: known(names.map((name) => sendConnector({ tlsCertificateName: known(name) }))) });
const edge = { ...hybridConfiguration(), edgeTransportServers: ['EDGE1'] };

export const referenceCases: readonly ReferenceCase[] = [
  { title: 'the old name', organization: organization(), kind: 'sendConnector', expected: ['otherName'] },
  {
    title: 'the new name in other case, none, spaces, a thumbprint',
    organization: send(newName.toLowerCase(), null, ' ', 'A1'),
    kind: 'sendConnector',
    expected: ['sameName', 'empty', 'empty', 'invalid'],
  },
  {
    title: 'name not returned',
    organization: organization({ sendConnectors: known([sendConnector({ tlsCertificateName: unknown('notReturned') })]) }),
    kind: 'sendConnector',
    expected: ['unknown'],
  },
  { title: 'not known', organization: organization({ sendConnectors: unknown('failed') }), kind: 'sendConnector', expected: ['unknown'] },

  {
    title: 'one for each server',
    organization: organization({
      hybridServers: [
        hybridServer('EX01', { receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(newName) })]) }),
        hybridServer('EX02'),
        hybridServer('EX03', { receiveConnectors: unknown('denied') }),
      ],
    }),
    kind: 'receiveConnector',
    expected: ['sameName', 'otherName', 'unknown'],
  },

  { title: 'the old name', organization: organization(), kind: 'hybridConfiguration', expected: ['otherName'] },
  { title: 'none', organization: organization({ hybridConfiguration: known(null) }), kind: 'hybridConfiguration', expected: ['absent'] },
  {
    title: 'not known',
    organization: organization({ hybridConfiguration: unknown('failed') }),
    kind: 'hybridConfiguration',
    expected: ['unknown'],
  },

  {
    title: '`*.` and the parent of the CN, which is accepted',
    organization: organization(),
    kind: 'inboundConnector',
    expected: ['stillMatches'],
  },
  {
    title: 'the CN, of which only the parent is accepted',
    organization: sender(known('mail.contoso.com')),
    kind: 'inboundConnector',
    expected: ['notAccepted'],
  },
  {
    title: 'the CN, and the accepted domains are not known',
    organization: online({ acceptedDomains: unknown('failed') }),
    kind: 'inboundConnector',
    expected: ['unknown'],
  },
  {
    title: 'a wildcard two labels above it',
    organization: sender(known('*.com')),
    kind: 'inboundConnector',
    expected: ['noLongerMatches'],
  },
  {
    title: 'another name of the certificate, of which only the parent is accepted',
    organization: sender(known('AUTODISCOVER.contoso.com')),
    kind: 'inboundConnector',
    expected: ['notAccepted'],
  },
  {
    title: 'a name that it does not have',
    organization: sender(known('mail.fabrikam.com')),
    kind: 'inboundConnector',
    expected: ['noLongerMatches'],
  },
  { title: 'none', organization: sender(known(null)), kind: 'inboundConnector', expected: ['empty'] },
  {
    title: 'a certificate without any name',
    organization: sender(known('mail.contoso.com')),
    facts: { subject: '', names: [] },
    kind: 'inboundConnector',
    expected: ['noValue'],
  },
  {
    title: 'a certificate of which no name belongs to an accepted domain',
    organization: sender(known('mail.fabrikam.com')),
    facts: { subject: 'CN=mail.fabrikam.com', names: [] },
    kind: 'inboundConnector',
    expected: ['noValue'],
  },
  {
    title: 'a certificate whose name may belong to an accepted domain',
    organization: online({
      inboundConnectors: known([inbound({ tlsSenderCertificateName: known('mail.fabrikam.com') })]),
      acceptedDomains: known([acceptedDomain('contoso.com', unknown('notReturned', 'MatchSubDomains'))]),
    }),
    facts: { subject: 'CN=mail.sub.contoso.com', names: [] },
    kind: 'inboundConnector',
    expected: ['unknown'],
  },
  { title: 'name not returned', organization: sender(unknown('notReturned')), kind: 'inboundConnector', expected: ['unknown'] },
  {
    title: 'not connected',
    organization: online({ inboundConnectors: unknown('notConnected') }),
    kind: 'inboundConnector',
    expected: ['unknown'],
  },

  { title: 'a name of the certificate', organization: organization(), kind: 'outboundConnector', expected: ['stillMatches'] },
  {
    title: 'another name',
    organization: withOutbound({ tlsDomain: known('edge.contoso.com') }),
    kind: 'outboundConnector',
    expected: ['noLongerMatches'],
  },
  {
    title: 'another name of the CN alone: DNS names count when there are any',
    organization: organization(),
    facts: { names: ['edge.contoso.com'] },
    kind: 'outboundConnector',
    expected: ['noLongerMatches'],
  },
  {
    title: 'not returned',
    organization: withOutbound({ tlsDomain: unknown('notReturned') }),
    kind: 'outboundConnector',
    expected: ['unknown'],
  },
  {
    title: 'none, and it is looked at',
    organization: withOutbound({ tlsDomain: known(null) }),
    kind: 'outboundConnector',
    expected: ['empty'],
  },
  {
    title: 'none, and it is not looked at',
    organization: withOutbound({ tlsDomain: known(null), tlsSettings: known('CertificateValidation') }),
    kind: 'outboundConnector',
    expected: ['notUsed'],
  },
  {
    title: 'none, and the settings are not known',
    organization: withOutbound({ tlsDomain: known(null), tlsSettings: unknown('notReturned') }),
    kind: 'outboundConnector',
    expected: ['unknown'],
  },
  {
    title: 'not connected',
    organization: online({ outboundConnectors: unknown('notConnected') }),
    kind: 'outboundConnector',
    expected: ['unknown'],
  },

  { title: 'no Edge server', organization: organization(), kind: 'edgeReceiveConnector', expected: [] },
  {
    title: 'an Edge server',
    organization: organization({ hybridConfiguration: known(edge) }),
    kind: 'edgeReceiveConnector',
    expected: ['unknown'],
  },
  {
    title: 'servers not known',
    organization: organization({ servers: unknown('denied') }),
    kind: 'edgeReceiveConnector',
    expected: ['unknown'],
  },
];
