import { createHash, pbkdf2Sync } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../shared/model/error.ts';
import { toDer } from '../../../shared/x509/der.ts';
import { examineCertificateFile, readCertificateFile } from '../../../src-main/pki/certificate-file.ts';
import { kdfBudget, passwordBasedKey, pkcs12Bytes, purposes } from '../../../src-main/pki/password-protection.ts';
import { fixture, password } from './fixture.ts';
import { runs } from '../../properties/seed.ts';

const codes = errorCodes.filter((code) => code.startsWith('certificateFile.'));

describe('damaged files', () => {
  it.each([
    'ec-aes256-sha256.pfx',
    'no-encryption.pfx',
    'no-integrity.pfx',
    'ec-tripledes-sha1.pfx',
    'chain.p7b',
    'chain.pem',
    'with-encrypted-key.pem',
  ])('%s: fails by code, never by exception, wherever bytes are others or missing', async (name) => {
    const original = fixture(name);
    const change = fc.record({ at: fc.nat(original.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.option(fc.nat(original.length)), async (changes, cut) => {
        const bytes = Uint8Array.from(original);
        for (const { at, byte } of changes) bytes[at] = byte;
        const result = await examineCertificateFile(bytes.subarray(0, cut ?? original.length), password);
        if (!result.ok) expect(codes).toContain(result.error.code);
        expect(JSON.stringify(result)).not.toContain(password);
      }),
      { numRuns: runs(150) },
    );
  });

  it('ends at once for elements in elements, and for very many of them', async () => {
    const deep = new Uint8Array(2_000_000).fill(0x30).map((byte, index) => (index % 2 === 0 ? byte : 0x80));
    const wide = new Uint8Array(4_000_000).map((_, index) => (index % 2 === 0 ? 5 : 0));
    const header = Uint8Array.from([0x30, 0x83, 0x3d, 0x09, 0x03, 0x06, 0x01, 0x2a]);
    for (const bytes of [deep, Uint8Array.from([...header, ...wide])]) {
      expect(await examineCertificateFile(bytes, password)).toMatchObject({ ok: false });
      expect(() => toDer(bytes)).toThrow();
    }
  });
});

/** The same content in the other way to write it: no length is given, octet strings come in two pieces. */
function asBer(der: Uint8Array): Uint8Array {
  const [tag = 0, first = 0] = der;
  const start = 2 + (first > 0x80 ? first - 0x80 : 0);
  const content = der.subarray(start);
  if (tag === 0x04) {
    const half = content.length >> 1;
    return Uint8Array.from([0x24, 0x80, ...octets(content.subarray(0, half)), ...octets(content.subarray(half)), 0, 0]);
  }
  if ((tag & 0x20) === 0) return der;
  const members: number[] = [];
  for (let at = 0; at < content.length;) {
    const next = content.subarray(at, at + sizeOf(content.subarray(at)));
    members.push(...asBer(next));
    at += next.length;
  }
  return Uint8Array.from([tag, 0x80, ...members, 0, 0]);
}
function sizeOf(der: Uint8Array): number {
  const first = der[1] ?? 0;
  if (first < 0x80) return 2 + first;
  return 2 + first - 0x80 + der.subarray(2, 2 + first - 0x80).reduce((sum, byte) => sum * 256 + byte, 0);
}
const octets = (content: Uint8Array): Uint8Array => Uint8Array.from([0x04, 0x82, content.length >> 8, content.length & 255, ...content]);

describe('the basic encoding rules', () => {
  it.each(['ec-aes256-sha256.pfx', 'ec-tripledes-sha1.pfx', 'no-encryption.pfx'])(
    '%s reads the same without lengths and in pieces',
    async (name) => {
      const ber = asBer(fixture(name));
      expect(ber).not.toEqual(fixture(name));
      expect(await examineCertificateFile(ber, password)).toEqual(await examineCertificateFile(fixture(name), password));
    },
  );

  it('leaves DER as it is', () => {
    for (const name of ['mail.der.cer', 'chain.p7b', 'rsa-aes256-sha256.pfx']) expect(toDer(fixture(name))).toEqual(fixture(name));
  });
});

describe('keys from passwords', () => {
  /** The vector that the tests of Bouncy Castle and node-forge carry. */
  it('derives the published bytes', async () => {
    const salt = Buffer.from('0A58CF64530D823F', 'hex');
    const spelled = Buffer.from('smeg\0', 'utf16le').swap16();
    const derived = await pkcs12Bytes(spelled, { salt, iterations: 1, hash: 'sha1' }, purposes.key, 24, kdfBudget());
    expect(Buffer.from(derived).toString('hex').toUpperCase()).toBe('8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3');
  });

  it('agrees with Node for PBKDF2', async () => {
    const by = { salt: Buffer.from('salt'), iterations: 1000, hash: 'sha512' } as const;
    const derived = await passwordBasedKey(Buffer.from('x'), by, 80, kdfBudget());
    expect(Buffer.from(derived)).toEqual(pbkdf2Sync('x', 'salt', 1000, 80, 'sha512'));
  });

  it.each([
    [
      'PBKDF2',
      (iterations: number) => passwordBasedKey(Buffer.from('x'), { salt: Buffer.from('s'), iterations, hash: 'sha1' }, 20, kdfBudget()),
    ],
    [
      'PKCS #12',
      (iterations: number) => pkcs12Bytes(Buffer.from('x'), { salt: Buffer.from('s'), iterations, hash: 'sha1' }, 1, 20, kdfBudget()),
    ],
  ])('%s is refused before it begins when it costs too much', async (_, derive) => {
    await expect(derive(10_000_001)).rejects.toThrow('certificateFile.kdfLimitExceeded');
    await expect(derive(Number.MAX_SAFE_INTEGER)).rejects.toThrow('certificateFile.kdfLimitExceeded');
  });
});

describe('reading from disk', () => {
  it('gives the bytes; what is missing or no file is unreadable; what is too long is not read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hcw-certificate-file-'));
    try {
      const path = join(folder, 'a.cer');
      await writeFile(path, fixture('mail.der.cer'));
      const read = await readCertificateFile(path);
      expect(read.ok && createHash('sha256').update(read.value).digest('hex')).toBe(
        createHash('sha256').update(fixture('mail.der.cer')).digest('hex'),
      );
      await writeFile(path, new Uint8Array(16 * 1024 * 1024 + 1));
      await chmod(path, 0o600);
      expect(await readCertificateFile(path)).toMatchObject({ error: { code: 'certificateFile.tooLarge' } });
      for (const none of [folder, join(folder, 'b.cer')])
        expect(await readCertificateFile(none)).toMatchObject({ error: { code: 'file.unreadable' } });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
