/** Every tracked value is read in a form in which it can be set again, on each kind of object. */
import { describe, expect, it } from 'vitest';
import { propertyOf, type PsObject } from '../../shared/clixml/value.ts';
import type { CmdletCall } from '../../shared/commands/call.ts';
import type { CmdletName } from '../../shared/commands/table.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { parameterKind, readObject, setObject, type ReadCmdlet, type Value } from '../../shared/plan/plan.ts';
import { readCmdlets } from '../../shared/plan/plan.ts';
import { trackedOf } from '../../shared/run/snapshot.ts';
import { readValues } from '../../src-main/change/read-values.ts';
import { takeSnapshot } from '../../src-main/change/take-snapshot.ts';
import { readOne, type Exchange } from '../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { certificateNameWith } from './hostile-organization.ts';
import { observe } from './observe.ts';

type Using = (organization: OrganizationFile, work: (exchange: Exchange) => Promise<void>) => Promise<void>;

const at = new Date('2026-11-24T09:00:00.000Z');
const tasks = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const done = { code: 'ok', effect: null, errors: [], warnings: [], objects: 0 };

/** Another value than any sample has, in the form in which Exchange prints it. A boolean gets its opposite. */
const others: Readonly<Record<string, Value>> = {
  TlsCertificateName: certificateNameWith('日本 "Contoso" $x'),
  TlsDomainCapabilities: ['first.contoso.com:AcceptOorgProtocol', 'second.contoso.com:AcceptCloudServicesMail'],
  Fqdn: 'other.contoso.com',
  Bindings: ['192.0.2.1:2525', '[::]:2525'],
  RemoteIPRanges: ['192.0.2.0/24', '2001:db8::1'],
  AuthMechanism: 'Tls, ExternalAuthoritative',
  PermissionGroups: 'ExchangeServers, Partners',
  AddressSpaces: ['smtp:fabrikam.com;5', 'smtp:*.contoso.com;1'],
  SmartHosts: ['[192.0.2.1]', 'other.contoso.com'],
  SourceTransportServers: ['EX02'],
  TlsAuthLevel: 'EncryptionOnly',
  TlsDomain: '*.other.contoso.com',
  ProtocolLoggingLevel: 'Verbose',
  TlsSenderCertificateName: 'other.contoso.com',
  ConnectorType: 'Partner',
  SenderDomains: ['smtp:fabrikam.com;1', 'smtp:contoso.com;2'],
  RecipientDomains: ['fabrikam.com', '*.contoso.com'],
  TlsSettings: 'EncryptionOnly',
};

const otherThan = (parameter: string, value: Value): Value => (typeof value === 'boolean' ? !value : (others[parameter] ?? null));

/** One object of each kind in the organization. */
const identities = (file: OrganizationFile): Readonly<Record<ReadCmdlet, string>> => ({
  'Get-ReceiveConnector': 'EX01\\Default Frontend EX01',
  'Get-SendConnector': file.sendConnectors[0]?.name ?? '',
  'Get-HybridConfiguration': '',
  'Get-InboundConnector': file.exchangeOnline.inboundConnectors[0]?.name ?? '',
  'Get-OutboundConnector': file.exchangeOnline.outboundConnectors[0]?.name ?? '',
});

const renewal = (): Promise<OrganizationFile> => practiceOrganization('renewal', at);

