/** What a person does on a server of a sample organization. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { Service } from '../../../shared/plan/person-steps.ts';
import type { PersonStep, Value } from '../../../shared/plan/plan.ts';
import { receiveConnectorIdentity } from './objects/connectors.ts';
import { thumbprintOf, type SampleCertificate } from './objects/certificate.ts';
import { sameText } from '../../../shared/model/same-text.ts';

type Server = OrganizationFile['servers'][number];

/**
 * The organization after the commands of that step were run on its server: after them its object has the facts that the step wants. It
 * is as it was where there is no such server, or no server to export the certificate from.
 */
export function takeStep(organization: OrganizationFile, { read, object, server, after }: PersonStep): OrganizationFile {
  const own = object.slice(object.lastIndexOf('\\') + 1);
  switch (read.cmdlet) {
    case 'Test-ServiceHealth':
      return setService(organization, server, own as Service, after['Running'] === true);
    case 'Get-ExchangeCertificate':
      return onServer(organization, server, (one) => withCertificate(one, exported(organization, own), after['HasPrivateKey'] === true));
    case 'Get-ReceiveConnector':
      return {
        ...organization,
        receiveConnectors: organization.receiveConnectors.map((one) =>
          sameText(receiveConnectorIdentity(one), object) ? withNames(one, after) : one,
        ),
      };
    case 'Test-EdgeSynchronization':
      return synchronizeEdge(organization, object.slice(0, object.indexOf('\\')));
    default:
      return organization;
  }
}

/** After `Start-EdgeSynchronization`: the Edge server has the send connectors as they are. */
const synchronizeEdge = (organization: OrganizationFile, server: string): OrganizationFile => ({
  ...organization,
  edgeSendConnectors: { ...organization.edgeSendConnectors, [server]: organization.sendConnectors },
});

/** The connector with the values that steps on an Edge server set. */
function withNames(
  connector: OrganizationFile['receiveConnectors'][number],
  { TlsCertificateName: name, TlsDomainCapabilities: capabilities }: Readonly<Record<string, Value>>,
): OrganizationFile['receiveConnectors'][number] {
  return {
    ...connector,
    ...((typeof name === 'string' || name === null) && { tlsCertificateName: name }),
    ...(Array.isArray(capabilities) && { tlsDomainCapabilities: [...(capabilities as readonly string[])] }),
  };
}

/** After `Start-Service` or `Stop-Service` was run on the server. */
export const setService = (organization: OrganizationFile, name: string, service: Service, isRunning: boolean): OrganizationFile =>
  onServer(organization, name, (server) => {
    const others = server.stoppedServices.filter((one) => !sameText(one, service));
    return { ...server, stoppedServices: isRunning ? others : [...others, service] };
  });

const onServer = (organization: OrganizationFile, name: string, changed: (server: Server) => Server): OrganizationFile => ({
  ...organization,
  servers: organization.servers.map((server) => (sameText(server.name, name) ? changed(server) : server)),
});

const exported = ({ servers }: OrganizationFile, thumbprint: string): SampleCertificate | undefined =>
  servers.flatMap(({ certificates }) => certificates).find((one) => sameText(thumbprintOf(one), thumbprint));

/** Installed with its key and enabled for SMTP. `getsKey`: a copy without its key gets it. */
function withCertificate(server: Server, certificate: SampleCertificate | undefined, getsKey: boolean): Server {
  if (certificate === undefined) return server;
  const copy = server.certificates.find(({ rawData }) => rawData === certificate.rawData);
  const installed = copy ?? { ...certificate, services: 'None', hasPrivateKey: true };
  const enabled = { ...installed, services: withSmtp(installed.services), hasPrivateKey: installed.hasPrivateKey || getsKey };
  return {
    ...server,
    certificates: copy === undefined ? [...server.certificates, enabled] : server.certificates.map((one) => (one === copy ? enabled : one)),
  };
}

/** The services of a certificate once it is enabled for SMTP too. */
export const withSmtp = (services: string): string =>
  services === 'None' ? 'SMTP' : services.split(', ').includes('SMTP') ? services : `${services}, SMTP`;
