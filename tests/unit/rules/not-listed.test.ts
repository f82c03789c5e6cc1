import { describe, expect, it } from 'vitest';
import { causesOfNotListed, type Cause } from '../../../shared/rules/not-listed.ts';
import { causeIds, type CauseId } from '../../../shared/rules/not-listed-fixes.ts';
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { at, certificate, changed, facts, hybridServer, newName, organization, withCertificate } from './sample.ts';

const causes = (value: Organization, hcwText = ''): Cause[] => causesOfNotListed(value, 'A1', hcwText);
const cause = (id: CauseId, value: Organization, hcwText = ''): Cause => {
  const found = causes(value, hcwText).find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
/** As wrong on EX01, and as it should be on EX02. */
const onEx01 = (changes: Partial<ServerCertificate>): Organization => withCertificate(certificate(changes), certificate());
const withFacts = (changes: Parameters<typeof facts>[0]): Organization => withCertificate(certificate({ facts: facts(changes) }));
const complaint = 'ERROR : No valid certificate exists for the Hub Transport server(s) EX01.';

interface CauseCase {
  readonly id: CauseId;
  readonly title: string;
  readonly organization: Organization;
  readonly state: Cause['state'];
  readonly servers?: readonly string[];
  readonly hcwText?: string;
}

const cases: readonly CauseCase[] = [
  { id: 'hybridConfiguration', title: 'another name', organization: organization(), state: 'found' },
  { id: 'hybridConfiguration', title: 'the new name', organization: changed(), state: 'ruledOut' },
  {
    id: 'hybridConfiguration',
    title: 'not known',
    organization: organization({ hybridConfiguration: unknown('failed') }),
    state: 'notChecked',
  },
  { id: 'root', title: 'third-party', organization: organization(), state: 'ruledOut' },
  { id: 'root', title: 'Registry', organization: onEx01({ rootCAType: known('Registry') }), state: 'found', servers: ['EX01'] },
  {
    id: 'root',
    title: 'an authority of one’s own',
    organization: onEx01({ rootCAType: known('Enterprise') }),
    state: 'found',
    servers: [],
  },
  { id: 'root', title: 'None', organization: onEx01({ rootCAType: known('None') }), state: 'found', servers: ['EX01'] },
  {
    id: 'root',
    title: 'self-signed, which is a cause of its own',
    organization: onEx01({ isSelfSigned: known(true), rootCAType: known('None') }),
    state: 'ruledOut',
  },
  { id: 'root', title: 'not known', organization: onEx01({ rootCAType: unknown('denied') }), state: 'notChecked', servers: ['EX01'] },
  { id: 'services', title: 'SMTP and IIS', organization: organization(), state: 'ruledOut' },
  { id: 'services', title: 'SMTP alone', organization: onEx01({ services: known(['SMTP']) }), state: 'ruledOut' },
  { id: 'services', title: 'no SMTP', organization: onEx01({ services: known(['IIS']) }), state: 'found', servers: ['EX01'] },
  { id: 'services', title: 'not known', organization: onEx01({ services: unknown('denied') }), state: 'notChecked', servers: ['EX01'] },
  { id: 'selfSigned', title: 'from an authority', organization: organization(), state: 'ruledOut' },
  { id: 'selfSigned', title: 'self-signed', organization: onEx01({ isSelfSigned: known(true) }), state: 'found' },
  { id: 'validity', title: 'valid', organization: organization(), state: 'ruledOut' },
  { id: 'validity', title: 'expires this moment', organization: withFacts({ notAfter: at }), state: 'ruledOut' },
  { id: 'validity', title: 'expired', organization: withFacts({ notAfter: '2026-06-01T11:59:59.999Z' }), state: 'found' },
  {
    id: 'validity',
    title: 'a certificate of the chain has expired',
    organization: onEx01({ status: known('DateInvalid') }),
    state: 'found',
    servers: ['EX01'],
  },
  { id: 'validity', title: 'status not known', organization: onEx01({ status: unknown('notReturned') }), state: 'notChecked' },
  { id: 'missing', title: 'everywhere', organization: organization(), state: 'ruledOut' },
  { id: 'missing', title: 'not on EX02', organization: withCertificate(certificate(), null), state: 'found', servers: ['EX02'] },
  {
    id: 'missing',
    title: 'another of its name on EX02',
    organization: withCertificate(certificate(), certificate({ facts: facts({ thumbprint: 'B2' }) })),
    state: 'found',
    servers: ['EX02'],
  },
  {
    id: 'missing',
    title: 'EX02 does not answer',
    organization: organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] }),
    state: 'notChecked',
    servers: ['EX02'],
  },
  { id: 'commonName', title: 'CN', organization: organization(), state: 'ruledOut' },
  { id: 'commonName', title: 'no CN', organization: withFacts({ subject: 'O=Contoso' }), state: 'found' },
  { id: 'privateKey', title: 'there', organization: organization(), state: 'ruledOut' },
  { id: 'privateKey', title: 'provider not known', organization: onEx01({ keyProvider: unknown('notReturned') }), state: 'ruledOut' },
  { id: 'privateKey', title: 'missing', organization: onEx01({ hasPrivateKey: known(false) }), state: 'found', servers: ['EX01'] },
  {
    id: 'privateKey',
    title: 'not linked',
    organization: onEx01({ keyProvider: known({ kind: 'none' }) }),
    state: 'found',
    servers: ['EX01'],
  },
  {
    id: 'privateKey',
    title: 'not known',
    organization: onEx01({ hasPrivateKey: unknown('denied') }),
    state: 'notChecked',
    servers: ['EX01'],
  },
  { id: 'serviceHost', title: 'nothing heard', organization: organization(), state: 'notChecked', servers: ['EX01', 'EX02'] },
  {
    id: 'serviceHost',
    title: 'the HCW says so',
    organization: organization(),
    hcwText: complaint,
    state: 'found',
    servers: ['EX01', 'EX02'],
  },
];

