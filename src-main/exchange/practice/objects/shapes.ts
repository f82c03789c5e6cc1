/** The building blocks of Exchange's objects, in the form in which they arrive over remoting. */
import { createHash } from 'node:crypto';
import { psBoolean, psInt32, psList, psNull, psObject, psString, type PsObject, type PsValue } from '../../../../shared/clixml/value.ts';
import type { OrganizationFile } from '../../../../shared/model/sample-organization.ts';
import { parseCertificateName } from '../../../../shared/x509/certificate-name.ts';
import { commonNameOf } from '../../../../shared/x509/distinguished-name.ts';

const directory = 'Microsoft.Exchange.Data.Directory';
const administrativeGroup = 'CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups';

/** Type names of an object that was an Exchange type on the server. */
export const deserialized = (...types: readonly string[]): string[] => types.map((type) => `Deserialized.${type}`);

/** Type names of a configuration object; `type` without its namespace. */
export const configurationType = (type: string, ...bases: readonly string[]): string[] =>
  deserialized(
    ...[type, ...bases, 'ADConfigurationObject'].map((name) => `${directory}.SystemConfiguration.${name}`),
    `${directory}.ADObject`,
    `${directory}.ADRawEntry`,
    'Microsoft.Exchange.Data.ConfigurableObject',
    'System.Object',
  );

/** Type names of a presentation object, as Get-ExchangeServer returns them. */
export const presentationType = (type: string): string[] =>
  deserialized(
    `${directory}.Management.${type}`,
    `${directory}.Management.ADPresentationObject`,
    `${directory}.ADObject`,
    `${directory}.ADRawEntry`,
    'Microsoft.Exchange.Data.ConfigurableObject',
    'System.Object',
  );

/** An object that is mainly its text, such as an Fqdn. */
export const textual = (type: string, text: string, properties: Readonly<Record<string, PsValue>> = {}): PsObject =>
  psObject(properties, deserialized(type, 'System.Object'), text);

/**
 * A flags or plain enum: its Int32 and its text, with the names in the order of their numbers as .NET prints them. Where one of the
 * names is not in `numbers`, the text as it is, without a number.
 */
export function enumeration(type: string, numbers: Readonly<Record<string, number>>, text: string): PsObject {
  const number = enumNumber(numbers, text);
  const printed = number === undefined ? text : namesIn(text).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  return {
    ...psObject({}, deserialized(type, 'System.Enum', 'System.ValueType', 'System.Object'), [printed].flat().join(', ')),
    base: number === undefined ? undefined : psInt32(number),
  };
}

/** The number that the names in the text add up to. */
export function enumNumber(numbers: Readonly<Record<string, number>>, text: string): number | undefined {
  const parts = namesIn(text).map((name) => (Object.hasOwn(numbers, name) ? numbers[name] : undefined));
  return parts.every((part) => part !== undefined) ? parts.reduce((sum, part) => sum | part, 0) : undefined;
}

const namesIn = (text: string): string[] => [...new Set(text.split(',').map((name) => name.trim()))];

/** A MultiValuedProperty of the given element type. */
export const multiValued = (elementType: string, values: readonly PsValue[]): PsObject =>
  psList(
    values,
    deserialized(
      `Microsoft.Exchange.Data.MultiValuedProperty\`1[[${elementType}]]`,
      'Microsoft.Exchange.Data.MultiValuedPropertyBase',
      'System.Object',
    ),
  );

/** A MultiValuedProperty whose elements print as the given texts. */
export const multiValuedTexts = (elementType: string, texts: readonly string[]): PsObject =>
  multiValued(
    elementType,
    texts.map((text) => (elementType === 'System.String' ? psString(text) : textual(elementType, text))),
  );

/** Text, or `$null`. */
export const textOrNull = (value: string | null): PsValue => (value === null ? psNull : psString(value));

/** A domain or host name as Fqdn, SmtpDomain and their like hold it. */
export const domain = (type: string, value: string | null): PsValue =>
  value === null ? psNull : textual(type, value, { Domain: psString(value) });

