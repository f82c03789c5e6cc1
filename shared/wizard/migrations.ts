/**
 * The formats of the persisted wizard, and the migration from each format to the next. A change that
 * renames or adds a persisted field after a release raises `currentFormat`, adds a migration here, and
 * adds a sample of the old format to tests/unit/wizard-main/samples. Unreleased formats need none.
 */

import { known, unknown } from '../model/known.ts';

export const currentFormat = 4;

type Json = Readonly<Record<string, unknown>>;

/** Format 1 to 2: one name for each thing (method, rollback, fix, collect), US spelling. No value is added or removed. */
function toFormat2(stored: Json): Json {
  return { ...renamed(stored, { value: stepValue, context: contextOf2 }), format: 2 };
}

/** Format 2 to 3: an accepted domain says whether its subdomains are accepted too, as far as its stored name does. */
function toFormat3(stored: Json): Json {
  return { ...renamed(stored, { context: contextOf3 }), format: 3 };
}

/** Format 3 to 4: of the HCW, the reference server and its message are asked for. */
function toFormat4(stored: Json): Json {
  return { ...renamed(stored, { context: contextOf4 }), format: 4 };
}

export const migrations: Readonly<Record<number, (stored: Json) => Json>> = { 1: toFormat2, 2: toFormat3, 3: toFormat4 };

/** Renames the keys of an object; other values are returned unchanged, for the schema to judge. */
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const each = (change: (value: unknown) => unknown) => (value: unknown) => (Array.isArray(value) ? value.map(change) : value);
const inObject = (change: (value: Json) => Json) => (value: unknown) => (isObject(value) ? change(value) : value);
const oneOf = (names: Readonly<Record<string, string>>) => (value: unknown) =>
  typeof value === 'string' && Object.hasOwn(names, value) ? names[value] : value;

/** The object with some of its values changed. */
const renamed = (value: Json, changes: Readonly<Record<string, (value: unknown) => unknown>>): Json =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, Object.hasOwn(changes, key) ? changes[key]?.(one) : one]));

/** The object with some of its keys renamed. */
const withKeys = (value: Json, keys: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [Object.hasOwn(keys, key) ? (keys[key] ?? key) : key, one]));

const pages = oneOf({ gather: 'collect', remediation: 'fix' });
const phases = oneOf({
  byHand: 'manual',
  restoreReview: 'rollbackReview',
  restoring: 'rollingBack',
  restoreByHand: 'manualRollback',
  readingBackRestore: 'readingBackRollback',
  restored: 'rolledBack',
});
const states = oneOf({
  alreadySo: 'unchanged',
  restoring: 'rollingBack',
  restored: 'rolledBack',
  restoreFailed: 'rollbackFailed',
});
const fixId = oneOf({ remedy: 'fix' });

const stepValue = (value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([page, phase]) => [pages(page), phases(phase)])) : pages(value);

const planOf2 = inObject((plan) =>
  renamed(plan, {
    kind: fixId,
    steps: each(inObject((step) => withKeys(renamed(step, { id: fixId }), { undo: 'rollback' }))),
  }),
);

const errorCode = (code: unknown): unknown =>
  typeof code === 'string'
    ? code.replace(/^organisation\./, 'organization.').replace(/^powershell\.cancelled$/, 'powershell.canceled')
    : code;
const errorOf2 = inObject((error) => renamed(error, { code: errorCode }));
const resultsOf2 = each(inObject((result) => renamed(result, { step: fixId, state: states, error: errorOf2 })));

const validationOf2 = (code: unknown): unknown =>
  typeof code === 'string' ? code.replace(/^gather\./, 'collect.').replace(/^remediation\./, 'fix.') : code;

const contextOf2 = inObject((context) =>
  withKeys(
    renamed(context, {
      plan: planOf2,
      results: resultsOf2,
      remedy: planOf2,
      remedyResults: resultsOf2,
      commands: each(inObject((record) => renamed(record, { error: errorCode }))),
      problem: errorOf2,
      notice: validationOf2,
    }),
    {
      organisation: 'organization',
      way: 'method',
      restoreScript: 'rollbackScript',
      restoreFrom: 'rollbackFrom',
      remedy: 'fix',
      remedyResults: 'fixResults',
      notice: 'validation',
    },
  ),
);

const acceptedDomainOf3 = (domain: unknown): unknown => {
  if (typeof domain !== 'string') return domain;
  return domain.startsWith('*.')
    ? { name: domain.slice(2), matchSubDomains: known(true) }
    : { name: domain, matchSubDomains: unknown('notReturned', 'MatchSubDomains') };
};
const domainsOf3 = inObject((domains) => renamed(domains, { value: each(acceptedDomainOf3) }));
const organizationOf3 = inObject((organization) =>
  renamed(organization, {
    acceptedDomains: domainsOf3,
    exchangeOnline: inObject((online) => renamed(online, { acceptedDomains: domainsOf3 })),
  }),
);
const contextOf3 = inObject((context) =>
  renamed(context, { organization: organizationOf3, baseline: organizationOf3, verified: organizationOf3 }),
);

const contextOf4 = inObject((context) => renamed(context, { hcw: inObject((hcw) => ({ ...hcw, referenceServer: null, message: '' })) }));
