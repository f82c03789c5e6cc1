/** Seeds: the payloads that Exchange attaches to certificates, generated, and captured ones where available. */
import { propertyOf } from '../../../shared/clixml/value.ts';
import { readNrbf } from '../../../shared/nrbf/read.ts';
import { hasSamples, sampleObjects } from '../../unit/read/samples.ts';
import { keyProviderInfo, recordsOf, writeCertData, writeExchangeCertificate } from '../../unit/nrbf/write-certificate.ts';
import type { Seed } from '../format.ts';

const der = Uint8Array.from([0x30, 0x82, 0x01, 0x00, ...Array.from({ length: 256 }, (_, index) => (index * 7) & 0xff)]);
const thumbprint = new Uint8Array(20).fill(0xab);

const captured: readonly Uint8Array[] = (hasSamples ? sampleObjects('GetExchangeCertificate') : []).flatMap((object) => {
  const payload = propertyOf(object, 'SerializationData');
  return payload?.type === 'bytes' ? [payload.value] : [];
});

const capturedCertData = captured.flatMap((bytes): Seed[] => {
  const document = readNrbf(bytes);
  const objects = document.ok ? [...document.value.objects.values()] : [];
  return objects.flatMap((object) => (object.type === 'bytes' ? [{ bytes: object.value, cuts: [] }] : []));
});

export const certDataSeeds: readonly Seed[] = [
  writeCertData({ der, provider: keyProviderInfo('te-1', undefined, 12), thumbprint, friendlyName: 'Microsoft Exchange' }),
  writeCertData({ der, provider: keyProviderInfo('te-2', 'Microsoft Software Key Storage Provider', 0), thumbprint }),
  writeCertData({ der }),
  { bytes: der, cuts: [] },
  ...capturedCertData,
];

export const certificateStreams: readonly Seed[] = [
  ...certDataSeeds.map(({ bytes }, index) =>
    writeExchangeCertificate({
      certData: bytes,
      selfSigned: index === 1,
      status: index,
      rootCAType: index % 6,
      services: 27,
      privateKeyExportable: true,
    }),
  ),
  ...captured.map((bytes) => ({ bytes, cuts: recordsOf(bytes) })),
];
