import { describe, expect, it } from 'vitest';
import { causesOfNotListed, causesOfNotSelected, meaningsOf, type Cause, type HcwReport } from '../../../shared/rules/not-listed.ts';
import { notListedCauses, type CauseId, type NotListedCause } from '../../../shared/rules/not-listed-fixes.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { everywhere, hcwMessage, nothingSaid, notListedCases, onEx01 } from './not-listed-cases.ts';
import { certificate, changed, facts, hybridConfiguration, hybridServer, newName, organization, withCertificate } from './sample.ts';

const causes = (value: Organization, report: Partial<HcwReport> = {}): Cause[] =>
  causesOfNotListed(value, 'A1', { ...nothingSaid, ...report });
const cause = (id: NotListedCause, value: Organization, report: Partial<HcwReport> = {}): Cause => {
  const found = causes(value, report).find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};
describe('causes', () => {
  it.each(notListedCases)('$id: $title is $state', ({ id, organization: value, report, state, open = null, servers }) => {
    const one = cause(id, value, report);
    expect([one.state, one.open]).toEqual([state, open]);
    expect(one.seen.length > 0).toBe(open !== 'missingThere');
    expect(one.fix === null).toBe(state === 'ruledOut' || open === 'missingThere');
    if (servers !== undefined) expect(one.fix?.servers).toEqual(servers);
  });

  it('are all told, those found first, then those that nobody knows, each in the order of likelihood', () => {
    const value = everywhere({ services: known([]), status: unknown('denied') });
    expect(causes(value).map(({ id, state }) => [id, state])).toEqual([
      ['services', 'found'],
      ['validity', 'notChecked'],
      ['serviceHost', 'notChecked'],
      ...notListedCauses.filter((id) => !['services', 'validity', 'serviceHost'].includes(id)).map((id) => [id, 'ruledOut']),
    ]);
  });

  it('are none of a certificate that no server has', () => {
    expect(causesOfNotListed(organization(), 'FF', nothingSaid)).toEqual([]);
    expect(causesOfNotSelected(organization(), 'FF')).toEqual([]);
  });

  it('say where it is installed, where it is missing on the reference server', () => {
    const value = organization({
      hybridServers: ['EX01', 'EX02', 'EX03', 'EX04'].map((name) =>
        name === 'EX04' ? hybridServer(name, { certificates: known([]) }) : hybridServer(name),
      ),
    });
    expect(cause('missing', value, { referenceServer: 'EX04' }).seen.map(({ evidence }) => evidence)).toEqual([
      { server: 'EX04', others: 'EX01–EX03' },
    ]);
  });
});

describe('a certificate that is listed, but not selected', () => {
  it.each([
    ['another name in the hybrid configuration', organization(), 'found'],
    ['its own name there', changed(), 'ruledOut'],
    ['a hybrid configuration that could not be read', organization({ hybridConfiguration: unknown('failed') }), 'notChecked'],
  ] as const)('has one cause, with %s', (_, value, state) => {
    const found: readonly [CauseId, Cause['state']][] = causesOfNotSelected(value, 'A1').map((one) => [one.id, one.state]);
    expect(found).toEqual([['hybridConfiguration', state]]);
  });

  it('is no certificate that is not listed: the hybrid configuration does not decide what the list contains', () => {
    expect(causes(organization()).map(({ id }) => id)).not.toContain('hybridConfiguration');
  });
});

describe('what a message means', () => {
  const fixTexts = (message: string, value = organization()): readonly string[] =>
    meaningsOf(value, 'A1', message).flatMap(({ fix }) => fix.commands.map(({ text }) => text));

  it('is one entry for each known message in it, and none where none is known', () => {
    const both = `${hcwMessage.oauth}\n${hcwMessage.receiveConnector}`;
    expect(meaningsOf(organization(), 'A1', both).map(({ id, finding }) => [id, finding.severity, finding.source])).toEqual([
      ['receiveConnector', 'block', 'KB3087159'],
      ['oauth', 'info', 'hcwMessage'],
    ]);
    expect(meaningsOf(organization(), 'A1', 'something else')).toEqual([]);
  });

  it('has commands for the servers that it names, and for no others', () => {
    expect(fixTexts('HCW8010 Default Receive Connector cannot be found on server EX02')).toEqual([
      'Get-ReceiveConnector | Format-List -Property Identity, TransportRole, Bindings',
      "$connector = Get-ReceiveConnector 'EX02\\Default Frontend EX02'; Set-ReceiveConnector $connector.Identity -Bindings ($connector.Bindings + '[::]:25')",
    ]);
    expect(fixTexts('HCW8010')).toHaveLength(1);
    expect(fixTexts(hcwMessage.smtp)).toEqual([
      "Enable-ExchangeCertificate -Server 'EX01' -Thumbprint 'A1' -Services 'SMTP'",
      'Get-TransportService | Format-List -Property Name, InternalTransportCertificateThumbprint',
    ]);
  });

  it('empties the server lists only where the hybrid configuration has Edge servers too', () => {
    const withEdge = organization({ hybridConfiguration: known({ ...hybridConfiguration(), edgeTransportServers: ['EDGE01'] }) });
    const empties = 'Set-HybridConfiguration -ReceivingTransportServers $null -SendingTransportServers $null';
    expect(fixTexts('HCW8043')).not.toContain(empties);
    expect(fixTexts('HCW8043', withEdge)).toContain(empties);
  });
});

describe('fixes', () => {
  const texts = (id: NotListedCause, value: Organization, report: Partial<HcwReport> = {}): readonly string[] =>
    cause(id, value, report).fix?.commands.map(({ where, server, text }) => `${where} ${server}: ${text}`) ?? [];

  it('are not a renewal when only a certificate of the chain has expired', () => {
    const validity = (value: Organization): string | undefined => cause('validity', value).fix?.rule;
    expect(validity(onEx01({ status: known('DateInvalid') }))).toBe('certificate.status');
    expect(validity(onEx01({ status: known('Revoked') }))).toBe('certificate.dates');
    expect(validity(withCertificate(certificate({ status: known('DateInvalid') }), certificate({ status: known('Revoked') })))).toBe(
      'certificate.dates',
    );
  });

  it('name the new certificate in the hybrid configuration', () => {
    const [notSelected] = causesOfNotSelected(organization(), 'A1');
    expect(notSelected?.fix?.commands.map(({ text }) => text)).toEqual([`Set-HybridConfiguration -TlsCertificateName '${newName}'`]);
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
    expect(texts('serviceHost', organization(), { message: hcwMessage.serviceHost })).toEqual([
      'onServer EX01, EX02: Get-Service -Name MSExchangeServiceHost',
      'onServer EX01, EX02: Start-Service -Name MSExchangeServiceHost',
    ]);
  });

  it('never force', () => {
    const all = notListedCases.flatMap(({ id, organization: value, report }) => texts(id, value, report));
    expect(all.filter((text) => /-Force/i.test(text))).toEqual([]);
  });
});
