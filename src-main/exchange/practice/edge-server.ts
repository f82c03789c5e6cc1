/** An Edge server of a sample organization: what its administrator does on it, and what the collection script writes there. */
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { EdgeTaskKind } from '../../../shared/plan/edge-work.ts';
import { certificateProperties } from '../../../shared/read/certificate.ts';
import { formatCertificateName } from '../../../shared/x509/certificate-name.ts';
import { selectableCertificate } from './certificate-payload/payload.ts';
import { factsOf, thumbprintOf, type SampleCertificate } from './objects/certificate.ts';
import { receiveConnector } from './objects/connectors.ts';
import { transportService } from './objects/directory.ts';
import { cloudCapability } from './organizations/build.ts';
import { withSmtp } from './on-server.ts';
import { isEdgeServer, selectObject } from './reads.ts';
import { scriptAnswer, scriptFile } from './script-file.ts';
import { sameText } from '../../../shared/model/same-text.ts';

type Server = OrganizationFile['servers'][number];

const onEdge = (organization: OrganizationFile, name: string): Server | undefined =>
  isEdgeServer(organization, name) ? organization.servers.find((server) => sameText(server.name, name)) : undefined;

/**
 * The organization after the commands of these tasks were run on the Edge server, with the certificate of that thumbprint, which
 * was exported from a Mailbox server.
 */
export function workOnEdge(
  organization: OrganizationFile,
  name: string,
  thumbprint: string,
  kinds: readonly EdgeTaskKind[],
): OrganizationFile {
  const server = onEdge(organization, name);
  const [exported] = organization.servers
    .filter((one) => !isEdgeServer(organization, one.name))
    .flatMap(({ certificates }) => certificates.filter((one) => sameText(thumbprintOf(one), thumbprint)));
  const facts = exported === undefined ? undefined : factsOf(exported);
  if (server === undefined || exported === undefined || facts === undefined) return organization;
  const certificates = kinds.reduce((store, kind) => storeAfter[kind](store, exported), server.certificates);
  return {
    ...organization,
    servers: organization.servers.map((one) => (one === server ? { ...one, certificates } : one)),
    receiveConnectors: !kinds.includes('connector')
      ? organization.receiveConnectors
      : organization.receiveConnectors.map((connector) =>
          sameText(connector.server, name) && connector.bindings.some((binding) => binding.endsWith(':25'))
            ? {
                ...connector,
                tlsCertificateName: formatCertificateName(facts),
                tlsDomainCapabilities: connector.tlsDomainCapabilities.some((one) => /^[^<]*:AcceptCloudServicesMail$/i.test(one))
                  ? connector.tlsDomainCapabilities
                  : [cloudCapability],
              }
            : connector,
        ),
  };
}

type Store = Server['certificates'];

const storeAfter: Readonly<Record<EdgeTaskKind, (store: Store, exported: SampleCertificate) => Store>> = {
  import: (store, exported) => {
    const copy = store.find(({ rawData }) => rawData === exported.rawData);
    if (copy === undefined) return [...store, { ...exported, services: 'None', hasPrivateKey: true }];
    return store.map((one) => (one === copy ? { ...copy, hasPrivateKey: true } : one));
  },
  enable: (store, exported) => store.map((one) => (one.rawData === exported.rawData ? { ...one, services: withSmtp(one.services) } : one)),
  connector: (store) => store,
};

/** What the collection script writes on an Edge server; `undefined` where there is no such server. */
export function edgeScriptFile(organization: OrganizationFile, name: string, at: Date): string | undefined {
  const server = onEdge(organization, name);
  if (server === undefined) return undefined;
  const select = ['RawData', ...certificateProperties];
  const connectors = organization.receiveConnectors.filter((connector) => sameText(connector.server, server.name));
  const answer = (cmdlet: CmdletCall['cmdlet'], objects: Parameters<typeof scriptAnswer>[1]['objects'], picked?: readonly string[]) =>
    scriptAnswer({ cmdlet, parameters: {}, ...(picked !== undefined && { select: picked }) }, { objects, errors: [], warnings: [] }, at);
  return scriptFile({
    place: 'edge',
    computer: server.name,
    at,
    answers: [
      answer(
        'Get-ReceiveConnector',
        connectors.map((connector) => receiveConnector(organization, connector)),
      ),
      answer(
        'Get-ExchangeCertificate',
        server.certificates.map((one) => selectObject(selectableCertificate(server, one), select)),
        select,
      ),
      answer('Get-TransportService', [transportService(organization, server)]),
    ],
  });
}

/** Whether the organization has Edge servers that its administrator works on. */
export const edgeServerNames = ({ hybridConfiguration }: OrganizationFile): readonly string[] =>
  hybridConfiguration?.edgeTransportServers ?? [];
