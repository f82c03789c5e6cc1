/** A cmdlet receives exactly the text that was sent, and its answer comes back the same: every UTF-16 code unit, through every parameter. */
import { cmdletTable, type CmdletEntry } from '../../shared/commands/table.ts';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CmdletCall, ParameterValue } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { anyText, seed } from './any-text.ts';
import { hostileCorpus } from './hostile-corpus.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { parameters, values } from './parameters.ts';
import { plain, type Plain } from './plain.ts';
import { units } from './read-back.ts';
import { runs } from '../properties/seed.ts';

let probe: Probe;
const sessions = new Map<Side, PowerShellSession>();

beforeAll(async () => {
  probe = await createProbe('echo');
  sessions.set('onPremises', valueOf(await probe.onPremises()));
  sessions.set('exchangeOnline', valueOf(await probe.online()));
});
afterAll(() => probe.dispose());

/** The arguments that the cmdlet reports. */
async function echoOf(call: CmdletCall): Promise<Plain> {
  const session = sessions.get(call.side);
  if (session === undefined) throw new Error(call.side);
  const outcome = valueOf(await session.invoke(call));
  expect(outcome.errors).toEqual([]);
  expect(outcome.objects).toHaveLength(1);
  return outcome.objects.map(plain)[0] ?? null;
}

/** The report of a cmdlet that received exactly this value. */
const arrived = (value: ParameterValue): Plain => {
  if (value === null) return { Kind: 'null' };
  if (typeof value === 'string') return { Kind: 'text', Units: units(value), Back: value };
  if (typeof value === 'number') return { Kind: 'Int32', Back: value };
  if (typeof value === 'boolean') return { Kind: 'Boolean', Back: value };
  return { Kind: 'texts', Units: value.map(units), Back: value };
};

describe('the corpus', () => {
  it('has more than 200 different texts, some as long as 64 KiB', () => {
    expect(hostileCorpus.length).toBeGreaterThanOrEqual(200);
    expect(new Set(hostileCorpus).size).toBe(hostileCorpus.length);
    expect(hostileCorpus.filter((text) => text.length === 65_536).length).toBeGreaterThan(2);
  });
});

describe('a parameter', () => {
  it.each(parameters.map((parameter) => [`${parameter.cmdlet} -${parameter.name} (${parameter.side})`, parameter] as const))(
    '%s receives every value unchanged',
    async (_, { side, cmdlet, name, kind }) => {
      const harmed: unknown[] = [];
      const { fixed: always = {} }: CmdletEntry = cmdletTable[cmdlet];
      const fixed = Object.fromEntries(Object.entries(always).map(([flag, value]) => [flag, arrived(value)]));
      for (const value of values[kind]) {
        const echo = await echoOf({ side, cmdlet, parameters: { [name]: value } });
        const wanted = { ...fixed, [name]: kind === 'moment' ? { Kind: 'DateTime', Back: value } : arrived(value) };
        if (!isDeepStrictEqual(echo, wanted)) harmed.push({ wanted, echo });
      }
      expect(harmed).toEqual([]);
    },
  );
});

describe('any text', () => {
  it('arrives at the server in all parameters of a call at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyText,
        fc.option(anyText),
        fc.option(fc.array(anyText, { maxLength: 4 })),
        async (identity, name, capabilities) => {
          const echo = await echoOf({
            side: 'onPremises',
            cmdlet: 'Set-ReceiveConnector',
            parameters: { Identity: identity, TlsCertificateName: name, TlsDomainCapabilities: capabilities },
          });
          expect(echo).toEqual({
            Identity: arrived(identity),
            TlsCertificateName: arrived(name),
            TlsDomainCapabilities: arrived(capabilities),
          });
        },
      ),
      { numRuns: runs(300), seed },
    );
  });

  it('arrives in the local process, where the cmdlets of Exchange Online run', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (identity) => {
        const echo = await echoOf({ side: 'exchangeOnline', cmdlet: 'Get-InboundConnector', parameters: { Identity: identity } });
        expect(echo).toEqual({ Identity: arrived(identity) });
      }),
      { numRuns: runs(300), seed },
    );
  });

  it('arrives as the name of a property that is selected', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 8 }), async (select) => {
        const echo = await echoOf({ side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: {}, select });
        expect(echo).toEqual({ Property: arrived(select) });
      }),
      { numRuns: runs(100), seed },
    );
  });
});

describe('U+FFFE and U+FFFF, which CLIXML cannot contain', () => {
  it.each(['\ufffe', '\uffff', 'a\uffffb'])('are refused before anything is sent (%j)', async (text) => {
    const name: CmdletCall = {
      side: 'onPremises',
      cmdlet: 'Set-ReceiveConnector',
      parameters: { Identity: 'a', TlsCertificateName: text },
    };
    const list: CmdletCall = { ...name, parameters: { Identity: 'a', TlsDomainCapabilities: ['b', text] } };
    const selected: CmdletCall = { side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: {}, select: [text] };
    const read: CmdletCall = { side: 'exchangeOnline', cmdlet: 'Get-InboundConnector', parameters: { Identity: text } };
    for (const [call, parameter] of [
      [name, 'TlsCertificateName'],
      [list, 'TlsDomainCapabilities'],
      [selected, 'Property'],
      [read, 'Identity'],
    ] as const) {
      const outcome = await sessions.get(call.side)?.invoke(call);
      expect(outcome).toEqual({
        ok: false,
        error: { code: 'call.refused', effect: 'none', details: { cmdlet: call.cmdlet, side: call.side, parameter } },
      });
    }
  });

  it('make a reply unreadable when a cmdlet returns them, and the next call is answered', async () => {
    const call: CmdletCall = { side: 'exchangeOnline', cmdlet: 'Get-InboundConnector', parameters: { Identity: 'U+FFFF' } };
    expect(await sessions.get(call.side)?.invoke(call)).toMatchObject({
      ok: false,
      error: { code: 'powershell.replyUnreadable', effect: 'none', details: { cmdlet: call.cmdlet } },
    });
    expect(await echoOf({ ...call, parameters: { Identity: 'a' } })).toEqual({ Identity: arrived('a') });
  });
});
