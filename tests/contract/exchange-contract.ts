/** What every adapter to Exchange must do, on the same organization files. */
import { describe, expect, it } from 'vitest';
import type { CmdletCall, ParameterValue, CallOutcome } from '../../shared/commands/call.ts';
import { propertyOf, type PsValue } from '../../shared/clixml/value.ts';
import type { Result } from '../../shared/model/error.ts';
import { type OrganizationFile, practiceScenarios } from '../../shared/model/sample-organization.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { sendConnectorProperties, readReceiveConnector } from '../../shared/read/on-premises.ts';
import { readOne, type Exchange, type ExchangeReader } from '../../src-main/exchange/port.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { certificateShapes } from './certificate-shapes.ts';
import { expectedOrganization } from './expected-organization.ts';
import { certificateNameWith, hostileOrganization, hostileTexts, identityOf } from './hostile-organization.ts';
import { mailContract } from './mail.ts';
import { observe, onPremises } from './observe.ts';
import { removalContract } from './remove-certificate.ts';
import { settingContract } from './set-and-read.ts';

export interface OpenedExchange {
  readonly exchange: Exchange;
  readonly dispose: () => Promise<void>;
}
export type OpenExchange = (organization: OrganizationFile) => Promise<OpenedExchange>;

/** The moment of every inventory: a day of its own, so that nothing depends on the day of the run. */
export const contractTime = new Date('2026-11-24T09:00:00.000Z');

const tasks = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const defaultFrontend = (server: string): string => `${server}\\Default Frontend ${server}`;

/** Works with the adapter to an organization, and closes it. */
const user =
  (open: OpenExchange) =>
  async (organization: OrganizationFile, work: (exchange: Exchange) => Promise<void>): Promise<void> => {
    const { exchange, dispose } = await open(organization);
    try {
      await work(exchange);
    } finally {
      await dispose();
    }
  };

/** The half that every adapter fulfils, also one that cannot change anything. */
export function readingContract(name: string, open: OpenExchange): void {
  const using = user(open);

  describe(`${name}: the inventory`, () => {
    it.each(practiceScenarios)('is what the organization file of %s says', async (scenario) => {
      const file = await practiceOrganization(scenario, contractTime);
      await using(file, async (exchange) => {
        expect(await inventoryOf(exchange)).toEqual(
          inScenario(scenario, expectedOrganization(file, contractTime, exchange.sides.has('exchangeOnline'))),
        );
      });
    });

    it('is what the organization file with hostile names says', async () => {
      const file = hostileOrganization(await practiceOrganization('renewal', contractTime));
      await using(file, async (exchange) => {
        expect(await inventoryOf(exchange)).toEqual(expectedOrganization(file, contractTime, exchange.sides.has('exchangeOnline')));
      });
    });
  });

  certificateShapes({ name, sample: () => practiceOrganization('renewal', contractTime), using, inventoryOf });

  describe(`${name}: single objects`, () => {
    it('are read by their identity, in any case, as they are among all', async () => {
      const file = await practiceOrganization('renewal', contractTime);
      await using(file, async (exchange) => {
        expect(await values(exchange, defaultFrontend('EX02').toLowerCase())).toEqual({
          name: file.hybridConfiguration?.tlsCertificateName,
          capabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
        });
        for (const call of [
          onPremises('Get-ExchangeServer', { Identity: 'ex02' }),
          { ...onPremises('Get-SendConnector', { Identity: file.sendConnectors[0]?.name ?? '' }), select: sendConnectorProperties },
          onPremises('Get-TransportService', { Identity: 'EX02' }),
          onPremises('Get-AuthConfig'),
        ]) {
          expect(await observe(exchange, call)).toEqual({ ...done, objects: 1 });
        }
      });
    });

    it('are the same when they are read together with others, each in its place; a change among them is refused', async () => {
      const file = await practiceOrganization('renewal', contractTime);
      await using(file, async (exchange) => {
        const calls = file.servers.flatMap(({ name: server }) => [
          onPremises('Get-ReceiveConnector', { Server: server }),
          onPremises('Get-ExchangeCertificate', { Server: server }),
          onPremises('Get-TransportService', { Identity: server }),
        ]);
        const change = onPremises('Set-ReceiveConnector', { Identity: defaultFrontend('EX01'), TlsCertificateName: null });
        const alone: Result<CallOutcome>[] = [];
        for (const call of calls) alone.push(await readOne(exchange, call));
        const answered: number[] = [];
        const together = await exchange.read(
          [...calls, change].map((call) => ({ call, queue: String(call.parameters['Server'] ?? call.parameters['Identity']) })),
          { onAnswered: (index) => answered.push(index) },
        );
        expect(together.slice(0, -1)).toEqual(alone);
        expect(together.at(-1)).toMatchObject({ ok: false, error: { code: 'call.refused', effect: 'none' } });
        expect(answered.sort((a, b) => a - b)).toEqual([...calls, change].map((_, index) => index));
        expect(await values(exchange, defaultFrontend('EX01'))).toMatchObject({ name: file.hybridConfiguration?.tlsCertificateName });
      });
    });

    it('are refused where the table does not allow the call', async () => {
      await using(await practiceOrganization('renewal', contractTime), async (exchange) => {
        const refused: CmdletCall = onPremises('Get-ReceiveConnector', { Identity: null });
        expect(await observe(exchange, refused)).toMatchObject({ code: 'call.refused', effect: 'none' });
        expect(await observe(exchange, { ...onPremises('Get-InboundConnector') })).toMatchObject({ code: 'call.refused', effect: 'none' });
      });
    });
  });
}

