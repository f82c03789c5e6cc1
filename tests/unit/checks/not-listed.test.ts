import { describe, expect, it } from 'vitest';
import { causesOfNotListed, type Cause } from '../../../shared/checks/not-listed.ts';
import { causeIds, type CauseId } from '../../../shared/checks/not-listed-remedies.ts';
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organisation } from '../../../shared/model/organisation.ts';
import { at, certificate, changed, facts, hybridServer, newName, organisation, withCertificate } from './sample.ts';

const causes = (value: Organisation, hcwText = ''): Cause[] => causesOfNotListed(value, 'A1', hcwText);
const cause = (id: CauseId, value: Organisation, hcwText = ''): Cause => {
  const found = causes(value, hcwText).find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
/** As wrong on EX01, and as it should be on EX02. */
const onEx01 = (changes: Partial<ServerCertificate>): Organisation => withCertificate(certificate(changes), certificate());
const withFacts = (changes: Parameters<typeof facts>[0]): Organisation => withCertificate(certificate({ facts: facts(changes) }));
const complaint = 'ERROR : No valid certificate exists for the Hub Transport server(s) EX01.';

interface CauseCase {
  readonly id: CauseId;
  readonly title: string;
  readonly organisation: Organisation;
  readonly state: Cause['state'];
  readonly servers?: readonly string[];
  readonly hcwText?: string;
}

const cases: readonly CauseCase[] = [
  { id: 'hybridConfiguration', title: 'another name', organisation: organisation(), state: 'found' },
  { id: 'hybridConfiguration', title: 'the new name', organisation: changed(), state: 'ruledOut' },
  {
    id: 'hybridConfiguration',
    title: 'not known',
    organisation: organisation({ hybridConfiguration: unknown('failed') }),
    state: 'notChecked',
  },
  { id: 'root', title: 'third-party', organisation: organisation(), state: 'ruledOut' },
  { id: 'root', title: 'Registry', organisation: onEx01({ rootCAType: known('Registry') }), state: 'found', servers: ['EX01'] },
  {
    id: 'root',
    title: 'an authority of one’s own',
    organisation: onEx01({ rootCAType: known('Enterprise') }),
    state: 'found',
    servers: [],
  },
  { id: 'root', title: 'not known', organisation: onEx01({ rootCAType: unknown('denied') }), state: 'notChecked', servers: ['EX01'] },
  { id: 'services', title: 'SMTP and IIS', organisation: organisation(), state: 'ruledOut' },
  { id: 'services', title: 'SMTP alone', organisation: onEx01({ services: known(['SMTP']) }), state: 'ruledOut' },
  { id: 'services', title: 'no SMTP', organisation: onEx01({ services: known(['IIS']) }), state: 'found', servers: ['EX01'] },
  { id: 'services', title: 'not known', organisation: onEx01({ services: unknown('denied') }), state: 'notChecked', servers: ['EX01'] },
  { id: 'selfSigned', title: 'from an authority', organisation: organisation(), state: 'ruledOut' },
  { id: 'selfSigned', title: 'self-signed', organisation: onEx01({ isSelfSigned: known(true) }), state: 'found' },
  { id: 'validity', title: 'valid', organisation: organisation(), state: 'ruledOut' },
  { id: 'validity', title: 'expires this moment', organisation: withFacts({ notAfter: at }), state: 'ruledOut' },
  { id: 'validity', title: 'expired', organisation: withFacts({ notAfter: '2026-06-01T11:59:59.999Z' }), state: 'found' },
  { id: 'validity', title: 'status not known', organisation: onEx01({ status: unknown('notReturned') }), state: 'notChecked' },
  { id: 'missing', title: 'everywhere', organisation: organisation(), state: 'ruledOut' },
  { id: 'missing', title: 'not on EX02', organisation: withCertificate(certificate(), null), state: 'found', servers: ['EX02'] },
  {
    id: 'missing',
    title: 'another of its name on EX02',
    organisation: withCertificate(certificate(), certificate({ facts: facts({ thumbprint: 'B2' }) })),
    state: 'found',
    servers: ['EX02'],
  },
  {
    id: 'missing',
    title: 'EX02 does not answer',
    organisation: organisation({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] }),
    state: 'notChecked',
    servers: ['EX02'],
  },
  { id: 'commonName', title: 'CN', organisation: organisation(), state: 'ruledOut' },
  { id: 'commonName', title: 'no CN', organisation: withFacts({ subject: 'O=Contoso' }), state: 'found' },
  { id: 'privateKey', title: 'there', organisation: organisation(), state: 'ruledOut' },
  { id: 'privateKey', title: 'provider not known', organisation: onEx01({ keyProvider: unknown('notReturned') }), state: 'ruledOut' },
  { id: 'privateKey', title: 'missing', organisation: onEx01({ hasPrivateKey: known(false) }), state: 'found', servers: ['EX01'] },
  {
    id: 'privateKey',
    title: 'not linked',
    organisation: onEx01({ keyProvider: known({ kind: 'none' }) }),
    state: 'found',
    servers: ['EX01'],
  },
  {
    id: 'privateKey',
    title: 'not known',
    organisation: onEx01({ hasPrivateKey: unknown('denied') }),
    state: 'notChecked',
    servers: ['EX01'],
  },
  { id: 'serviceHost', title: 'nothing heard', organisation: organisation(), state: 'notChecked', servers: ['EX01', 'EX02'] },
  {
    id: 'serviceHost',
    title: 'the HCW says so',
    organisation: organisation(),
    hcwText: complaint,
    state: 'found',
    servers: ['EX01', 'EX02'],
  },
];

describe('causes', () => {
  it.each(cases)('$id: $title is $state', ({ id, organisation: value, hcwText, state, servers }) => {
    const one = cause(id, value, hcwText);
    expect(one.state).toBe(state);
    expect(one.seen.length).toBeGreaterThan(0);
    expect(one.remedy === null).toBe(state === 'ruledOut');
    if (servers !== undefined) expect(one.remedy?.servers).toEqual(servers);
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
    expect(causesOfNotListed(organisation(), 'FF', '')).toEqual([]);
  });
});

describe('remedies', () => {
  const texts = (id: CauseId, value: Organisation, hcwText = ''): readonly string[] =>
    cause(id, value, hcwText).remedy?.commands.map(({ where, server, text }) => `${where} ${server}: ${text}`) ?? [];

  it('name the new certificate in the hybrid configuration', () => {
    expect(texts('hybridConfiguration', organisation())).toEqual([
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
    const value = organisation({
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
    expect(cause('root', value).remedy).toEqual({ rule: 'certificate.selfSigned', servers: [], commands: [] });
  });

  it('link the key again by the serial number', () => {
    expect(texts('privateKey', onEx01({ hasPrivateKey: known(false) }))).toEqual(["onServer EX01: certutil -repairstore my '01'"]);
  });

  it('start the service on each server', () => {
    expect(texts('serviceHost', organisation(), complaint)).toEqual([
      'onServer EX01: Get-Service -Name MSExchangeServiceHost',
      'onServer EX01: Start-Service -Name MSExchangeServiceHost',
      'onServer EX02: Get-Service -Name MSExchangeServiceHost',
      'onServer EX02: Start-Service -Name MSExchangeServiceHost',
    ]);
  });

  it('never force', () => {
    const all = cases.flatMap(({ id, organisation: value, hcwText }) => texts(id, value, hcwText));
    expect(all.filter((text) => /-Force/i.test(text))).toEqual([]);
  });
});