describe('causes', () => {
  it.each(cases)('$id: $title is $state', ({ id, organization: value, hcwText, state, servers }) => {
    const one = cause(id, value, hcwText);
    expect(one.state).toBe(state);
    expect(one.seen.length).toBeGreaterThan(0);
    expect(one.fix === null).toBe(state === 'ruledOut');
    if (servers !== undefined) expect(one.fix?.servers).toEqual(servers);
  });

  it('are all told, those found first, then those that nobody knows, each in the order of likelihood', () => {
    const value = withCertificate(certificate({ services: known([]), status: unknown('denied') }));
    expect(causes(value).map(({ id, state }) => [id, state])).toEqual([
      ['hybridConfiguration', 'found'],
      ['services', 'found'],
      ['validity', 'notChecked'],
      ['serviceHost', 'notChecked'],
      ...causeIds
        .filter((id) => !['hybridConfiguration', 'services', 'validity', 'serviceHost'].includes(id))
        .map((id) => [id, 'ruledOut']),
    ]);
  });

  it('are none of a certificate that no server has', () => {
    expect(causesOfNotListed(organization(), 'FF', '')).toEqual([]);
  });
});

describe('fixes', () => {
  const texts = (id: CauseId, value: Organization, hcwText = ''): readonly string[] =>
    cause(id, value, hcwText).fix?.commands.map(({ where, server, text }) => `${where} ${server}: ${text}`) ?? [];

  it('are not a renewal when only a certificate of the chain has expired', () => {
    const validity = (value: Organization): string | undefined => cause('validity', value).fix?.rule;
    expect(validity(onEx01({ status: known('DateInvalid') }))).toBe('certificate.status');
    expect(validity(onEx01({ status: known('Revoked') }))).toBe('certificate.dates');
    expect(validity(withCertificate(certificate({ status: known('DateInvalid') }), certificate({ status: known('Revoked') })))).toBe(
      'certificate.dates',
    );
  });

  it('name the new certificate in the hybrid configuration', () => {
    expect(texts('hybridConfiguration', organization())).toEqual([
      `managementShell : Set-HybridConfiguration -TlsCertificateName '${newName}'`,
    ]);
  });

  it('enable it where it is not, without an answer to the question, and look at the internal certificate', () => {
    expect(texts('services', onEx01({ services: known([]) }))).toEqual([
      "managementShell EX01: Enable-ExchangeCertificate -Server 'EX01' -Thumbprint 'A1' -Services 'SMTP'",
      'managementShell : Get-TransportService | Format-List -Property Name, InternalTransportCertificateThumbprint',
    ]);
  });

  it('copy it from a server whose key can be exported', () => {
    const value = organization({
      hybridServers: [
        hybridServer('EX01', { certificates: known([certificate({ privateKeyExportable: known(false) })]) }),
        hybridServer('EX02'),
        hybridServer('EX03', { certificates: known([]) }),
      ],
    });
    expect(texts('missing', value)).toEqual([
      "managementShell EX02: [System.IO.File]::WriteAllBytes('C:\\certificate.pfx', (Export-ExchangeCertificate -Server 'EX02' -Thumbprint 'A1' -BinaryEncoded -Password (Read-Host -AsSecureString)).FileData)",
      "managementShell EX03: Import-ExchangeCertificate -Server 'EX03' -FileData ([System.IO.File]::ReadAllBytes('C:\\certificate.pfx')) -PrivateKeyExportable $true -Password (Read-Host -AsSecureString)",
      "managementShell EX03: Enable-ExchangeCertificate -Server 'EX03' -Thumbprint 'A1' -Services 'SMTP'",
    ]);
  });

  it('export from nowhere where no key can be exported', () => {
    const value = withCertificate(certificate({ privateKeyExportable: known(false) }), null);
    expect(texts('missing', value).some((text) => text.includes('Export-'))).toBe(false);
  });

  it('put the root where it belongs and import anew', () => {
    expect(texts('root', onEx01({ rootCAType: known('GroupPolicy') }))).toEqual([
      "onServer EX01: certutil -addstore -f AuthRoot 'C:\\root.cer'",
      expect.stringMatching(/^managementShell EX01: Import-ExchangeCertificate -Server 'EX01' /),
    ]);
  });

  it('never put a self-signed certificate among the third-party roots', () => {
    const value = withCertificate(certificate({ facts: facts({ selfSigned: true }), rootCAType: known('None') }));
    expect(cause('root', value).fix).toEqual({ rule: 'certificate.selfSigned', servers: [], commands: [] });
  });

  it('link the key again by the serial number', () => {
    expect(texts('privateKey', onEx01({ hasPrivateKey: known(false) }))).toEqual(["onServer EX01: certutil -repairstore my '01'"]);
  });

  it('start the service on each server', () => {
    expect(texts('serviceHost', organization(), complaint)).toEqual([
      'onServer EX01: Get-Service -Name MSExchangeServiceHost',
      'onServer EX01: Start-Service -Name MSExchangeServiceHost',
      'onServer EX02: Get-Service -Name MSExchangeServiceHost',
      'onServer EX02: Start-Service -Name MSExchangeServiceHost',
    ]);
  });

  it('never force', () => {
    const all = cases.flatMap(({ id, organization: value, hcwText }) => texts(id, value, hcwText));
    expect(all.filter((text) => /-Force/i.test(text))).toEqual([]);
  });
});