/** All that an adapter to Exchange must do. */
export function exchangeContract(name: string, open: OpenExchange): void {
  const using = user(open);
  readingContract(name, open);
  settingContract(name, using);
  removalContract(name, using);
  mailContract(name, using);

  describe(`${name}: changes`, () => {
    it('empties the two values of a receive connector and leaves every other connector as it is', async () => {
      const file = await practiceOrganization('renewal', contractTime);
      await using(file, async (exchange) => {
        expect(await set(exchange, { Identity: defaultFrontend('EX01'), TlsCertificateName: null, TlsDomainCapabilities: null })).toEqual(
          done,
        );
        expect(await values(exchange, defaultFrontend('EX01'))).toEqual({ name: null, capabilities: [] });
        expect(await values(exchange, defaultFrontend('EX02'))).toEqual({
          name: file.hybridConfiguration?.tlsCertificateName,
          capabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
        });
      });
    });

    it('sets only what it was given', async () => {
      const file = await practiceOrganization('renewal', contractTime);
      await using(file, async (exchange) => {
        await set(exchange, { Identity: defaultFrontend('EX01'), TlsCertificateName: null });
        expect(await values(exchange, defaultFrontend('EX01'))).toEqual({
          name: null,
          capabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
        });
        await set(exchange, { Identity: defaultFrontend('EX01'), TlsDomainCapabilities: null });
        await set(exchange, { Identity: defaultFrontend('EX01'), TlsCertificateName: certificateNameWith('Contoso') });
        expect(await values(exchange, defaultFrontend('EX01'))).toEqual({ name: certificateNameWith('Contoso'), capabilities: [] });
      });
    });

    it('carries hostile identities and values there and back unchanged', async () => {
      const file = hostileOrganization(await practiceOrganization('renewal', contractTime));
      await using(file, async (exchange) => {
        for (const text of hostileTexts) {
          const Identity = identityOf(file, text);
          expect(await set(exchange, { Identity, TlsCertificateName: null, TlsDomainCapabilities: null })).toEqual(done);
          expect(await values(exchange, Identity)).toEqual({ name: null, capabilities: [] });
          const capabilities = [`${text}:AcceptOorgProtocol`, `second ${text}:AcceptCloudServicesMail`];
          expect(
            await set(exchange, { Identity, TlsCertificateName: certificateNameWith(`${text}2`), TlsDomainCapabilities: capabilities }),
          ).toEqual(done);
          expect(await values(exchange, Identity)).toEqual({ name: certificateNameWith(`${text}2`), capabilities });
        }
      });
    });

    it('names another certificate in the hybrid configuration, and empties it', async () => {
      await using(await practiceOrganization('renewal', contractTime), async (exchange) => {
        for (const text of [certificateNameWith('日本 "Contoso" $x'), null]) {
          expect(await observe(exchange, onPremises('Set-HybridConfiguration', { TlsCertificateName: text }))).toEqual(done);
          const organization = await inventoryOf(exchange);
          expect(organization.hybridConfiguration).toMatchObject({ value: { tlsCertificateName: { known: true, value: text } } });
        }
      });
    });

    it('warns when nothing had to be changed', async () => {
      await using(await practiceOrganization('renewal', contractTime), async (exchange) => {
        const call = { Identity: defaultFrontend('EX01'), TlsCertificateName: null, TlsDomainCapabilities: null };
        await set(exchange, call);
        expect(await set(exchange, call)).toEqual({
          ...done,
          warnings: [`The command completed successfully but no settings of '${defaultFrontend('EX01')}' have been modified.`],
        });
      });
    });
  });

  describe(`${name}: errors`, () => {
    const notFound = (identity: string, task: string) => ({
      ...done,
      errors: [
        {
          message: `The operation couldn't be performed because object '${identity}' couldn't be found on 'dc01.contoso.com'.`,
          category: 'NotSpecified',
          id: `${tasks}.${task}`,
        },
      ],
    });

    it('reports objects that do not exist, and goes on', async () => {
      await using(await practiceOrganization('renewal', contractTime), async (exchange) => {
        const missing = `EX09\\"it's" [日本] $x`;
        expect(await observe(exchange, onPremises('Get-ExchangeServer', { Identity: 'EX09' }))).toEqual(
          notFound('EX09', 'GetExchangeServer'),
        );
        expect(await observe(exchange, onPremises('Get-ReceiveConnector', { Identity: missing }))).toEqual(
          notFound(missing, 'GetReceiveConnector'),
        );
        expect(await observe(exchange, onPremises('Get-SendConnector', { Identity: missing }))).toEqual(
          notFound(missing, 'GetSendConnector'),
        );
        expect(await observe(exchange, onPremises('Get-TransportService', { Identity: 'EX09' }))).toEqual(
          notFound('EX09', 'GetTransportService'),
        );
        expect(await set(exchange, { Identity: missing, TlsCertificateName: null })).toEqual(notFound(missing, 'SetReceiveConnector'));
        expect(await observe(exchange, onPremises('Get-ExchangeServer', { Identity: 'ex02' }))).toEqual({ ...done, objects: 1 });
      });
    });

    it('refuses a certificate name of another form, such as a thumbprint, and changes nothing', async () => {
      const file = await practiceOrganization('renewal', contractTime);
      await using(file, async (exchange) => {
        const thumbprint = 'F959684678A8E51A0BBA793F0F12E87BD3C574E9';
        for (const [call, task] of [
          [
            onPremises('Set-ReceiveConnector', { Identity: defaultFrontend('EX01'), TlsCertificateName: thumbprint }),
            'SetReceiveConnector',
          ],
          [onPremises('Set-HybridConfiguration', { TlsCertificateName: thumbprint }), 'SetHybridConfiguration'],
        ] as const) {
          expect(await observe(exchange, call)).toEqual({
            ...done,
            code: 'cmdlet.failed',
            effect: 'none',
            errors: [
              {
                message: `Cannot process argument transformation on parameter 'TlsCertificateName'. Cannot convert value "${thumbprint}" to type "Microsoft.Exchange.Data.SmtpX509Identifier". Error: ""${thumbprint}" isn't a valid X.509 certificate identifier. The format is "<I>Issuer<S>Subject"."`,
                category: 'InvalidData',
                id: `ParameterArgumentTransformationError,${tasks}.${task}`,
              },
            ],
          });
        }
        expect(await values(exchange, defaultFrontend('EX01'))).toMatchObject({ name: file.hybridConfiguration?.tlsCertificateName });
      });
    });

    it('reports a certificate and a hybrid configuration that do not exist', async () => {
      await using(await practiceOrganization('noHybrid', contractTime), async (exchange) => {
        expect(await observe(exchange, onPremises('Get-ExchangeCertificate', { Server: 'EX01', Thumbprint: '00' }))).toEqual({
          ...done,
          errors: [
            {
              message: 'The certificate with thumbprint 00 was not found.',
              category: 'InvalidArgument',
              id: `${tasks}.GetExchangeCertificate`,
            },
          ],
        });
        expect(await observe(exchange, onPremises('Get-ExchangeCertificate', { Server: 'EX09' }))).toEqual(
          notFound('EX09', 'GetExchangeCertificate'),
        );
        expect(await observe(exchange, onPremises('Get-ReceiveConnector', { Server: 'EX09' }))).toEqual(
          notFound('EX09', 'GetReceiveConnector'),
        );
        expect(await observe(exchange, onPremises('Get-HybridConfiguration'))).toEqual(done);
        expect(await observe(exchange, onPremises('Set-HybridConfiguration', { TlsCertificateName: null }))).toEqual(
          notFound('Hybrid Configuration', 'SetHybridConfiguration'),
        );
      });
    });

    it('adds the class of the cmdlet to an id that lacks it', async () => {
      const fault = {
        kind: 'error',
        message: 'The LDAP server is unavailable.',
        category: 'ResourceUnavailable',
        id: 'ADTransient',
        terminating: false,
      } as const;
      const file = await practiceOrganization('renewal', contractTime);
      await using({ ...file, faults: [{ cmdlet: 'Get-SendConnector', after: 0, fault }] }, async (exchange) => {
        expect(await observe(exchange, onPremises('Get-SendConnector'))).toMatchObject({
          code: 'ok',
          errors: [{ id: `ADTransient,${tasks}.GetSendConnector` }],
        });
      });
    });

    it('reports a cmdlet to which the user has no right', async () => {
      await using(await practiceOrganization('denied', contractTime), async (exchange) => {
        expect(await set(exchange, { Identity: defaultFrontend('EX01'), TlsCertificateName: null })).toEqual({
          ...done,
          code: 'cmdlet.notAvailable',
          effect: 'none',
          errors: [{ message: 'Set-ReceiveConnector', category: 'ObjectNotFound', id: 'CommandNotFoundException' }],
        });
        expect(await values(exchange, defaultFrontend('EX01'))).toMatchObject({
          capabilities: ['mail.protection.outlook.com:AcceptCloudServicesMail'],
        });
      });
    });

    const failing = (terminating: boolean): OrganizationFile['faults'][number] => ({
      cmdlet: 'Set-ReceiveConnector',
      after: 1,
      fault: {
        kind: 'error',
        message: `Active Directory n'a pas répondu: „日本“ $x`,
        category: 'ResourceUnavailable',
        id: `${tasks}.SetReceiveConnector`,
        terminating,
      },
    });
    const said = {
      message: `Active Directory n'a pas répondu: „日本“ $x`,
      category: 'ResourceUnavailable',
      id: `${tasks}.SetReceiveConnector`,
    };

    it.each([false, true])('reports what a cmdlet says, from the second call on (terminating: %s)', async (terminating) => {
      const file = await practiceOrganization('renewal', contractTime);
      await using({ ...file, faults: [failing(terminating)] }, async (exchange) => {
        expect(await set(exchange, { Identity: defaultFrontend('EX01'), TlsCertificateName: null })).toEqual(done);
        const second = await set(exchange, { Identity: defaultFrontend('EX02'), TlsCertificateName: null });
        expect(second).toEqual(
          terminating ? { ...done, code: 'cmdlet.failed', effect: 'none', errors: [said] } : { ...done, errors: [said] },
        );
        expect(await values(exchange, defaultFrontend('EX02'))).toMatchObject({ name: file.hybridConfiguration?.tlsCertificateName });
      });
    });
  });

  describe(`${name}: losses`, () => {
    const lost = (effect: boolean): OrganizationFile['faults'] => [
      {
        cmdlet: 'Set-ReceiveConnector',
        match: { parameter: 'Identity', value: defaultFrontend('EX02') },
        after: 0,
        fault: { kind: 'sessionLost', effect },
      },
    ];

    it.each([false, true])('says that the effect is unknown when the session ends during a change (it took effect: %s)', async (effect) => {
      const file = await practiceOrganization('renewal', contractTime);
      await using({ ...file, faults: lost(effect) }, async (exchange) => {
        expect(await set(exchange, { Identity: defaultFrontend('EX01'), TlsCertificateName: null })).toEqual(done);
        expect(await set(exchange, { Identity: defaultFrontend('EX02'), TlsCertificateName: null })).toMatchObject({
          code: 'session.lost',
          effect: 'unknown',
        });
        expect(await observe(exchange, onPremises('Get-ExchangeServer'))).toMatchObject({ code: 'session.notConnected', effect: 'none' });
        expect(await observe(exchange, { side: 'exchangeOnline', cmdlet: 'Get-InboundConnector', parameters: {} })).toEqual({
          ...done,
          objects: 1,
        });
      });
    });

    const hanging: OrganizationFile['faults'] = (['Set-ReceiveConnector', 'Get-SendConnector'] as const).map((cmdlet) => ({
      cmdlet,
      after: 0,
      fault: { kind: 'hang' },
    }));
    const change = onPremises('Set-ReceiveConnector', { Identity: defaultFrontend('EX01'), TlsCertificateName: null });

    it('gives up a call that never ends after its time, or when it is canceled; the process that waited for it is gone', async () => {
      const file = { ...(await practiceOrganization('renewal', contractTime)), faults: hanging };
      await using(file, async (exchange) => {
        expect(await observe(exchange, change, { timeoutMs: 300 })).toMatchObject({ code: 'powershell.timedOut', effect: 'unknown' });
        expect(await observe(exchange, onPremises('Get-ExchangeServer'))).toMatchObject({ code: 'powershell.exited', effect: 'none' });
      });
      await using(file, async (exchange) => {
        expect(await observe(exchange, onPremises('Get-SendConnector'), { signal: AbortSignal.timeout(300) })).toMatchObject({
          code: 'powershell.canceled',
          effect: 'none',
        });
        expect(await observe(exchange, onPremises('Get-ExchangeServer'))).toMatchObject({ code: 'powershell.exited', effect: 'none' });
      });
    });

    it('gives up a read among others alone, and goes on', async () => {
      const file = { ...(await practiceOrganization('renewal', contractTime)), faults: hanging };
      await using(file, async (exchange) => {
        const calls = [onPremises('Get-SendConnector'), onPremises('Get-ExchangeServer'), onPremises('Get-AcceptedDomain')];
        const results = await exchange.read(
          calls.map((call) => ({ call, queue: call.cmdlet })),
          { timeoutMs: 5000 },
        );
        expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual(['cmdlet.timedOut', 'ok', 'ok']);
        expect(results[0]).toMatchObject({ error: { effect: 'none', details: { message: '5 s' } } });
        expect(await observe(exchange, onPremises('Get-ExchangeServer'))).toMatchObject({ code: 'ok' });
      });
    });

    it('sends nothing when it was canceled before', async () => {
      const file = await practiceOrganization('renewal', contractTime);
      await using(file, async (exchange) => {
        expect(await observe(exchange, change, { signal: AbortSignal.abort() })).toMatchObject({
          code: 'powershell.canceled',
          effect: 'none',
        });
        const answered: number[] = [];
        const among = await exchange.read([{ call: onPremises('Get-ExchangeServer'), queue: '' }], {
          signal: AbortSignal.abort(),
          onAnswered: (index) => answered.push(index),
        });
        // A caller that waits for each result would wait for ever.
        expect(answered).toEqual([0]);
        expect(among).toMatchObject([{ ok: false, error: { code: 'powershell.canceled', effect: 'none' } }]);
        expect(await values(exchange, defaultFrontend('EX01'))).toMatchObject({ name: file.hybridConfiguration?.tlsCertificateName });
      });
    });
  });
}

