import { describe, expect, it } from 'vitest';
import { findingMessageKey } from '../../../shared/checks/finding-message-key.ts';
import { judgeCertificates } from '../../../shared/checks/judge-certificates.ts';
import { postChecks } from '../../../shared/checks/post-checks.ts';
import { preChecks } from '../../../shared/checks/pre-checks.ts';
import { ruleIds, sources } from '../../../shared/model/finding.ts';
import en from '../../../shared/messages/findings.en.json';
import ja from '../../../shared/messages/findings.ja.json';
import { certificateCases } from './certificate-cases.ts';
import { postCheckCases } from './post-check-cases.ts';
import { builds, preCheckCases } from './pre-check-cases.ts';
import { facts, issuer, organisation, subject } from './sample.ts';

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, ja };

/** Every finding that the cases of the other tests give, one for each sentence. */
const findings = [
  ...certificateCases.flatMap((one) => judgeCertificates(one.organisation).flatMap((judged) => judged.findings)),
  ...preCheckCases.flatMap((one) => preChecks(one.organisation, builds)),
  ...postCheckCases.flatMap((one) =>
    postChecks({
      before: one.before ?? organisation(),
      after: one.after,
      certificate: { name: { issuer, subject }, facts: facts(one.facts) },
    }),
  ),
];
const byKey = new Map(findings.map((finding) => [findingMessageKey(finding), finding]));

/** Shown beside the sentence, not in it. */
const beside = new Set(['variant', 'expected', 'found', 'reason', 'detail']);
const parametersOf = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

/** Severity of each variant, which the cases of the rules name instead of it. */
const severityOfVariant: Readonly<Record<string, string>> = {
  rootElsewhere: 'block',
  notThirdParty: 'block',
  notYetValid: 'block',
  expired: 'block',
  under30: 'warn',
  under60: 'warn',
  emptySubject: 'block',
  withoutIis: 'info',
  endOfSupport: 'warn',
  notInTable: 'unknown',
  missing: 'block',
  nothingSaved: 'info',
  stillEmpty: 'warn',
  connectorsUnknown: 'unknown',
  empty: 'block',
  notUsed: 'info',
};

it('every variant has its severity', () => {
  const variants = findings.flatMap(({ rule, severity, evidence }) => {
    const variant = evidence['variant'];
    return variant === undefined || variant === 'noNames' ? [] : [{ rule, variant, severity }];
  });
  expect(variants.filter(({ variant, severity }) => severityOfVariant[variant] !== severity)).toEqual([]);
  const withoutNames = findings
    .filter(({ evidence }) => evidence['variant'] === 'noNames')
    .map(({ rule, severity }) => `${rule} ${severity}`);
  expect([...new Set(withoutNames)].sort()).toEqual(['certificate.acceptedDomain block', 'certificate.names warn']);
});

describe.each(Object.entries(languages))('messages in %s', (_, messages) => {
  it.each([...byKey.keys()].sort())('%s has exactly the evidence as parameters', (key) => {
    const evidence = Object.keys(byKey.get(key)?.evidence ?? {}).filter((name) => !beside.has(name));
    expect(messages[key], key).toBeDefined();
    expect(parametersOf(messages[key] ?? '')).toEqual(evidence.sort());
  });

  it('has no sentence that no rule gives', () => {
    const unused = Object.keys(messages).filter((key) => key.startsWith('finding_') && !byKey.has(key));
    expect(unused).toEqual([]);
  });

  it('has a title for every rule and a label for every source', () => {
    const wanted = [
      ...ruleIds.map((rule) => `rule_${rule.replaceAll('.', '_')}`),
      ...sources.map((source) => `source_${source.replaceAll('-', '_')}`),
    ];
    expect(wanted.filter((key) => messages[key] === undefined)).toEqual([]);
  });

  it('gives two findings of one sentence the same evidence', () => {
    for (const finding of findings) {
      const first = byKey.get(findingMessageKey(finding));
      expect(Object.keys(finding.evidence).sort(), findingMessageKey(finding)).toEqual(Object.keys(first?.evidence ?? {}).sort());
    }
  });
});

it('both languages have the same keys', () => {
  expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
});
