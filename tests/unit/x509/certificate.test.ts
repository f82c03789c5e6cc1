import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { readCertificate } from '../../../shared/x509/certificate.ts';
import { readClixml } from '../../../shared/clixml/read.ts';
import { propertyOf } from '../../../shared/clixml/value.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');
const sample = join(import.meta.dirname, '../../../../shared/samples/exchange-2019/GetExchangeCertificate.xml');

describe('readCertificate', () => {
  it('tells the facts of a certificate of the sample organization', async () => {
    const { servers } = await practiceOrganization('renewal', new Date('2026-11-20T00:00:00Z'));
    const facts = (servers[0]?.certificates ?? []).map(({ rawData }) => readCertificate(Buffer.from(rawData, 'base64'), sha1));
    expect(facts.every(({ ok }) => ok)).toBe(true);
    const mail = facts.flatMap((result) => (result.ok && result.value.names.includes('mail.contoso.com') ? [result.value] : []));
    expect(mail[0]).toMatchObject({ keyAlgorithm: 'RSA', keySize: 2048, selfSigned: false });
    expect(mail[0]?.subject).toContain('CN=mail.contoso.com');
  });

  it.skipIf(!existsSync(sample))('agrees with what a real server printed (skipped where ../shared/samples is absent)', () => {
    const objects = readClixml(readFileSync(sample, 'utf8'));
    if (!objects.ok) throw new Error(objects.error.reason);
    expect(objects.value.length).toBe(3);
    for (const object of objects.value) {
      const raw = propertyOf(object, 'RawData');
      const facts = raw?.type === 'bytes' ? readCertificate(raw.value, sha1) : undefined;
      if (facts?.ok !== true || object.type !== 'object') throw new Error('not read');
      const printed = object.text ?? '';
      expect(printed).toContain(`[Subject]\r\n  ${facts.value.subject}\r\n`);
      expect(printed).toContain(`[Issuer]\r\n  ${facts.value.issuer}\r\n`);
      expect(printed).toContain(`[Serial Number]\r\n  ${facts.value.serialNumber}\r\n`);
      expect(printed).toContain(`[Thumbprint]\r\n  ${facts.value.thumbprint}\r\n`);
      expect(facts.value.selfSigned).toBe(true);
    }
  });

  it('fails by code, never by exception, whatever the bytes are', async () => {
    const { servers } = await practiceOrganization('renewal', new Date('2026-11-20T00:00:00Z'));
    const der = Buffer.from(servers[0]?.certificates[0]?.rawData ?? '', 'base64');
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length), (at, byte, length) => {
        const bytes = Uint8Array.from(der.subarray(0, length));
        if (at < bytes.length) bytes[at] = byte;
        const result = readCertificate(bytes, sha1);
        expect(result.ok || result.error.code === 'file.damaged').toBe(true);
      }),
    );
  });
});
