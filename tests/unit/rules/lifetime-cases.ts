/** Every sentence about lifetimes: facts, the moment, and what is said. */
import type { InstalledFacts } from '../../../shared/model/certificate.ts';
import type { RuleId } from '../../../shared/rules/rules.ts';

export interface LifetimeCase {
  readonly title: string;
  readonly facts: Partial<InstalledFacts>;
  readonly now: string;
  readonly rule: RuleId;
  readonly expected: readonly string[];
}

const now = '2026-06-01T12:00:00.000Z';
const serverOnly = ['1.3.6.1.5.5.7.3.1'];
const lasting = (notBefore: string, notAfter: string): Partial<InstalledFacts> => ({ notBefore, notAfter });

export const lifetimeCases: readonly LifetimeCase[] = [
  {
    title: '200 days, to the last second',
    facts: lasting('2026-05-01T00:00:00.000Z', '2026-11-16T23:59:59.000Z'),
    now,
    rule: 'lifetime.validity',
    expected: ['info'],
  },
  {
    title: '200 days and a second',
    facts: lasting('2026-05-01T00:00:00.000Z', '2026-11-17T00:00:00.000Z'),
    now,
    rule: 'lifetime.validity',
    expected: ['longer'],
  },
  {
    title: '398 days, begun a moment before the limit of 200',
    facts: lasting('2026-03-14T23:59:59.999Z', '2027-04-16T23:59:58.999Z'),
    now,
    rule: 'lifetime.validity',
    expected: ['info'],
  },
  {
    title: '398 days, begun with the limit of 200',
    facts: lasting('2026-03-15T00:00:00.000Z', '2027-04-16T23:59:59.000Z'),
    now,
    rule: 'lifetime.validity',
    expected: ['longer'],
  },
  {
    title: 'begun before the first limit',
    facts: lasting('2020-08-31T23:59:59.999Z', '2022-12-01T00:00:00.000Z'),
    now,
    rule: 'lifetime.validity',
    expected: ['beforeLimits'],
  },

  {
    title: '30 days left',
    facts: lasting('2026-01-01T00:00:00.000Z', '2026-07-01T12:00:00.000Z'),
    now,
    rule: 'lifetime.renewal',
    expected: ['info'],
  },
  {
    title: 'a moment less than 30 days left',
    facts: lasting('2026-01-01T00:00:00.000Z', '2026-07-01T11:59:59.999Z'),
    now,
    rule: 'lifetime.renewal',
    expected: ['due'],
  },

  { title: 'in 2026', facts: {}, now, rule: 'lifetime.frequency', expected: ['current', 'later', 'later'] },
  {
    title: 'on the day of the limit of 100',
    facts: {},
    now: '2027-03-15T00:00:00.000Z',
    rule: 'lifetime.frequency',
    expected: ['current', 'later'],
  },
  {
    title: 'before the first limit',
    facts: {},
    now: '2020-08-31T23:59:59.999Z',
    rule: 'lifetime.frequency',
    expected: ['later', 'later', 'later', 'later'],
  },
  { title: 'under the last limit', facts: {}, now: '2030-01-01T00:00:00.000Z', rule: 'lifetime.frequency', expected: ['current'] },

  { title: 'permitted', facts: {}, now, rule: 'lifetime.clientAuth', expected: ['permitted'] },
  { title: 'known from text only', facts: { extendedKeyUsage: undefined }, now, rule: 'lifetime.clientAuth', expected: ['unknown'] },
  { title: 'every use', facts: { extendedKeyUsage: null }, now, rule: 'lifetime.clientAuth', expected: ['permitted'] },
  {
    title: 'not permitted, DigiCert',
    facts: { extendedKeyUsage: serverOnly, issuer: 'CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1, O=DigiCert Inc, C=US' },
    now,
    rule: 'lifetime.clientAuth',
    expected: ['serverOnly', 'digiCert'],
  },
  {
    title: 'permitted, Let’s Encrypt',
    facts: { issuer: "CN=R12, O=Let's Encrypt, C=US" },
    now,
    rule: 'lifetime.clientAuth',
    expected: ['permitted', 'letsEncrypt'],
  },
  {
    title: 'Sectigo',
    facts: { issuer: 'CN=Sectigo Public Server Authentication CA OV R36, O=Sectigo Limited, C=GB' },
    now,
    rule: 'lifetime.clientAuth',
    expected: ['permitted', 'sectigo'],
  },

  {
    title: 'Let’s Encrypt',
    facts: { issuer: "CN=R12, O=Let's Encrypt, C=US" },
    now,
    rule: 'lifetime.authority',
    expected: ['letsEncrypt'],
  },
  { title: 'another authority', facts: {}, now, rule: 'lifetime.authority', expected: [] },
];
