/** The cases of every table, each with all that the rules say of it. */
import { healthFindings } from '../../../shared/mail-flow/mail-flow.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { lifetimeFindings } from '../../../shared/rules/lifetime.ts';
import { postChecks } from '../../../shared/rules/post-checks.ts';
import { preChecks } from '../../../shared/rules/pre-checks.ts';
import { presentedFindings } from '../../../shared/rules/presented-findings.ts';
import { referenceFindings } from '../../../shared/rules/references.ts';
import { flowCases, otherNameCases } from '../mail-flow/cases.ts';
import { edgeCases } from '../mail-flow/edge-cases.ts';
import { certificateCases } from './certificate-cases.ts';
import { fileCases, judgedFile } from './file-cases.ts';
import { lifetimeCases } from './lifetime-cases.ts';
import { postCheckCases } from './post-check-cases.ts';
import { builds, preCheckCases } from './pre-check-cases.ts';
import { presentedCases } from './presented-cases.ts';
import { referenceCases } from './reference-cases.ts';
import { facts, issuer, organization, subject } from './sample.ts';

interface JudgedCase {
  readonly title: string;
  /** The rule that the case is about */
  readonly rule: Finding['rule'];
  readonly findings: readonly Finding[];
}

const name = { issuer, subject };

/** Judged when it is called, so that a test that calls it notices a change in the rules. */
export const judgedCases = (): readonly JudgedCase[] => [
  ...certificateCases.map((one) => ({ ...one, findings: judgeCertificates(one.organization).flatMap(({ findings }) => findings) })),
  ...fileCases.map((one) => ({ ...one, findings: judgedFile(one).findings })),
  ...lifetimeCases.map((one) => ({ ...one, findings: lifetimeFindings({ ...facts(), ...one.facts }, one.now) })),
  ...presentedCases.map((one) => ({ ...one, findings: presentedFindings(one.organization, { facts: facts(), name }) })),
  ...referenceCases.map((one) => ({
    ...one,
    rule: 'reference.name' as const,
    title: `${one.kind}, ${one.title}`,
    findings: referenceFindings(one.organization, { facts: facts(one.facts), name }),
  })),
  ...preCheckCases.map((one) => ({ ...one, findings: preChecks(one.organization, builds) })),
  ...postCheckCases.map((one) => ({
    ...one,
    findings: postChecks({
      before: one.before ?? organization(),
      after: one.after,
      certificate: { name, facts: facts(one.facts) },
      edgeSync: one.edgeSync ?? [],
    }),
  })),
  ...[...flowCases, ...edgeCases, ...otherNameCases].flatMap(({ name: title, organization: value }) => {
    const findings = healthFindings(value);
    return [...new Set(findings.map(({ rule }) => rule))].map((rule) => ({ title, rule, findings }));
  }),
];
