/** `Get-TransportService`. */
import type { PsValue } from '../clixml/value.ts';
import type { Known } from '../model/known.ts';
import { readNullableText } from './property.ts';

export interface TransportService {
  readonly internalTransportCertificateThumbprint: Known<string | null>;
}

export const readTransportService = (object: PsValue): TransportService => ({
  internalTransportCertificateThumbprint: readNullableText(object, 'InternalTransportCertificateThumbprint'),
});
