/** `Get-HybridConfiguration`. */
import type { PsValue } from '../clixml/value.ts';
import { ok, type Result } from '../errors.ts';
import type { HybridConfiguration } from '../model/organization.ts';
import { readNullableText, readObjectNames, readTexts } from './property.ts';
import { required } from './required.ts';

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
