import { describe, expect, it } from 'vitest';
import { propertyOf, type PsValue } from '../../../shared/clixml/value.ts';
import { known } from '../../../shared/model/known.ts';
import { certificateShapes, type OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { readNrbf } from '../../../shared/nrbf/read.ts';
import { objectOf, type NrbfDocument, type NrbfValue } from '../../../shared/nrbf/value.ts';
import { readSerializationData } from '../../../shared/read/certificate-evidence.ts';
import { writeExchangeCertificate } from '../../../src-main/exchange/practice/certificate-payload/exchange-certificate.ts';
import {
  serializationDataOf,
  certDataOf,
  keyProviderInfo,
  storeElementsOf,
  type StoreElement,
} from '../../../src-main/exchange/practice/certificate-payload/payload.ts';
import { rawDataOf, thumbprintOf, type SampleCertificate } from '../../../src-main/exchange/practice/objects/certificate.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { hasSamples, sampleObjects } from '../read/samples.ts';

type Server = OrganizationFile['servers'][number];

function bytesOf(object: PsValue, name: string): Uint8Array {
  const value = propertyOf(object, name);
  if (value?.type !== 'bytes') throw new Error(name);
  return value.value;
}

const documentOf = (stream: Uint8Array): NrbfDocument => {
  const document = readNrbf(stream);
  if (!document.ok) throw new Error(JSON.stringify(document.error));
  return document.value;
};

/** What a captured stream was made of. */
function partsOf(stream: Uint8Array): Parameters<typeof writeExchangeCertificate>[0] {
  const document = documentOf(stream);
  const { root, objects } = document;
  const memberOf = (of: NrbfValue | undefined, name: string): NrbfValue | undefined => {
    const object = objectOf(document, of);
    return object?.type === 'class' ? object.members.get(name) : undefined;
  };
  const member = (name: string): NrbfValue | undefined => (root.type === 'class' ? root.members.get(name) : undefined);
  const valueOf = (value: NrbfValue | undefined): unknown => (value !== undefined && 'value' in value ? value.value : undefined);
  const flag = (name: string): boolean => valueOf(member(name)) === true;
  const number = (name: string): number => Number(valueOf(memberOf(member(name), 'value__')));
  const text = (value: NrbfValue | undefined): string => {
    const object = objectOf(document, value);
    return object?.type === 'text' ? object.value : '';
  };
  const certData = objectOf(document, member('CertData'));
  return {
    certData: certData?.type === 'bytes' ? certData.value : new Uint8Array(),
    selfSigned: flag('SelfSigned'),
    status: number('Status'),
    rootCAType: number('RootCAType'),
    services: number('Services'),
    privateKeyExportable: flag('PrivateKeyExportable'),
    sites: [...objects.values()].flatMap((object) =>
      object.type === 'class' && object.name.endsWith('.IisService') ? [text(object.members.get('serviceName'))] : [],
    ),
    identity: text(member('Identity')),
  };
}

/** The elements of captured CertData. */
function elementsOf(certData: Uint8Array): StoreElement[] {
  const view = new DataView(certData.buffer, certData.byteOffset, certData.byteLength);
  const elements: StoreElement[] = [];
  for (let at = 0; at < certData.length; at += 12 + view.getUint32(at + 8, true)) {
    elements.push({ id: view.getUint32(at, true), data: certData.slice(at + 12, at + 12 + view.getUint32(at + 8, true)) });
  }
  return elements;
}

describe.skipIf(!hasSamples)('the writer of the payload, against captures', () => {
  const captured = (hasSamples ? sampleObjects('GetExchangeCertificate') : []).map((object) => bytesOf(object, 'SerializationData'));

  it('writes each of them again, byte for byte', () => {
    expect(captured).toHaveLength(3);
    expect(captured.map((stream) => partsOf(stream).sites.length)).toEqual([0, 2, 0]);
    for (const stream of captured) {
      const parts = partsOf(stream);
      expect(Buffer.from(writeExchangeCertificate(parts))).toEqual(Buffer.from(stream));
      expect(Buffer.from(certDataOf(elementsOf(parts.certData)))).toEqual(Buffer.from(parts.certData));
    }
  });

  it('writes their key providers again, byte for byte', () => {
    for (const stream of captured) {
      const written = elementsOf(partsOf(stream).certData).find(({ id }) => id === 2)?.data ?? new Uint8Array();
      const { keyProvider } = readSerializationData(stream);
      if (!keyProvider.known || keyProvider.value.kind === 'none') throw new Error('no key provider');
      const { containerName, providerName, providerType } = keyProvider.value;
      expect(Buffer.from(keyProviderInfo(containerName, providerName || undefined, providerType))).toEqual(Buffer.from(written));
    }
  });
});

describe('the stream', () => {
  it.each([0, 1, 2, 3, 4, 5])('is read again with %i sites', (count) => {
    const sites = Array.from({ length: count }, (_, index) => `IIS://EX01/W3SVC/${index}`);
    const parts = { ...given, certData: Uint8Array.of(1, 2, 3), sites };
    expect(partsOf(writeExchangeCertificate(parts))).toEqual(parts);
  });
});

const given = {
  certData: new Uint8Array(),
  selfSigned: true,
  status: 3,
  rootCAType: 4,
  services: 27,
  privateKeyExportable: false,
  sites: [],
  identity: 'EX01.contoso.com\\日本',
};

describe('the payload of a sample certificate', () => {
  const sample = async (change: (certificate: SampleCertificate) => Partial<SampleCertificate> = () => ({})) => {
    const [server] = (await practiceOrganization('difficultNames', new Date('2026-11-24T09:00:00.000Z'))).servers;
    const certificate = server?.certificates.at(-1);
    if (server === undefined || certificate === undefined) throw new Error('no certificate');
    return { server, certificate: { ...certificate, ...change(certificate) } };
  };
  const read = (server: Server, certificate: SampleCertificate) =>
    readSerializationData(serializationDataOf(server, certificate) ?? new Uint8Array());

  it('says all that the file says', async () => {
    const { server, certificate } = await sample();
    expect(read(server, certificate)).toEqual({
      certificate: known(rawDataOf(certificate)),
      thumbprint: known(thumbprintOf(certificate)),
      services: known(['IIS', 'SMTP']),
      status: known('Valid'),
      rootCAType: known('ThirdParty'),
      isSelfSigned: known(false),
      privateKeyExportable: known(false),
      keyProvider: known({
        kind: 'CNG',
        providerName: 'Microsoft Software Key Storage Provider',
        providerType: 0,
        containerName: 'te-5b0c37ad',
      }),
      friendlyName: known('日本 ‘CNG’ $x'),
    });
  });

  it('links no key where there is none, and has no friendly name where that is empty', async () => {
    const { server, certificate } = await sample(() => ({ hasPrivateKey: false, friendlyName: '' }));
    expect(read(server, certificate)).toMatchObject({ keyProvider: known({ kind: 'none' }), friendlyName: known('') });
    const ids = storeElementsOf({ der: rawDataOf(certificate) }).map(({ id }) => id);
    expect(ids).toEqual([92, 32]);
  });

  it('says a value that Exchange does not have as a number that it does not have either', async () => {
    const { server, certificate } = await sample(() => ({ status: 'Nope' }));
    expect(read(server, certificate).status).toEqual({ known: false, reason: 'unreadable', evidence: 'SerializationData: Status -1' });
  });

  it('contradicts the file where the file wants it to', async () => {
    const { server, certificate } = await sample(() => ({ payloadSays: { status: 'Revoked', hasPrivateKey: false } }));
    expect(read(server, certificate)).toMatchObject({ status: known('Revoked'), keyProvider: known({ kind: 'none' }) });
  });

  it('is there in the shapes that have one, and says the same when it is signed', async () => {
    const { server, certificate } = await sample();
    const made = certificateShapes.map((certificateShape) => serializationDataOf({ ...server, certificateShape }, certificate));
    expect(made.map((payload) => payload !== undefined)).toEqual([true, false, true, false]);
    const [serialized, , signed] = made;
    expect(new TextDecoder().decode(signed?.subarray(0, 5))).toBe('#sig#');
    expect(signed?.subarray(9, 18)).toEqual(Uint8Array.of(0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff));
    expect(read({ ...server, certificateShape: 'signed' }, certificate)).toEqual(read(server, certificate));
    expect(serialized?.length).toBeLessThan(signed?.length ?? 0);
  });
});
