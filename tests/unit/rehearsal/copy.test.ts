/** The copy of what was collected: what is written into it comes back, and what goes wrong goes wrong once. */
import { afterEach, describe, expect, it } from 'vitest';
import { propertyOf } from '../../../shared/clixml/value.ts';
import {
  parameterKind,
  readCmdlets,
  readObject,
  setObject,
  type PersonStep,
  type ReadCmdlet,
  type Value,
} from '../../../shared/plan/plan.ts';
import { readFacts } from '../../../shared/plan/person-steps.ts';
import type { RehearsalFault } from '../../../shared/rehearsal/rehearsal.ts';
import { textOf } from '../../../shared/read/property.ts';
import { trackedOf } from '../../../shared/run/snapshot.ts';
import { readValues } from '../../../src-main/change/read-values.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { readOne, type Exchange } from '../../../src-main/exchange/port.ts';
import { contractTime } from '../../contract/exchange-contract.ts';
import { observe } from '../../contract/observe.ts';
import { openCopy, reopen, type OpenedCopy } from './copy.ts';

const opened: OpenedCopy[] = [];
afterEach(async () => {
  for (const copy of opened.splice(0)) await copy.dispose();
});

async function copyOf(scenario: Parameters<typeof practiceOrganization>[0], fault: RehearsalFault = 'none'): Promise<OpenedCopy> {
  const copy = await openCopy(await practiceOrganization(scenario, contractTime), fault);
  opened.push(copy);
  return copy;
}

const connector = 'EX01\\Default Frontend EX01';
const name = '<I>CN=Contoso CA<S>CN=mail.contoso.com';
const setName = setObject('Get-ReceiveConnector', connector, { TlsCertificateName: name });

async function valuesOf(exchange: Exchange, cmdlet: ReadCmdlet, object: string, parameters: readonly string[]) {
  const read = await readValues({ object, read: readObject(cmdlet, object), parameters }, exchange);
  if (!read.ok) throw new Error(`${cmdlet} ${object}: ${read.error.code}`);
  return read.value;
}
const nameOf = async (exchange: Exchange): Promise<Value | undefined> =>
  (await valuesOf(exchange, 'Get-ReceiveConnector', connector, ['TlsCertificateName'])).values['TlsCertificateName'];

async function identityIn(exchange: Exchange, cmdlet: ReadCmdlet): Promise<string> {
  if (cmdlet === 'Get-ReceiveConnector') return connector;
  const read = await readOne(exchange, { ...readObject(cmdlet, ''), parameters: {} });
  const [object] = read.ok ? read.value.objects : [];
  const identity = object === undefined ? undefined : propertyOf(object, 'Identity');
  return (identity && textOf(identity)) ?? '';
}

const otherThan = (value: Value): Value =>
  typeof value === 'boolean' ? !value : Array.isArray(value) ? ['smtp:fabrikam.com;5', 'smtp:*.contoso.com;1'] : 'other.contoso.com';

