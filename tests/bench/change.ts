/**
 * A change of all servers by the real controller, where every call takes as long as on a network: the wizard must add little to
 * the calls, and must cost the same at the last step as at the first one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { serialize } from 'node:v8';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { runFiles } from '../../src-main/change/read-run.ts';
import { nodeFileSystem } from '../../src-main/files/atomic-write.ts';
import type { PersistedWizard } from '../../src-main/wizard/persisted-wizard.ts';
import { numberedViews } from '../../src-main/wizard/numbered-views.ts';
import { goTo, nextEvent } from '../unit/wizard-main/administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from '../unit/wizard-main/program.ts';
import { realOrganization } from '../unit/wizard-main/real-organization.ts';
import { valueOf } from '../powershell/open-probe.ts';
import { median } from './figures.ts';
import { timed, type Bench, type Comparison, type Pair } from './bench.ts';
import { organizationOf } from './organization-of.ts';

const latencyMs = 20;
const rounds = 3;
const at = new Date('2026-11-20T09:00:00.000Z');

/** Between the answer of a call and the next call. */
interface Cost {
  readonly milliseconds: number;
  /** Those of them in which the journal was written and flushed */
  readonly disk: number;
  /** To the window */
  readonly bytes: number;
}

interface Measured {
  readonly pair: Pair;
  readonly costs: readonly Cost[];
  readonly calls: number;
  readonly journal: string;
  /** Bytes of the wizard's own file, at each time that it was written during the change */
  readonly stateWrites: readonly number[];
}

/** The reset of every server, from the commit to the page after it, beside the same number of waits. */
async function resetAll(organization: OrganizationFile): Promise<Measured> {
  const folder = await newFolder();
  try {
    let calls = 0;
    let bytes = 0;
    let disk = 0;
    let answeredAt: number | undefined;
    let latency = 0;
    const costs: Cost[] = [];
    const stateWrites: PersistedWizard[] = [];
    const real = realOrganization();
    real.organization = organization;
    const program = await startProgram(folder, {
      real,
      soon: setImmediate,
      store: (store) => ({
        ...store,
        write: (stored) => {
          stateWrites.push(stored);
          return store.write(stored);
        },
      }),
      files: {
        ...nodeFileSystem,
        open: async (...asked) => {
          const file = await nodeFileSystem.open(...asked);
          const counted = async (work: Promise<void>): Promise<void> => {
            disk += await timed(() => work);
          };
          return {
            writeFile: (text, encoding) => file.writeFile(text, encoding),
            appendFile: (text, encoding) => counted(file.appendFile(text, encoding)),
            sync: () => counted(file.sync()),
            close: () => file.close(),
          };
        },
      },
      exchange: intercepted(async (call, send) => {
        if (latency === 0) return send();
        // Both sides are read at the same time.
        if (call.side === 'onPremises') calls += 1;
        if (answeredAt !== undefined) costs.push({ milliseconds: performance.now() - answeredAt, disk, bytes });
        // What the sample organization takes to answer is a part of the time of the call.
        const elapsed = setTimeout(latency);
        const result = await send();
        await elapsed;
        [bytes, disk] = [0, 0];
        answeredAt = performance.now();
        return result;
      }),
    });
    await goTo(program, 'plan.ready', 'connected');
    // Without the pause for the proof of the first server.
    valueOf(await program.controller.send({ type: 'SET_POLICY', onFailure: 'stop', canary: null }));
    const plan = program.view();
    stateWrites.length = 0;
    numberedViews(program.controller).subscribe((change) => {
      bytes += serialize(change).length;
    });
    const event = nextEvent(plan, 'connected');
    if (event === null) throw new Error('Nothing to commit.');
    latency = latencyMs;
    const subject = await timed(async () => {
      valueOf(await program.controller.send(event));
      await program.until((view) => view.task === null);
    });
    latency = 0;
    const { page, phase, context } = program.view();
    const run = context.runs.apply;
    if (run === null || Object.values(run.steps).some(({ state }) => state !== 'applied'))
      throw new Error(`Not every step was taken: ${page}.${phase}`);
    const against = await timed(async () => {
      for (let call = 0; call < calls; call += 1) await setTimeout(latencyMs);
    });
    await program.controller.close();
    const sizes = stateWrites.map((stored) => JSON.stringify(stored).length);
    return {
      pair: { subject, against },
      costs,
      calls,
      journal: await readFile(join(run.path, runFiles.journal), 'utf8'),
      stateWrites: sizes,
    };
  } finally {
    await removeFolders();
  }
}

async function measure(servers: number, say: (line: string) => void): Promise<Comparison> {
  const organization = await organizationOf(servers, 4, at);
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await resetAll(organization));
  const [one] = measured;
  if (one === undefined) throw new Error('Nothing was measured.');
  const costs = one.costs.slice(-3 * servers);
  const tenth = Math.ceil(costs.length / 10);
  const ofPart = (part: readonly Cost[]): string =>
    `${median(part.map(({ milliseconds }) => milliseconds)).toFixed(2)} ms (${median(part.map(({ disk }) => disk)).toFixed(2)} of them the disk) and ${median(part.map(({ bytes }) => bytes)).toFixed(0)} bytes to the window`;
  const lines = one.journal
    .trimEnd()
    .split('\n')
    .map((line) => line.length);
  const share = median(measured.map(({ pair, calls }) => pair.subject / (calls * latencyMs))) - 1;
  say(
    `${String(servers)} servers: ${String(one.calls)} calls one after the other; ${(100 * share).toFixed(1)} % over ${String(latencyMs)} ms each`,
  );
  say(
    `${String(servers)} servers: between two calls, first tenth ${ofPart(costs.slice(0, tenth))}; last tenth ${ofPart(costs.slice(-tenth))}`,
  );
  say(
    `${String(servers)} servers: journal ${String(lines.length)} lines, median of the first tenth ${String(median(lines.slice(0, tenth)))} bytes, of the last ${String(median(lines.slice(-tenth)))}`,
  );
  say(
    `${String(servers)} servers: the state of the wizard was written ${String(one.stateWrites.length)} times: ${one.stateWrites.join(', ')} bytes`,
  );
  return {
    subject: `change, ${String(servers)} servers, ${String(latencyMs)} ms a call`,
    against: 'the calls alone',
    pairs: measured.map(({ pair }) => pair),
    goal: 1.05,
  };
}

export const change: Bench = {
  name: 'change',
  run: async (say) => [await measure(50, say), await measure(200, say)],
};
