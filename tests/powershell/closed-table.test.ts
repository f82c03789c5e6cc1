/** What is not in the closed table is refused by the module itself, whatever it is sent. The product would not send it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { psBoolean, psHashtable, psInt32, psList, psNull, psString, type PsValue } from '../../shared/clixml/value.ts';
import { openBridge, type Bridge } from '../../src-main/powershell/bridge.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { plain, type Plain } from './plain.ts';

let probe: Probe;
let bridge: Bridge;

beforeAll(async () => {
  probe = await createProbe('echo');
  bridge = valueOf(await openBridge(probe.settings));
  const { host, userName, keyFile, port, subsystem } = probe.environment.onPremisesConnection;
  const Connection = psHashtable({
    HostName: psString(host),
    UserName: psString(userName),
    KeyFilePath: psString(keyFile),
    Port: psInt32(port),
    Subsystem: psString(subsystem),
  });
  valueOf(await bridge.request('OpenOnPremises', { Connection, AskForCredential: psBoolean(false) }, limits));
});
afterAll(async () => {
  await bridge.close();
  await probe.dispose();
});

const limits = { what: 'test', effect: 'none' } as const;
const refused = { Failure: { Code: 'call.refused' } };

const argumentsOf = (cmdlet: string, side: string, parameters: Readonly<Record<string, PsValue>>): Record<string, PsValue> => ({
  Cmdlet: psString(cmdlet),
  Side: psString(side),
  Parameters: psHashtable(parameters),
  Select: psNull,
});

describe('a call', () => {
  it.each([
    ['of a cmdlet that the table does not have', 'Remove-Item', 'exchangeOnline', {}],
    ['of one that it does not have, on premises', 'Get-Process', 'onPremises', {}],
    ['of a cmdlet on the other side', 'Get-InboundConnector', 'onPremises', {}],
    ['with a parameter that the table does not have', 'Get-ReceiveConnector', 'onPremises', { Debug: psBoolean(true) }],
  ] as const)('%s is refused', async (_, cmdlet, side, parameters) => {
    expect(plain(valueOf(await bridge.request('Invoke', argumentsOf(cmdlet, side, parameters), limits)))).toMatchObject(refused);
  });
});

describe('a read beside others', () => {
  it.each([
    ['changes something', 'Set-ReceiveConnector', 'onPremises', { Identity: psString('nothing'), TlsCertificateName: psNull }],
    ['changes something without an identity', 'Set-HybridConfiguration', 'onPremises', { TlsCertificateName: psNull }],
    ['is of the other side', 'Get-InboundConnector', 'exchangeOnline', {}],
    ['is not in the table', 'Remove-Item', 'onPremises', {}],
  ] as const)('is refused where it %s', async (_, cmdlet, side, parameters) => {
    const parts: Plain[] = [];
    const call = psHashtable({ Index: psInt32(0), ...argumentsOf(cmdlet, side, parameters) });
    await bridge.request(
      'ReadInParallel',
      { Queues: psList([psList([call])]), Workers: psInt32(1), TimeoutMs: psInt32(60_000) },
      { ...limits, onPart: (part) => parts.push(plain(part)) },
    );
    expect(parts).toMatchObject([{ Index: 0, ...refused }]);
  });
});