describe('a copy', () => {
  it.each(readCmdlets)('has every value of %s as it was set, with the same Guid, and as it was when it is set back', async (cmdlet) => {
    const { exchange } = await copyOf('renewal');
    const identity = await identityIn(exchange, cmdlet);
    const parameters = trackedOf(cmdlet);
    const before = await valuesOf(exchange, cmdlet, identity, parameters);
    for (const parameter of parameters) {
      const value = before.values[parameter] ?? null;
      const canBeEmpty = parameterKind(cmdlet, parameter)?.startsWith('nullable') === true;
      for (const next of [otherThan(value), ...(canBeEmpty ? [Array.isArray(value) ? [] : null] : [])]) {
        expect(await observe(exchange, setObject(cmdlet, identity, { [parameter]: next })), parameter).toMatchObject({
          code: 'ok',
          errors: [],
        });
        expect(await valuesOf(exchange, cmdlet, identity, parameters), parameter).toEqual({
          ...before,
          values: { ...before.values, [parameter]: next },
        });
      }
      await exchange.change(setObject(cmdlet, identity, { [parameter]: value }));
      expect(await valuesOf(exchange, cmdlet, identity, parameters), parameter).toEqual(before);
    }
  });

  it('changes one connector and leaves the one of the same name on another server', async () => {
    const { exchange } = await copyOf('renewal');
    const other = 'EX02\\Default Frontend EX02';
    const before = await valuesOf(exchange, 'Get-ReceiveConnector', other, ['TlsCertificateName']);
    await exchange.change(setName);
    expect(await nameOf(exchange)).toBe(name);
    expect(await valuesOf(exchange, 'Get-ReceiveConnector', other, ['TlsCertificateName'])).toEqual(before);
  });

  it('is asked whatever domain controller the call names', async () => {
    const { exchange } = await copyOf('renewal');
    const call = { ...setName, parameters: { ...setName.parameters, DomainController: 'dc09.contoso.com' } };
    expect(await observe(exchange, call)).toMatchObject({ code: 'ok', warnings: [] });
    const read = readObject('Get-ReceiveConnector', connector);
    const there = { ...read, parameters: { ...read.parameters, DomainController: 'dc09.contoso.com' } };
    expect(await readValues({ object: connector, read: there, parameters: ['TlsCertificateName'] }, exchange)).toMatchObject({
      value: { values: { TlsCertificateName: name } },
    });
  });

  it('warns where there was nothing to set, and has written nothing', async () => {
    const { exchange } = await copyOf('renewal');
    await exchange.change(setName);
    const { writes } = exchange.rehearsal() ?? { writes: [] };
    expect(await observe(exchange, setName)).toMatchObject({
      code: 'ok',
      warnings: [`The command completed successfully but no settings of '${connector}' have been modified.`],
    });
    expect(exchange.rehearsal()?.writes).toEqual(writes);
  });

  it('does not set what was not collected, remove a certificate, send a message, or take a read for a change', async () => {
    const { exchange } = await copyOf('renewal');
    for (const [call, code] of [
      [setObject('Get-ReceiveConnector', 'EX09\\Default Frontend EX09', { TlsCertificateName: name }), 'guided.notCollected'],
      [
        { side: 'onPremises', cmdlet: 'Remove-ExchangeCertificate', parameters: { Server: 'EX01', Thumbprint: 'A'.repeat(40) } },
        'call.refused',
      ],
      [
        { side: 'exchangeOnline', cmdlet: 'Validate-OutboundConnector', parameters: { Identity: 'a', Recipients: ['a@contoso.com'] } },
        'call.refused',
      ],
      [readObject('Get-ReceiveConnector', connector), 'call.refused'],
    ] as const)
      expect(await exchange.change(call)).toMatchObject({ error: { code, effect: 'none' } });
    expect(exchange.rehearsal()?.writes).toEqual([]);
  });

  it('does not set a hybrid configuration that was collected as none', async () => {
    const { exchange } = await copyOf('noHybrid');
    const set = setObject('Get-HybridConfiguration', '', { TlsCertificateName: name });
    expect(await exchange.change(set)).toMatchObject({ error: { code: 'cmdlet.objectNotFound', effect: 'none' } });
    expect(exchange.rehearsal()?.writes).toEqual([]);
  });

  it('is as it was written when it is opened again, and as it was collected after it was forgotten or another fault was chosen', async () => {
    const { exchange, target } = await copyOf('renewal');
    const before = await nameOf(exchange);
    await exchange.change(setName);
    await exchange.close();
    expect(await observe(exchange, readObject('Get-ReceiveConnector', connector))).toMatchObject({ code: 'session.notConnected' });
    expect(await observe(exchange, setName)).toMatchObject({ code: 'session.notConnected' });
    await reopen(exchange, target);
    expect(await nameOf(exchange)).toBe(name);
    const kept = exchange.rehearsal();
    await reopen(exchange, { ...target, fault: 'refused' });
    expect(await nameOf(exchange)).toBe(before);
    if (kept !== null) exchange.replace(kept);
    await reopen(exchange, target);
    expect(await nameOf(exchange)).toBe(name);
    exchange.forget();
    await reopen(exchange, target);
    expect(await nameOf(exchange)).toBe(before);
  });

  it('has what the HCW is expected to write', async () => {
    const { exchange } = await copyOf('renewal');
    const inbound = await identityIn(exchange, 'Get-InboundConnector');
    exchange.runHcw([
      { cmdlet: 'Get-HybridConfiguration', object: 'Hybrid Configuration', values: { TlsCertificateName: name } },
      { cmdlet: 'Get-InboundConnector', object: inbound, values: { TlsSenderCertificateName: 'mail.contoso.com' } },
    ]);
    expect((await valuesOf(exchange, 'Get-HybridConfiguration', '', ['TlsCertificateName'])).values).toEqual({ TlsCertificateName: name });
    expect((await valuesOf(exchange, 'Get-InboundConnector', inbound, ['TlsSenderCertificateName'])).values).toEqual({
      TlsSenderCertificateName: 'mail.contoso.com',
    });
  });
});

