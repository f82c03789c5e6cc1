/** What a reply says about a call, and what is still known when the reply cannot be read. */
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { psHashtable, psString } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import type { CallOutcome, CmdletCall } from '../../../shared/commands/call.ts';
import type { Result } from '../../../shared/model/error.ts';
import { decodeReply } from '../../../src-main/powershell/bridge.ts';
import { openOnPremises } from '../../../src-main/powershell/sessions.ts';
import { canBeScripted, done, nonce, replyLines, scriptedPowerShell } from './scripted-powershell.ts';

const ssh = { kind: 'ssh', host: 'ex01.contoso.com', userName: 'admin', keyFile: '/key', port: 22, subsystem: 'powershell' } as const;
const change: CmdletCall = { side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: 'a' } };
const read: CmdletCall = { side: 'onPremises', cmdlet: 'Get-HybridConfiguration', parameters: {} };

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** The result of a call that PowerShell answers with these lines. */
async function resultOf(call: CmdletCall, answer: readonly string[]): Promise<Result<CallOutcome>> {
  const powershell = await scriptedPowerShell([done, done, answer, done]);
  const session = await openOnPremises(powershell.settings, ssh);
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  closings.push(
    () => session.value.close(),
    () => powershell.remove(),
  );
  return session.value.invoke(call);
}

const failure = (code: string): readonly string[] => replyLines(psHashtable({ Failure: psHashtable({ Code: psString(code) }) }));

describe.skipIf(!canBeScripted).each([
  ['is not CLIXML', [`${nonce}:pAAAA`, `${nonce}!`]],
  ['is empty', [`${nonce}!`]],
  ['is not a hashtable', replyLines(psString('done'))],
  ['is damaged although it says that it is compressed', [`${nonce}:zAAAA`, `${nonce}!`]],
  ['did not come at all', []],
  ['could not be written by the module', failure('powershell.replyUnreadable')],
])('a reply that %s', (_, answer) => {
  it.each([
    ['change', 'unknown', change],
    ['read', 'none', read],
  ] as const)('makes the result of a %s an error with the effect %s', async (_kind, effect, call) => {
    expect(await resultOf(call, answer)).toMatchObject({ ok: false, error: { code: 'powershell.replyUnreadable', effect } });
  });
});

describe.skipIf(!canBeScripted)('a failure that the module reports for a change', () => {
  it.each([
    ['session.lost', 'unknown'],
    ['cmdlet.failed', 'none'],
    ['call.refused', 'none'],
  ])('%s has the effect %s', async (code, effect) => {
    expect(await resultOf(change, failure(code))).toMatchObject({ ok: false, error: { code, effect } });
  });
});

describe('a compressed reply', () => {
  const text = writeClixml([psString('x'.repeat(1000))]);
  const wire = `z${gzipSync(text).toString('base64')}`;

  it('is read when it unpacks to the limit', async () => {
    expect(await decodeReply(wire, text.length)).toMatchObject({ ok: true, value: { type: 'string', value: 'x'.repeat(1000) } });
  });

  it('is refused when it unpacks to one byte more', async () => {
    expect(await decodeReply(wire, text.length - 1)).toMatchObject({ ok: false, error: expect.stringContaining('larger') as string });
  });

  it.skipIf(!canBeScripted)('of a change that is refused for its size leaves the effect unknown', async () => {
    // 34 times 16 MiB, which is more than the limit of 512 MiB.
    const bomb = Buffer.concat(Array.from({ length: 34 }, () => zeros));
    const result = await resultOf(change, [`${nonce}:z${bomb.toString('base64')}`, `${nonce}!`]);
    expect(result).toMatchObject({
      ok: false,
      error: {
        code: 'powershell.replyUnreadable',
        effect: 'unknown',
        details: { message: expect.stringContaining('larger than 536870912') as string },
      },
    });
  });
});

const zeros = gzipSync(Buffer.alloc(16 * 1024 * 1024));
