/** What must be gathered of a certificate, by the shape in which its server sends it. */
import { createHash } from 'node:crypto';
import { readCertificate } from '../../shared/x509/certificate.ts';
import { certificateStatuses, onlyRawData, rootCATypes, type ServerCertificate } from '../../shared/model/certificate.ts';
import { known, unknown, type Known } from '../../shared/model/known.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';

type Server = OrganizationFile['servers'][number];
type Certificate = Server['certificates'][number];
type Told = Omit<ServerCertificate, 'facts' | 'sources' | 'disagreements'>;

const sha1 = (data: Uint8Array): string => createHash('sha1').update(data).digest('hex').toUpperCase();

export function expectedCertificate(server: Server, certificate: Certificate): ServerCertificate {
  const { certificateShape: shape, certificateProperties } = server;
  const facts = readCertificate(new Uint8Array(Buffer.from(certificate.rawData, 'base64')), sha1);
  if (!facts.ok) throw new Error(`A sample certificate cannot be read: ${facts.error.code}`);
  const told = everythingOf(certificate);
  const selected = certificateProperties && shape !== 'deserialized';
  const attached = shape === 'serialized' || shape === 'signed';
  const nothing = unknown('notReturned', onlyRawData);
  return {
    facts: facts.value,
    ...(selected || attached ? told : nothingKnown(nothing)),
    keyProvider: attached
      ? told.keyProvider
      : selected
        ? // No property of Exchange's tells it
          unknown('notReturned', 'SerializationData')
        : nothing,
    sources: [...(selected ? (['selected'] as const) : []), ...(attached ? (['serializationData'] as const) : [])],
    disagreements: [],
  };
}

/** All that the file says. */
function everythingOf(certificate: Certificate): Told {
  const status = certificateStatuses.find((value) => value === certificate.status);
  const rootCAType = rootCATypes.find((value) => value === certificate.rootCAType);
  if (status === undefined || rootCAType === undefined)
    throw new Error('A sample certificate has a status or root type that Exchange does not have');
  const { type, name, container } = certificate.keyProvider;
  return {
    services: known(certificate.services.split(', ').filter((service) => service !== 'None')),
    status: known(status),
    rootCAType: known(rootCAType),
    isSelfSigned: known(certificate.isSelfSigned),
    hasPrivateKey: known(certificate.hasPrivateKey),
    privateKeyExportable: known(certificate.privateKeyExportable),
    keyProvider: known(
      certificate.hasPrivateKey
        ? { kind: type === 0 ? 'CNG' : 'CSP', providerName: name, providerType: type, containerName: container }
        : { kind: 'none' },
    ),
    friendlyName: known(certificate.friendlyName),
  };
}

const nothingKnown = (why: Known<never>): Told => ({
  services: why,
  status: why,
  rootCAType: why,
  isSelfSigned: why,
  hasPrivateKey: why,
  privateKeyExportable: why,
  keyProvider: why,
  friendlyName: why,
});