/** TlsCertificateName: prints `<I>…<S>…`. */
export function smtpX509Identifier(value: string | null): PsValue {
  if (value === null) return psNull;
  const { issuer, subject } = parseCertificateName(value) ?? { issuer: null, subject: value };
  return textual('Microsoft.Exchange.Data.SmtpX509Identifier', value, {
    CertificateSubject: psString(subject),
    CertificateIssuer: textOrNull(issuer),
    SubjectCommonName: textOrNull(commonNameOf(subject) ?? null),
  });
}

/** An ADObjectId. `containers` are those between the object and the organization, nearest first. */
export const adObjectId = (organization: OrganizationFile, name: string, containers: readonly string[], text = name): PsObject =>
  identifier(organization, [name, ...containers, organization.name], text);

/** The ADObjectId of the Exchange organization itself. */
export const organizationId = (organization: OrganizationFile): PsObject =>
  identifier(organization, [organization.name], organization.name);

/** `path`: the object's name, then its containers up to the organization. */
function identifier(organization: OrganizationFile, path: readonly [string, ...string[]], text: string): PsObject {
  const suffix = organization.domainController.split('.').slice(1).join('.');
  const distinguishedName = [
    ...path.map((part) => (part === serversContainer ? `CN=Servers,${administrativeGroup}` : `CN=${escapedRdn(part)}`)),
    'CN=Microsoft Exchange,CN=Services,CN=Configuration',
    ...suffix.split('.').map((part) => `DC=${part}`),
  ].join(',');
  return textual(`${directory}.ADObjectId`, text, {
    IsDeleted: psBoolean(false),
    Rdn: psString(`CN=${escapedRdn(path[0])}`),
    Parent: psString(path[1] ?? 'Microsoft Exchange'),
    DistinguishedName: psString(distinguishedName),
    IsRelativeDn: psBoolean(false),
    DomainId: psString(suffix),
    PartitionFQDN: psString(suffix),
    ObjectGuid: { type: 'guid', value: guidOf(distinguishedName) },
    Name: psString(path[0]),
  });
}

/** The container of the servers, with the administrative group above it. */
export const serversContainer = 'Servers';

/** The ADObjectId of a server. */
export const serverId = (organization: OrganizationFile, name: string): PsObject => adObjectId(organization, name, [serversContainer]);

/** A list of servers, as connectors and the hybrid configuration hold it. */
export const serverIds = (organization: OrganizationFile, names: readonly string[]): PsObject =>
  multiValued(
    `${directory}.ADObjectId`,
    names.map((name) => serverId(organization, name)),
  );

/** What every directory object has: name, identity, identifiers. */
export function directoryProperties(organization: OrganizationFile, name: string, identity: PsObject): Record<string, PsValue> {
  const objectGuid = identity.properties.get('ObjectGuid') ?? psNull;
  return {
    AdminDisplayName: psString(''),
    Name: psString(name),
    DistinguishedName: identity.properties.get('DistinguishedName') ?? psNull,
    Identity: identity,
    Guid: objectGuid,
    Id: identity,
    OriginatingServer: psString(organization.domainController),
    IsValid: psBoolean(true),
    ObjectState: enumeration('Microsoft.Exchange.Data.ObjectState', { New: 0, Unchanged: 1, Changed: 2 }, 'Unchanged'),
  };
}

/** What remoting adds to each object. */
export const arrived = (object: PsObject, computer: string): PsObject => ({
  ...object,
  members: new Map<string, PsValue>([
    ...object.members,
    ['PSComputerName', psString(computer)],
    ['RunspaceId', { type: 'guid', value: guidOf(computer) }],
    ['PSShowComputerName', psBoolean(false)],
  ]),
});

const escapedRdn = (value: string): string => value.replace(/[,+"\\<>;=#]/g, (character) => `\\${character}`);

/** A GUID that is always the same for the same text. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
