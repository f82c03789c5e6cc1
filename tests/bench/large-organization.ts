/** A large organization from a collection file: judging it must take little time compared with reading it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { buildTable } from '../../shared/rules/exchange-builds.ts';
import { judgeCertificates, type JudgedCertificate } from '../../shared/rules/judge-certificates.ts';
import { certificateReferences } from '../../shared/rules/references.ts';
import { methodForecasts } from '../../shared/plan/methods.ts';
import { preChecks } from '../../shared/rules/pre-checks.ts';
import { predictPresented } from '../../shared/rules/presented.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { collectionReader } from '../../src-main/exchange/guided/collection-reader.ts';
import { readCollection } from '../../src-main/exchange/guided/read-collection.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import { writeCollection } from '../contract/collect.ts';
import { valueOf } from '../powershell/open-probe.ts';
import { inTurn, timed, type Bench } from './bench.ts';
import { organizationOf } from './organization-of.ts';

const servers = 200;
const certificatesEach = 12;
const at = new Date('2026-11-24T09:00:00.000Z');

export async function readOrganization(paths: readonly string[]): Promise<Organization> {
  const collection = valueOf(await readCollection(paths, { now: () => at }));
  return valueOf(await collectOrganization(collectionReader(collection), { now: () => at, onProgress: () => undefined }));
}

function judge(organization: Organization): void {
  const judged = judgeCertificates(organization);
  preChecks(organization, buildTable);
  const [chosen] = judged.filter(({ inUse, verdict }) => inUse.known && !inUse.value && verdict === 'qualifies');
  if (chosen === undefined) throw new Error('No certificate can be chosen.');
  const places = certificateReferences(organization, chosen);
  const predicted = predictPresented(organization, chosen.name);
  if (predicted.length < servers || places.length < servers) throw new Error('Not every server was judged.');
}

function forecastMethods(organization: Organization, chosen: JudgedCertificate): void {
  const steps = methodForecasts(organization, chosen).reduce((sum, method) => sum + method.steps.length, 0);
  if (steps < 2 * servers) throw new Error('Not every step was forecast.');
}

/** Bytes in use after a garbage collection. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const memorySchema = v.object({ before: v.number(), highest: v.number(), later: v.number() });

/** MiB of a process of its own, which has made no organization before. */
async function memoryOfProcess(paths: readonly string[]): Promise<v.InferOutput<typeof memorySchema>> {
  const program = join(import.meta.dirname, 'read-large-organization.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...paths]);
  return v.parse(memorySchema, JSON.parse(stdout));
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

export const largeOrganization: Bench = {
  name: 'large-organization',
  run: async (say) => {
    const folder = await mkdtemp(join(tmpdir(), 'hcw-bench-'));
    try {
      const paths = await writeCollection(folder, await organizationOf(servers, certificatesEach, at), at);
      for (const path of paths) say(`${basename(path)}: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
      const before = memory();
      let organization = await readOrganization(paths);
      const pairs = await inTurn(
        { warm: 1, rounds: 5 },
        () =>
          timed(() => {
            judge(organization);
          }),
        () =>
          timed(async () => {
            organization = await readOrganization(paths);
          }),
      );
      const [chosen] = judgeCertificates(organization).filter(
        ({ inUse, verdict }) => inUse.known && !inUse.value && verdict === 'qualifies',
      );
      if (chosen === undefined) throw new Error('No certificate can be chosen.');
      // Read again before each round, so that nothing is remembered of an earlier one.
      const forecasts = await inTurn(
        { warm: 1, rounds: 5 },
        () =>
          timed(() => {
            forecastMethods(organization, chosen);
          }),
        () =>
          timed(async () => {
            organization = await readOrganization(paths);
          }),
      );
      say(`memory: ${mebibytes(memory() - before)} are kept for the organization`);
      const alone = await memoryOfProcess(paths);
      const size = (await Promise.all(paths.map(async (path) => (await stat(path)).size))).reduce((sum, bytes) => sum + bytes, 0) / 2 ** 20;
      say(
        `memory of a process: ${alone.before.toFixed(0)} MiB before, ${alone.highest.toFixed(0)} at most, ${alone.later.toFixed(0)} later`,
      );
      return [
        {
          subject: `judgment, ${String(servers)} servers x ${String(certificatesEach)} certificates`,
          against: 'reading its file',
          pairs,
          goal: 0.3,
        },
        {
          subject: `mail flow after every step of every method, ${String(servers)} servers`,
          against: 'reading its file',
          pairs: forecasts,
          goal: 0.2,
        },
        {
          subject: `memory of a process that has read ${String(servers)} servers three times, at most`,
          against: 'the file',
          unit: 'MiB',
          pairs: [{ subject: alone.highest - alone.before, against: size }],
          goal: 25,
        },
        {
          subject: 'the same process after a pause',
          against: 'at most',
          unit: 'MiB',
          pairs: [{ subject: alone.later, against: alone.highest }],
          goal: 0.75,
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
