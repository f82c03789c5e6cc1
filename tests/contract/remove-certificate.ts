/** An old certificate is removed, or refused as Exchange refuses it; and the services of a server, which a person stops and starts meanwhile. */
import { describe, expect, it } from 'vitest';
import { known } from '../../shared/model/known.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { readServiceState } from '../../shared/read/service-health.ts';
import { readOne, type Exchange } from '../../src-main/exchange/port.ts';
import { setService } from '../../src-main/exchange/practice/on-server.ts';
import { factsOf, thumbprintOf } from '../../src-main/exchange/practice/objects/certificate.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { formatCertificateName } from '../../shared/x509/certificate-name.ts';
import { observe, onPremises } from './observe.ts';

type Using = (organization: OrganizationFile, work: (exchange: Exchange) => Promise<void>) => Promise<void>;

const at = new Date('2026-11-24T09:00:00.000Z');
const done = { code: 'ok', effect: null, errors: [], warnings: [], objects: 0 };
const id = 'Microsoft.Exchange.Management.SystemConfigurationTasks.RemoveExchangeCertificate';
const refused = (message: string, category = 'InvalidArgument') => ({ ...done, errors: [{ message, category, id }] });

const remove = (server: string, thumbprint: string) => onPremises('Remove-ExchangeCertificate', { Server: server, Thumbprint: thumbprint });

/** Old and new certificate have the same name. */
async function sameName() {
  const file = await practiceOrganization('sameName', at);
  const [server] = file.servers;
  const [hybrid] = file.sendConnectors;
  const named = (server?.certificates ?? []).filter((one) => {
    const facts = factsOf(one);
    return facts !== undefined && formatCertificateName(facts) === hybrid?.tlsCertificateName;
  });
  const [old, renewed] = named.map(thumbprintOf);
  if (old === undefined || renewed === undefined || hybrid === undefined) throw new Error('The sample has other certificates');
  return { file, old, renewed, hybrid, internal: server?.internalTransportCertificateThumbprint ?? '' };
}

async function thumbprintsOn(exchange: Exchange, server: string): Promise<number> {
  return (await observe(exchange, onPremises('Get-ExchangeCertificate', { Server: server }))).objects;
}

export function removalContract(name: string, using: Using): void {
  describe(`${name}: the removal of a certificate`, () => {
    it('is refused while any send connector has its name, also the name of the newer one, wherever it sends from', async () => {
      const { file, old, renewed, hybrid } = await sameName();
      const elsewhere = { ...hybrid, sourceTransportServers: ['EX03'] };
      await using({ ...file, sendConnectors: file.sendConnectors.map((one) => (one === hybrid ? elsewhere : one)) }, async (exchange) => {
        const before = await thumbprintsOn(exchange, 'EX01');
        for (const thumbprint of [old, renewed]) {
          expect(await observe(exchange, remove('EX01', thumbprint))).toEqual(
            refused(
              `A special Rpc error occurs on server EX01: These certificates are tagged with following Send Connectors : ${hybrid.name}. Removing and replacing certificates from Send Connector would break the mail flow. If you still want to proceed then replace or remove these certificates from Send Connector and then try this command.`,
            ),
          );
        }
        expect(await thumbprintsOn(exchange, 'EX01')).toBe(before);
      });
    });

    it('is done on that server alone once no send connector has its name; what else names it does not prevent it', async () => {
      const { file, old, hybrid } = await sameName();
      await using(file, async (exchange) => {
        const [before, other] = [await thumbprintsOn(exchange, 'EX01'), await thumbprintsOn(exchange, 'EX02')];
        await observe(exchange, onPremises('Set-SendConnector', { Identity: hybrid.name, TlsCertificateName: null }));
        expect(await observe(exchange, remove('ex01', old.toLowerCase()))).toEqual(done);
        expect([await thumbprintsOn(exchange, 'EX01'), await thumbprintsOn(exchange, 'EX02')]).toEqual([before - 1, other]);
        expect(await observe(exchange, remove('EX01', old))).toEqual(refused(`The certificate with thumbprint ${old} was not found.`));
      });
    });

    it('is refused for the internal transport certificate', async () => {
      const { file, internal } = await sameName();
      await using(file, async (exchange) => {
        expect(await observe(exchange, remove('EX01', internal))).toEqual(
          refused(
            'A special Rpc error occurs on server EX01: The internal transport certificate cannot be removed because that would cause the Microsoft Exchange Transport service to stop. To replace the internal transport certificate, create a new certificate. The new certificate will automatically become the internal transport certificate. You can then remove the existing certificate.',
          ),
        );
        expect(await observe(exchange, onPremises('Get-ExchangeCertificate', { Server: 'EX01', Thumbprint: internal }))).toMatchObject({
          objects: 1,
        });
      });
    });

    it('on a server that does not exist is an error', async () => {
      const { file, old } = await sameName();
      await using(file, async (exchange) => {
        expect(await observe(exchange, remove('EX09', old))).toEqual(
          refused("The operation couldn't be performed because object 'EX09' couldn't be found on 'dc01.contoso.com'.", 'NotSpecified'),
        );
      });
    });
  });

  describe(`${name}: the services of a server`, () => {
    it('are those that a person left running there', async () => {
      const file = await practiceOrganization('renewal', at);
      const stopped = setService(file, 'ex02', 'MSExchangeTransport', false);
      for (const [organization, states] of [
        [stopped, ['running', 'notRunning']],
        [setService(stopped, 'EX02', 'MSExchangeTransport', true), ['running', 'running']],
      ] as const) {
        await using(organization, async (exchange) => {
          const read = await Promise.all(['EX01', 'EX02'].map((server) => stateOf(exchange, server, 'MSExchangeTransport')));
          expect(read).toEqual(states.map(known));
          expect(await stateOf(exchange, 'EX02', 'MSExchangeServiceHost')).toEqual(known('running'));
          expect(await stateOf(exchange, 'EX02', 'MSExchangeNothing')).toMatchObject({ known: false });
        });
      }
    });

    it('of a server that does not exist are an error', async () => {
      await using(await practiceOrganization('renewal', at), async (exchange) => {
        expect(await observe(exchange, onPremises('Test-ServiceHealth', { Server: 'EX09' }))).toMatchObject({
          code: 'ok',
          objects: 0,
          errors: [{ category: 'NotSpecified' }],
        });
      });
    });
  });
}

async function stateOf(exchange: Exchange, server: string, service: string) {
  const result = await readOne(exchange, onPremises('Test-ServiceHealth', { Server: server }));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return readServiceState(result.value.objects, service);
}
