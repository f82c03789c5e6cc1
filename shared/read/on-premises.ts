/** Objects of the on-premises cmdlets. */

import { type PsValue, propertyOf } from '../clixml/value.ts';
import { ok, type Result } from '../model/error.ts';
import type { ReceiveConnector, SendConnector } from '../model/connector.ts';
import {
  readBoolean,
  readEnum,
  readFlags,
  readNullableText,
  readObjectName,
  readText,
  readTexts,
  required,
  readNullableEnum,
  readObjectNames,
  readWith,
  textOf,
  readAll,
} from './property.ts';
import type { AcceptedDomain, AuthConfig, HybridConfiguration, ExchangeServer } from '../model/organization.ts';
import { known, or, type Known } from '../model/known.ts';
import type { CmdletError } from '../commands/call.ts';
import { cmdletTable, type CmdletEntry, type CmdletName } from '../commands/table.ts';

// `Get-ReceiveConnector`.

const transportRoles = new Map([
  [32, 'HubTransport'],
  [16384, 'FrontendTransport'],
]);

/** The bits of Exchange's AuthMechanisms and PermissionGroups (captured output). */
const authMechanisms = new Map([
  [1, 'Tls'],
  [2, 'Integrated'],
  [4, 'BasicAuth'],
  [8, 'BasicAuthRequireTLS'],
  [16, 'ExchangeServer'],
  [32, 'ExternalAuthoritative'],
]);
const permissionGroups = new Map([
  [1, 'AnonymousUsers'],
  [2, 'ExchangeUsers'],
  [4, 'ExchangeServers'],
  [8, 'ExchangeLegacyServers'],
  [16, 'Partners'],
  [32, 'Custom'],
]);

export function readReceiveConnector(object: PsValue): Result<ReceiveConnector> {
  const identity = required('receiveConnector', 'Identity', readText(object, 'Identity'));
  if (!identity.ok) return identity;
  const name = required('receiveConnector', 'Name', readText(object, 'Name'));
  if (!name.ok) return name;
  const server = required('receiveConnector', 'Server', readObjectName(object, 'Server'));
  if (!server.ok) return server;
  return ok({
    identity: identity.value,
    name: name.value,
    server: server.value,
    transportRole: readEnum(object, 'TransportRole', transportRoles),
    bindings: readTexts(object, 'Bindings'),
    enabled: readBoolean(object, 'Enabled'),
    fqdn: readNullableText(object, 'Fqdn'),
    authMechanism: readFlags(object, 'AuthMechanism', authMechanisms),
    permissionGroups: readFlags(object, 'PermissionGroups', permissionGroups),
    remoteIPRanges: readTexts(object, 'RemoteIPRanges'),
    tlsCertificateName: readNullableText(object, 'TlsCertificateName'),
    tlsDomainCapabilities: readTexts(object, 'TlsDomainCapabilities'),
  });
}

// `Get-SendConnector`.

const protocolLoggingLevels = new Map([
  [0, 'None'],
  [1, 'Verbose'],
]);
const tlsAuthLevels = new Map([
  [1, 'EncryptionOnly'],
  [2, 'CertificateValidation'],
  [3, 'DomainValidation'],
]);

/**
 * What is asked for. Never the whole object: it may carry the password for a smart host
 * (AuthenticationCredential), which must not leave the server.
 */
export const sendConnectorProperties: readonly string[] = [
  'Identity',
  'Name',
  'Enabled',
  'AddressSpaces',
  'SourceTransportServers',
  'SmartHosts',
  'Fqdn',
  'IgnoreSTARTTLS',
  'RequireTLS',
  'TlsAuthLevel',
  'TlsDomain',
  'CloudServicesMailEnabled',
  'TlsCertificateName',
  'ProtocolLoggingLevel',
];

/** The same, and what a rollback and a snapshot need besides. Collected by hand too, so that an older file still answers the shorter list. */
export const sendConnectorSnapshotProperties: readonly string[] = [
  ...sendConnectorProperties,
  'DNSRoutingEnabled',
  'Guid',
  'OriginatingServer',
  'WhenChangedUTC',
];

export function readSendConnector(object: PsValue): Result<SendConnector> {
  const identity = required('sendConnector', 'Identity', readText(object, 'Identity'));
  if (!identity.ok) return identity;
  const name = required('sendConnector', 'Name', readText(object, 'Name'));
  if (!name.ok) return name;
  return ok({
    identity: identity.value,
    name: name.value,
    enabled: readBoolean(object, 'Enabled'),
    addressSpaces: readTexts(object, 'AddressSpaces'),
    sourceTransportServers: readObjectNames(object, 'SourceTransportServers'),
    smartHosts: readTexts(object, 'SmartHosts'),
    fqdn: readNullableText(object, 'Fqdn'),
    ignoreStartTls: readBoolean(object, 'IgnoreSTARTTLS'),
    requireTls: readBoolean(object, 'RequireTLS'),
    tlsAuthLevel: readNullableEnum(object, 'TlsAuthLevel', tlsAuthLevels),
    tlsDomain: readNullableText(object, 'TlsDomain'),
    cloudServicesMailEnabled: readBoolean(object, 'CloudServicesMailEnabled'),
    tlsCertificateName: readNullableText(object, 'TlsCertificateName'),
    protocolLoggingLevel: readEnum(object, 'ProtocolLoggingLevel', protocolLoggingLevels),
  });
}

