/** A change whose client is gone before its effect: what the fence of the change engine is for. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { openHold, type Hold } from './hold.ts';
import { callSteps, setObject, type ReadCmdlet } from '../../shared/plan/plan.ts';
import { fold } from '../../shared/run/fold.ts';
import { recordOf, stateOf } from '../../shared/run/step-record.ts';
import { readRun } from '../../src-main/change/read-run.ts';
import { nodeFileSystem } from '../../src-main/files/atomic-write.ts';
import { createExchange } from './environment/create-exchange.ts';
import { changesOf, limitMs, openDriver } from './kills/open-driver.ts';
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

describe('a step whose command is held by a lock on the server', () => {
  it('is never named as not applied when its effect comes after its time limit, and the run goes on to its end', async () => {
    const organization = await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z'));
    const environment = await createExchange(organization);
    const lock = await openHold();
    const root = join(environment.folder, 'runs');
    const changes = changesOf(organization);
    const driver = openDriver(root, changes, environment);
    try {
      const paused = driver.paused();
      const done = driver.mustDo({ do: 'apply', pause: { kind: 'line', line: 'announced', step: 1 } });
      await paused;
      await environment.hold('Set-ReceiveConnector', lock);
      // Its own limit has passed, and its PowerShell is gone: the wizard waits for the limit of the remote session.
      driver.onWaiting = (milliseconds) => {
        if (milliseconds === limitMs) lock.release();
      };
      driver.goOn();
      const view = await done;
      expect(view.isFinished).toBe(true);
      expect(Object.values(view.steps).map(({ state }) => state)).toEqual(changes.map(() => 'applied'));

      const run = await readRun(root, view.id, nodeFileSystem);
      if (!run.ok) throw new Error(run.error.code);
      const { plan, lines } = run.value;
      const held = callSteps(plan)[1];
      const about = lines.filter((line) => 'step' in line && line.step === held?.id);
      expect(about.map(({ kind }) => kind)).toEqual(['observed', 'announced', 'answered', 'fenced', 'observed']);
      expect(about[2]).toMatchObject({ error: { code: 'powershell.timedOut', effect: 'unknown' } });
      const names = lines.map((_, index) => {
        const state = fold(plan, lines.slice(0, index + 1));
        return state === undefined || held === undefined ? undefined : stateOf(held, recordOf(state, held.id));
      });
      expect([...new Set(names)]).toEqual(['waiting', 'doubt', 'applied']);
    } finally {
      lock.close();
      await driver.end();
      await environment.dispose();
    }
  });
});
