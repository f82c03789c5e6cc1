/** What the parameters of a command mean in the model of the organization, so that mail flow after it can be computed. */
import type { Change, ObjectChange } from '../mail-flow/forecast.ts';
import { known, partition, type Known } from '../model/known.ts';
import { isReadCmdlet, readCmdlets, type ObjectStep, type ReadCmdlet, type Value, type Values } from './plan.ts';

interface Field {
  readonly name: string;
  /** The parameter is one text with commas, the field a list */
  readonly isFlags?: true;
}

/** Of each kind of object the parameters that the model knows. What it does not know has no part in mail flow. */
const fields: Readonly<Record<ReadCmdlet, { readonly kind: ObjectChange['kind']; readonly of: Readonly<Record<string, Field>> }>> = {
  'Get-ReceiveConnector': {
    kind: 'receiveConnector',
    of: {
      TlsCertificateName: { name: 'tlsCertificateName' },
      TlsDomainCapabilities: { name: 'tlsDomainCapabilities' },
      Fqdn: { name: 'fqdn' },
      Bindings: { name: 'bindings' },
      RemoteIPRanges: { name: 'remoteIPRanges' },
      AuthMechanism: { name: 'authMechanism', isFlags: true },
      PermissionGroups: { name: 'permissionGroups', isFlags: true },
    },
  },
  'Get-SendConnector': {
    kind: 'sendConnector',
    of: {
      TlsCertificateName: { name: 'tlsCertificateName' },
      AddressSpaces: { name: 'addressSpaces' },
      SmartHosts: { name: 'smartHosts' },
      SourceTransportServers: { name: 'sourceTransportServers' },
      Fqdn: { name: 'fqdn' },
      RequireTLS: { name: 'requireTls' },
      TlsAuthLevel: { name: 'tlsAuthLevel' },
      TlsDomain: { name: 'tlsDomain' },
      CloudServicesMailEnabled: { name: 'cloudServicesMailEnabled' },
      ProtocolLoggingLevel: { name: 'protocolLoggingLevel' },
    },
  },
  'Get-HybridConfiguration': { kind: 'hybridConfiguration', of: { TlsCertificateName: { name: 'tlsCertificateName' } } },
  'Get-InboundConnector': {
    kind: 'inboundConnector',
    of: {
      TlsSenderCertificateName: { name: 'tlsSenderCertificateName' },
      ConnectorType: { name: 'connectorType' },
      RequireTls: { name: 'requireTls' },
      CloudServicesMailEnabled: { name: 'cloudServicesMailEnabled' },
    },
  },
  'Get-OutboundConnector': {
    kind: 'outboundConnector',
    of: {
      ConnectorType: { name: 'connectorType' },
      RecipientDomains: { name: 'recipientDomains' },
      SmartHosts: { name: 'smartHosts' },
      TlsSettings: { name: 'tlsSettings' },
      TlsDomain: { name: 'tlsDomain' },
      CloudServicesMailEnabled: { name: 'cloudServicesMailEnabled' },
    },
  },
};

/** The change of one object that these values mean. */
export function modelChange(cmdlet: ReadCmdlet, identity: string, values: Values): Change {
  const { kind, of } = fields[cmdlet];
  const changed = Object.fromEntries(
    Object.entries(values).flatMap(([parameter, value]) => {
      const field = Object.hasOwn(of, parameter) ? of[parameter] : undefined;
      return field === undefined ? [] : [[field.name, known(field.isFlags === true ? flagsOf(value) : value)] as const];
    }),
  );
  // The table above pairs each kind with fields of its own connector; the type system cannot follow a name that is data.
  return { kind, identity, values: changed };
}

const flagsOf = (value: Value): Value => (typeof value === 'string' ? value.split(/, ?/) : value);

/** The change of a step's object that these values mean. */
export const stepChange = ({ read: { cmdlet }, object }: ObjectStep, values: Values): readonly Change[] =>
  isReadCmdlet(cmdlet) ? [modelChange(cmdlet, object, values)] : [];

/** The parameters of one object that a change of the model means. What is not known there is no parameter. */
export function valuesOfChange({ kind, values, ...change }: ObjectChange): {
  readonly cmdlet: ReadCmdlet;
  readonly object: string;
  readonly values: Values;
} {
  const cmdlet = readCmdlets.find((one) => fields[one].kind === kind) ?? 'Get-HybridConfiguration';
  const known = partition(Object.entries(values), ([, value]: [string, Known<Value>]) => value).known;
  const parameters = known.flatMap(({ item: [field], value }) =>
    Object.entries(fields[cmdlet].of)
      .filter(([, { name }]) => name === field)
      .map(([parameter, { isFlags }]) => [parameter, isFlags === true && Array.isArray(value) ? value.join(', ') : value] as const),
  );
  return { cmdlet, object: 'identity' in change ? change.identity : 'Hybrid Configuration', values: Object.fromEntries(parameters) };
}
