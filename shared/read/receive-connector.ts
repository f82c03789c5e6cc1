/** `Get-ReceiveConnector`. */
import type { PsValue } from '../clixml/value.ts';
import { ok, type Result } from '../errors.ts';
import type { ReceiveConnector } from '../model/connector.ts';
import { readBoolean, readEnum, readNullableText, readObjectName, readText, readTexts } from './property.ts';
import { required } from './required.ts';

const transportRoles = new Map([
  [32, 'HubTransport'],
  [16384, 'FrontendTransport'],
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
    tlsCertificateName: readNullableText(object, 'TlsCertificateName'),
    tlsDomainCapabilities: readTexts(object, 'TlsDomainCapabilities'),
  });
}
