import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { postChecks } from '../../../shared/rules/post-checks.ts';
import { healthFindings } from '../../../shared/mail-flow/mail-flow.ts';
import { preChecks } from '../../../shared/rules/pre-checks.ts';
import { buildTable } from '../../../shared/rules/exchange-builds.ts';
import { appErrorSchema, errorCodes } from '../../../shared/model/error.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { references, ruleIds } from '../../../shared/rules/rules.ts';
import { gatherProgressSchema, type Organization } from '../../../shared/model/organization.ts';
import { unknownReasons } from '../../../shared/model/known.ts';
import { methods } from '../../../shared/plan/plan.ts';
import { stepStates } from '../../../shared/run/step-record.ts';
import { stopReasons } from '../../../shared/run/next.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { overwriteGetLocale } from '../../../shared/messages/compiled/runtime.js';
import { findingText, ruleTitle, findingKey } from '../../../shared/messages/finding-text.ts';
import { languages } from '../../../shared/messages/language.ts';
import { hcwAnswers, hcwSteps, validationCodes, pages } from '../../../shared/wizard/pages.ts';
import { collectOrganization } from '../../../src-main/exchange/inventory/inventory.ts';
import { openPractice } from '../../contract/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import * as labels from '../../../shared/messages/labels.ts';
import { allMessages } from './topics.ts';
import { runs } from '../../properties/seed.ts';

const now = new Date('2026-11-20T09:00:00Z');

describe.each(languages)('in %s', (language) => {
  beforeAll(() => {
    overwriteGetLocale(() => language);
  });
  afterAll(() => {
    overwriteGetLocale(() => 'en');
  });

  /** Words, each another than the code, and no two of a list the same: they are told apart by nothing else. */
  function expectDistinct(said: Readonly<Record<string, string>>): void {
    for (const [code, text] of Object.entries(said)) {
      expect(text, code).not.toMatch(/^\s*$|undefined|[{}]/);
      if (/[A-Z.]/.test(code)) expect(text).not.toBe(code);
    }
    expect(new Set(Object.values(said)).size).toBe(Object.keys(said).length);
  }
  const of = <K extends string>(codes: readonly K[], word: (code: K) => string): Record<string, string> =>
    Object.fromEntries(codes.map((code) => [code, word(code)]));

  it('every page, notice, scenario, source, and reason why a value is unknown has words of its own', () => {
    expectDistinct(
      of(
        pages.filter((page) => page !== 'exchangeOnline'),
        labels.pageLabel,
      ),
    );
    expect(labels.pageLabel('exchangeOnline')).toBe('Exchange Online');
    expectDistinct(of(validationCodes, labels.validationLabel));
    expectDistinct(of(practiceScenarios, labels.scenarioLabel));
    expectDistinct(of(unknownReasons, (reason) => labels.unknownText(reason, '')));
    expectDistinct(of(references, labels.referenceLabel));
  });

  it('every state of a step has words of its own', () => {
    expectDistinct(of(stepStates, labels.stepStateLabel));
  });

  it('every reason for which a run stops has words of its own', () => {
    // Of the others the page of the HCW, or the heading of the page of the change, says it.
    const said = stopReasons.filter((why) => !['canary', 'person', 'handover'].includes(why));
    expectDistinct(of(said, (why) => allMessages[language][`stop_${why}`]?.replace('{object}', 'EX01') ?? ''));
  });

  it('every thing that is gathered has words that name the server', () => {
    const topics = gatherProgressSchema.entries.what.options;
    expectDistinct(of(topics, (what) => labels.progressText({ what, subject: 'EX01', done: 0, total: 1, others: 0 })));
    const ofServers = topics.filter((what) =>
      labels.progressText({ what, subject: 'EX01', done: 0, total: 1, others: 0 }).includes('EX01'),
    );
    expect(ofServers.sort()).toEqual(['certificateDetails', 'certificates', 'receiveConnectors', 'transportService']);
  });

  it('every error code says what happened and what can safely be done next; every effect says what state things are in', () => {
    const effects = appErrorSchema.entries.effect.options;
    expectDistinct(of(errorCodes, (code) => labels.errorText({ code, effect: 'none' }).title));
    for (const code of errorCodes) {
      const { title, action } = labels.errorText({ code, effect: 'none' });
      expect(action, code).not.toMatch(/^\s*$|undefined|[{}]/);
      expect(action).not.toBe(title);
    }
    expectDistinct(of(effects, (effect) => labels.errorText({ code: 'session.lost', effect }).state));
  });

  it('every severity has words of its own, for the page and for the report', () => {
    for (const prefix of ['severity', 'report_severity'])
      expectDistinct(of(['block', 'warn', 'info', 'ok', 'unknown'], (severity) => allMessages[language][`${prefix}_${severity}`] ?? ''));
  });

  it('every step of the HCW, every answer and every method has words of its own', () => {
    expectDistinct(of(hcwSteps, (step) => allMessages[language][`hcw_step_${step.slice(2)}`]?.replace('{servers}', 'EX01') ?? ''));
    expectDistinct(of(hcwAnswers, (answer) => allMessages[language][`hcw_${answer}`] ?? ''));
    for (const prefix of ['method', 'report_method'])
      expectDistinct(of(methods, (method) => allMessages[language][`${prefix}_${method}`] ?? ''));
  });

  it('every rule has a title of its own', () => {
    expectDistinct(of(ruleIds, (rule) => ruleTitle(rule, language)));
  });
});

