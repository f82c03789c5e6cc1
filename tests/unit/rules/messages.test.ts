import { describe, expect, it } from 'vitest';
import { findingKey, type FindingKey } from '../../../shared/messages/finding-text.ts';
import { causeIds } from '../../../shared/rules/not-listed-fixes.ts';
import { causesOfNotListed, serviceHost } from '../../../shared/rules/not-listed.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { lifetimeFindings } from '../../../shared/rules/lifetime.ts';
import { referenceFindings } from '../../../shared/rules/references.ts';
import { postChecks } from '../../../shared/rules/post-checks.ts';
import { preChecks } from '../../../shared/rules/pre-checks.ts';
import { presentedFindings } from '../../../shared/rules/presented-findings.ts';
import { isListedOn, references, ruleIds } from '../../../shared/rules/rules.ts';
import { readTopic } from '../messages/topics.ts';
import { certificateCases } from './certificate-cases.ts';
import { postCheckCases } from './post-check-cases.ts';
import { builds, preCheckCases } from './pre-check-cases.ts';
import { fileCases, judgedFile } from './file-cases.ts';
import { lifetimeCases } from './lifetime-cases.ts';
import { referenceCases } from './reference-cases.ts';
import { presentedCases } from './presented-cases.ts';
import { healthFindings } from '../../../shared/mail-flow/mail-flow.ts';
import { flowCases, otherNameCases } from '../mail-flow/cases.ts';
import { facts, issuer, organization, subject } from './sample.ts';

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: readTopic('findings', 'en'),
  ja: readTopic('findings', 'ja'),
};

const name = { issuer, subject };

/** Every finding that the cases of the other tests give, one for each sentence. */
const findings = [
  ...presentedCases.flatMap((one) => presentedFindings(one.organization, { facts: facts(), name })),
  ...referenceCases.flatMap((one) => referenceFindings(one.organization, { facts: facts(one.facts), name })),
  ...lifetimeCases.flatMap((one) => lifetimeFindings({ ...facts(), ...one.facts }, one.now)),
  ...fileCases.flatMap((one) => judgedFile(one).findings),
  serviceHost(['EX01'], ''),
  serviceHost(['EX01'], 'No valid certificate exists for the Hub Transport server(s)'),
  ...certificateCases.flatMap((one) => judgeCertificates(one.organization).flatMap((judged) => judged.findings)),
  ...[...flowCases, ...otherNameCases].flatMap((one) => healthFindings(one.organization)),
  ...preCheckCases.flatMap((one) => preChecks(one.organization, builds)),
  ...postCheckCases.flatMap((one) =>
    postChecks({
      before: one.before ?? organization(),
      after: one.after,
      certificate: { name, facts: facts(one.facts) },
    }),
  ),
];
const byKey = new Map(findings.map((finding) => [findingKey(finding), finding]));

/** Words of the fixes of every cause, whatever is wrong. */
const fixes = [
  ...new Set(
    certificateCases
      .flatMap((one) => causesOfNotListed(one.organization, 'A1', ''))
      .flatMap(({ fix }) => (fix === null ? [] : [`fix_${fix.rule.replaceAll('.', '_')}`])),
  ),
];

/** Shown beside the sentence, not in it. */
const beside = new Set(['expected', 'found', 'reason', 'detail']);
const parametersOf = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe.each(Object.entries(languages))('messages in %s', (_, messages) => {
  it.each([...byKey.keys()].sort())('%s has exactly the evidence as parameters', (key) => {
    const evidence = Object.keys(byKey.get(key)?.evidence ?? {}).filter((name) => !beside.has(name));
    expect(messages[key], key).toBeDefined();
    expect(parametersOf(messages[key] ?? '')).toEqual(evidence.sort());
  });

  it('has no sentence that no rule gives', () => {
    const unused = Object.keys(messages).filter((key) => key.startsWith('finding_') && !byKey.has(key as FindingKey));
    expect(unused).toEqual([]);
  });

  it('has a title for every rule and a label for every source', () => {
    const wanted = [
      ...ruleIds.filter((rule) => !isListedOn(rule, 'check')).map((rule) => `rule_${rule.replaceAll('.', '_')}`),
      ...references.map((source) => `source_${source.replaceAll('-', '_')}`),
      ...causeIds.map((cause) => `cause_${cause}`),
      ...fixes,
    ];
    expect(wanted.filter((key) => messages[key] === undefined)).toEqual([]);
  });

  it('has no words of a cause or a fix that there is not', () => {
    const used = new Set([...causeIds.map((cause) => `cause_${cause}`), ...fixes]);
    expect(Object.keys(messages).filter((key) => /^(?:cause|fix)_/.test(key) && !used.has(key))).toEqual([]);
  });

  it('gives two findings of one sentence the same evidence', () => {
    for (const finding of findings) {
      const first = byKey.get(findingKey(finding));
      expect(Object.keys(finding.evidence).sort(), findingKey(finding)).toEqual(Object.keys(first?.evidence ?? {}).sort());
    }
  });
});

it('both languages have the same keys', () => {
  expect(Object.keys(languages['ja'] ?? {}).sort()).toEqual(Object.keys(languages['en'] ?? {}).sort());
});
