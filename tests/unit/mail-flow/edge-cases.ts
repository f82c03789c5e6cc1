/** Mail over Edge servers: what is on them decides, and is not known until it was collected there. */
import { known } from '../../../shared/model/known.ts';
import { edgeConnector, edgeServer, overEdge, unreadEdges } from '../rules/edge-sample.ts';
import { certificate, newName, oldName, receiveConnector, sendConnector } from '../rules/sample.ts';
import type { FlowCase } from './cases.ts';

const onEdge02 = (changes: Parameters<typeof edgeConnector>[1]): FlowCase['organization'] =>
  overEdge([edgeServer('EDGE01'), edgeServer('EDGE02', { receiveConnectors: known([edgeConnector('EDGE02', changes)]) })]);
const connector = 'EDGE02\\Default internal receive connector EDGE02';

const receiving: readonly Omit<FlowCase, 'direction'>[] = [
  { name: 'Edge servers in order, whatever the connectors of the Mailbox servers are', organization: overEdge(), verdict: 'internal' },
  {
    name: 'Edge servers that were not collected',
    organization: overEdge(unreadEdges),
    verdict: 'unknown',
    says: 'mail.edge receive',
    about: 'EDGE01',
  },
  {
    name: 'an Edge server that the stored state only names',
    organization: overEdge([edgeServer('EDGE01')]),
    verdict: 'unknown',
    says: 'mail.edge receive',
    about: 'EDGE02',
  },
  {
    name: 'an Edge server names another certificate that is gone',
    organization: onEdge02({ tlsCertificateName: known(oldName) }),
    verdict: 'waits',
    says: 'mail.presented noMatch',
    about: connector,
  },
  {
    name: 'an Edge server without TlsDomainCapabilities',
    organization: onEdge02({ tlsDomainCapabilities: known([]) }),
    verdict: 'external',
    says: 'mail.capabilities empty',
    about: connector,
  },
  {
    name: 'an Edge server that does not have the certificate',
    organization: overEdge([edgeServer('EDGE01'), edgeServer('EDGE02', { certificates: known([]) })]),
    verdict: 'waits',
    says: 'mail.presented noMatch',
    about: connector,
  },
  {
    name: 'an Edge server whose connector listens on another port only',
    organization: onEdge02({ bindings: known(['0.0.0.0:2525']) }),
    verdict: 'fails',
    says: 'mail.receive none',
    about: 'EDGE02',
  },
];

const sending: readonly Omit<FlowCase, 'direction'>[] = [
  { name: 'Edge servers in order', organization: overEdge(), verdict: 'internal' },
  {
    name: 'Edge servers that were not collected',
    organization: overEdge(unreadEdges),
    verdict: 'unknown',
    says: 'mail.edge send',
    about: 'EDGE02',
  },
  {
    name: 'an Edge server that does not have the certificate',
    organization: overEdge([edgeServer('EDGE01', { certificates: known([]) }), edgeServer('EDGE02')]),
    verdict: 'waits',
    says: 'mail.sendCertificate noMatch',
  },
  {
    name: 'an Edge server that has it without its private key',
    organization: overEdge([
      edgeServer('EDGE01', { certificates: known([certificate({ hasPrivateKey: known(false) })]) }),
      edgeServer('EDGE02'),
    ]),
    verdict: 'waits',
    says: 'mail.sendCertificate noPrivateKey',
  },
];

/** The certificate name on a connector of a Mailbox server, which carries no hybrid mail. */
export const referenceCases = [
  {
    name: 'a Mailbox server beside Edge servers names a certificate that is gone',
    organization: overEdge(undefined, {
      hybridServers: [
        edgeServer('EX01', {
          role: 'reference',
          receiveConnectors: known([receiveConnector('EX01', { tlsCertificateName: known(oldName) })]),
        }),
        edgeServer('EDGE01'),
        edgeServer('EDGE02'),
      ],
    }),
    says: 'missingReceive',
  },
  {
    name: 'the send connector of Edge servers that were not collected is spoken of by the mail flow',
    organization: overEdge(unreadEdges, {
      sendConnectors: known([sendConnector({ tlsCertificateName: known(newName), sourceTransportServers: known(['EDGE01']) })]),
    }),
    says: null,
  },
] as const;

export const edgeCases: readonly FlowCase[] = [
  ...receiving.map((one): FlowCase => ({ ...one, direction: 'toOnPremises' })),
  ...sending.map((one): FlowCase => ({ ...one, direction: 'toExchangeOnline' })),
];