const done = { code: 'ok' as const, effect: null, errors: [], warnings: [], objects: 0 };

const set = (exchange: Exchange, parameters: Readonly<Record<string, ParameterValue>>) =>
  observe(exchange, onPremises('Set-ReceiveConnector', parameters));

/** Reads the organization at `contractTime`. */
export async function inventoryOf(exchange: ExchangeReader): Promise<Organization> {
  const result = await collectOrganization(exchange, { now: () => contractTime, onProgress: () => undefined });
  if (!result.ok) throw new Error(`Not read: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The two values of a receive connector, as they are read back. */
async function values(exchange: Exchange, Identity: string): Promise<{ name: unknown; capabilities: unknown }> {
  const result = await readOne(exchange, onPremises('Get-ReceiveConnector', { Identity }));
  const object: PsValue | undefined = result.ok ? result.value.objects[0] : undefined;
  if (object === undefined || propertyOf(object, 'Identity') === undefined) throw new Error(`Not read back: ${JSON.stringify(result)}`);
  const connector = readReceiveConnector(object);
  if (!connector.ok) throw new Error(`Not readable: ${JSON.stringify(connector.error)}`);
  const { tlsCertificateName, tlsDomainCapabilities } = connector.value;
  return {
    name: tlsCertificateName.known ? tlsCertificateName.value : tlsCertificateName,
    capabilities: tlsDomainCapabilities.known ? tlsDomainCapabilities.value : tlsDomainCapabilities,
  };
}

/** What a scenario's faults make of the expected organization. */
function inScenario(scenario: (typeof practiceScenarios)[number], expected: Organization): unknown {
  if (scenario === 'denied')
    return {
      ...expected,
      rights: {
        known: true,
        value: {
          'Set-ReceiveConnector': false,
          'Set-SendConnector': true,
          'Set-HybridConfiguration': true,
          'Remove-ExchangeCertificate': true,
        },
      },
    };
  if (scenario !== 'serverDown') return expected;
  const notKnown = { known: false, reason: 'failed', evidence: expect.stringContaining("couldn't be contacted") as string };
  return {
    ...expected,
    hybridServers: expected.hybridServers.map((server) =>
      server.name === 'EX03'
        ? { ...server, certificates: notKnown, receiveConnectors: notKnown, internalTransportCertificateThumbprint: notKnown }
        : server,
    ),
  };
}
