/** Objects from Export-Clixml or pasted text that do not name their cmdlet: which cmdlet returned them, and which Exchange object each one is. */
import { propertyOf, type PsObject, type PsValue } from '../clixml/value.ts';
import type { CmdletName } from '../commands/table.ts';
import { cmdletOfNames, fits, knownCmdlet } from './pasted-command.ts';
import { readObjectName, textOf } from '../read/property.ts';

/** The classes that the cmdlets return, without their namespaces (captured output). */
const cmdletOfClass: Readonly<Record<string, CmdletName>> = {
  HybridConfiguration: 'Get-HybridConfiguration',
  ExchangeServer: 'Get-ExchangeServer',
  SmtpSendConnectorConfig: 'Get-SendConnector',
  ReceiveConnector: 'Get-ReceiveConnector',
  AcceptedDomain: 'Get-AcceptedDomain',
  ExchangeCertificate: 'Get-ExchangeCertificate',
  X509Certificate2: 'Get-ExchangeCertificate',
  TransportServer: 'Get-TransportService',
  OrganizationConfig: 'Get-OrganizationConfig',
  AuthConfig: 'Get-AuthConfig',
  TenantInboundConnector: 'Get-InboundConnector',
  TenantOutboundConnector: 'Get-OutboundConnector',
};
/** Classes that Select-Object or a conversion produces: only the properties show what the object was. */
const plainClasses: ReadonlySet<string> = new Set(['PSCustomObject', 'PSObject', '']);

/** SHA-1 of bytes, in hexadecimal: what Windows calls the thumbprint of a certificate. It identifies, it proves nothing. */
export type Sha1 = (bytes: Uint8Array) => string;

/** Objects of lists, one by one: `Export-Clixml -InputObject $all` writes a list. */
export const flattened = (values: readonly PsValue[]): PsValue[] =>
  values.flatMap((value) =>
    value.type === 'object' && value.items !== undefined && value.properties.size === 0 ? flattened(value.items.values) : [value],
  );

/** The class of an object without its namespace, e.g. `ReceiveConnector`; `''` where it says none. */
export const classOf = (object: PsValue): string => (object.type === 'object' ? className(object.typeNames[0] ?? '') : object.type);

const className = (type: string): string =>
  type
    .replace(/^(?:(?:Deserialized|Selected)\.)+/, '')
    .split('.')
    .at(-1) ?? '';

/** The cmdlet that returns objects of a .NET type. */
export const cmdletOfType = (type: string): CmdletName | undefined =>
  Object.hasOwn(cmdletOfClass, className(type)) ? cmdletOfClass[className(type)] : undefined;

/** The cmdlet that returned an object: by its class, else by its properties, else by the file name. */
export function cmdletOfObject(object: PsValue, fileName: string): CmdletName | undefined {
  if (object.type !== 'object') return undefined;
  const known = classOf(object);
  if (Object.hasOwn(cmdletOfClass, known)) return cmdletOfClass[known];
  if (!plainClasses.has(known)) return undefined;
  const names = [...object.properties.keys(), ...object.members.keys()];
  const own = cmdletOfNames(names);
  if (own !== undefined) return own;
  const [, noun] = /(?:^|[^a-z])get[-_ ]?([a-z]+)/i.exec(fileName) ?? [];
  const named = noun === undefined ? undefined : knownCmdlet(`Get-${noun}`);
  return named !== undefined && fits(named, names) ? named : undefined;
}

export function textProperty(object: PsValue, name: string): string | undefined {
  const value = propertyOf(object, name);
  const text = value === undefined ? undefined : textOf(value);
  return text === '' ? undefined : text;
}

/** The identity of an object among all objects of its cmdlet; `undefined` where the object does not contain it. */
export function keyOf(cmdlet: CmdletName, object: PsValue, sha1: Sha1): string | undefined {
  switch (cmdlet) {
    case 'Get-HybridConfiguration':
    case 'Get-OrganizationConfig':
    case 'Get-AuthConfig':
      return '';
    case 'Get-ReceiveConnector':
      return textProperty(object, 'Identity')?.toLowerCase();
    case 'Get-ExchangeCertificate':
      return thumbprintOf(object, sha1);
    case 'Test-ServiceHealth':
      return textProperty(object, 'Role')?.toLowerCase();
    case 'Get-AcceptedDomain':
      return textProperty(object, 'DomainName')?.toLowerCase();
    default:
      return textProperty(object, 'Name')?.toLowerCase();
  }
}

/** In upper case; SHA-1 of the certificate is what Windows calls its thumbprint, and identifies it only. */
export function thumbprintOf(object: PsValue, sha1: Sha1): string | undefined {
  const shown = textProperty(object, 'Thumbprint')?.toUpperCase();
  if (shown !== undefined) return shown;
  const raw = propertyOf(object, 'RawData');
  return raw?.type === 'bytes' ? sha1(raw.value).toUpperCase() : undefined;
}

/** The server to which an object belongs: a connector's Server or Identity, a certificate's Identity `SERVER\thumbprint`. */
export function serverOf(cmdlet: CmdletName, object: PsValue): string | undefined {
  if (cmdlet === 'Get-ReceiveConnector') {
    const server = readObjectName(object, 'Server');
    if (server.known) return server.value;
  }
  if (cmdlet === 'Test-ServiceHealth') return textProperty(object, 'Server');
  if (cmdlet === 'Get-TransportService') return textProperty(object, 'Name');
  if (cmdlet !== 'Get-ReceiveConnector' && cmdlet !== 'Get-ExchangeCertificate') return undefined;
  const identity = textProperty(object, 'Identity') ?? '';
  const at = identity.indexOf('\\');
  return at > 0 ? identity.slice(0, at) : undefined;
}

/** Whether the certificate itself is there, to be read. */
export const hasCertificate = (object: PsValue): boolean =>
  ['RawData', 'SerializationData'].some((name) => propertyOf(object, name)?.type === 'bytes');

/** Whether the object has any property that Exchange adds to the certificate. */
export const ownPropertiesOfCertificate = (object: PsValue): boolean =>
  ['Services', 'Status', 'RootCAType', 'IsSelfSigned'].some((name) => (propertyOf(object, name)?.type ?? 'null') !== 'null');

/** `later` over `earlier`, property by property: a part of the properties may have been shown. */
export function overlaid(earlier: PsValue, later: PsValue): PsValue {
  if (earlier.type !== 'object' || later.type !== 'object') return later;
  const shown = new Set([...later.properties.keys(), ...later.members.keys()].map((name) => name.toLowerCase()));
  const rest = (values: PsObject['properties']): [string, PsValue][] => [...values].filter(([name]) => !shown.has(name.toLowerCase()));
  return {
    ...earlier,
    properties: new Map([...rest(earlier.properties), ...later.properties]),
    members: new Map([...rest(earlier.members), ...later.members]),
  };
}