// `Get-HybridConfiguration`.

/** Without its lists of servers nothing can be asked of any server: then it is unreadable. */
export function readHybridConfiguration(object: PsValue): Result<HybridConfiguration> {
  const sending = servers(object, 'SendingTransportServers');
  if (!sending.ok) return sending;
  const receiving = servers(object, 'ReceivingTransportServers');
  if (!receiving.ok) return receiving;
  const edge = servers(object, 'EdgeTransportServers');
  if (!edge.ok) return edge;
  return ok({
    sendingTransportServers: sending.value,
    receivingTransportServers: receiving.value,
    edgeTransportServers: edge.value,
    onPremisesSmartHost: readNullableText(object, 'OnPremisesSmartHost'),
    domains: readTexts(object, 'Domains'),
    tlsCertificateName: readNullableText(object, 'TlsCertificateName'),
  });
}

const servers = (object: PsValue, property: string): Result<string[]> =>
  required('hybridConfiguration', property, readObjectNames(object, property));

// `Get-ExchangeServer`.

export function readExchangeServer(object: PsValue): Result<ExchangeServer> {
  const name = required('server', 'Name', readText(object, 'Name'));
  if (!name.ok) return name;
  const fqdn = required('server', 'Fqdn', readText(object, 'Fqdn'));
  if (!fqdn.ok) return fqdn;
  return ok({ name: name.value, fqdn: fqdn.value, version: readVersion(object), serverRole: readText(object, 'ServerRole') });
}

/** AdminDisplayVersion: a ServerVersion, or only its text `Version 15.2 (Build 986.5)`. */
const readVersion = (object: PsValue): Known<string> =>
  readWith(object, 'AdminDisplayVersion', (value) => versionFromParts(value) ?? versionFromText(textOf(value) ?? ''));

function versionFromParts(value: PsValue): string | undefined {
  const parts = ['Major', 'Minor', 'Build', 'Revision'].map((name) => {
    const part = propertyOf(value, name);
    return part?.type === 'int32' ? part.value : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts.join('.') : undefined;
}

function versionFromText(text: string): string | undefined {
  const [, major, minor, build, revision] =
    /^Version (\d+)\.(\d+) \(Build (\d+)\.(\d+)\)$/.exec(text) ?? /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text) ?? [];
  return major === undefined ? undefined : [major, minor, build, revision].join('.');
}

// `Get-TransportService`.

export interface TransportService {
  readonly internalTransportCertificateThumbprint: Known<string | null>;
}

export const readTransportService = (object: PsValue): TransportService => ({
  internalTransportCertificateThumbprint: readNullableText(object, 'InternalTransportCertificateThumbprint'),
});

// `Get-AuthConfig`.

export const readAuthConfig = (object: PsValue): AuthConfig => ({
  current: readNullableText(object, 'CurrentCertificateThumbprint'),
  previous: readNullableText(object, 'PreviousCertificateThumbprint'),
  next: readNullableText(object, 'NextCertificateThumbprint'),
});

// `Get-AcceptedDomain`, on both sides.

/** A DomainName such as `*.contoso.com` includes the subdomains, as MatchSubDomains does (cmdlet reference, Set-AcceptedDomain). */
export function readAcceptedDomain(object: PsValue): Result<AcceptedDomain> {
  const domain = required('acceptedDomain', 'DomainName', readText(object, 'DomainName'));
  if (!domain.ok) return domain;
  return ok({
    name: domain.value.replace(/^\*\./, ''),
    matchSubDomains: or(known(domain.value.startsWith('*.')), readBoolean(object, 'MatchSubDomains')),
  });
}

// `Get-Command -Name …`: which change cmdlets the session offers to the signed-in user.

/** The cmdlets with which the wizard changes something on-premises. */
export const changeCmdlets: readonly CmdletName[] = Object.entries<CmdletEntry>(cmdletTable)
  .filter(([, entry]) => entry.effect === 'change' && entry.sides.includes('onPremises'))
  // Object.entries forgets that the keys are those of the table.
  .map(([name]) => name as CmdletName);

/**
 * `true` for a cmdlet that came back, `false` for one that an error names as not found. One that is
 * in neither is left out: it is not known.
 */
export function readRights(objects: readonly PsValue[], errors: readonly CmdletError[]): Result<Record<string, boolean>> {
  const names = readAll(objects, (object) => required('command', 'Name', readText(object, 'Name')));
  if (!names.ok) return names;
  const offered = new Set(names.value.map((name) => name.toLowerCase()));
  const rights: Record<string, boolean> = {};
  for (const cmdlet of changeCmdlets) {
    if (offered.has(cmdlet.toLowerCase())) rights[cmdlet] = true;
    else if (errors.some((error) => isNotFound(error, cmdlet))) rights[cmdlet] = false;
  }
  return ok(rights);
}

const isNotFound = (error: CmdletError, cmdlet: string): boolean =>
  (error.category === 'ObjectNotFound' || error.id.startsWith('CommandNotFoundException')) &&
  error.message.toLowerCase().includes(cmdlet.toLowerCase());
