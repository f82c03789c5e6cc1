/** The cmdlets that change something: which value of the organization file each parameter sets. */
import type { CmdletCall, CmdletError, ParameterValue } from '../../../shared/commands/call.ts';
import { cmdletTable, type CmdletEntry, type CmdletName, type ParameterKind } from '../../../shared/commands/table.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { parseCertificateName } from '../../../shared/x509/certificate-name.ts';
import { atController, errorOnly, notACertificateName, objectNotFound, textParameter, type Cmdlet } from './answer.ts';
import { hybridConfigurationName } from './objects/directory.ts';
import { receiveConnectorIdentity } from './objects/connectors.ts';
import { isReceiveConnector } from './reads.ts';
import { removeExchangeCertificate } from './remove-certificate.ts';
import { sameText } from '../../../shared/model/same-text.ts';

type ReceiveConnector = OrganizationFile['receiveConnectors'][number];
type SendConnector = OrganizationFile['sendConnectors'][number];
type HybridConfiguration = NonNullable<OrganizationFile['hybridConfiguration']>;
type InboundConnector = OrganizationFile['exchangeOnline']['inboundConnectors'][number];
type OutboundConnector = OrganizationFile['exchangeOnline']['outboundConnectors'][number];

interface Named {
  readonly name: string;
}
/** Connectors that are named by their name. */
const named = {
  names: ({ name }: Named, identity: string) => sameText(name, identity),
  nameOf: ({ name }: Named) => name,
};

export const changeCmdlets = {
  'Set-ReceiveConnector': setter<'Set-ReceiveConnector', ReceiveConnector>('Set-ReceiveConnector', {
    fields: {
      TlsCertificateName: 'tlsCertificateName',
      TlsDomainCapabilities: 'tlsDomainCapabilities',
      Fqdn: 'fqdn',
      Bindings: 'bindings',
      RemoteIPRanges: 'remoteIPRanges',
      AuthMechanism: 'authMechanism',
      PermissionGroups: 'permissionGroups',
      RequireTLS: 'requireTls',
    },
    objects: ({ receiveConnectors }) => receiveConnectors,
    names: isReceiveConnector,
    nameOf: receiveConnectorIdentity,
    replace: (organization, receiveConnectors) => ({ ...organization, receiveConnectors }),
  }),

  'Set-SendConnector': setter<'Set-SendConnector', SendConnector>('Set-SendConnector', {
    fields: {
      TlsCertificateName: 'tlsCertificateName',
      AddressSpaces: 'addressSpaces',
      SmartHosts: 'smartHosts',
      SourceTransportServers: 'sourceTransportServers',
      Fqdn: 'fqdn',
      RequireTLS: 'requireTls',
      TlsAuthLevel: 'tlsAuthLevel',
      TlsDomain: 'tlsDomain',
      CloudServicesMailEnabled: 'cloudServicesMailEnabled',
      DNSRoutingEnabled: 'dnsRoutingEnabled',
      ProtocolLoggingLevel: 'protocolLoggingLevel',
    },
    objects: ({ sendConnectors }) => sendConnectors,
    ...named,
    replace: (organization, sendConnectors) => ({ ...organization, sendConnectors }),
  }),

  'Set-HybridConfiguration': setter<'Set-HybridConfiguration', HybridConfiguration>('Set-HybridConfiguration', {
    fields: { TlsCertificateName: 'tlsCertificateName' },
    objects: ({ hybridConfiguration }) => (hybridConfiguration === null ? [] : [hybridConfiguration]),
    names: () => true,
    nameOf: () => hybridConfigurationName,
    replace: (organization, [hybridConfiguration = null]) => ({ ...organization, hybridConfiguration }),
  }),

  'Remove-ExchangeCertificate': removeExchangeCertificate,

  'Set-InboundConnector': setter<'Set-InboundConnector', InboundConnector>('Set-InboundConnector', {
    fields: {
      TlsSenderCertificateName: 'tlsSenderCertificateName',
      ConnectorType: 'connectorType',
      SenderDomains: 'senderDomains',
      RequireTls: 'requireTls',
      RestrictDomainsToCertificate: 'restrictDomainsToCertificate',
      RestrictDomainsToIPAddresses: 'restrictDomainsToIPAddresses',
      CloudServicesMailEnabled: 'cloudServicesMailEnabled',
    },
    objects: ({ exchangeOnline }) => exchangeOnline.inboundConnectors,
    ...named,
    replace: (organization, inboundConnectors) => ({
      ...organization,
      exchangeOnline: { ...organization.exchangeOnline, inboundConnectors },
    }),
  }),

  'Set-OutboundConnector': setter<'Set-OutboundConnector', OutboundConnector>('Set-OutboundConnector', {
    fields: {
      ConnectorType: 'connectorType',
      RecipientDomains: 'recipientDomains',
      SmartHosts: 'smartHosts',
      UseMXRecord: 'useMXRecord',
      TlsSettings: 'tlsSettings',
      TlsDomain: 'tlsDomain',
      CloudServicesMailEnabled: 'cloudServicesMailEnabled',
      RouteAllMessagesViaOnPremises: 'routeAllMessagesViaOnPremises',
    },
    objects: ({ exchangeOnline }) => exchangeOnline.outboundConnectors,
    ...named,
    replace: (organization, outboundConnectors) => ({
      ...organization,
      exchangeOnline: { ...organization.exchangeOnline, outboundConnectors },
    }),
  }),
} as const satisfies Partial<Record<CmdletName, Cmdlet>>;

