/** Reads in parallel when workers hang, die or are refused, one at a time and all together. */
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CmdletCall, CallOutcome } from '../../shared/commands/call.ts';
import type { Result } from '../../shared/model/error.ts';
import type { QueuedCall, ReadOptions } from '../../src-main/exchange/port.ts';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { openHold, type Hold } from './hold.ts';
import { createProbe, valueOf, type Probe } from './open-probe.ts';
import { plain } from './plain.ts';
import { gone, orderTo, processOf, processOfCmdlet } from './process-of.ts';

let probe: Probe;
let session: PowerShellSession;
const holds: Hold[] = [];
beforeAll(async () => {
  probe = await createProbe('faults');
});
afterEach(async () => {
  for (const hold of holds.splice(0)) hold.close();
  await session.close();
});
afterAll(() => probe.dispose());

const newHold = async (): Promise<Hold> => {
  const hold = await openHold();
  holds.push(hold);
  return hold;
};

/** An order that goes to another cmdlet than all others. */
const otherCmdlet = 'Get-Command';
const callOf = (order: string): CmdletCall =>
  order === otherCmdlet ? { side: 'onPremises', cmdlet: otherCmdlet, parameters: { Name: [otherCmdlet] } } : orderTo('onPremises', order);

/** The orders of each queue, one queue a line. */
const callsOf = (queues: readonly (readonly string[])[]): QueuedCall[] =>
  queues.flatMap((orders, group) => orders.map((order) => ({ call: callOf(order), queue: String(group) })));

/** The result of a call, in short. */
const summaryOf = (result: Result<CallOutcome>): unknown => (result.ok ? result.value.objects.map(plain)[0] : result.error.code);

function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return {
    promise,
    resolve: (value) => {
      resolve(value);
    },
  };
}

interface Asked {
  readonly all: Promise<readonly unknown[]>;
  /** Resolves when the call of that index has been answered. */
  readonly answered: (index: number) => Promise<unknown>;
  /** Indices, in the order in which the answers came */
  readonly order: readonly number[];
}

function ask(queues: readonly (readonly string[])[], options: ReadOptions = {}): Asked {
  const calls = callsOf(queues);
  const order: number[] = [];
  const waiting = calls.map(() => later<unknown>());
  const all = session.invokeMany(calls, {
    ...options,
    onAnswered: (index, result) => {
      order.push(index);
      waiting[index]?.resolve(summaryOf(result));
    },
  });
  return {
    all: all.then((results) => results.map(summaryOf)),
    order,
    answered: (index) => waiting[index]?.promise ?? Promise.reject(new Error()),
  };
}

const many = (count: number, order: string): readonly string[][] => Array.from({ length: count }, () => [order]);
const released = (count: number): readonly string[] => Array.from({ length: count }, () => 'released');

describe('a call that hangs', () => {
  it('delays no other server: all of them are answered before it', async () => {
    session = valueOf(await probe.onPremises());
    const hold = await newHold();
    const asked = ask([[hold.order, 'process'], ...many(11, 'process')]);
    await Promise.all(Array.from({ length: 11 }, (_, index) => asked.answered(index + 2)));
    expect(asked.order).not.toContain(0);
    hold.release();
    expect((await asked.all)[0]).toBe('released');
    // One worker runs the calls of a queue one after the other.
    expect(asked.order.slice(-2)).toEqual([0, 1]);
    expect(new Set((await asked.all).slice(1)).size).toBeGreaterThan(1);
    expect(new Set((await asked.all).slice(1)).size).toBeLessThanOrEqual(4);
    expect(await probe.environment.servers()).toContain(await processOfCmdlet(session));
  });

  it('of the last queue: a free worker runs the rest of the queue, but not the cmdlet that may hang again', async () => {
    session = valueOf(await probe.onPremises());
    const hold = await newHold();
    const asked = ask([[hold.order, 'process', otherCmdlet], ['process']]);
    await asked.answered(2);
    expect(asked.order.filter((index) => index < 2)).toEqual([]);
    hold.release();
    await asked.all;
    expect(asked.order.slice(-2)).toEqual([0, 1]);
  });

  it('in every worker: each is given up after its time limit and replaced, and the session goes on', async () => {
    session = valueOf(await probe.onPremises());
    const hanging = await Promise.all(Array.from({ length: 4 }, newHold));
    const asked = ask([...hanging.map(({ order }) => [order, order]), ...many(4, 'process')], { timeoutMs: 10_000 });
    const results = await asked.all;
    expect(results.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 'cmdlet.timedOut'));
    expect(results.slice(8).map(Number).filter(Number.isNaN)).toEqual([]);
    expect(await session.invoke(orderTo('onPremises', 'nothing'))).toMatchObject({ ok: true });
  });

  it('is canceled with all others, and the process is ended', async () => {
    session = valueOf(await probe.onPremises());
    const number = await processOf(session);
    const hold = await newHold();
    const cancel = new AbortController();
    const asked = ask([[hold.order], ...many(3, 'process')], { signal: cancel.signal });
    await Promise.all([hold.begun, asked.answered(1), asked.answered(2), asked.answered(3)]);
    cancel.abort();
    expect((await asked.all)[0]).toBe('powershell.canceled');
    expect((await asked.all).slice(1).map(Number).filter(Number.isNaN)).toEqual([]);
    await gone(number);
  });
});

