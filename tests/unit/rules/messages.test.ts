import { describe, expect, it } from 'vitest';
import { findingMessageKey } from '../../../shared/rules/finding.ts';
import { causeIds } from '../../../shared/rules/not-listed-fixes.ts';
import { causesOfNotListed, serviceHost } from '../../../shared/rules/not-listed.ts';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { lifetimeFindings } from '../../../shared/rules/lifetime.ts';
import { placeFindings } from '../../../shared/rules/references.ts';
import { postChecks } from '../../../shared/rules/post-checks.ts';
import { preChecks } from '../../../shared/rules/pre-checks.ts';
import { presentedFindings } from '../../../shared/rules/presented-findings.ts';
import { ruleIds, sources } from '../../../shared/model/finding.ts';
import { readTopic } from '../messages/topics.ts';
import { certificateCases } from './certificate-cases.ts';
import { postCheckCases } from './post-check-cases.ts';
import { builds, preCheckCases } from './pre-check-cases.ts';
import { fileCases, judgedFile } from './file-cases.ts';
import { lifetimeCases } from './lifetime-cases.ts';
import { placeCases } from './place-cases.ts';
import { presentedCases } from './presented-cases.ts';
import { facts, issuer, organization, subject } from './sample.ts';

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: readTopic('findings', 'en'),
  ja: readTopic('findings', 'ja'),
};

const name = { issuer, subject };

/** Every finding that the cases of the other tests give, one for each sentence. */
const findings = [
  ...presentedCases.flatMap((one) => presentedFindings(one.organization, { facts: facts(), name })),
  ...placeCases.flatMap((one) => placeFindings(one.organization, { facts: facts(one.facts), name })),
  ...lifetimeCases.flatMap((one) => lifetimeFindings(facts(one.facts), one.now)),
  ...fileCases.flatMap((one) => judgedFile(one).findings),
  serviceHost(['EX01'], ''),
  serviceHost(['EX01'], 'No valid certificate exists for the Hub Transport server(s)'),
  ...certificateCases.flatMap((one) => judgeCertificates(one.organization).flatMap((judged) => judged.findings)),
  ...preCheckCases.flatMap((one) => preChecks(one.organization, builds)),
  ...postCheckCases.flatMap((one) =>
    postChecks({
      before: one.before ?? organization(),
      after: one.after,
      certificate: { name, facts: facts(one.facts) },
    }),
  ),
];
const byKey = new Map(findings.map((finding) => [findingMessageKey(finding), finding]));

/** Words of the fixes of every cause, whatever is wrong. */
const fixes = [
  ...new Set(
    certificateCases
      .flatMap((one) => causesOfNotListed(one.organization, 'A1', ''))
      .flatMap(({ fix }) => (fix === null ? [] : [`fix_${fix.rule.replaceAll('.', '_')}`])),
  ),
];

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
  cng: 'warn',
  noKey: 'block',
  older: 'info',
  newer: 'warn',
  rawOnly: 'unknown',
  renamed: 'info',
  disabled: 'warn',
  otherAddresses: 'info',
  otherPort: 'warn',
  sameSpace: 'warn',
  spacesUnread: 'unknown',
  subscribedOnly: 'info',
  byFqdn: 'unknown',
  nameInvalid: 'warn',
  receiveUnread: 'unknown',
  sendUnread: 'unknown',
  sourcesUnread: 'unknown',
  liveEverywhere: 'info',
  liveHere: 'info',
  notLiveHere: 'info',
  withoutSmtp: 'warn',
  order: 'info',
  otherName: 'info',
  noLongerMatches: 'info',
  invalid: 'info',
  sameName: 'ok',
  stillMatches: 'ok',
  absent: 'ok',
  inboundUnread: 'unknown',
  outboundUnread: 'unknown',
  edgeUnread: 'unknown',
  edgeByHand: 'unknown',
  longer: 'info',
  beforeLimits: 'info',
  late: 'warn',
  current: 'info',
  later: 'info',
  permitted: 'info',
  serverOnly: 'info',
  digiCert: 'info',
  letsEncrypt: 'info',
  beforeImport: 'unknown',
  inFile: 'ok',
  notInFile: 'unknown',
  issuerNotInFile: 'unknown',
  liveOnImport: 'info',
  issuerChanged: 'warn',
  subjectChanged: 'warn',
  bothChanged: 'warn',
  noneInUse: 'info',
};

/** Where a variant means something else in another rule. */
const severityInRule: Readonly<Record<string, string>> = {
  'certificate.names noNames': 'warn',
  'certificate.acceptedDomain noNames': 'block',
  'presented.now noMatch': 'warn',
  'presented.now noPrivateKey': 'warn',
  'presented.after noMatch': 'block',
  'presented.after noPrivateKey': 'block',
  'presented.doubt expired': 'warn',
  'presented.doubt notYetValid': 'warn',
  'place.name empty': 'info',
  'place.name notUsed': 'ok',
};

it('every variant has its severity', () => {
  const variants = findings.flatMap(({ rule, severity, evidence }) => {
    const variant = evidence['variant'];
    return variant === undefined ? [] : [{ rule, variant, severity }];
  });
  const expected = ({ rule, variant }: (typeof variants)[number]): string | undefined =>
    severityInRule[`${rule} ${variant}`] ?? severityOfVariant[variant];
  expect(variants.filter((one) => expected(one) !== one.severity)).toEqual([]);
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
      ...causeIds.map((cause) => `cause_${cause}`),
      ...fixes,
    ];
    expect(wanted.filter((key) => messages[key] === undefined)).toEqual([]);
  });

  it('has no words of a cause or a remedy that there is not', () => {
    const used = new Set([...causeIds.map((cause) => `cause_${cause}`), ...fixes]);
    expect(Object.keys(messages).filter((key) => /^(?:cause|fix)_/.test(key) && !used.has(key))).toEqual([]);
  });

  it('gives two findings of one sentence the same evidence', () => {
    for (const finding of findings) {
      const first = byKey.get(findingMessageKey(finding));
      expect(Object.keys(finding.evidence).sort(), findingMessageKey(finding)).toEqual(Object.keys(first?.evidence ?? {}).sort());
    }
  });
});

it('both languages have the same keys', () => {
  expect(Object.keys(languages['ja'] ?? {}).sort()).toEqual(Object.keys(languages['en'] ?? {}).sort());
});
