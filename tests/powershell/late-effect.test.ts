/** A change whose client is gone before its effect: what the fence of the change engine is for. */
import { afterEach, describe, expect, it } from 'vitest';
import { setObject, type ReadCmdlet } from '../../shared/plan/plan.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { openHold, type Hold } from './hold.ts';
import { openConnectedExchange, type ConnectedExchange } from './open-exchange.ts';

let opened: ConnectedExchange | undefined;
let hold: Hold | undefined;
afterEach(async () => {
  hold?.close();
  await opened?.dispose();
});

const namesOf = (organization: OrganizationFile): Readonly<Partial<Record<ReadCmdlet, string | null | undefined>>> => ({
  'Get-ReceiveConnector': organization.receiveConnectors.find(({ name }) => name === 'Default Frontend EX01')?.tlsCertificateName,
  'Get-SendConnector': organization.sendConnectors[0]?.tlsCertificateName,
  'Get-HybridConfiguration': organization.hybridConfiguration?.tlsCertificateName,
  'Get-InboundConnector': organization.exchangeOnline.inboundConnectors[0]?.tlsSenderCertificateName,
  'Get-OutboundConnector': organization.exchangeOnline.outboundConnectors[0]?.tlsDomain,
});

describe('a change that is held on the server', () => {
  it.each([
    ['Get-ReceiveConnector', 'TlsCertificateName'],
    ['Get-SendConnector', 'TlsCertificateName'],
    ['Get-HybridConfiguration', 'TlsCertificateName'],
    ['Get-InboundConnector', 'TlsSenderCertificateName'],
    ['Get-OutboundConnector', 'TlsDomain'],
  ] as const)('takes effect after its client has given up and is gone: what %s reads', async (cmdlet, parameter) => {
    const organization = await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z'));
    const identities: Readonly<Partial<Record<ReadCmdlet, string>>> = {
      'Get-ReceiveConnector': 'EX01\\Default Frontend EX01',
      'Get-SendConnector': organization.sendConnectors[0]?.name ?? '',
      'Get-InboundConnector': organization.exchangeOnline.inboundConnectors[0]?.name ?? '',
      'Get-OutboundConnector': organization.exchangeOnline.outboundConnectors[0]?.name ?? '',
    };
    opened = await openConnectedExchange(organization);
    hold = await openHold();
    const { exchange, environment } = opened;
    const call = setObject(cmdlet, identities[cmdlet] ?? '', { [parameter]: null });
    await environment.hold(call.cmdlet, hold);

    const cancel = new AbortController();
    const outcome = exchange.change(call, { signal: cancel.signal });
    await hold.begun;
    cancel.abort();
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'powershell.canceled', effect: 'unknown' } });
    await exchange.close();
    expect(namesOf(await environment.readOrganization())).toEqual(namesOf(organization));

    hold.release();
    await hold.ended;
    expect(namesOf(await environment.readOrganization())).toEqual({ ...namesOf(organization), [cmdlet]: null });
  });
});
