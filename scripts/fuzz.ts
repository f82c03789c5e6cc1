/**
 * Tries the readers of all that comes from outside with mutated inputs: no exception but coded
 * results, and no input that takes more than a generous bound of work. `npm run fuzz [inputs]
 * [format…]`, by default 100 000 inputs a format. The inputs are the same in every run; a crash is
 * printed with its number.
 */
import { performance } from 'node:perf_hooks';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { fuzzFormats } from '../tests/fuzz/formats.ts';
import { tryInput, type Verdict } from '../tests/fuzz/try.ts';

/** What both threads see. The tally lies in shared memory, so that it survives a worker that hangs. */
const place = { next: 0, accepted: 1, refused: 2, crashed: 3, hung: 4, longest: 5 } as const;
const slots = Object.keys(place).length;
const watchEvery = 1_000;
/**
 * Most inputs take less than a millisecond; one that has cost so many seconds of work will not end. The clock says nothing: a busy machine
 * may give the worker no time at all.
 */
const patience = 10;
/** Seconds that the threads of this process have worked */
const worked = (): number => process.cpuUsage().user / 1e6;
const printed = 5;

/** `--import tsx` does not reach into workers on Node 20. */
const boot = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(import.meta.url)}); });`;

interface Job {
  readonly format: string;
  readonly inputs: number;
  readonly tally: Int32Array;
}

function formatOf(name: string) {
  const format = fuzzFormats.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`no format ${name}; there are ${fuzzFormats.map((one) => one.name).join(', ')}`);
  return format;
}

const at = (tally: Int32Array, key: keyof typeof place): number => Atomics.load(tally, place[key]);

/** In the worker: from the next input on, to the end. */
async function work({ format: name, inputs, tally }: Job): Promise<void> {
  const format = formatOf(name);
  while (at(tally, 'next') < inputs) {
    const index = at(tally, 'next');
    const start = performance.now();
    const verdict = await tryInput(format, index);
    const microseconds = Math.round((performance.now() - start) * 1000);
    if (microseconds > at(tally, 'longest')) Atomics.store(tally, place.longest, microseconds);
    report(name, index, verdict, Atomics.add(tally, place[verdict.kind], 1));
    Atomics.add(tally, place.next, 1);
  }
}

function report(name: string, index: number, verdict: Verdict, before: number): void {
  if ('why' in verdict && before < printed) console.error(`${name} input ${index} ${verdict.kind}: ${verdict.why}`);
}

/** Runs the worker to its end; one that makes no progress is ended, and another goes on behind that input. */
async function watch(job: Job): Promise<void> {
  while (at(job.tally, 'next') < job.inputs) {
    const worker = new Worker(boot, { eval: true, workerData: job });
    let seen = -1;
    let since = worked();
    const timer = setInterval(() => {
      const next = at(job.tally, 'next');
      if (next !== seen) since = worked();
      seen = next;
      if (worked() - since < patience) return;
      report(job.format, next, { kind: 'hung', why: `no end after ${patience} s of work` }, Atomics.add(job.tally, place.hung, 1));
      Atomics.add(job.tally, place.next, 1);
      void worker.terminate();
    }, watchEvery);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => {
        resolve();
      });
    }).finally(() => {
      clearInterval(timer);
    });
  }
}

async function main(): Promise<void> {
  const [count = '100000', ...names] = process.argv.slice(2);
  const inputs = Number(count);
  if (!Number.isInteger(inputs) || inputs < 1) throw new Error(`how many inputs is ${count}?`);
  const row = (...cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(20) : String(cell).padStart(12))).join('');
  console.log(row('format', 'inputs', 'refused', 'accepted', 'crashes', 'hangs', 'longest ms'));
  for (const name of names.length > 0 ? names : fuzzFormats.map((format) => format.name)) {
    const tally = new Int32Array(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT));
    await watch({ format: formatOf(name).name, inputs, tally });
    const [refused, accepted, crashed, hung] = [at(tally, 'refused'), at(tally, 'accepted'), at(tally, 'crashed'), at(tally, 'hung')];
    console.log(row(name, at(tally, 'next'), refused, accepted, crashed, hung, (at(tally, 'longest') / 1000).toFixed(1)));
    if (crashed + hung > 0) process.exitCode = 1;
  }
}

if (isMainThread) await main();
else await work(workerData as Job);
