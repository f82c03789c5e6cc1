import { describe, expect, it } from 'vitest';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { listedCertificates, runHybridConfigurationWizard } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';

const now = new Date('2026-11-24T09:00:00.000Z');
const subject = 'CN=mail.contoso.com, O=Contoso, L=Redmond, S=Washington, C=US';
const newName = `<I>CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US<S>${subject}`;

const renewal = (): Promise<OrganizationFile> => practiceOrganization('renewal', now);
const thumbprintFrom = (organization: OrganizationFile, year: number): string =>
  listedCertificates(organization).certificates.find(({ issuer }) => issuer.includes(String(year)))?.thumbprint ?? '';

/** The organization with every copy of the certificates with that friendly name changed, on one server or on all. */
const altered = (
  organization: OrganizationFile,
  friendlyName: string,
  change: Partial<OrganizationFile['servers'][number]['certificates'][number]>,
  server?: string,
): OrganizationFile => ({
  ...organization,
  servers: organization.servers.map((candidate) => ({
    ...candidate,
    certificates: candidate.certificates.map((certificate) =>
      certificate.friendlyName === friendlyName && (server === undefined || server === candidate.name)
        ? { ...certificate, ...change }
        : certificate,
    ),
  })),
});

describe('the page Transport Certificate', () => {
  it('lists the old and the new certificate and selects the one that the hybrid configuration names', async () => {
    const organization = await renewal();
    const page = listedCertificates(organization);
    expect(page.certificates.map(({ issuer }) => issuer)).toEqual([
      'CN=Fabrikam Trust TLS RSA CA 2025, O=Fabrikam Trust, C=US',
      'CN=Fabrikam Trust TLS RSA CA 2026, O=Fabrikam Trust, C=US',
    ]);
    expect(page.selected).toBe(thumbprintFrom(organization, 2025));
  });

  it('selects the new one once the hybrid configuration names it, whatever the case of the tags', async () => {
    const organization = await renewal();
    const configuration = organization.hybridConfiguration;
    const named = {
      ...organization,
      hybridConfiguration: configuration && { ...configuration, tlsCertificateName: newName.replace('<I>', '<i>').replace('<S>', '<s>') },
    };
    expect(listedCertificates(named).selected).toBe(thumbprintFrom(organization, 2026));
  });

  it('selects the one that expires last when both have the same name', async () => {
    const page = listedCertificates(await practiceOrganization('sameName', now));
    expect(page.certificates.find(({ thumbprint }) => thumbprint === page.selected)?.notAfter).toBe('2027-06-09T00:00:00.000Z');
  });

  it.each([
    ['its root is in the Registry', { rootCAType: 'Registry' }, undefined],
    ['SMTP is not enabled on one server', { services: 'IIS' }, 'EX03'],
    ['one server has no private key', { hasPrivateKey: false }, 'EX02'],
    ['it is revoked', { status: 'Revoked' }, undefined],
    ['it is self-signed', { isSelfSigned: true }, undefined],
  ])('does not list the new certificate when %s', async (_why, change, server) => {
    const organization = altered(await renewal(), 'mail.contoso.com (2026)', change, server);
    expect(listedCertificates(organization).certificates.map(({ issuer }) => issuer)).toEqual([
      'CN=Fabrikam Trust TLS RSA CA 2025, O=Fabrikam Trust, C=US',
    ]);
  });

  it('does not list a certificate that one server lacks', async () => {
    const organization = await renewal();
    const [first, ...others] = organization.servers;
    if (first === undefined) throw new Error('No server');
    const lacking = {
      ...organization,
      servers: [{ ...first, certificates: first.certificates.filter(({ friendlyName }) => !friendlyName.includes('2026')) }, ...others],
    };
    expect(listedCertificates(lacking).certificates).toHaveLength(1);
  });

  it('is empty without a hybrid configuration', async () => {
    expect(listedCertificates(await practiceOrganization('noHybrid', now))).toEqual({ certificates: [], selected: null });
  });
});

