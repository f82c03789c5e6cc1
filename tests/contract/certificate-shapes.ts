/** What is read of certificates, in whatever shape a server sends them, on every adapter. */
import { describe, expect, it } from 'vitest';
import { propertyOf, type PsValue } from '../../shared/clixml/value.ts';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { ServerCertificate } from '../../shared/model/certificate.ts';
import { known, unknown } from '../../shared/model/known.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { readOne, type Exchange } from '../../src-main/exchange/port.ts';
import { certificateProperties } from '../../shared/read/certificate.ts';
import { serializationDataOf } from '../../src-main/exchange/practice/certificate-payload/payload.ts';
import { expectedCertificate } from './expected-certificate.ts';
import { onPremises } from './observe.ts';

type Server = OrganizationFile['servers'][number];
type Changes = Partial<Pick<Server, 'certificateShape' | 'certificateProperties'>>;

interface Contract {
  readonly name: string;
  /** An organization with three hybrid servers */
  readonly sample: () => Promise<OrganizationFile>;
  /** Works with an adapter to an organization, and closes it */
  readonly using: (file: OrganizationFile, work: (exchange: Exchange) => Promise<void>) => Promise<void>;
  readonly inventoryOf: (exchange: Exchange) => Promise<Organization>;
}

export function certificateShapes({ name, sample, using, inventoryOf }: Contract): void {
  const altered = async (...changes: readonly Changes[]): Promise<OrganizationFile> => {
    const file = await sample();
    return { ...file, servers: file.servers.map((server, index) => ({ ...server, ...changes[index] })) };
  };
  /** Those of each server, in the order of the file. */
  const certificatesOf = async (file: OrganizationFile): Promise<ServerCertificate[][]> => {
    const read: ServerCertificate[][] = [];
    await using(file, async (exchange) => {
      for (const { certificates } of (await inventoryOf(exchange)).hybridServers) {
        if (!certificates.known) throw new Error(JSON.stringify(certificates));
        read.push(certificates.value);
      }
    });
    return read;
  };
  const broken: Changes = { certificateProperties: false };

  describe(`${name}: certificates`, () => {
    it('arrive with the same bytes in the same shapes', async () => {
      const shapes = ['serialized', 'signed', 'deserialized'] as const;
      const file = await altered(...shapes.map((certificateShape) => ({ certificateShape })));
      await using(file, async (exchange) => {
        for (const server of file.servers) {
          const arrived = await objectsOf(exchange, onPremises('Get-ExchangeCertificate', { Server: server.name }));
          expect(arrived.map(shapeOf)).toEqual(
            server.certificates.map((certificate) => ({
              type:
                server.certificateShape === 'deserialized'
                  ? 'Deserialized.Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate'
                  : 'System.Security.Cryptography.X509Certificates.X509Certificate2',
              rawData: certificate.rawData,
              attached: base64(serializationDataOf(server, certificate)),
            })),
          );
        }
      });
    });

    it('have enums under their names, with their numbers, where they were selected', async () => {
      await using(await sample(), async (exchange) => {
        const [row] = await objectsOf(exchange, {
          ...onPremises('Get-ExchangeCertificate', { Server: 'EX02' }),
          select: certificateProperties,
        });
        expect(['Services', 'Status', 'RootCAType'].map((property) => row && propertyOf(row, property))).toMatchObject([
          { typeNames: expect.arrayContaining([enumType('AllowedServices')]) as string[], base: { value: 24 }, text: 'IIS, SMTP' },
          { typeNames: expect.arrayContaining([enumType('CertificateStatus')]) as string[], base: { value: 1 }, text: 'Valid' },
          { typeNames: expect.arrayContaining([enumType('CertificateAuthorityType')]) as string[], base: { value: 0 }, text: 'None' },
        ]);
      });
    });

    it.each([
      [
        'serialized from a broken server, RawData only, signed',
        [{ certificateShape: 'serialized', ...broken }, { certificateShape: 'rawDataOnly' }, { certificateShape: 'signed' }],
      ],
      [
        'deserialized on their way, RawData only and signed from broken servers',
        [{ certificateShape: 'deserialized' }, { certificateShape: 'rawDataOnly', ...broken }, { certificateShape: 'signed', ...broken }],
      ],
    ] satisfies readonly (readonly [string, readonly Changes[]])[])('are read as far as they can be: %s', async (_, changes) => {
      const file = await altered(...changes);
      expect(await certificatesOf(file)).toEqual(
        file.servers.map((server) => server.certificates.map((certificate) => expectedCertificate(server, certificate))),
      );
    });

    it('are known from SerializationData where Select-Object gives nothing, and not at all where RawData alone came', async () => {
      const [first, second, third] = await certificatesOf(
        await altered(broken, { certificateShape: 'rawDataOnly', ...broken }, { certificateShape: 'rawDataOnly' }),
      );
      const byName = (certificates: readonly ServerCertificate[] | undefined, subject: string): ServerCertificate | undefined =>
        certificates?.find(({ facts }) => facts.subject === subject);
      expect(byName(first, 'CN=relay.contoso.com')).toMatchObject({
        services: known(['SMTP']),
        status: known('Valid'),
        rootCAType: known('ThirdParty'),
        isSelfSigned: known(false),
        hasPrivateKey: known(true),
        privateKeyExportable: known(true),
        keyProvider: known({
          kind: 'CSP',
          providerName: 'Microsoft RSA SChannel Cryptographic Provider',
          providerType: 12,
          containerName: 'te-26012c88d1',
        }),
        friendlyName: known(''),
        sources: ['serializationData'],
        disagreements: [],
      });
      const onlyRawData = unknown('notReturned', 'RawData only');
      expect(byName(second, 'CN=relay.contoso.com')).toMatchObject({
        services: onlyRawData,
        status: onlyRawData,
        rootCAType: onlyRawData,
        isSelfSigned: onlyRawData,
        hasPrivateKey: onlyRawData,
        privateKeyExportable: onlyRawData,
        keyProvider: onlyRawData,
        friendlyName: onlyRawData,
        sources: [],
        disagreements: [],
      });
      expect(byName(third, 'CN=relay.contoso.com')).toMatchObject({
        services: known(['SMTP']),
        hasPrivateKey: known(true),
        privateKeyExportable: known(true),
        keyProvider: unknown('notReturned', 'SerializationData'),
        sources: ['selected'],
      });
    });

    it('carry every contradiction of what was selected and what was attached; what was selected is believed', async () => {
      const file = await sample();
      const payloadSays = {
        services: 'SMTP',
        status: 'Revoked',
        rootCAType: 'Registry',
        isSelfSigned: true,
        hasPrivateKey: false,
        privateKeyExportable: false,
        friendlyName: '別の名前 “x”',
      };
      const [server, ...others] = file.servers;
      const certificate = server?.certificates.find(({ friendlyName }) => friendlyName === 'mail.contoso.com (2026)');
      if (server === undefined || certificate === undefined) throw new Error('The sample has no such certificate');
      const doubtful = { ...server, certificates: [{ ...certificate, payloadSays }] };
      const [read] = await certificatesOf({ ...file, servers: [doubtful, ...others] });
      const disagreement = (property: string, selected: string, attached: string) => ({
        property,
        a: { source: 'selected', value: selected },
        b: { source: 'serializationData', value: attached },
      });
      expect(read).toEqual([
        {
          ...expectedCertificate(server, certificate),
          // Nobody else tells it
          keyProvider: known({ kind: 'none' }),
          disagreements: [
            disagreement('services', 'IIS, SMTP', 'SMTP'),
            disagreement('status', 'Valid', 'Revoked'),
            disagreement('rootCAType', 'ThirdParty', 'Registry'),
            disagreement('isSelfSigned', 'false', 'true'),
            disagreement('hasPrivateKey', 'true', 'false'),
            disagreement('privateKeyExportable', 'true', 'false'),
            disagreement('friendlyName', 'mail.contoso.com (2026)', '別の名前 “x”'),
          ],
        },
      ]);
    });
  });
}

const enumType = (name: string): string => `Deserialized.Microsoft.Exchange.Management.SystemConfigurationTasks.${name}`;

async function objectsOf(exchange: Exchange, call: CmdletCall): Promise<readonly PsValue[]> {
  const result = await readOne(exchange, call);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.objects;
}

const base64 = (bytes: Uint8Array | undefined): string | null => (bytes === undefined ? null : Buffer.from(bytes).toString('base64'));

const shapeOf = (object: PsValue): unknown => ({
  type: object.type === 'object' ? object.typeNames[0] : object.type,
  rawData: base64(bytesOf(propertyOf(object, 'RawData'))),
  attached: base64(bytesOf(propertyOf(object, 'SerializationData'))),
});

const bytesOf = (value: PsValue | undefined): Uint8Array | undefined => (value?.type === 'bytes' ? value.value : undefined);