export function settingContract(name: string, using: Using): void {
  describe(`${name}: values that are set`, () => {
    it.each(readCmdlets)('come back from %s as they were set, and as they were when they are set back', async (cmdlet) => {
      const file = await renewal();
      const identity = identities(file)[cmdlet];
      await using(file, async (exchange) => {
        const before = await raw(exchange, cmdlet, identity);
        for (const parameter of trackedOf(cmdlet)) {
          const value = await valueOf(exchange, cmdlet, identity, parameter);
          const emptied = parameterKind(cmdlet, parameter)?.startsWith('nullable') === true;
          const other = otherThan(parameter, value);
          expect(other, parameter).not.toEqual(value);
          for (const next of [other, ...(emptied ? [Array.isArray(value) ? [] : null] : []), value]) {
            const changes = JSON.stringify(next) !== JSON.stringify(await valueOf(exchange, cmdlet, identity, parameter));
            const outcome = await observe(exchange, setObject(cmdlet, identity, { [parameter]: next }));
            expect(outcome, parameter).toEqual(
              changes ? done : { ...done, warnings: [expect.stringContaining('no settings of') as string] },
            );
            expect(await valueOf(exchange, cmdlet, identity, parameter), parameter).toEqual(next);
          }
          expect(await raw(exchange, cmdlet, identity), parameter).toEqual(before);
        }
      });
    });

    it('are set together, and of one object only', async () => {
      const file = await renewal();
      await using(file, async (exchange) => {
        const before = await snapshot(exchange);
        for (const cmdlet of readCmdlets) {
          const identity = identities(file)[cmdlet];
          const values = Object.fromEntries(
            trackedOf(cmdlet).map((parameter) => {
              const object = before.objects.find((one) => one.cmdlet === cmdlet && (identity === '' || one.identity === identity));
              return [parameter, otherThan(parameter, object?.values[parameter] ?? null)];
            }),
          );
          expect(await observe(exchange, setObject(cmdlet, identity, values))).toEqual(done);
        }
        const after = await snapshot(exchange);
        const changed = after.objects.filter(
          ({ values }, index) => JSON.stringify(values) !== JSON.stringify(before.objects[index]?.values),
        );
        expect(changed.map(({ cmdlet }) => cmdlet).sort()).toEqual([...readCmdlets].sort());
        for (const { cmdlet, values } of changed) {
          const parameters: readonly string[] = trackedOf(cmdlet);
          for (const parameter of parameters)
            if (typeof values[parameter] !== 'boolean') expect(values[parameter]).toEqual(others[parameter]);
        }
      });
    });

    it('warn when there was nothing to change', async () => {
      const file = await renewal();
      await using(file, async (exchange) => {
        for (const [cmdlet, parameter] of [
          ['Get-SendConnector', 'TlsCertificateName'],
          ['Get-InboundConnector', 'TlsSenderCertificateName'],
          ['Get-OutboundConnector', 'TlsDomain'],
        ] as const) {
          const identity = identities(file)[cmdlet];
          const value = await valueOf(exchange, cmdlet, identity, parameter);
          expect(await observe(exchange, setObject(cmdlet, identity, { [parameter]: value }))).toEqual({
            ...done,
            warnings: [`The command completed successfully but no settings of '${identity}' have been modified.`],
          });
        }
      });
    });

    it('come back with the names of flags in the order of their numbers', async () => {
      await using(await renewal(), async (exchange) => {
        const identity = 'EX01\\Default Frontend EX01';
        for (const [given, printed] of [
          ['ExchangeServer, Integrated,Tls', 'Tls, Integrated, ExchangeServer'],
          ['None', 'None'],
          ['Tls, NewMechanism', 'Tls, NewMechanism'],
        ] as const) {
          expect(await observe(exchange, setObject('Get-ReceiveConnector', identity, { AuthMechanism: given }))).toEqual(done);
          expect(await valueOf(exchange, 'Get-ReceiveConnector', identity, 'AuthMechanism')).toBe(printed);
        }
      });
    });

    it('are not set where the object does not exist, or the certificate name has another form', async () => {
      const file = await renewal();
      await using(file, async (exchange) => {
        for (const cmdlet of ['Get-SendConnector', 'Get-InboundConnector', 'Get-OutboundConnector'] as const) {
          const call = setObject(cmdlet, 'none', {});
          expect(await observe(exchange, call)).toEqual({
            ...done,
            errors: [
              {
                message: "The operation couldn't be performed because object 'none' couldn't be found on 'dc01.contoso.com'.",
                category: 'NotSpecified',
                id: `${tasks}.${call.cmdlet.replace('-', '')}`,
              },
            ],
          });
        }
        const name = setObject('Get-SendConnector', identities(file)['Get-SendConnector'], { TlsCertificateName: '00' });
        expect(await observe(exchange, name)).toMatchObject({
          code: 'cmdlet.failed',
          errors: [{ id: `ParameterArgumentTransformationError,${tasks}.SetSendConnector` }],
        });
      });
    });
  });

  describe(`${name}: a domain controller`, () => {
    it('is taken in any case when it is that of the organization, and reported by it; another one cannot be reached', async () => {
      const file = await renewal();
      await using(file, async (exchange) => {
        for (const cmdlet of ['Get-ReceiveConnector', 'Get-SendConnector', 'Get-HybridConfiguration'] as const) {
          const read = readObject(cmdlet, identities(file)[cmdlet]);
          const own = await readValues({ object: '', read: withController(read, 'DC01.contoso.com'), parameters: [] }, exchange);
          expect(own).toMatchObject({
            ok: true,
            value: { controller: 'dc01.contoso.com', guid: expect.stringMatching(/^[\da-f-]{36}$/) as string },
          });
          const change = setObject(cmdlet, identities(file)[cmdlet], { TlsCertificateName: null });
          for (const call of [read, change])
            expect(await observe(exchange, withController(call, 'dc02.contoso.com'))).toEqual(notReached(call.cmdlet));
          expect(await valueOf(exchange, cmdlet, identities(file)[cmdlet], 'TlsCertificateName')).not.toBeNull();
          expect(await observe(exchange, withController(change, 'dc01.contoso.com'))).toEqual(done);
          expect(await valueOf(exchange, cmdlet, identities(file)[cmdlet], 'TlsCertificateName')).toBeNull();
        }
      });
    });
  });

  describe(`${name}: a snapshot`, () => {
    it('has every tracked value of every object, and says what could not be read', async () => {
      const file = await renewal();
      await using(file, async (exchange) => {
        const { objects, unread } = await snapshot(exchange, ['EX01', 'EX02', 'EX09']);
        const ofServers = file.receiveConnectors.filter(({ server }) => server === 'EX01' || server === 'EX02');
        expect(objects.map(({ identity }) => identity)).toEqual([
          ...ofServers.map((connector) => `${connector.server}\\${connector.name}`),
          ...file.sendConnectors.map((connector) => connector.name),
          'Hybrid Configuration',
          ...file.exchangeOnline.inboundConnectors.map((connector) => connector.name),
          ...file.exchangeOnline.outboundConnectors.map((connector) => connector.name),
        ]);
        for (const { cmdlet, values } of objects) expect(Object.keys(values)).toEqual(trackedOf(cmdlet));
        expect(new Set(objects.map(({ guid }) => guid)).size).toBe(objects.length);
        expect(unread).toEqual([
          { cmdlet: 'Get-ReceiveConnector', server: 'EX09', message: expect.stringContaining("object 'EX09' couldn't be found") as string },
        ]);
      });
    });
  });
}