describe('Update', () => {
  it('writes the name to send, receive and hybrid configuration, the capabilities, and domains to both online connectors', async () => {
    const before = await renewal();
    const reset = {
      ...before,
      receiveConnectors: before.receiveConnectors.map((connector) => ({
        ...connector,
        tlsCertificateName: null,
        tlsDomainCapabilities: [],
      })),
      exchangeOnline: {
        ...before.exchangeOnline,
        inboundConnectors: before.exchangeOnline.inboundConnectors.map((connector) => ({
          ...connector,
          tlsSenderCertificateName: 'old.contoso.com',
          requireTls: false,
        })),
        outboundConnectors: before.exchangeOnline.outboundConnectors.map((connector) => ({
          ...connector,
          tlsSettings: null,
          tlsDomain: null,
        })),
      },
    };
    const after = runHybridConfigurationWizard(reset, thumbprintFrom(before, 2026));
    expect(after.hybridConfiguration?.tlsCertificateName).toBe(newName);
    expect(
      after.receiveConnectors
        .filter(({ name }) => name.startsWith('Default Frontend'))
        .map(({ tlsCertificateName, tlsDomainCapabilities }) => [tlsCertificateName, tlsDomainCapabilities]),
    ).toEqual(['EX01', 'EX02', 'EX03'].map(() => [newName, ['mail.protection.outlook.com:AcceptCloudServicesMail']]));
    expect(after.receiveConnectors.filter(({ name }) => !name.startsWith('Default Frontend'))).toEqual(
      reset.receiveConnectors.filter(({ name }) => !name.startsWith('Default Frontend')),
    );
    expect(after.sendConnectors.map(({ tlsCertificateName }) => tlsCertificateName)).toEqual([newName, null]);
    expect(after.exchangeOnline.inboundConnectors).toMatchObject([
      { tlsSenderCertificateName: '*.contoso.com', requireTls: true, connectorSource: 'HybridWizard' },
    ]);
    expect(after.exchangeOnline.outboundConnectors).toMatchObject([
      { tlsSettings: 'DomainValidation', tlsDomain: 'mail.contoso.com', smartHosts: ['mail.contoso.com'] },
    ]);
    expect(after.servers).toEqual(before.servers);
  });

  it.each([
    ['of which only the parent is accepted', ['contoso.com'], '*.contoso.com'],
    ['which is accepted itself', ['contoso.com', 'mail.contoso.com'], 'mail.contoso.com'],
    ['which belongs to no accepted domain', ['fabrikam.com'], 'old.contoso.com'],
  ])('writes a TlsSenderCertificateName by the CN, %s', async (_, acceptedDomains, expected) => {
    const organization = await renewal();
    const { exchangeOnline } = organization;
    const inboundConnectors = exchangeOnline.inboundConnectors.map((one) => ({ ...one, tlsSenderCertificateName: 'old.contoso.com' }));
    const after = runHybridConfigurationWizard(
      { ...organization, exchangeOnline: { ...exchangeOnline, acceptedDomains, inboundConnectors } },
      thumbprintFrom(organization, 2026),
    );
    expect(after.exchangeOnline.inboundConnectors.map((one) => one.tlsSenderCertificateName)).toEqual([expected]);
  });

  it('changes nothing when the certificate is not on the page', async () => {
    const organization = await renewal();
    expect(runHybridConfigurationWizard(organization, '0'.repeat(40))).toEqual(organization);
  });

  it('leaves alone an Exchange Online connector that another made', async () => {
    const organization = await renewal();
    const partner = organization.exchangeOnline.inboundConnectors.map((connector) => ({
      ...connector,
      connectorSource: 'AdminUI',
      tlsSenderCertificateName: 'fabrikam.com',
    }));
    const after = runHybridConfigurationWizard(
      { ...organization, exchangeOnline: { ...organization.exchangeOnline, inboundConnectors: partner } },
      thumbprintFrom(organization, 2026),
    );
    expect(after.exchangeOnline.inboundConnectors).toEqual(partner);
  });
});
