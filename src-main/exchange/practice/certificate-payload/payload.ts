/** SerializationData: the one place where it is made, for practicing and for the endpoint of the tests. */
import type { OrganizationFile } from '../../../../shared/model/organization-file.ts';
import { certificateEnums, rawDataOf, thumbprintOf, type SampleCertificate } from '../objects/certificate.ts';
import { enumNumber } from '../objects/shapes.ts';
import { writeExchangeCertificate } from './exchange-certificate.ts';
import { signedPayload } from './signed.ts';
import { certDataOf, keyProviderInfo, storeElementsOf } from './store-element.ts';

type Server = OrganizationFile['servers'][number];

/** What the server attaches to the certificate; `undefined` where it attaches nothing. */
export function serializationDataOf(server: Server, certificate: SampleCertificate): Uint8Array | undefined {
  switch (server.certificateShape) {
    case 'serialized':
      return streamOf(server, certificate);
    case 'signed':
      return signedPayload(streamOf(server, certificate));
    default:
      return undefined;
  }
}

function streamOf(server: Server, certificate: SampleCertificate): Uint8Array {
  const { keyProvider, payloadSays = {} } = certificate;
  const said = <K extends keyof typeof payloadSays>(name: K) => payloadSays[name] ?? certificate[name];
  const { status, rootCAType, services } = certificateEnums;
  const thumbprint = thumbprintOf(certificate);
  return writeExchangeCertificate({
    certData: certDataOf(
      storeElementsOf({
        der: rawDataOf(certificate),
        provider: said('hasPrivateKey')
          ? keyProviderInfo(keyProvider.container, keyProvider.name || undefined, keyProvider.type)
          : undefined,
        thumbprint: new Uint8Array(Buffer.from(thumbprint, 'hex')),
        friendlyName: said('friendlyName') || undefined,
      }),
    ),
    selfSigned: said('isSelfSigned'),
    status: enumNumber(status.numbers, said('status')) ?? noSuchValue,
    rootCAType: enumNumber(rootCAType.numbers, said('rootCAType')) ?? noSuchValue,
    services: enumNumber(services.numbers, said('services')) ?? noSuchValue,
    privateKeyExportable: said('privateKeyExportable'),
    sites: said('services').split(', ').includes('IIS') ? [1, 2].map((site) => `IIS://${server.name}/W3SVC/${site}`) : [],
    identity: `${server.fqdn}\\${thumbprint}`,
  });
}

/** A text that is none of the enum's has a number that is none of them either. */
const noSuchValue = -1;