describe('every finding that a rule can give has words', () => {
  let organizations: readonly Organization[];
  beforeAll(async () => {
    organizations = await Promise.all(
      practiceScenarios.map(async (scenario) => {
        const result = await collectOrganization(await openPractice(await practiceOrganization(scenario, now)), {
          now: () => now,
          onProgress: () => undefined,
        });
        if (!result.ok) throw new Error(result.error.code);
        return result.value;
      }),
    );
  });

  /** Says something else of a value of the organization: unknown for a reason, empty, or another one. */
  const disturbed = (value: unknown, random: () => number): unknown => {
    if (Array.isArray(value)) return random() < 0.05 ? [] : value.map((one) => disturbed(one, random));
    if (typeof value !== 'object' || value === null) return value;
    if ('known' in value && random() < 0.2) {
      return { known: false, reason: unknownReasons[Math.floor(random() * unknownReasons.length)], evidence: 'detail' };
    }
    if ('known' in value && 'value' in value && typeof value.value === 'boolean' && random() < 0.3)
      return { known: true, value: !value.value };
    if ('keySize' in value && random() < 0.2) return { ...value, keySize: 1024 };
    if ('keySize' in value && random() < 0.2) return { ...value, notAfter: '2026-12-01T00:00:00.000Z' };
    if ('keySize' in value && random() < 0.2) return { ...value, subject: '', names: [] };
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, disturbed(one, random)]));
  };

  const findingsOf = (before: Organization, after: Organization): readonly Finding[] => {
    const certificates = judgeCertificates(before);
    return [
      ...certificates.flatMap(({ findings }) => findings),
      ...preChecks(before, buildTable),
      ...healthFindings(before),
      ...certificates.slice(0, 3).flatMap((certificate) => postChecks({ before, after, certificate })),
    ];
  };

  it('whatever is unknown, empty or other than it was', () => {
    const given = new Set<string>();
    fc.assert(
      fc.property(fc.nat({ max: organizations.length - 1 }), fc.nat(), (index, seed) => {
        const random = randomFrom(seed);
        const organization = organizations[index];
        if (organization === undefined) return;
        const [before, after] = [disturbed(organization, random) as Organization, disturbed(organization, random) as Organization];
        for (const finding of findingsOf(before, after)) {
          given.add(findingKey(finding));
          for (const language of languages) {
            const said = findingText(finding, language);
            expect(said).not.toBe(finding.rule);
            expect(said, findingKey(finding)).not.toMatch(/undefined|[{}]/);
            const reason = finding.evidence['reason'];
            if (reason !== undefined) expect(said).toContain(allMessages[language][`unknown_${reason}`]);
          }
        }
      }),
      { numRuns: runs(150) },
    );
    expect(given.size).toBeGreaterThan(60);
  });
});

/** Numbers from 0 to 1, evenly: the same ones for the same seed (the generator of Park and Miller). */
function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
