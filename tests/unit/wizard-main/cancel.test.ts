import { afterEach, describe, expect, it } from 'vitest';
import { sides } from '../../../shared/commands/table.ts';
import { appError, fail, ok, type Result } from '../../../shared/model/error.ts';
import { stepOf } from '../../../shared/run/run-view.ts';
import type { StopReason } from '../../../shared/run/next.ts';
import { persistedPart } from '../../../shared/wizard/context.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { goTo, newCertificate, wizardStepName } from './administrator.ts';
import { altered } from '../../contract/throughout.ts';
import { intercepted, newFolder, removeFolders, startProgram, type Program } from './program.ts';
import { namedConnectors, realOrganization } from './real-organization.ts';

afterEach(removeFolders);

const cancel = { type: 'CANCEL_TASK' } as const;

/** Answers that come when the test says so, whatever the caller has given up meanwhile. */
function held<T>(): { readonly hold: (send: () => Promise<T>) => Promise<T>; readonly asked: Promise<void>; readonly release: () => void } {
  let ask: () => void = () => undefined;
  let release: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  const gate = new Promise<void>((resolve) => (release = resolve));
  return {
    asked,
    release: () => {
      release();
    },
    hold: async (send) => {
      ask();
      await gate;
      return send();
    },
  };
}

describe('stopped while it connects', () => {
  it.each(sides)('to %s: stays on its page, says so, and can be tried again', async (wanted) => {
    const late = held<Result<null>>();
    let holds = true;
    const program = await startProgram(await newFolder(), {
      exchange: (exchange) =>
        altered(exchange, {
          open: (side, target, signal) =>
            holds && side === wanted ? late.hold(() => exchange.open(side, target, signal)) : exchange.open(side, target, signal),
        }),
    });
    await goTo(program, `${wanted}.connecting`);
    await late.asked;
    await program.controller.send(cancel);
    holds = false;
    late.release();
    const view = await program.until(({ task }) => task === null);
    expect(view).toMatchObject({ page: wanted, phase: 'ready', context: { problem: { code: 'powershell.canceled', effect: 'none' } } });
    await goTo(program, 'collect.done');
  });

  it('a connection that ignores it and opens all the same does not go on', async () => {
    const late = held<Result<null>>();
    const program = await startProgram(await newFolder(), {
      exchange: (exchange) => altered(exchange, { open: () => late.hold(() => Promise.resolve(ok(null))) }),
    });
    await goTo(program, 'onPremises.connecting');
    await late.asked;
    await program.controller.send(cancel);
    late.release();
    const view = await program.until(({ task }) => task === null);
    expect(wizardStepName(view)).toBe('onPremises.ready');
    expect(view.context.problem).toEqual(appError('powershell.canceled'));
  });
});

it('a session outlives the task that opened it', async () => {
  const signals: AbortSignal[] = [];
  const program = await startProgram(await newFolder(), {
    exchange: (exchange) =>
      altered(exchange, {
        open: (side, target, signal) => {
          signals.push(signal);
          return exchange.open(side, target, signal);
        },
      }),
  });
  await goTo(program, 'collect.done');
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});

describe('stopped while it gathers', () => {
  it.each(['Get-HybridConfiguration', 'Get-TransportService', 'Get-OutboundConnector'])(
    'at %s: nothing more is asked, what was read before stays',
    async (cmdlet) => {
      const sent: string[] = [];
      let cancels = false;
      const program: Program = await startProgram(await newFolder(), {
        exchange: intercepted(async (call, send) => {
          sent.push(call.cmdlet);
          if (cancels && call.cmdlet === cmdlet) await program.controller.send(cancel);
          return send();
        }),
      });
      const before = await goTo(program, 'collect.done');
      cancels = true;
      await program.controller.send({ type: 'COLLECT_AGAIN' });
      const view = await program.until(({ phase }) => phase === 'failed');
      expect(view.context.problem?.code).toBe('powershell.canceled');
      expect(view.context.organization).toEqual(before.context.organization);
      expect(sent.at(-1)).toBe(cmdlet);
      cancels = false;
      await goTo(program, 'finish.ready');
    },
  );

  it('an answer to what was stopped changes nothing when it comes at last', async () => {
    const late = held<Result<null>>();
    let isFirst = true;
    const program: Program = await startProgram(await newFolder(), {
      exchange: intercepted((call, send) => {
        if (call.cmdlet !== 'Get-SendConnector' || !isFirst) return send();
        isFirst = false;
        void late.hold(() => Promise.resolve(ok(null))).then(send);
        return Promise.resolve(fail(appError('powershell.canceled')));
      }),
    });
    await goTo(program, 'collect.failed');
    await late.asked;
    const view = await goTo(program, 'certificate.ready');
    const commands = view.context.commands.length;
    late.release();
    await new Promise(setImmediate);
    expect(program.view().context).toEqual(view.context);
    expect(program.view().context.commands).toHaveLength(commands);
  });
});

