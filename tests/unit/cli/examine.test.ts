/** `--examine`: what a certificate file tells, as one line of JSON. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { examineResultSchema, type ExamineResult } from '../../../shared/check/result.ts';
import { languages } from '../../../shared/messages/language.ts';
import { passwordFrom } from '../../../src-main/cli/password.ts';
import { run, type Around } from './run.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../pki/fixtures', name);
const valid = new Ajv2020({ validateFormats: false }).compile(
  JSON.parse(readFileSync(join(root, 'docs/examine.schema.json'), 'utf8')) as object,
);
/** Within the validity of every fixture. */
const at = new Date('2030-01-01T00:00:00.000Z');
const password = 'Fixture-1!';
const typed = (text: string | Uint8Array): Around => ({ input: Readable.from([Buffer.from(text)]), at });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'examine-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function resultOf(out: string): ExamineResult {
  expect(out.endsWith('\n') && !out.slice(0, -1).includes('\n')).toBe(true);
  const read: unknown = JSON.parse(out);
  expect(valid(read), JSON.stringify(valid.errors)).toBe(true);
  const result = v.parse(examineResultSchema, read);
  expect(result).toEqual(read);
  return result;
}

describe('exit codes', () => {
  it('0: nothing in the file speaks against it', async () => {
    const ran = await run(['--examine', fixture('rsa-aes256-sha256.pfx'), '--password-stdin'], typed(`${password}\n`));
    const result = resultOf(ran.out);
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(result).toMatchObject({ exitCode: 0, verdict: 'nothingBlocks', errors: [] });
    expect(result.certificate).toMatchObject({
      fileFormat: 'pkcs12',
      subject: 'CN=mail.contoso.com, O=コントソ株式会社, C=JP',
      issuer: 'CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US',
      certificateName: '<I>CN=Fabrikam rsa TLS CA, O=Fabrikam Trust, C=US<S>CN=mail.contoso.com, O=コントソ株式会社, C=JP',
      subjectAlternativeNames: { dns: ['mail.contoso.com', 'autodiscover.contoso.com'] },
      key: { algorithm: 'RSA', bits: 2048, inFile: 'yes', ofCertificate: 'matches' },
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    });
  });

  it('1: the file has no issuer of it', async () => {
    const ran = await run(['--examine', fixture('mail.der.cer')], { at });
    expect([ran.code, resultOf(ran.out).verdict]).toEqual([1, 'warnings']);
  });

  it('1: the file names a key storage provider for an RSA key', async () => {
    const ran = await run(['--examine', fixture('kinds/ksp.pfx'), '--password-stdin'], typed(password));
    const { certificate, findings } = resultOf(ran.out);
    expect([ran.code, certificate?.key.provider]).toEqual([1, 'Microsoft Software Key Storage Provider']);
    expect(findings.filter(({ impact }) => impact === 'warns')).toMatchObject([{ rule: 'certificate.keyProvider', variant: 'namedKsp' }]);
    expect((await run(['--examine', fixture('kinds/csp.pfx'), '--password-stdin'], typed(password))).code).toBe(0);
  });

  it('2: the key is of another certificate; or it has expired', async () => {
    const ran = await run(['--examine', fixture('with-other-key.pem')], { at });
    expect(ran.code).toBe(2);
    expect(
      resultOf(ran.out)
        .findings.filter(({ impact }) => impact === 'blocks')
        .map(({ rule }) => rule),
    ).toEqual(['check.keyOfFile']);
    expect((await run(['--examine', fixture('chain.pem')], { at: new Date('2060-01-01T00:00:00Z') })).code).toBe(2);
  });

  it.each([
    ['request.csr', 'certificateFile.request'],
    ['rsa-aes256-sha256.pfx', 'certificateFile.passwordNeeded'],
    ['not-there.cer', 'file.unreadable'],
  ])('3: %s, %s, said in both languages', async (name, code) => {
    const ran = await Promise.all(languages.map((language) => run(['--examine', fixture(name), '--language', language], { at })));
    for (const one of ran) {
      expect(one.code).toBe(3);
      expect(one.err).toContain(`${code}: `);
      expect(resultOf(one.out)).toMatchObject({ verdict: 'couldNotJudge', certificate: null, errors: [{ code }] });
    }
    expect(ran[0]?.err).not.toBe(ran[1]?.err);
  });
});

it('the result is written to a file as well; nothing is lost when only standard output is closed', async () => {
  const json = join(folder, 'r.json');
  const ran = await run(['--examine', fixture('chain.pem'), '--json', json], { at });
  expect(await readFile(json, 'utf8')).toBe(ran.out);
  expect((await run(['--examine', fixture('chain.pem'), '--json', json], { at, closed: true })).code).toBe(ran.code);
  expect((await run(['--examine', fixture('chain.pem')], { at, closed: true })).code).toBe(3);
});

describe('the password', () => {
  it.each([
    ['with LF', `${password}\n`],
    ['with CR LF', `${password}\r\n`],
    ['without an end', password],
    ['with the mark of Windows PowerShell', `\uFEFF${password}\r\n`],
    ['with more behind it', `${password}\nsecond line`],
  ])('comes %s', async (_, text) => {
    expect((await run(['--examine', fixture('rsa-aes256-sha256.pfx'), '--password-stdin'], typed(text))).code).toBe(0);
  });

  it('may be Japanese, or empty', async () => {
    expect((await run(['--examine', fixture('japanese-password.pfx'), '--password-stdin'], typed('パスワード🔒\n'))).code).toBeLessThan(3);
    expect((await run(['--examine', fixture('empty-password.pfx'), '--password-stdin'], typed('\n'))).code).toBeLessThan(3);
  });

  it('that is wrong, or did not come, is a failure; and it stands nowhere', async () => {
    const wrong = await run(['--examine', fixture('rsa-aes256-sha256.pfx'), '--password-stdin'], typed('Fixture-2!\n'));
    expect(wrong.code).toBe(3);
    expect(wrong.err).toContain('certificateFile.wrongPassword');
    expect(wrong.out + wrong.err).not.toContain('Fixture-2!');
    for (const nothing of ['', new Uint8Array([0xff, 0xfe, 0x0a]), 'x'.repeat(5000)]) {
      const ran = await run(['--examine', fixture('rsa-aes256-sha256.pfx'), '--password-stdin'], typed(nothing));
      expect(ran.code).toBe(3);
      expect(ran.err).toContain('check.password');
    }
  });

  it('that did not come leaves no older result in its place', async () => {
    const json = join(folder, 'older.json');
    const args = ['--examine', fixture('rsa-aes256-sha256.pfx'), '--password-stdin', '--json', json];
    expect((await run(args, typed(password))).code).toBe(0);
    for (const nothing of ['', new Uint8Array([0xff, 0xfe, 0x0a])]) {
      const ran = await run(args, typed(nothing));
      expect(resultOf(await readFile(json, 'utf8'))).toMatchObject({
        exitCode: 3,
        verdict: 'couldNotJudge',
        certificate: null,
        errors: [{ code: 'check.password' }],
      });
      expect(ran.code).toBe(3);
    }
  });

  it('is not asked of a terminal, which would show it', async () => {
    const terminal = Object.assign(Readable.from([Buffer.from(`${password}\n`)]), { isTTY: true });
    expect(await passwordFrom(terminal)).toBeUndefined();
  });
});
