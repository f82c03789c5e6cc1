/** A large organization from a collection file: judging it must take little time compared with reading it. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

async function read(paths: readonly string[]): Promise<Organization> {
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
function memory(): { readonly kept: number; readonly rss: number } {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { kept: heapUsed + external, rss };
}

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

export const largeOrganization: Bench = {
  name: 'large-organization',
  run: async (say) => {
    const folder = await mkdtemp(join(tmpdir(), 'hcw-bench-'));
    try {
      const paths = await writeCollection(folder, await organizationOf(servers, certificatesEach, at), at);
      for (const path of paths) say(`${basename(path)}: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
      const before = memory().kept;
      let organization = await read(paths);
      const pairs = await inTurn(
        { warm: 1, rounds: 5 },
        () =>
          timed(() => {
            judge(organization);
          }),
        () =>
          timed(async () => {
            organization = await read(paths);
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
            organization = await read(paths);
          }),
      );
      const { kept, rss } = memory();
      say(`memory: ${mebibytes(kept - before)} are kept for the organization; ${mebibytes(rss)} is the process (RSS)`);
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
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
