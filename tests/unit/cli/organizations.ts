/** Organizations of the practice mode, collected as the script does, and judged at a chosen moment. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../../shared/messages/language.ts';
import { checkResult } from '../../../shared/check/check.ts';
import type { CheckResult, Collected } from '../../../shared/check/result.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { OrganizationFile, PracticeScenario } from '../../../shared/model/sample-organization.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { writeCollection } from '../../contract/collect.ts';

export const now = new Date('2026-11-20T09:00:00.000Z');
export const program = { name: 'Hybrid Certificate Wizard', version: '1.2.3' };

export const organizationOf = async (scenario: PracticeScenario, at = now): Promise<Organization> =>
  organizationOfFile(await practiceOrganization(scenario, at), at);

export async function organizationOfFile(file: OrganizationFile, at = now): Promise<Organization> {
  const exchange = await openPractice(file);
  const gathered = await collectOrganization(exchange, { now: () => at, onProgress: () => undefined });
  if (!gathered.ok) throw new Error(gathered.error.code);
  return gathered.value;
}

const collected: Collected = { since: now.toISOString(), sides: ['onPremises', 'exchangeOnline'], files: [], unused: [] };

export interface Asked {
  readonly certificate?: string;
  readonly language?: Language;
  readonly since?: string;
  readonly at?: string;
}

/** The result for an organization that was read; `at` moves the moment of the check. */
export const judged = (organization: Organization, { certificate, language = 'en', since, at }: Asked = {}): CheckResult =>
  checkResult({
    now: at ?? now.toISOString(),
    language,
    program,
    certificate: certificate ?? null,
    collected: { ...collected, since: since ?? at ?? collected.since },
    errors: [],
    organization: at === undefined ? organization : { ...organization, gatheredAt: at },
  });

/** A folder of a test, with what the collection script writes for each scenario below its name. */
export async function foldersOf(
  scenarios: readonly PracticeScenario[],
): Promise<{ readonly root: string; readonly end: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'check-'));
  for (const scenario of scenarios) await writeCollection(join(root, scenario), await practiceOrganization(scenario, now), now);
  return { root, end: () => rm(root, { recursive: true, force: true }) };
}

/** Every finding of a result. */
export const findingsOf = ({ findings, certificates }: CheckResult): CheckResult['findings'] => [
  ...findings,
  ...certificates.flatMap((certificate) => certificate.findings),
];

export const inUseOf = ({ certificates }: CheckResult): readonly string[] =>
  certificates.filter(({ role }) => role === 'inUse').map(({ thumbprint }) => thumbprint);
