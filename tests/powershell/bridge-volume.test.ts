/** Large output: nothing is lost, and the time grows linearly with the length. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../shared/commands/call.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { plain, type Plain } from './plain.ts';
import { orderTo } from './process-of.ts';

let probe: Probe;
let online: PowerShellSession;
let onPremises: PowerShellSession;
beforeAll(async () => {
  probe = await createProbe('faults');
  online = valueOf(await probe.online());
  onPremises = valueOf(await probe.onPremises());
});
afterAll(() => probe.dispose());

const mebibyte = 1024 * 1024;
const send = async (session: PowerShellSession, order: string): Promise<CallOutcome> =>
  valueOf(await session.invoke(orderTo(session.side, order)));

/** The bytes, and the hash that the cmdlet computed of them. */
function bytesOf(outcome: CallOutcome): { readonly bytes: Uint8Array; readonly sha256: Plain } {
  const [bytes, sha256 = null] = outcome.objects.map(plain);
  if (!(bytes instanceof Uint8Array)) throw new Error('Not bytes');
  return { bytes, sha256 };
}

describe('an answer of 32 MB', () => {
  it.each([
    ['exchangeOnline', () => online],
    ['onPremises', () => onPremises],
  ] as const)('of bytes that do not compress arrives as it was sent (%s)', async (_, session) => {
    const { bytes, sha256 } = bytesOf(await send(session(), `volume:${String(32 * mebibyte)}`));
    expect(bytes.length).toBe(32 * mebibyte);
    expect(createHash('sha256').update(bytes).digest('base64')).toBe(sha256);
  });

  it('of many objects arrives in its order', async () => {
    const { objects } = await send(online, 'objects:50000');
    const numbers = objects.map((object) => (plain(object) as Record<string, Plain>)['Number']);
    expect(numbers).toEqual(Array.from({ length: 50_000 }, (_, index) => index));
  });
});

describe('text beside the answer', () => {
  /** Processor time of this process while it read the text, which is independent of the load of the machine. */
  const costOf = async (mebibytes: number): Promise<number> => {
    const before = process.cpuUsage();
    expect((await send(online, `lines:${String(mebibytes * 1024)}`)).objects.map(plain)).toEqual(['done']);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };

  it('is ignored however much it is, at a cost that grows linearly', async () => {
    await costOf(4);
    const [little, much] = [await costOf(4), await costOf(64)];
    // Sixteen times the text; a quadratic cost would be 256 times as high.
    expect(much / little).toBeLessThan(80);
  });

  it('may be one line of 32 MB', async () => {
    expect((await send(online, `line:${String(32 * mebibyte)}`)).objects.map(plain)).toEqual(['done']);
  });
});
