import { describe, expect, it } from 'vitest';
import { findingKey } from '../../../shared/messages/finding-text.ts';
import { causeIds } from '../../../shared/rules/not-listed-fixes.ts';
import { causesOfNotListed, causesOfNotSelected, meaningsOf } from '../../../shared/rules/not-listed.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { isListedOn, references, ruleIds } from '../../../shared/rules/rules.ts';
import { readTopic } from '../messages/topics.ts';
import { judgedCases } from './all-cases.ts';
import { hcwMessage, notListedReports } from './not-listed-cases.ts';
import { organization } from './sample.ts';

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: readTopic('findings', 'en'),
  ja: readTopic('findings', 'ja'),
};

/** Every cause, and what every message of the HCW means. */
const notListed = () => [
  ...notListedReports.flatMap((one) => causesOfNotListed(one.organization, 'A1', one.report)),
  ...causesOfNotSelected(organization(), 'A1'),
];
const meanings = () => Object.values(hcwMessage).flatMap((message) => meaningsOf(organization(), 'A1', message));

/** Every finding that the cases of the other tests give. */
const findingsOfCases = (): readonly Finding[] => [
  ...judgedCases().flatMap(({ findings }) => findings),
  ...notListed().flatMap(({ seen }) => seen),
  ...meanings().map(({ finding }) => finding),
];

/** Words of the fixes of every cause and message, whatever is wrong. */
const fixesOfCases = (): readonly string[] => [
  ...new Set([...notListed(), ...meanings()].flatMap(({ fix }) => (fix === null ? [] : [`fix_${fix.rule.replaceAll('.', '_')}`]))),
];

/** Shown beside the sentence, not in it. */
const beside = new Set(['expected', 'found', 'reason', 'detail']);
const parametersOf = (message: string): string[] => [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe.each(Object.entries(languages))('messages in %s', (_, messages) => {
  it('have exactly the evidence of their findings as parameters', () => {
    const different = findingsOfCases().filter((finding) => {
      const message = messages[findingKey(finding)];
      const evidence = Object.keys(finding.evidence).filter((name) => !beside.has(name));
      return message === undefined || parametersOf(message).join() !== evidence.sort().join();
    });
    expect([...new Set(different.map(findingKey))]).toEqual([]);
  });

  it('has no sentence that no rule gives', () => {
    const given = new Set<string>(findingsOfCases().map(findingKey));
    expect(Object.keys(messages).filter((key) => key.startsWith('finding_') && !given.has(key))).toEqual([]);
  });

  it('has a title for every rule and a label for every source', () => {
    const wanted = [
      ...ruleIds.filter((rule) => !isListedOn(rule, 'check')).map((rule) => `rule_${rule.replaceAll('.', '_')}`),
      ...references.map((source) => `source_${source.replaceAll('-', '_')}`),
      ...causeIds.map((cause) => `cause_${cause}`),
      ...fixesOfCases(),
    ];
    expect(wanted.filter((key) => messages[key] === undefined)).toEqual([]);
  });

  it('has no words of a cause or a fix that there is not', () => {
    const used = new Set([...causeIds.map((cause) => `cause_${cause}`), ...fixesOfCases()]);
    expect(Object.keys(messages).filter((key) => /^(?:cause|fix)_/.test(key) && !used.has(key))).toEqual([]);
  });
});

it('two findings of one sentence have the same evidence', () => {
  const findings = findingsOfCases();
  const first = new Map([...findings].reverse().map((finding) => [findingKey(finding), finding]));
  for (const finding of findings) {
    const { evidence } = first.get(findingKey(finding)) ?? {};
    expect(Object.keys(finding.evidence).sort(), findingKey(finding)).toEqual(Object.keys(evidence ?? {}).sort());
  }
});

it('both languages have the same keys', () => {
  expect(Object.keys(languages['ja'] ?? {}).sort()).toEqual(Object.keys(languages['en'] ?? {}).sort());
});
