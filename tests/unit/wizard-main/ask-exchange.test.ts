/** Exchange is asked between two tasks: reads together, what sends mail alone, and nothing is said of what was canceled. */
import { afterEach, expect, it } from 'vitest';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { queueCall, traceCall, validationCall } from '../../../shared/proof/mail-questions.ts';
import { askExchange } from '../../../src-main/wizard/ask-exchange.ts';
import { practiceExchange } from '../../../src-main/exchange/practice/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { practiceTarget } from '../../contract/practice.ts';
import { goTo } from './administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from './program.ts';
import { realOrganization } from './real-organization.ts';

afterEach(removeFolders);

const at = new Date('2026-11-24T09:00:00.000Z');

async function exchangeThat(during: () => void = () => undefined) {
  const exchange = practiceExchange({
    now: () => at,
    latency: () => {
      during();
      return Promise.resolve();
    },
  });
  exchange.replace(await practiceOrganization('renewal', at), 'renewal');
  return exchange;
}
const ask = async (calls: readonly CmdletCall[], signal = new AbortController().signal) =>
  askExchange(await exchangeThat(), practiceTarget, calls, signal);

it('opens the sides that are needed, and answers each call in its place', async () => {
  const calls = [queueCall('EX01'), traceCall('HCW-2345-6789'), queueCall('EX09'), validationCall('elsewhere', 'a@contoso.com')];
  const answers = await ask(calls);
  expect(answers.ok && answers.value.map(({ call }) => call)).toEqual(calls);
  expect(answers.ok && answers.value.map(({ result }) => result.ok && result.value.errors.length)).toEqual([0, 0, 1, 1]);
});

it('does not open Exchange Online for a question to servers', async () => {
  const exchange = await exchangeThat();
  await askExchange(exchange, practiceTarget, [queueCall('EX01')], new AbortController().signal);
  expect([...exchange.sides]).toEqual(['onPremises']);
});

it('says nothing when it was canceled, however far it came', async () => {
  // The last waits are those of the call itself: before it, each side that is needed was opened.
  for (const [calls, last] of [
    [[queueCall('EX01')], 2],
    [[validationCall('elsewhere', 'a@contoso.com')], 3],
  ] as const) {
    const abort = new AbortController();
    let waited = 0;
    const exchange = await exchangeThat(() => {
      waited += 1;
      if (waited === last) abort.abort();
    });
    const answers = await askExchange(exchange, practiceTarget, calls, abort.signal);
    expect([answers.ok, waited]).toEqual([false, last]);
  }
});

it('sends nothing of what waits for its turn when it is canceled', async () => {
  const sent: string[] = [];
  let isAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  let isAsking = false;
  const program = await startProgram(await newFolder(), {
    real: realOrganization(),
    exchange: intercepted(async (call, send) => {
      if (!isAsking) return send();
      sent.push(call.cmdlet);
      isAsked();
      await canceled;
      return send();
    }),
  });
  await goTo(program, 'postChecks.done', 'connected');
  isAsking = true;
  let cancel: () => void = () => undefined;
  const canceled = new Promise<void>((resolve) => (cancel = resolve));
  const first = program.controller.askExchange([queueCall('EX01')]);
  const second = program.controller.askExchange([validationCall('Outbound to Office 365', 'a@contoso.com')]);
  await asked;
  program.controller.cancelAsking();
  cancel();
  expect([await first, await second]).toMatchObject([{ ok: false }, { ok: false }]);
  expect(sent).toEqual(['Get-Queue']);
  await program.controller.close();
});
