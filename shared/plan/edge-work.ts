/** What has to be done on each Edge server: neither the HCW nor the wizard reaches it (docs/domain.md, "Edge servers"). */
import { renderCall, renderText } from '../commands/render.ts';
import type { Change } from '../mail-flow/forecast.ts';
import type { InstalledFacts, ServerCertificate } from '../model/certificate.ts';
import { all, flatMap, known, map, partition, type Known, type Unknown } from '../model/known.ts';
import { edgeServers, type HybridServer, type Organization } from '../model/organization.ts';
import { shortName } from '../model/server-name.ts';
import { enableText, exportText, importText, pfxPath } from '../rules/certificate-commands.ts';
import { cloudCapabilities, cloudCapability, defaultFrontendConnector, identityOfSetup } from '../rules/hybrid-connectors.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { setObject, type Values } from './plan.ts';

/** In the order in which they are carried out: the first two before the connectors name the certificate, the last one after it. */
export const edgeTaskKinds = ['import', 'enable', 'connector'] as const;
export type EdgeTaskKind = (typeof edgeTaskKinds)[number];

export interface EdgeTask {
  readonly kind: EdgeTaskKind;
  /** `notKnown`: nothing that was collected on the server says whether it is done */
  readonly need: 'needed' | 'done' | 'notKnown';
  /** Why it is not known; `null` where it is */
  readonly why: Unknown | null;
  /** For the Exchange Management Shell of the Edge server */
  readonly commands: readonly string[];
  /** What it changes there, as far as the server is known */
  readonly changes: readonly Change[];
  /** Of the connector: its values and those that it is to have; `null` for other tasks, and while they are not known */
  readonly values: EdgeConnectorValues | null;
}

export interface EdgeConnectorValues {
  readonly identity: string;
  readonly before: Values;
  readonly after: Values;
}

export interface EdgeWork {
  readonly server: string;
  readonly tasks: readonly EdgeTask[];
}

interface NewCertificate {
  readonly name: CertificateName;
  readonly facts: Pick<InstalledFacts, 'thumbprint'>;
}

/** Of each Edge server that the hybrid configuration names, whatever is known of it. */
export const edgeWork = (organization: Organization, certificate: NewCertificate): readonly EdgeWork[] =>
  edgeServers(organization).map((server) => ({
    server: server.name,
    tasks: [...certificateTasks(server, organization, certificate), connectorTask(server, organization, certificate)],
  }));

/** On a Mailbox server that has the certificate: writes the file to import. `undefined` where none is known to have it. */
export function edgeExportText({ hybridServers }: Organization, { facts: { thumbprint } }: NewCertificate): string | undefined {
  const stores = partition(hybridServers, ({ certificates }) => certificates).known;
  const source = stores.find(({ item, value }) => item.role !== 'edge' && value.some(({ facts }) => facts.thumbprint === thumbprint));
  return source === undefined ? undefined : exportText(source.item.name, thumbprint, pfxPath);
}

/** On a Mailbox server, once the work on the Edge server is done: sends the changed send connectors there. */
export const edgeSynchronizationText = (server: string): string =>
  `Start-EdgeSynchronization -TargetServer ${renderText(shortName(server))}`;

const needOf = (isDone: Known<boolean>): Pick<EdgeTask, 'need' | 'why'> =>
  isDone.known ? { need: isDone.value ? 'done' : 'needed', why: null } : { need: 'notKnown', why: isDone };

function certificateTasks(
  server: HybridServer,
  organization: Organization,
  { facts: { thumbprint } }: NewCertificate,
): readonly EdgeTask[] {
  const copy = map(server.certificates, (store) => store.find(({ facts }) => facts.thumbprint === thumbprint));
  const isImported = flatMap(copy, (one) => one?.hasPrivateKey ?? known(false));
  const isEnabled = flatMap(copy, (one) => (one === undefined ? known(false) : map(one.services, isForSmtp)));
  const change = installed(server.name, organization, thumbprint);
  return [
    { kind: 'import', ...needOf(isImported), commands: [importText(null, pfxPath)], changes: change, values: null },
    { kind: 'enable', ...needOf(isEnabled), commands: [enableText(null, thumbprint)], changes: change, values: null },
  ];
}

const isForSmtp = (services: readonly string[]): boolean => services.includes('SMTP');

/** The certificate as another server has it, with its key and enabled for SMTP. */
function installed(server: string, { hybridServers }: Organization, thumbprint: string): readonly Change[] {
  const [copy] = partition(hybridServers, ({ certificates }) => certificates)
    .known.filter(({ item }) => item.role !== 'edge')
    .flatMap(({ value }) => value.filter(({ facts }) => facts.thumbprint === thumbprint));
  if (copy === undefined) return [];
  const certificate: ServerCertificate = {
    ...copy,
    hasPrivateKey: known(true),
    services: map(copy.services, (services) => (isForSmtp(services) ? services : [...services, 'SMTP'])),
  };
  return [{ kind: 'certificate', server, certificate }];
}

const listText = 'Get-ReceiveConnector | Format-List Identity,Bindings,TlsCertificateName,TlsDomainCapabilities';

/** An empty TlsDomainCapabilities is filled, since the HCW does not do it there; a value that serves stays as it is. */
function connectorTask(server: HybridServer, organization: Organization, { name }: NewCertificate): EdgeTask {
  const text = formatCertificateName(name);
  const connector = defaultFrontendConnector(server);
  const wanted = (capabilities: readonly string[]): Values => ({
    TlsCertificateName: text,
    ...(capabilities.length > 0 && { TlsDomainCapabilities: capabilities }),
  });
  const set = (identity: string, capabilities: readonly string[]): string =>
    renderCall(setObject('Get-ReceiveConnector', identity, wanted(capabilities)));
  const [found] = partition([connector], (one) => one).known;
  const identity = found?.value.identity ?? identityOfSetup(server);
  const state = flatMap(connector, ({ tlsCertificateName, tlsDomainCapabilities }) => all([tlsCertificateName, tlsDomainCapabilities]));
  if (!state.known) {
    // Which connector listens on port 25 is seen first: it may have another name than setup gave it.
    return { kind: 'connector', need: 'notKnown', why: state, commands: [listText, set(identity, [])], changes: [], values: null };
  }
  const [current, capabilities] = state.value;
  const { accepting, effective, otherDomain } = cloudCapabilities(capabilities);
  // What is set takes the place of the whole list: only what has no effect any more is left out of it.
  const kept = capabilities.filter((one) => !accepting.includes(one) || otherDomain.includes(one));
  const missing = effective.length > 0 ? [] : [...kept, cloudCapability(organization)];
  const carried = parseCertificateName(current ?? '');
  const isDone = carried !== undefined && sameCertificateName(carried, name) && missing.length === 0;
  return {
    kind: 'connector',
    ...needOf(known(isDone)),
    commands: [set(identity, missing)],
    values: {
      identity,
      before: { TlsCertificateName: current, ...(missing.length > 0 && { TlsDomainCapabilities: capabilities }) },
      after: wanted(missing),
    },
    changes: [
      {
        kind: 'receiveConnector',
        identity,
        values: { tlsCertificateName: known(text), ...(missing.length > 0 && { tlsDomainCapabilities: known(missing) }) },
      },
    ],
  };
}

/** What is still to be done, or may be. */
export const edgeCommands = (tasks: readonly EdgeTask[]): readonly string[] =>
  tasks.filter(({ need }) => need !== 'done').flatMap(({ commands }) => commands);
