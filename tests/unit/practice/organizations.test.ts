import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { propertyOf } from '../../../shared/clixml/value.ts';
import { type OrganizationFile, practiceForms, practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { certificateOnServer } from '../../../src-main/exchange/practice/objects/certificate.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';

const now = new Date('2026-11-24T15:04:05.678Z');
const day = 86_400_000;

const certificatesOf = (file: OrganizationFile) =>
  file.servers.flatMap((server) =>
    server.certificates.map((certificate) => ({
      server: server.name,
      certificate,
      der: new X509Certificate(Buffer.from(certificate.rawData, 'base64')),
    })),
  );

describe('sample organizations', () => {
  it.each(practiceScenarios)('%s is the same at every moment of a day, and moves with the day', async (scenario) => {
    const file = await practiceOrganization(scenario, now);
    expect(await practiceOrganization(scenario, new Date('2026-11-24T00:00:00.000Z'))).toEqual(file);
    if (file.servers.length > 0) expect(await practiceOrganization(scenario, new Date('2026-11-25T00:00:00.000Z'))).not.toEqual(file);
  });

  it.each(practiceScenarios)('%s has only certificates that are valid today, public ones within 200 days', async (scenario) => {
    for (const { certificate, der } of certificatesOf(await practiceOrganization(scenario, now))) {
      const [from, to] = [Date.parse(der.validFrom), Date.parse(der.validTo)];
      expect(from).toBeLessThanOrEqual(now.getTime());
      expect(to).toBeGreaterThan(now.getTime());
      if (certificate.rootCAType === 'ThirdParty') expect((to - from) / day).toBeLessThan(200);
      expect(der.subject === der.issuer).toBe(certificate.isSelfSigned);
    }
  });

  it.each(practiceScenarios)('%s has hybrid connectors that name a certificate of every hybrid server', async (scenario) => {
    const file = await practiceOrganization(scenario, now);
    const hybrid = file.receiveConnectors.filter(({ tlsDomainCapabilities }) => tlsDomainCapabilities.length > 0);
    const names = new Set(
      [...file.sendConnectors, ...hybrid, ...(file.hybridConfiguration === null ? [] : [file.hybridConfiguration])].flatMap(
        ({ tlsCertificateName }) => (tlsCertificateName === null ? [] : [tlsCertificateName]),
      ),
    );
    expect(names.size).toBe(file.hybridConfiguration === null ? 0 : 1);
    for (const name of names) {
      for (const server of file.servers) expect(server.certificates.map(nameOnServer)).toContain(name);
    }
  });

  it.each(practiceScenarios)('%s has the server and the tenant that the pages of practice are filled with', async (scenario) => {
    const file = await practiceOrganization(scenario, now);
    const { onPremises, exchangeOnline } = practiceForms;
    if (file.servers.length > 0) expect(file.servers.map(({ fqdn }) => fqdn)).toContain(onPremises.server);
    expect(file.exchangeOnline.acceptedDomains).toContain(exchangeOnline.userPrincipalName.split('@')[1]);
  });

  it('renewal: the certificate in use has 12 days left; the new one has another issuer and the same subject', async () => {
    const file = await practiceOrganization('renewal', now);
    const inUse = file.servers[0]?.certificates.find(
      (certificate) => nameOnServer(certificate) === file.hybridConfiguration?.tlsCertificateName,
    );
    expect(inUse && Date.parse(new X509Certificate(Buffer.from(inUse.rawData, 'base64')).validTo)).toBe(Date.parse('2026-12-06T00:00:00Z'));
    expect(file.servers.map(({ name }) => name)).toEqual(['EX01', 'EX02', 'EX03']);
    expect(file.servers.map(({ certificates }) => certificates.some((certificate) => nameOnServer(certificate) === newName))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('renewal: one certificate is missing on EX02, another has no private key there', async () => {
    const certificates = certificatesOf(await practiceOrganization('renewal', now));
    const serversWith = (commonName: string) => certificates.filter(({ der }) => der.subject === `CN=${commonName}`);
    expect(serversWith('smtp.contoso.com').map(({ server }) => server)).toEqual(['EX01', 'EX03']);
    expect(serversWith('relay.contoso.com').map(({ certificate }) => certificate.hasPrivateKey)).toEqual([true, false, true]);
  });
});

const newName =
  '<I>CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com, O=Contoso, L=Redmond, S=Washington, C=US';

/** `<I>…<S>…` as the server itself prints issuer and subject. */
function nameOnServer(certificate: OrganizationFile['servers'][number]['certificates'][number]): string {
  const object = certificateOnServer(certificate);
  const text = (name: string): string => {
    const value = propertyOf(object, name);
    return value?.type === 'string' ? value.value : '';
  };
  return `<I>${text('Issuer')}<S>${text('Subject')}`;
}
