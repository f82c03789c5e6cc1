/** `Get-SendConnector`. */
import type { PsValue } from '../clixml/value.ts';
import { ok, type Result } from '../errors.ts';
import type { SendConnector } from '../model/connector.ts';
import { readBoolean, readNullableEnum, readNullableText, readObjectNames, readText, readTexts } from './property.ts';
import { required } from './required.ts';

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
  'RequireTLS',
  'TlsAuthLevel',
  'TlsDomain',
  'CloudServicesMailEnabled',
  'TlsCertificateName',
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
    requireTls: readBoolean(object, 'RequireTLS'),
    tlsAuthLevel: readNullableEnum(object, 'TlsAuthLevel', tlsAuthLevels),
    tlsDomain: readNullableText(object, 'TlsDomain'),
    cloudServicesMailEnabled: readBoolean(object, 'CloudServicesMailEnabled'),
    tlsCertificateName: readNullableText(object, 'TlsCertificateName'),
  });
}