describe('stopped while it changes', () => {
  it('the command that was on its way is proven; no other one is sent', async () => {
    const here = realOrganization();
    let cancels = true;
    const program: Program = await startProgram(await newFolder(), {
      real: here,
      exchange: intercepted(async (call, send) => {
        if (cancels && call.cmdlet === 'Set-ReceiveConnector' && call.parameters['Identity'] === 'EX02\\Default Frontend EX02')
          await program.controller.send(cancel);
        return send();
      }),
    });
    const view = await stoppedBecause(program, 'asked');
    cancels = false;
    expect(view.context.problem).toBeNull();
    expect(['EX01', 'EX02', 'EX03'].map((server) => stepOf(view.context.runs.apply, `reset ${server}`).state)).toEqual([
      'applied',
      'applied',
      'waiting',
    ]);
    expect(namedConnectors(here.organization)).toEqual(['EX03']);
    await goTo(program, 'hcw.ready', 'connected');
    expect(namedConnectors(here.organization)).toEqual([]);
  });

  it('an answer that is lost leaves a doubt, which ends by two readings behind the end of the session', async () => {
    const here = realOrganization();
    let loses = true;
    const closed: string[] = [];
    const program: Program = await startProgram(await newFolder(), {
      real: here,
      exchange: (exchange) =>
        altered(
          intercepted(async (call, send) => {
            if (!loses || call.cmdlet !== 'Set-ReceiveConnector') return send();
            loses = false;
            return fail(appError('session.lost', {}, 'unknown'));
          })(exchange),
          {
            close: () => {
              closed.push('closed');
              return exchange.close();
            },
          },
        ),
    });
    const view = await goTo(program, 'change.stopped', 'connected');
    expect(view.context.runs.apply?.stop).toEqual({ why: 'failed', step: 'reset EX01' });
    expect(stepOf(view.context.runs.apply, 'reset EX01')).toMatchObject({ state: 'notApplied', error: { code: 'session.lost' } });
    expect(closed).not.toEqual([]);
    expect(namedConnectors(here.organization)).toHaveLength(3);
  });

  it('before the first command nothing was changed', async () => {
    const here = realOrganization();
    const program: Program = await startProgram(await newFolder(), {
      real: here,
      exchange: intercepted(async (_, send) => {
        if (program.view().page === 'change') await program.controller.send(cancel);
        return send();
      }),
    });
    const view = await goTo(program, 'change.stopped', 'connected');
    expect(Object.values(view.context.runs.apply?.steps ?? {}).filter(({ touched }) => touched)).toEqual([]);
    expect(namedConnectors(here.organization)).toHaveLength(3);
  });
});

/** Goes on until the run stops for that reason. */
async function stoppedBecause(program: Program, why: StopReason): Promise<WizardView> {
  for (;;) {
    const view = await goTo(program, 'change.stopped', 'connected');
    if (view.context.runs.apply?.stop?.why === why) return view;
    await program.controller.send({ type: 'COMMIT', plan: view.context.plans.apply?.id ?? '' });
    await program.until(({ task }) => task === null);
  }
}

describe('two events in one tick', () => {
  it('a button that is pressed twice commits once', async () => {
    const sent: string[] = [];
    const program = await startProgram(await newFolder(), {
      exchange: intercepted((call, send) => {
        if (call.cmdlet === 'Set-ReceiveConnector') sent.push(String(call.parameters['Identity']));
        return send();
      }),
    });
    const view = await goTo(program, 'plan.ready');
    const commit = { type: 'COMMIT', plan: view.context.plans.apply?.id ?? '' } as const;
    expect(await Promise.all([program.controller.send(commit), program.controller.send(commit)])).toEqual([
      ok(null),
      fail(appError('ipc.notNow', { event: 'COMMIT' })),
    ]);
    await program.until(({ phase }) => phase === 'stopped');
    // The others wait until mail flow over the first server is proven.
    expect(sent).toHaveLength(1);
  });

  it('are answered in the order in which they were said', async () => {
    const program = await startProgram(await newFolder());
    const before = await goTo(program, 'certificate.ready');
    const results = await Promise.all([
      program.controller.send({ type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(before) }),
      program.controller.send({ type: 'NEXT' }),
      program.controller.send({ type: 'BACK' }),
      program.controller.send({ type: 'CHOOSE_LANGUAGE', language: 'ja' }),
    ]);
    expect(results).toEqual([ok(null), ok(null), ok(null), ok(null)]);
    expect(program.view()).toMatchObject({ page: 'certificate', context: { certificate: newCertificate(before), language: 'ja' } });
    expect((await program.saved())?.context).toEqual(persistedPart(program.view().context));
  });

  it.each([
    ['another one is begun', 'START_OVER', 'start', false],
    ['the kept one is taken up', 'RESUME', 'plan', true],
  ] as const)('while the kept wizard stands in the way: %s twice', async (_, type, page, resumed) => {
    const first = await startProgram(await newFolder());
    await goTo(first, 'plan.ready');
    await first.saved();
    const again = await startProgram(first.folder);
    const [one, two] = await Promise.all([again.controller.send({ type }), again.controller.send({ type })]);
    expect([one.ok, two.ok]).toEqual([true, false]);
    expect(again.view().page).toBe(page);
    expect((await again.saved())?.value).toBe(page);
    expect(again.view().context.certificate !== null).toBe(resumed);
  });

  it('going on and taking up at once: the second finds nothing to take up', async () => {
    const first = await startProgram(await newFolder());
    await goTo(first, 'plan.ready');
    await first.saved();
    const again = await startProgram(first.folder);
    await again.controller.send({ type: 'CHOOSE_MODE', mode: 'practice' });
    const [next, resume] = await Promise.all([again.controller.send({ type: 'NEXT' }), again.controller.send({ type: 'RESUME' })]);
    expect(next).toEqual(ok(null));
    expect(resume).toMatchObject({ ok: false, error: { code: 'ipc.notNow' } });
    expect(again.view().page).toBe('before');
    expect((await again.saved())?.value).toBe('before');
  });

  it('a stop right behind the commit stops it before its first command', async () => {
    const here = realOrganization();
    const program = await startProgram(await newFolder(), { real: here });
    const { context } = await goTo(program, 'plan.ready', 'connected');
    void program.controller.send({ type: 'COMMIT', plan: context.plans.apply?.id ?? '' });
    await program.controller.send(cancel);
    const view = await program.until(({ page, task }) => page === 'change' && task === null);
    expect(wizardStepName(view)).toBe('change.stopped');
    expect(namedConnectors(here.organization)).toHaveLength(3);
  });
});