describe('what a person does on a server of the copy', () => {
  const person = (server: string, thumbprint: string, after: PersonStep['after']): PersonStep => ({
    id: 'install EX02',
    kind: 'person',
    server,
    object: `${server}\\${thumbprint}`,
    forecast: { toOnPremises: 'internal', toExchangeOnline: 'internal' },
    weakens: [],
    reason: 'installOnServer',
    guid: null,
    read: readFacts('Get-ExchangeCertificate', server),
    before: { Installed: false, EnabledForSmtp: false },
    after,
    commands: ['Import-ExchangeCertificate'],
    undo: null,
  });
  const facts = async (exchange: Exchange, server: string, thumbprint: string) => {
    const read = {
      object: `${server}\\${thumbprint}`,
      read: readFacts('Get-ExchangeCertificate', server),
      parameters: ['Installed', 'EnabledForSmtp'],
    };
    const values = await readValues(read, exchange);
    return values.ok ? values.value.values : values.error.code;
  };
  async function rowsOf(exchange: Exchange, server: string, select?: readonly string[]) {
    const read = await readOne(exchange, {
      side: 'onPremises',
      cmdlet: 'Get-ExchangeCertificate',
      parameters: { Server: server },
      ...(select !== undefined && { select: [...select] }),
    });
    return read.ok ? read.value.objects : [];
  }
  const thumbprintsOf = async (exchange: Exchange, server: string): Promise<readonly string[]> =>
    (await rowsOf(exchange, server, ['Thumbprint'])).flatMap((row) => {
      const value = propertyOf(row, 'Thumbprint');
      return (value && textOf(value)) ?? [];
    });

  it('installs a certificate of another server with its key, as whole object too', async () => {
    const { exchange } = await copyOf('keyMissing');
    const [ex01, ex02] = [await thumbprintsOf(exchange, 'EX01'), await thumbprintsOf(exchange, 'EX02')];
    const missing = ex01.find((one) => !ex02.includes(one)) ?? '';
    expect(missing).not.toBe('');
    const wholeBefore = await rowsOf(exchange, 'EX02');
    expect(await facts(exchange, 'EX02', missing)).toEqual({ Installed: false, EnabledForSmtp: false });
    exchange.takeStep(person('EX02', missing, { Installed: true, EnabledForSmtp: true }));
    expect(await facts(exchange, 'EX02', missing)).toEqual({ Installed: true, EnabledForSmtp: true });
    expect((await rowsOf(exchange, 'EX02')).length).toBe(wholeBefore.length + 1);
    expect(await thumbprintsOf(exchange, 'EX01')).toEqual(ex01);
    exchange.takeStep(person('EX02', missing, { Installed: false, EnabledForSmtp: false }));
    expect(await facts(exchange, 'EX02', missing)).toEqual({ Installed: false, EnabledForSmtp: false });
  });

  it('enables one for SMTP beside its other services, and no certificate that is on no server', async () => {
    const { exchange } = await copyOf('renewal');
    const [own = ''] = await thumbprintsOf(exchange, 'EX01');
    exchange.takeStep(person('EX01', own, { EnabledForSmtp: false }));
    const services = async (): Promise<string | undefined> => {
      const row = (await rowsOf(exchange, 'EX01', ['Thumbprint', 'Services']))[0];
      const value = row && propertyOf(row, 'Services');
      return value && textOf(value);
    };
    const without = await services();
    expect(without).not.toContain('SMTP');
    exchange.takeStep(person('EX01', own, { Installed: true, EnabledForSmtp: true }));
    expect(await services()).toBe(without === 'None' ? 'SMTP' : `${String(without)}, SMTP`);
    const nowhere = 'A'.repeat(40);
    exchange.takeStep(person('EX01', nowhere, { Installed: true, EnabledForSmtp: true }));
    expect(await facts(exchange, 'EX01', nowhere)).toEqual({ Installed: false, EnabledForSmtp: false });
  });

  it('synchronizes an Edge server, which lacks what was written since; before that nothing is known', async () => {
    const { exchange } = await copyOf('edge');
    const read = readFacts('Test-EdgeSynchronization', 'EDGE01');
    const asked = { object: 'EDGE01\\EdgeSync', read, parameters: ['Synchronized'] };
    expect(await readValues(asked, exchange)).toMatchObject({ error: { code: 'guided.notCollected' } });
    const other = { ...asked, object: 'EDGE02\\EdgeSync', read: readFacts('Test-EdgeSynchronization', 'EDGE02') };
    const both = async (): Promise<readonly unknown[]> =>
      Promise.all(
        [asked, other].map(async (one) =>
          readValues(one, exchange).then((result) => (result.ok ? result.value.values['Synchronized'] : null)),
        ),
      );
    const synchronize = (server: string): void => {
      exchange.takeStep({ ...person(server, 'EdgeSync', { Synchronized: true }), read });
    };
    const send = await identityIn(exchange, 'Get-SendConnector');
    const setSend = (value: string) => exchange.change(setObject('Get-SendConnector', send, { TlsCertificateName: value }));
    await setSend(name);
    expect(await both()).toEqual([false, false]);
    synchronize('EDGE01');
    expect(await both()).toEqual([true, false]);
    synchronize('EDGE02');
    expect(await both()).toEqual([true, true]);
    await setSend('<I>CN=Contoso CA<S>CN=other.contoso.com');
    expect(await both()).toEqual([false, false]);
  });
});