/** A hold for a call that a second worker runs again: the second time it is released at once. */
async function openSecondTime(): Promise<{ readonly order: string; readonly begun: Promise<unknown>; readonly close: () => void }> {
  let times = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined).resume();
    times += 1;
    if (times > 1) socket.end();
  });
  const begun = once(server, 'connection');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { order: `hold:${String((server.address() as AddressInfo).port)}`, begun, close: () => server.close() };
}

describe('a worker that dies', () => {
  it.each([
    ['the first session', 0],
    ['a further session', 1],
  ] as const)('during a call: another one runs the call again, and the session goes on (%s)', async (_, position) => {
    session = valueOf(await probe.onPremises());
    const [hold, again] = [await newHold(), await openSecondTime()];
    const dying = ['process', again.order, 'process'];
    // The first session begins alone, with the first queue.
    const asked = ask(position === 0 ? [dying, [hold.order]] : [[hold.order], dying]);
    const server = Number(await asked.answered(position));
    await Promise.all([again.begun, hold.begun]);
    process.kill(server, 'SIGKILL');
    // The other worker is still held: a third one runs the call again, or the other one does later.
    hold.release();
    const results = await asked.all;
    const ofDying = position === 0 ? results.slice(0, 3) : results.slice(1);
    expect(ofDying.map((result, index) => (index === 1 ? result : Number(result) > 0))).toEqual([true, 'released', true]);
    expect(ofDying[2]).not.toBe(ofDying[0]);
    expect(results[position === 0 ? 3 : 0]).toBe('released');
    expect(await session.invoke(orderTo('onPremises', 'nothing'))).toMatchObject({ ok: true });
    again.close();
  });

  it('with all others: every call that was not answered has the loss of the session as its result', async () => {
    session = valueOf(await probe.onPremises());
    const hanging = await Promise.all(Array.from({ length: 4 }, newHold));
    const asked = ask([...hanging.map(({ order }) => ['process', order]), ['process']]);
    await Promise.all(hanging.map(({ begun }) => begun));
    for (const server of await probe.environment.servers()) process.kill(server, 'SIGKILL');
    expect((await asked.all).map((result) => (Number(result) > 0 ? 'answered' : result))).toEqual([
      ...hanging.flatMap(() => ['answered', 'session.lost']),
      'session.lost',
    ]);
  });

  it('during a call that ends every session does not run it a third time', async () => {
    session = valueOf(await probe.onPremises());
    const asked = ask([['exit:1', 'nothing'], ...many(2, 'nothing')]);
    expect((await asked.all).slice(0, 2)).toEqual(['session.lost', 'session.lost']);
  });
});

/** A server whose policy allows so many sessions: every later `ssh` is refused. */
async function onlySessions(count: number): Promise<NodeJS.ProcessEnv> {
  const folder = join(probe.environment.folder, `only-${String(count)}`);
  await mkdir(join(folder, 'opened'), { recursive: true });
  const path = join(folder, 'ssh');
  const PATH = probe.settings.env['PATH'] ?? '';
  await writeFile(
    path,
    [
      '#!/bin/sh',
      ...Array.from(
        { length: count },
        (_, index) => `mkdir '${folder}/opened/${String(index)}' 2>/dev/null && PATH='${PATH}' exec ssh "$@"`,
      ),
      'echo "The maximum number of concurrent shells for this user has been reached." >&2',
      // Reads to the end of its input: PowerShell 7 crashes when it writes to an ssh that is gone.
      'cat > /dev/null',
      'exit 255',
      '',
    ].join('\n'),
  );
  await chmod(path, 0o755);
  return { ...probe.settings.env, PATH: `${folder}:${PATH}` };
}

describe('a server that refuses further sessions', () => {
  it.each([1, 2])('is read over those that it allows: %i', async (count) => {
    session = valueOf(await probe.onPremises({}, { env: await onlySessions(count) }));
    const hold = await newHold();
    const asked = ask([...(count === 1 ? [] : [[hold.order]]), ...many(8, 'process')]);
    if (count > 1) {
      await Promise.all(Array.from({ length: 8 }, (_, index) => asked.answered(index + 1)));
      hold.release();
    }
    const results = await asked.all;
    expect(results.slice(0, count - 1)).toEqual(released(count - 1));
    expect(new Set(results.slice(count - 1)).size).toBe(1);
    expect(await session.invoke(orderTo('onPremises', 'nothing'))).toMatchObject({ ok: true });
  });
});

describe('a call that is not an on-premises read', () => {
  it('is not sent, and the others are answered', async () => {
    session = valueOf(await probe.onPremises());
    const change = {
      side: 'onPremises',
      cmdlet: 'Set-ReceiveConnector',
      parameters: { Identity: 'nothing', TlsCertificateName: null },
    } as const;
    const results = await session.invokeMany(
      [change, orderTo('onPremises', 'process'), orderTo('exchangeOnline', 'process')].map((call) => ({ call, queue: '' })),
    );
    expect(results.map(summaryOf).map((result) => (Number(result) > 0 ? 'answered' : result))).toEqual([
      'call.refused',
      'answered',
      'call.refused',
    ]);
  });
});
