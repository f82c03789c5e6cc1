/** Warnings, errors and verbose texts arrive as data; all other output is ignored, even when it looks like a reply. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CmdletCall, CallOutcome } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import type { Result } from '../../shared/model/error.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { plain } from './plain.ts';
import { orderTo } from './process-of.ts';

let probe: Probe;
const sessions = new Map<Side, PowerShellSession>();
/** Every nonce so far: the cmdlets print lines that begin with them. */
const nonces: string[] = [];
const newNonce = (): string => {
  const nonce = randomUUID().replaceAll('-', '');
  nonces.push(nonce);
  return nonce;
};

beforeAll(async () => {
  probe = await createProbe('faults');
  sessions.set('onPremises', valueOf(await probe.onPremises({}, { newNonce })));
  sessions.set('exchangeOnline', valueOf(await probe.online({}, { newNonce })));
});
afterAll(() => probe.dispose());

const send = async (call: CmdletCall): Promise<Result<CallOutcome>> => {
  const session = sessions.get(call.side);
  if (session === undefined) throw new Error(call.side);
  return session.invoke(call);
};
const sides = ['onPremises', 'exchangeOnline'] as const;
const cmdletOf = (side: Side): string => orderTo(side, '').cmdlet;
const quiet = { errors: [], warnings: [], verbose: [] };
const done = { ok: true, value: { ...quiet, objects: [{ type: 'string', value: 'done' }] } };

describe.each(sides)('%s', (side) => {
  it('returns warnings and verbose texts as data, and drops debug, progress, information and host output', async () => {
    expect(await send(orderTo(side, 'streams'))).toMatchObject({
      ok: true,
      value: { ...done.value, warnings: ['first', ''], verbose: ['second\r\n‘'] },
    });
    expect(await send(orderTo(side, 'nothing'))).toEqual({ ok: true, value: { ...quiet, objects: [] } });
  });

  it('returns non-terminating errors beside the objects, each with category and id', async () => {
    const outcome = valueOf(await send(orderTo(side, 'errors')));
    expect(outcome.objects.map(plain)).toEqual(['done']);
    expect(outcome.errors).toEqual([
      { message: 'first', category: 'ResourceBusy', id: `Probe.First,${cmdletOf(side)}`, terminating: false },
      { message: 'second\n“', category: 'InvalidData', id: `Probe.Second,${cmdletOf(side)}`, terminating: false },
    ]);
  });

  it.each([
    ['Probe.Denied', 'cmdlet.failed'],
    ['ManagementObjectNotFoundException', 'cmdlet.objectNotFound'],
  ])('returns a terminating error as a failure with category and id (%s)', async (id, code) => {
    expect(await send(orderTo(side, `fail:${id}`))).toEqual({
      ok: false,
      error: {
        code,
        effect: 'none',
        details: { cmdlet: cmdletOf(side), message: 'stopped', category: 'PermissionDenied', id: `${id},${cmdletOf(side)}` },
      },
    });
    expect(await send(orderTo(side, 'nothing'))).toMatchObject({ ok: true });
  });

  it('returns a bare throw as a failure with its text', async () => {
    expect(await send(orderTo(side, 'throw:‘it’ $x'))).toMatchObject({
      ok: false,
      error: { code: 'cmdlet.failed', effect: 'none', details: { message: '‘it’ $x', category: 'OperationStopped', id: '‘it’ $x' } },
    });
  });

  it('does not mistake a line that a cmdlet prints for a line of the reply', async () => {
    // The nonces of replies that have been read, one of no request, and fragments.
    const stranger = randomUUID().replaceAll('-', '');
    const marks = [...nonces.slice(-3), stranger, stranger.slice(1), '', ' ', '\u0000'];
    const frames = marks.flatMap((mark) => [`${mark}:pAAAA`, `${mark}!`, `${mark}.`, `x${mark}:zAAAA`]);
    for (const text of [frames.join('\n'), `\n${frames.join('\r\n')}\n`, ...frames]) {
      const order = `print:${Buffer.from(text).toString('base64')}`;
      expect(await send(orderTo(side, order))).toMatchObject(done);
    }
    // The last text has no line end, so the next reply begins in the middle of a line.
    expect(await send(orderTo(side, 'errors'))).toMatchObject({ ok: true, value: { errors: [{ message: 'first' }, {}] } });
  });
});

describe('text on the standard error', () => {
  it('is no failure, and does not block the process however much it is', async () => {
    for (const kilobytes of [1, 1, 1, 1, 1024]) {
      expect(await send(orderTo('exchangeOnline', `stderr:${String(kilobytes)}`))).toMatchObject(done);
    }
  });
});
