/** Real files, examined as the window asks for them. */
import { known } from '../../../shared/model/known.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileExamination } from '../../../shared/rules/certificate-file.ts';
import { appError, fail, ok } from '../../../shared/model/error.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { createFileTickets } from '../../../src-main/files/file-tickets.ts';
import { certificateFileHandlers } from '../../../src-main/pki/handlers.ts';
import { goTo, newCertificate } from '../wizard-main/administrator.ts';
import { newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';
import { fixturePath, password } from './fixture.ts';

let organization: Organization | null;
/** DER of a certificate that every server of the sample has */
let installed: { readonly thumbprint: string };
beforeAll(async () => {
  const program = await startProgram(await newFolder());
  const view = await goTo(program, 'certificate.ready');
  organization = view.context.organization;
  installed = { thumbprint: newCertificate(view) };
});
afterAll(removeFolders);

const files = createFileTickets();
const at = '2026-11-26T00:00:00.000Z';
const handlersWith = (compared: Organization | null, opened: readonly string[] = []): ReturnType<typeof certificateFileHandlers> =>
  certificateFileHandlers({
    askToOpen: () => Promise.resolve(opened),
    files,
    organization: () => compared,
    now: () => new Date(at),
  });

async function examined(name: string, secret: string | null = null, compared = organization): Promise<FileExamination> {
  const result = await handlersWith(compared)['certificateFile:examine']({ token: files.give(fixturePath(name)).token, password: secret });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
const codeOf = async (path: string, secret: string | null = null): Promise<string> => {
  const result = await handlersWith(organization)['certificateFile:examine']({ token: files.give(path).token, password: secret });
  return result.ok ? 'ok' : result.error.code;
};
const variants = (findings: FileExamination['checks']): Record<string, string> =>
  Object.fromEntries(findings.map(({ rule, variant }) => [rule, variant]));
const serversOf = (examination: FileExamination, kind: 'import' | 'enable'): readonly string[] =>
  examination.commands.filter((command) => command.kind === kind).map(({ server }) => server);

describe('choosing', () => {
  it('gives a ticket of the file without its path, and none when the dialog was closed', async () => {
    expect(await handlersWith(null, ['/tmp/a.pfx', '/tmp/b.pfx'])['certificateFile:choose'](undefined)).toEqual(
      ok({ token: files.give('/tmp/a.pfx').token, name: 'a.pfx' }),
    );
    expect(await handlersWith(null)['certificateFile:choose'](undefined)).toEqual(ok(null));
  });
});

describe('what is refused', () => {
  it('a path in the place of a token, and a token that was not given', async () => {
    for (const token of [fixturePath('mail.der.cer'), '00000000-0000-4000-8000-000000000000'])
      expect(await handlersWith(organization)['certificateFile:examine']({ token, password: null })).toEqual(
        fail(appError('file.notChosen')),
      );
  });

  it('asks for a password only where one is needed, and tells a wrong one apart', async () => {
    expect(await codeOf(fixturePath('rsa-aes256-sha256.pfx'))).toBe('certificateFile.passwordNeeded');
    expect(await codeOf(fixturePath('rsa-aes256-sha256.pfx'), 'wrong')).toBe('certificateFile.wrongPassword');
    expect(await codeOf(fixturePath('rsa-aes256-sha256.pfx'), '')).toBe('certificateFile.wrongPassword');
    for (const name of ['mail.der.cer', 'chain.pem', 'chain.p7b', 'dotnet-no-password.pfx'])
      expect(await codeOf(fixturePath(name))).toBe('ok');
  });

  it('a folder, a file that is not there, a request, and what is no certificate', async () => {
    const folder = join(await newFolder(), 'a folder.pfx');
    await mkdir(folder);
    expect(await codeOf(folder)).toBe('file.unreadable');
    expect(await codeOf(join(folder, 'none.pfx'))).toBe('file.unreadable');
    expect(await codeOf(fixturePath('request.csr'))).toBe('certificateFile.request');
    expect(await codeOf(fixturePath('README.md'))).toBe('certificateFile.notACertificate');
  });
});

describe('a PFX with its whole chain', () => {
  let examination: FileExamination;
  beforeAll(async () => {
    examination = await examined('rsa-aes256-sha256.pfx', password);
  });

  it('is shown with its name, that of its certificate, days left, and the way onto the servers', () => {
    expect(examination).toMatchObject({
      fileName: 'rsa-aes256-sha256.pfx',
      file: { format: 'pkcs12', friendlyName: 'Exchange 2026 メール', keyOfLeaf: 'matches' },
      nameText: '<I>CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com, O=コントソ株式会社, C=JP',
      verdict: 'asFarAsItTells',
      importMethod: 'pfx',
    });
    expect(examination.daysLeft).toBeGreaterThan(10_000);
  });

  it('is judged by every rule once: in the checks, after the import, by its name, or by the question of Enable', () => {
    const { checks, afterImport, name, enable } = examination;
    expect(variants(checks)).toMatchObject({ 'certificate.commonName': 'ok', 'certificate.privateKey': 'inFile', 'file.chain': 'ok' });
    expect(afterImport.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['certificate.thirdParty', 'unknown'],
      ['certificate.status', 'unknown'],
      ['certificate.services', 'unknown'],
      ['certificate.keyProvider', 'unknown'],
    ]);
    expect([variants(name), variants(enable)]).toEqual([{ 'file.name': 'bothChanged' }, { 'file.enable': 'info' }]);
    const all = [...checks, ...afterImport, ...name, ...enable];
    expect(new Set(all).size).toBe(all.length);
  });

  it('is compared with the name in use, and every place that would change is told', () => {
    expect(examination.nameChange).toMatchObject({ issuerChanged: known(true), subjectChanged: known(true) });
    const changing = examination.references.filter(({ decision }) => decision.kind === 'change').map(({ kind }) => kind);
    expect(new Set(changing)).toEqual(new Set(['sendConnector', 'receiveConnector', 'hybridConfiguration']));
  });

  it('has an Import and an Enable for every hybrid server, never with -Force, with the path and no password', () => {
    const servers = organization?.hybridServers.map(({ name }) => name) ?? [];
    expect(servers).toHaveLength(3);
    expect([serversOf(examination, 'import'), serversOf(examination, 'enable')]).toEqual([servers, servers]);
    for (const { kind, server, text, need } of examination.commands) {
      expect(text).toContain(`-Server '${server}'`);
      expect([text.includes('-Force'), text.includes(password), need]).toEqual([false, false, 'needed']);
      expect(text).toContain(kind === 'import' ? fixturePath('rsa-aes256-sha256.pfx') : examination.file.leaf.thumbprint);
    }
  });
});

describe('other files', () => {
  it('a .cer has no key: it only answers a request, and its intermediate certificate is missing', async () => {
    const examination = await examined('mail.der.cer');
    expect(variants(examination.checks)).toMatchObject({ 'file.chain': 'warn', 'certificate.privateKey': 'notInFile' });
    expect(examination.importMethod).toBe('answer');
    expect(examination.commands.every(({ text }) => !text.includes('-Password'))).toBe(true);
    expect(examination.answer?.completes.map(({ server }) => server)).toEqual(serversOf(examination, 'import'));
    expect(examination.answer?.completes[0]?.exportText).toContain("Export-ExchangeCertificate -Server 'EX01' -Thumbprint");
    expect(examination.answer?.others.every(({ text }) => text.includes('-Password') && text.includes('C:\\certificate.pfx'))).toBe(true);
  });

  it('a PEM file with its key has to become a PFX first; its chain may lack the root alone', async () => {
    const examination = await examined('with-key.pem');
    expect(examination.importMethod).toBe('pfxToMake');
    expect(examination.commands[0]?.text).toContain("ReadAllBytes('C:\\certificate.pfx')");
    const chain = examination.checks.find(({ rule }) => rule === 'file.chain');
    expect(chain).toMatchObject({
      severity: 'unknown',
      variant: 'issuerNotInFile',
      evidence: { issuer: 'CN=Fabrikam rsa Root, O=Fabrikam Trust, C=US' },
    });
  });

  it('a key of another certificate is none; an issuer that did not sign is missing', async () => {
    const other = await examined('with-other-key.pem');
    expect([other.importMethod, variants(other.checks)['certificate.privateKey']]).toEqual(['answer', 'notInFile']);
    expect(variants((await examined('impostor.pem')).checks)['file.chain']).toBe('warn');
  });

  it('without an organization nothing is compared, and that is said', async () => {
    const alone = await examined('mail.der.cer', null, null);
    expect([alone.nameChange, alone.references, alone.commands]).toEqual([null, [], []]);
    expect(variants(alone.checks)).toMatchObject({ 'certificate.names': 'unknown', 'certificate.acceptedDomain': 'unknown' });
    expect(alone.name.map(({ severity }) => severity)).toEqual(['unknown']);
  });

  it('one that is installed already needs nothing there', async () => {
    if (organization === null) throw new Error('no organization');
    const { file } = await examined('mail.der.cer');
    const [first, ...rest] = organization.hybridServers;
    if (first?.certificates.known !== true) throw new Error('no certificates');
    const one = first.certificates.value.find(({ facts }) => facts.thumbprint === installed.thumbprint);
    if (one === undefined) throw new Error('not installed');
    const has = { ...first, certificates: { known: true as const, value: [{ ...one, facts: file.leaf }] } };
    const examination = await examined('mail.der.cer', null, { ...organization, hybridServers: [has, ...rest] });
    expect(examination.commands.filter(({ need }) => need === 'unchanged').map(({ server, kind }) => [server, kind])).toEqual([
      [first.name, 'import'],
      [first.name, 'enable'],
    ]);
  });
});
