/** `Get-InboundConnector` and `Get-OutboundConnector` of Exchange Online, which prints enums and names as plain text. */
import type { PsValue } from '../clixml/value.ts';
import { ok, type Result } from '../model/error.ts';
import type { InboundConnector, OutboundConnector } from '../model/connector.ts';
import { readBoolean, readNullableText, readText, readTexts, required, type ObjectKind } from './property.ts';

export function readInboundConnector(object: PsValue): Result<InboundConnector> {
  const common = readCommon('inboundConnector', object);
  if (!common.ok) return common;
  return ok({
    ...common.value,
    requireTls: readBoolean(object, 'RequireTls'),
    tlsSenderCertificateName: readNullableText(object, 'TlsSenderCertificateName'),
  });
}

export function readOutboundConnector(object: PsValue): Result<OutboundConnector> {
  const common = readCommon('outboundConnector', object);
  if (!common.ok) return common;
  return ok({
    ...common.value,
    recipientDomains: readTexts(object, 'RecipientDomains'),
    smartHosts: readTexts(object, 'SmartHosts'),
    smtpDaneMode: readNullableText(object, 'SmtpDaneMode'),
    mtaStsMode: readNullableText(object, 'MtaStsMode'),
    tlsSettings: readNullableText(object, 'TlsSettings'),
    tlsDomain: readNullableText(object, 'TlsDomain'),
  });
}

type Common = Pick<
  InboundConnector & OutboundConnector,
  'identity' | 'name' | 'enabled' | 'connectorType' | 'connectorSource' | 'cloudServicesMailEnabled'
>;

function readCommon(kind: ObjectKind, object: PsValue): Result<Common> {
  const identity = required(kind, 'Identity', readText(object, 'Identity'));
  if (!identity.ok) return identity;
  const name = required(kind, 'Name', readText(object, 'Name'));
  if (!name.ok) return name;
  return ok({
    identity: identity.value,
    name: name.value,
    enabled: readBoolean(object, 'Enabled'),
    connectorType: readText(object, 'ConnectorType'),
    connectorSource: readText(object, 'ConnectorSource'),
    cloudServicesMailEnabled: readBoolean(object, 'CloudServicesMailEnabled'),
  });
}