/** What a cmdlet sets of objects of one kind. */
interface Setting<C extends CmdletName, T> {
  /** The field of each parameter that is a value of the object */
  readonly fields: Readonly<
    Record<Exclude<keyof (typeof cmdletTable)[C]['parameters'], 'Identity' | 'DomainController'>, keyof T & string>
  >;
  readonly objects: (organization: OrganizationFile) => readonly T[];
  /** Whether `-Identity` names the object */
  readonly names: (object: T, identity: string) => boolean;
  /** What Exchange calls the object in a warning */
  readonly nameOf: (object: T) => string;
  readonly replace: (organization: OrganizationFile, objects: T[]) => OrganizationFile;
}

/** The cmdlet that sets exactly what it is given. Exchange warns when there was nothing to do. */
function setter<C extends CmdletName, T extends object>(cmdlet: C, { fields, objects, names, nameOf, replace }: Setting<C, T>): Cmdlet {
  const set = atController((organization, call) => {
    const identity = textParameter(call, 'Identity') ?? (cmdlet === 'Set-HybridConfiguration' ? hybridConfigurationName : '');
    const all = objects(organization);
    const found = all.find((object) => names(object, identity));
    if (found === undefined) return errorOnly(objectNotFound(organization, identity, call));
    const after: T = { ...found, ...givenTo(call, fields) };
    const unchanged = JSON.stringify(found) === JSON.stringify(after);
    return {
      objects: [],
      errors: [],
      warnings: unchanged ? [`The command completed successfully but no settings of '${nameOf(found)}' have been modified.`] : [],
      changed: replace(
        organization,
        all.map((object) => (object === found ? after : object)),
      ),
    };
  });
  // PowerShell checks the form of a parameter before the cmdlet runs.
  return (organization, call) => {
    const refused = refusedName(call);
    return refused === undefined ? set(organization, call) : errorOnly(refused);
  };
}

/** The values of a call, by field. */
function givenTo(call: CmdletCall, fields: Readonly<Record<string, string>>): Record<string, ParameterValue> {
  const { parameters }: CmdletEntry = cmdletTable[call.cmdlet];
  return Object.fromEntries(
    Object.entries(fields).flatMap(([parameter, field]) => {
      const value = call.parameters[parameter];
      return value === undefined ? [] : [[field, stored(value, parameters[parameter])]];
    }),
  );
}

/** `$null` and the empty text empty a value that may be empty. */
function stored(value: ParameterValue, kind: ParameterKind | undefined): ParameterValue {
  if (kind === 'nullableStrings') return value ?? [];
  return kind === 'nullableString' && value === '' ? null : value;
}

/** The error for a TlsCertificateName in another form than `<I>…<S>…`. */
function refusedName(call: CmdletCall): CmdletError | undefined {
  const name = textParameter(call, 'TlsCertificateName') ?? '';
  return name === '' || parseCertificateName(name) !== undefined ? undefined : notACertificateName(name, call);
}
