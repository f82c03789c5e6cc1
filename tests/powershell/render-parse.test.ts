/** The text on the page means exactly the call that is executed: PowerShell's own parser reads the call out of it. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CmdletCall } from '../../shared/commands/call.ts';
import { renderCall } from '../../shared/commands/render.ts';
import { anyText, seed } from './any-text.ts';
import { hostileCorpus } from './hostile-corpus.ts';
import { createProbe, type Probe } from './open-probe.ts';
import { commandsOf, readBack } from './read-back.ts';
import { runs } from '../properties/seed.ts';

let probe: Probe;
beforeAll(async () => {
  probe = await createProbe('echo');
});
afterAll(() => probe.dispose());

/** The first calls whose text is read differently, each with its text and the answer. */
async function harmed(calls: readonly CmdletCall[]): Promise<readonly unknown[]> {
  const texts = calls.map(renderCall);
  const answers = await readBack(probe, texts);
  return calls
    .flatMap((call, index) => {
      const wanted = commandsOf(call);
      const ran = (texts[index]?.length ?? 0) < 4096 ? { Ran: wanted } : {};
      return isDeepStrictEqual(answers[index], { Read: wanted, ...ran }) ? [] : [{ text: texts[index], answer: answers[index] }];
    })
    .slice(0, 3);
}

const noncharacters = ['\ufffe', '\uffff', 'a\uffffb'];
const short = hostileCorpus.filter((text) => text.length < 1000);
const change = (given: CmdletCall['parameters']): CmdletCall => ({ side: 'onPremises', cmdlet: 'Set-ReceiveConnector', parameters: given });

describe('a rendered call', () => {
  it('is read back as the call it shows, with every text alone, in a list, and before another parameter', async () => {
    // These two kinds accept what all others accept. A parameter after a value must not become a part of the value.
    const texts = [...hostileCorpus, null].map((value) => ({ TlsCertificateName: value }));
    const lists = [hostileCorpus, ...short.map((text) => [text]), ...short.map((text) => [text, 'a']), [], null].map((value) => ({
      TlsDomainCapabilities: value,
    }));
    const calls = [...texts, ...lists].map((given) => change({ ...given, Identity: 'a' }));
    expect(calls.length).toBeGreaterThan(800);
    expect(await harmed(calls)).toEqual([]);
  });

  it('is read back with texts that cannot be sent', async () => {
    const calls = [
      ...noncharacters.map((Identity) => change({ Identity, TlsCertificateName: null })),
      change({ Identity: 'a', TlsDomainCapabilities: noncharacters }),
    ];
    expect(await harmed(calls)).toEqual([]);
  });

  it.each([[true], [false], [0], [-1], [['a']], [null]])('is not made of a value that its parameter does not take (%j)', (Identity) => {
    expect(() => renderCall(change({ Identity }))).toThrow('call.refused');
  });

  it('is read back with its selected properties', async () => {
    const selects = [...short.map((text) => [text]), ...short.map((text) => ['Name', text, 'Identity']), short];
    const calls = selects.map((select): CmdletCall => ({
      side: 'onPremises',
      cmdlet: 'Get-ReceiveConnector',
      parameters: { Server: '‘EX01’' },
      select,
    }));
    expect(await harmed(calls)).toEqual([]);
    // Each is one line whatever the names are, so that it is copied whole.
    expect(calls.map(renderCall).find((text) => /\p{Cc}/u.test(text))).toBeUndefined();
  });

  it('is read back with any text in all parameters at once', async () => {
    const anyCall = fc
      .record({
        Identity: anyText,
        TlsCertificateName: fc.option(anyText),
        TlsDomainCapabilities: fc.option(fc.array(anyText, { maxLength: 4 })),
      })
      .map(change);
    expect(await harmed(fc.sample(anyCall, { numRuns: runs(500), seed }))).toEqual([]);
  });
});

/** Texts that must not be read as one call; without them, a call that is read back would prove nothing. */
const more: readonly (readonly [string, string])[] = [
  ["Get-SendConnector -Identity 'a'; Get-SendConnector -Identity 'b'", 'ScriptBlockAst'],
  ["Get-SendConnector -Identity 'a' > x", 'CommandAst'],
  ['Get-SendConnector -Identity "a$(exit)"', 'ExpandableStringExpressionAst'],
  ["Get-SendConnector -Identity ('a'-replace'b')", 'BinaryExpressionAst'],
  ['Get-SendConnector -Identity $env:PATH', 'VariableExpressionAst'],
  ["Get-SendConnector -Identity 'a", 'terminator'],
  ["Set-ReceiveConnector -Identity '--%' -TlsCertificateName $null", 'StringConstantExpressionAst'],
  ["& Get-SendConnector -Identity 'a'", 'CommandAst'],
  ["Get-SendConnector 'a'", 'StringConstantExpressionAst'],
];

describe('reading back', () => {
  it('refuses everything but one call with constants', async () => {
    const texts = more.map(([text]) => text);
    expect(await readBack(probe, texts)).toEqual(more.map(([, problem]) => ({ Problem: expect.stringContaining(problem) as string })));
  });
});
