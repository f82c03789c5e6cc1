import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { propertyOf, type PsValue } from '../../../shared/clixml/value.ts';
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { readNrbf } from '../../../shared/nrbf/read.ts';
import { objectOf } from '../../../shared/nrbf/value.ts';
import { readSerializationData } from '../../../shared/read/certificate-evidence.ts';
import { readServerCertificates } from '../../../shared/read/certificate.ts';
import { hasSamples, sampleObjects } from './samples.ts';

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex').toUpperCase();

function bytesOf(object: PsValue, name: string): Uint8Array {
  const value = propertyOf(object, name);
  if (value?.type !== 'bytes') throw new Error(name);
  return value.value;
}

function read(objects: readonly PsValue[]): readonly ServerCertificate[] {
  const result = readServerCertificates(objects, { rows: [] }, sha1);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const container = (containerName: string, providerName = '') =>
  known({ kind: 'CSP' as const, providerName, providerType: 12, containerName });
const told = { isSelfSigned: known(true), hasPrivateKey: known(true), sources: ['serializationData'], disagreements: [] };

describe.skipIf(!hasSamples)('captured certificates', () => {
  const objects = hasSamples ? sampleObjects('GetExchangeCertificate') : [];

  it('tell by their payload what remoting lost', () => {
    expect(read(objects)).toMatchObject([
      {
        ...told,
        facts: { subject: 'CN=Microsoft Exchange Server Auth Certificate', thumbprint: 'C3EDCF181EF4F9B53D01768ECA99564014BCA6E7' },
        services: known(['SMTP']),
        status: known('Valid'),
        rootCAType: known('None'),
        privateKeyExportable: known(true),
        keyProvider: container('8de84f7e-f403-4215-b774-b934d6bb2670'),
        friendlyName: known('Microsoft Exchange Server Auth Certificate'),
      },
      {
        ...told,
        facts: { subject: 'CN=Solo-E19A', thumbprint: '6C7DE09FB39A40144F57EFEBC3DF0148E3A9AB28' },
        services: known(['IMAP', 'POP', 'IIS', 'SMTP']),
        status: known('Valid'),
        rootCAType: known('Registry'),
        privateKeyExportable: known(false),
        keyProvider: container('5961786b-55fe-4611-8f90-b7b26f18a8f4'),
        friendlyName: known('Microsoft Exchange'),
      },
      {
        ...told,
        facts: { subject: 'CN=WMSvc-WIN-K300A9DA9VA', thumbprint: '38247AD2B76244411748274C508D13446311830B' },
        services: known([]),
        status: known('Valid'),
        rootCAType: known('Registry'),
        privateKeyExportable: known(true),
        keyProvider: container('WMSvc Certificate Key Container', 'Microsoft RSA SChannel Cryptographic Provider'),
        friendlyName: known('CN=WMSvc-WIN-K300A9DA9VA'),
      },
    ]);
  });

  it('carry the same certificate in the payload as in RawData, with its thumbprint', () => {
    for (const object of objects) {
      const der = bytesOf(object, 'RawData');
      const { certificate, thumbprint, isSelfSigned } = readSerializationData(bytesOf(object, 'SerializationData'));
      expect(certificate).toEqual(known(der));
      expect(thumbprint).toEqual(known(sha1(der)));
      const [{ facts } = { facts: { selfSigned: undefined } }] = read([object]);
      expect(isSelfSigned).toEqual(known(facts.selfSigned));
    }
  });

  it('print the thumbprint that the payload has, which its Identity repeats', () => {
    for (const object of objects) {
      const payload = bytesOf(object, 'SerializationData');
      const document = readNrbf(payload);
      if (!document.ok || document.value.root.type !== 'class') throw new Error('payload');
      const { thumbprint } = readSerializationData(payload);
      const digits = thumbprint.known ? thumbprint.value : '';
      expect(document.value.end).toBe(payload.length);
      expect(objectOf(document.value, document.value.root.members.get('Identity'))).toEqual({
        type: 'text',
        value: `Solo-E19A.Solo.com\\${digits}`,
      });
      expect(object.type === 'object' && object.text).toContain(`[Thumbprint]\r\n  ${digits}\r\n`);
    }
  });

  it('tell nothing but themselves without the payload', () => {
    const bare = objects.map((object) => (object.type === 'object' ? { ...object, members: new Map() } : object));
    const value = unknown('notReturned', 'RawData only');
    for (const certificate of read(bare)) {
      expect(certificate).toMatchObject({ services: value, status: value, rootCAType: value, isSelfSigned: value, hasPrivateKey: value });
      expect(certificate).toMatchObject({ privateKeyExportable: value, keyProvider: value, friendlyName: value, sources: [] });
    }
  });
});