const withController = (call: CmdletCall, DomainController: string): CmdletCall => ({
  ...call,
  parameters: { ...call.parameters, DomainController },
});

const notReached = (cmdlet: CmdletName) => ({
  ...done,
  errors: [
    {
      message:
        "An Active Directory error 0x51 occurred when trying to check the suitability of server 'dc02.contoso.com'. Error: 'Active directory response: The LDAP server is unavailable.'",
      category: 'NotSpecified',
      id: `${tasks}.${cmdlet.replace('-', '')}`,
    },
  ],
});

async function snapshot(exchange: Exchange, servers: readonly string[] = ['EX01', 'EX02', 'EX03']) {
  const taken = await takeSnapshot(exchange, servers, { now: () => at, online: true, controller: null, plan: null });
  if (!taken.ok) throw new Error(`No snapshot: ${JSON.stringify(taken.error)}`);
  return taken.value;
}

async function valueOf(exchange: Exchange, cmdlet: ReadCmdlet, identity: string, parameter: string): Promise<Value> {
  const read = await readValues({ object: identity, read: readObject(cmdlet, identity), parameters: [parameter] }, exchange);
  const value = read.ok ? read.value.values[parameter] : undefined;
  if (value === undefined) throw new Error(`Not read: ${JSON.stringify(read)}`);
  return value;
}

/** The whole object, but for when it was changed. */
async function raw(exchange: Exchange, cmdlet: ReadCmdlet, identity: string): Promise<PsObject> {
  const result = await readOne(exchange, readObject(cmdlet, identity));
  const [object] = result.ok ? result.value.objects : [];
  if (object?.type !== 'object' || propertyOf(object, 'Identity') === undefined) throw new Error(`Not read: ${JSON.stringify(result)}`);
  const without = (from: PsObject['properties']): PsObject['properties'] =>
    new Map([...from].filter(([key]) => !key.startsWith('WhenChanged')));
  return { ...object, properties: without(object.properties), members: without(object.members) };
}
