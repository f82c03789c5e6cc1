/**
 * Mail servers on real sockets for a practice organization. They choose their certificates as Exchange is documented to, from the file of
 * the organization alone, and know nothing of what the wizard computes.
 */
import { createSign, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, createSecureContext, type TLSSocket } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { factsOf, rawDataOf, thumbprintOf, type SampleCertificate } from '../../../src-main/exchange/practice/objects/certificate.ts';
import { asPem, type Issued } from '../pki/issue.ts';
import { smtp } from '../pki/smtp-server.ts';

type Server = OrganizationFile['servers'][number];

/** One key for all: which certificate is presented is the question, not who holds it. */
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keyPem = key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The organization with the same certificates, for a key that the servers of the test have: nobody has those of the samples. */
export function withKeys(organization: OrganizationFile): OrganizationFile {
  let text = JSON.stringify(organization);
  for (const certificate of organization.servers.flatMap(({ certificates }) => certificates)) {
    const again = { ...certificate, rawData: Buffer.from(signedAnew(rawDataOf(certificate))).toString('base64') };
    text = text.replaceAll(certificate.rawData, again.rawData).replaceAll(thumbprintOf(certificate), thumbprintOf(again));
  }
  return JSON.parse(text) as OrganizationFile;
}

function signedAnew(der: Uint8Array): ArrayBuffer {
  const certificate = AsnConvert.parse(der, Certificate);
  const { tbsCertificate } = certificate;
  tbsCertificate.subjectPublicKeyInfo = AsnConvert.parse(key.publicKey.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo);
  const sha256WithEcdsa = '1.2.840.10045.4.3.2';
  for (const algorithm of [tbsCertificate.signature, certificate.signatureAlgorithm]) {
    algorithm.algorithm = sha256WithEcdsa;
    delete algorithm.parameters;
  }
  certificate.tbsCertificateRaw = AsnConvert.serialize(tbsCertificate);
  const signature = createSign('sha256').update(Buffer.from(certificate.tbsCertificateRaw)).sign(key.privateKey);
  certificate.signatureValue = new Uint8Array(signature).buffer;
  return AsnConvert.serialize(certificate);
}

/** Selection of inbound STARTTLS certificates (Microsoft Learn). `undefined`: none, so that STARTTLS is not offered. */
function chosen(
  { certificates, fqdn }: Server,
  connector: { readonly tlsCertificateName: string | null; readonly fqdn: string | null },
  now: Date,
): SampleCertificate | undefined {
  const usable = certificates.filter(({ hasPrivateKey, status }) => hasPrivateKey && !['Revoked', 'Invalid', 'Untrusted'].includes(status));
  const isRunning = (one: SampleCertificate): boolean => Date.parse(factsOf(one)?.notAfter ?? '') > now.getTime();
  const latestOf = (list: readonly SampleCertificate[]): SampleCertificate | undefined =>
    [...list].sort((a, b) => Number(isRunning(b)) - Number(isRunning(a)) || startOf(b) - startOf(a))[0];
  const { tlsCertificateName: name } = connector;
  if (name !== null) {
    return latestOf(
      usable.filter((one) => {
        const facts = factsOf(one);
        return facts !== undefined && `<I>${facts.issuer}<S>${facts.subject}` === name;
      }),
    );
  }
  const host = connector.fqdn ?? fqdn;
  const covering = usable.filter((one) => new X509Certificate(rawDataOf(one)).checkHost(host) !== undefined);
  return latestOf(covering.filter(({ isSelfSigned }) => !isSelfSigned)) ?? latestOf(covering);
}

const startOf = (one: SampleCertificate): number => Date.parse(factsOf(one)?.notBefore ?? '');

const issued = (certificate: SampleCertificate): Issued => {
  const der = rawDataOf(certificate);
  const pem = new X509Certificate(der).toString();
  return { der, pem, keyPem } as Issued;
};

/** What answers for `server` on port 25; `undefined`: no connector of it takes mail of any address there. */
export function mailServer(organization: OrganizationFile, server: Server, now: Date): ReturnType<typeof smtp> | undefined {
  const connector = organization.receiveConnectors.find(
    (one) =>
      one.server === server.name &&
      one.enabled &&
      one.bindings.some((binding) => binding.endsWith(':25')) &&
      one.remoteIPRanges.includes('0.0.0.0-255.255.255.255'),
  );
  if (connector === undefined) return undefined;
  const certificate = chosen(server, connector, now);
  // It needs some certificate to begin at all; without STARTTLS among its offers it never shows it.
  const [any] = server.certificates;
  if (any === undefined) return undefined;
  return certificate === undefined ? smtp([issued(any)], { offers: ['SIZE 37748736'] }) : smtp([issued(certificate)]);
}

/** What `server` shows as a client to a real TLS server that asks for it, by the send connector; `null`: nothing. */
export async function shownByClient(
  { sendConnectors }: OrganizationFile,
  server: Server,
  connectorName: string,
  now: Date,
): Promise<string | null> {
  const connector = sendConnectors.find(({ name }) => name === connectorName);
  const certificate = connector === undefined ? undefined : chosen(server, connector, now);
  const [own] = server.certificates;
  if (own === undefined) return null;
  const exchangeOnline = createServer({
    ...pairOf(own),
    requestCert: true,
    rejectUnauthorized: false,
  });
  exchangeOnline.listen(0, '127.0.0.1');
  await once(exchangeOnline, 'listening');
  const { port } = exchangeOnline.address() as AddressInfo;
  const client = connect({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...(certificate !== undefined && { secureContext: createSecureContext(pairOf(certificate)) }),
  });
  client.on('error', () => undefined);
  const [socket] = (await once(exchangeOnline, 'secureConnection')) as [TLSSocket];
  const shown = socket.getPeerX509Certificate()?.fingerprint.replaceAll(':', '') ?? null;
  client.destroy();
  socket.destroy();
  exchangeOnline.close();
  await once(exchangeOnline, 'close');
  return shown;
}

const pairOf = (certificate: SampleCertificate): { readonly cert: string; readonly key: string } => ({
  cert: asPem(issued(certificate)),
  key: keyPem,
});
