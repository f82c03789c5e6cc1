/** The result in both languages: as text, as HTML, and as data that its schema describes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { jsonSchemas, schemaText } from '../../../scripts/json-schemas.ts';
import { visibleText } from '../../../shared/messages/visible-text.ts';
import { checkText, plain } from '../../../shared/check/text.ts';
import { checkResultSchema, type CheckResult } from '../../../shared/check/result.ts';
import { groupText } from '../../../shared/messages/finding-text.ts';
import { unknownReasons } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { groupFindings } from '../../../shared/rules/finding-groups.ts';
import { practiceScenarios } from '../../../shared/model/sample-organization.ts';
import { languages } from '../../../shared/messages/language.ts';
import { asciiJson } from '../../../src-main/cli/output-files.ts';
import { renderCheck, unworded } from '../../../src-main/report/check-report.ts';
import { main, parse } from '../report/parsed.ts';
import { findingsOf, judged, organizationOf } from './organizations.ts';
import { runs } from '../../properties/seed.ts';

let organizations: readonly Organization[];
beforeAll(async () => {
  organizations = await Promise.all(practiceScenarios.map((scenario) => organizationOf(scenario)));
});

const schemaOf = (name: string): object => JSON.parse(readFileSync(join(root, 'docs', name), 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
const validCheck = ajv.compile(schemaOf('check.schema.json'));

/** Makes values of the organization unknown, one in `rate`. */
function disturbed(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return random() < 0.05 ? [] : value.map((one) => disturbed(one, random));
  if (typeof value !== 'object' || value === null) return value;
  if ('known' in value && random() < 0.1) {
    return { known: false, reason: unknownReasons[Math.floor(random() * unknownReasons.length)], evidence: 'a\u001B[2J"日本\u202E' };
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, disturbed(one, random)]));
}

/** Numbers from 0 to 1: the same ones for the same seed (the generator of Park and Miller). */
function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Results of disturbed organizations, with and without a chosen certificate, in both languages. */
const forResults = (property: (result: CheckResult) => void, numRuns: number): void => {
  fc.assert(
    fc.property(
      fc.nat({ max: practiceScenarios.length - 1 }),
      fc.nat(),
      fc.option(fc.nat({ max: 9 }), { nil: undefined }),
      fc.constantFrom(...languages),
      (index, seed, choice, language) => {
        const organization = disturbed(organizations[index], randomFrom(seed)) as Organization;
        const certificate = choice === undefined ? undefined : judged(organization).certificates[choice]?.thumbprint;
        property(judged(organization, { language, ...(certificate !== undefined && { certificate }) }));
      },
    ),
    { numRuns: runs(numRuns) },
  );
};

describe('JSON', () => {
  it('the schemas beside the documentation are those of the product', async () => {
    for (const { name, schema } of jsonSchemas()) {
      expect(readFileSync(join(root, 'docs', name), 'utf8'), `${name}: npm run schemas`).toBe(await schemaText(schema));
      expect(ajv.validateSchema(schemaOf(name))).toBe(true);
    }
  });

  it('is read back as it was, fits both schemas, and is ASCII', () => {
    forResults((result) => {
      const written = asciiJson(result, 2);
      // eslint-disable-next-line no-control-regex -- that nothing but ASCII is in it is what is proven
      expect(written).toMatch(/^[\u0000-\u007E]*$/);
      const read: unknown = JSON.parse(written);
      expect(read).toEqual(result);
      expect(v.parse(checkResultSchema, read)).toEqual(result);
      expect(validCheck(read), JSON.stringify(validCheck.errors)).toBe(true);
    }, 60);
  });

  it.each([
    ['another format', { format: 3 }],
    ['an exit code that there is not', { exitCode: 4 }],
    ['a property that is not known', { more: true }],
    ['a time that is none', { checkedAt: 1 }],
  ])('the schemas refuse %s', async (_, changes) => {
    const changed: unknown = { ...judged(await organizationOf('renewal')), ...changes };
    expect(validCheck(changed)).toBe(false);
    expect(v.safeParse(checkResultSchema, changed).success).toBe(false);
  });
});

describe('a pass', () => {
  it('is never given when something that decides became unknown', () => {
    const live = organizations[practiceScenarios.indexOf('sameName')];
    if (live === undefined) throw new Error('no organization');
    expect(judged(live).exitCode).toBe(0);
    const paths = live.hybridServers.flatMap((_, index) => [
      (copy: Organization) =>
        Object.assign(copy.hybridServers[index] ?? {}, { certificates: { known: false, reason: 'failed', evidence: '' } }),
      (copy: Organization) =>
        Object.assign(copy.hybridServers[index] ?? {}, { receiveConnectors: { known: false, reason: 'failed', evidence: '' } }),
    ]);
    for (const forget of paths) {
      const copy = structuredClone(live);
      forget(copy);
      expect(judged(copy).exitCode).toBe(3);
    }
    const [used] = judged(live).certificates;
    for (const property of ['status', 'rootCAType', 'services', 'hasPrivateKey', 'keyProvider'] as const) {
      const copy = structuredClone(live);
      const { certificates } = copy.hybridServers[0] ?? {};
      for (const one of certificates?.known === true ? certificates.value : [])
        if (one.facts.thumbprint === used?.thumbprint) one[property] = { known: false, reason: 'notReturned', evidence: property };
      expect(judged(copy).exitCode, property).toBe(property === 'keyProvider' ? 1 : 3);
    }
  });

  it('is only given when nothing counts', () => {
    forResults((result) => {
      const impacts = findingsOf(result).flatMap((finding) => finding.impact ?? []);
      expect(result.exitCode === 0).toBe(impacts.length === 0 && result.errors.length === 0);
    }, 60);
  });
});

describe.each(languages)('in %s', (language) => {
  it('every finding is worded in it, of the rules of the wizard and of the check', () => {
    for (const organization of organizations) {
      // A receive connector that is in order is told by its name alone.
      const found = findingsOf(judged(organization, { language })).filter(({ rule }) => rule !== 'connector.receive');
      const texts = found.map(({ text }) => text);
      expect(
        texts.filter((text) => /[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text.replaceAll(/日本|受信/g, '')) !== (language === 'ja')),
      ).toEqual([]);
    }
  });

  it('text and HTML say the verdict and everything that counts, in that language, and nothing that a console acts on', () => {
    forResults((given) => {
      const result = { ...given, language };
      const text = checkText(result);
      // eslint-disable-next-line no-control-regex -- controls are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
      expect(text).not.toMatch(/undefined|\{\w+\}/);
      const shown = main(parse(renderCheck(result))).textContent;
      expect(shown).not.toMatch(/undefined|\{\w+\}/);
      for (const finding of findingsOf(given).filter(({ impact }) => impact !== null)) {
        if (given.language === language) expect(text).toContain(plain(finding.text));
      }
      const counting = findingsOf(given)
        .filter(({ impact }) => impact !== null)
        .map(unworded);
      for (const group of groupFindings(counting)) expect(shown).toContain(visibleText(groupText(group, language).text));
    }, 15);
  });
});
