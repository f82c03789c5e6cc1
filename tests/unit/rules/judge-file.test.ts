import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import { fileCases, judgedFile } from './file-cases.ts';
import { certificate, hybridServer, newName, organization } from './sample.ts';

describe('a file before the import', () => {
  it.each(fileCases)('$rule: $title gives $expected', (one) => {
    const findings = judgedFile(one).findings.filter(({ rule }) => rule === one.rule);
    expect(findings.map(({ variant }) => variant)).toEqual(one.expected);
  });

  it('has the name that it will have', () => {
    expect(judgedFile({}).nameText).toBe(newName);
  });

  it('is compared with every object that would have to name it', () => {
    expect(new Set(judgedFile({}).references.map(({ kind }) => kind))).toContain('sendConnector');
  });

  it('never passes: what a server can say is open', () => {
    expect(judgedFile({}).verdict).toBe('asFarAsItTells');
    expect(judgedFile({ facts: { selfSigned: true } }).verdict).toBe('doesNotQualify');
  });

  it('never says of a server what no server was asked', () => {
    const said = new Set(
      judgedFile({ organization: null })
        .findings.filter(({ severity }) => severity === 'ok')
        .map(({ rule }) => rule),
    );
    for (const rule of ['certificate.thirdParty', 'certificate.status', 'certificate.services', 'certificate.everyServer'] as const)
      expect(said).not.toContain(rule);
  });
});

describe('its commands', () => {
  it('are for every hybrid server, import before enable', () => {
    const { commands } = judgedFile({ file: { path: "C:\\it's\\new.pfx" } });
    expect(commands).toEqual([
      {
        server: 'EX01',
        kind: 'import',
        need: 'needed',
        text: "Import-ExchangeCertificate -Server 'EX01' -FileData ([System.IO.File]::ReadAllBytes('C:\\it''s\\new.pfx')) -PrivateKeyExportable $true -Password (Read-Host -AsSecureString)",
      },
      {
        server: 'EX01',
        kind: 'enable',
        need: 'needed',
        text: "Enable-ExchangeCertificate -Server 'EX01' -Thumbprint 'F1' -Services 'SMTP'",
      },
      expect.objectContaining({ server: 'EX02', kind: 'import' }),
      expect.objectContaining({ server: 'EX02', kind: 'enable' }),
    ]);
  });

  it('ask for no password where the file has no key', () => {
    const [first] = judgedFile({ file: { path: 'C:\\new.cer', hasPrivateKey: known(false), withKey: false } }).commands;
    expect(first?.text).toBe("Import-ExchangeCertificate -Server 'EX01' -FileData ([System.IO.File]::ReadAllBytes('C:\\new.cer'))");
  });

  it('say what is so already, and what is not known', () => {
    const servers = [
      hybridServer('EX01'),
      hybridServer('EX02', { certificates: known([certificate({ services: known([]) })]) }),
      hybridServer('EX03', { certificates: known([certificate({ services: unknown('notReturned') })]) }),
      hybridServer('EX04', { certificates: unknown('denied') }),
    ];
    const { commands } = judgedFile({ facts: { thumbprint: 'A1' }, organization: organization({ hybridServers: servers }) });
    expect(commands.map(({ need }) => need)).toEqual([
      ...['unchanged', 'unchanged'],
      ...['unchanged', 'needed'],
      ...['unchanged', 'unknown'],
      ...['unknown', 'unknown'],
    ]);
  });

  it('quote a name that is no name of a server', () => {
    const hostile = organization({ hybridServers: [hybridServer("EX01'; Remove-Item C:\\ #")] });
    for (const { text } of judgedFile({ organization: hostile }).commands) expect(text).toContain("-Server 'EX01''; Remove-Item C:\\ #' ");
  });

  it('never force', () => {
    expect(judgedFile({}).commands.filter(({ text }) => /-Force/i.test(text))).toEqual([]);
  });

  it('and places are none without an organization', () => {
    const { commands, references } = judgedFile({ organization: null });
    expect([commands, references]).toEqual([[], []]);
  });
});