describe('what goes wrong in a rehearsal, once', () => {
  const second = setObject('Get-ReceiveConnector', 'EX02\\Default Frontend EX02', { TlsCertificateName: name });

  it.each<[RehearsalFault, object, boolean | null]>([
    ['none', { code: 'ok', errors: [] }, true],
    ['refused', { code: 'ok', errors: [{ category: 'NotSpecified' }] }, false],
    ['sessionLost', { code: 'session.lost', effect: 'unknown' }, true],
    ['noAnswer', { code: 'powershell.timedOut', effect: 'unknown' }, false],
    ['overwritten', { code: 'ok', errors: [] }, null],
    ['halfHcw', { code: 'ok', errors: [] }, true],
  ])('%s: the first command', async (fault, observed, isWritten) => {
    const { exchange, target } = await copyOf('renewal', fault);
    const before = await nameOf(exchange);
    expect(await observe(exchange, setName, { timeoutMs: 20 })).toMatchObject(observed);
    await reopen(exchange, target);
    const after = await nameOf(exchange);
    if (isWritten === null) expect([before, name]).not.toContain(after);
    else expect(after).toBe(isWritten ? name : before);
    expect(await observe(exchange, second)).toMatchObject({ code: 'ok', errors: [], warnings: [] });
    expect(await observe(exchange, setName)).toMatchObject({ code: 'ok', errors: [] });
    expect(await nameOf(exchange)).toBe(name);
  });

  it('the HCW ends before Exchange Online the first time, and not the second time', async () => {
    const { exchange } = await copyOf('renewal', 'halfHcw');
    const inbound = await identityIn(exchange, 'Get-InboundConnector');
    const expected = [
      { cmdlet: 'Get-HybridConfiguration' as const, object: 'Hybrid Configuration', values: { TlsCertificateName: name } },
      { cmdlet: 'Get-InboundConnector' as const, object: inbound, values: { TlsSenderCertificateName: 'new.contoso.com' } },
    ];
    const senderName = async (): Promise<Value | undefined> =>
      (await valuesOf(exchange, 'Get-InboundConnector', inbound, ['TlsSenderCertificateName'])).values['TlsSenderCertificateName'];
    const before = await senderName();
    exchange.runHcw(expected);
    expect((await valuesOf(exchange, 'Get-HybridConfiguration', '', ['TlsCertificateName'])).values).toEqual({ TlsCertificateName: name });
    expect(await senderName()).toBe(before);
    exchange.runHcw(expected);
    expect(await senderName()).toBe('new.contoso.com');
  });
});
