import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../shared/messages/language.ts';
import {
  headersRefusalText,
  proofBasisLabel,
  proofReasonText,
  proofVerdictLabel,
  unprovenLabel,
} from '../../../shared/messages/proof-text.ts';
import { headersRefusals } from '../../../shared/proof/headers.ts';
import { bases, proofReasonIds, unprovenTopics } from '../../../shared/proof/reasons.ts';
import { judgeTrust, longestEvidenceLine, trustProofSchema, type TrustProof, type TrustQuestion } from '../../../shared/proof/trusted.ts';
import { examples, variants, type ProofCase } from './cases.ts';
import {
  copiesOfCloud,
  crossingToCloud,
  healthyToCloud,
  healthyToServer,
  promotedByCloud,
  promotedByServer,
  authAs,
  text,
  toExchangeOnline,
  toOnPremises,
} from './messages.ts';

function judged(message: string, question: TrustQuestion): TrustProof {
  const result = judgeTrust(message, question);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const all = [...examples, ...variants];

describe.each([
  ['public examples', examples],
  ['variants', variants],
] as const)('%s', (_, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { message, question, verdict, states, reasons }) => {
    const proof = judged(message, question);
    expect({ verdict: proof.verdict, states: [proof.promoted.state, proof.authenticated.state, proof.tls.state] }).toEqual({
      verdict,
      states,
    });
    expect(proof.reasons.map(({ id }) => id)).toEqual(expect.arrayContaining([...reasons]));
  });
});

it('the variants are at least thirty, and each reason is in one of the cases', () => {
  expect(new Set(variants.map(({ name }) => name)).size).toBeGreaterThanOrEqual(30);
  const found = new Set(all.flatMap(({ message, question }) => judged(message, question).reasons.map(({ id }) => id)));
  expect([...found].sort()).toEqual([...proofReasonIds].sort());
});

describe('a judgment', () => {
  it('names the servers, with the lines that say it', () => {
    const { promoted, authenticated, tls, arrivedAt } = judged(text(healthyToCloud), toExchangeOnline);
    const lineOf = (start: string): number =>
      text(healthyToCloud)
        .split('\n')
        .findIndex((line) => line.startsWith(start)) + 1;
    expect(promoted).toEqual({
      state: 'yes',
      server: 'CY4PEPF0000ABCD.namprd03.prod.outlook.com',
      lines: [{ line: lineOf('X-CrossPremisesHeadersPromoted'), text: promotedByCloud }],
    });
    expect(authenticated).toMatchObject({
      state: 'yes',
      server: 'EX02.contoso.com',
      lines: [{ text: authAs }, { line: lineOf('X-MS-Exchange-Organization-AuthSource') }],
    });
    expect(tls).toMatchObject({ state: 'encrypted', lines: [{ text: crossingToCloud.replaceAll(/\n\s+/g, ' ') }] });
    expect(arrivedAt).toEqual({ known: true, value: '2026-11-28T09:10:25.000Z' });
  });

  it('says the version and the cipher, and what stays open even then', () => {
    const proof = judged(text(healthyToServer), toOnPremises);
    expect(proof.reasons.find(({ id }) => id === 'encrypted')?.values).toEqual({
      server: 'EX01.contoso.com',
      version: 'TLS1_2',
      cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    });
    expect(proof.unproven).toEqual(['certificate', 'otherServers', 'otherDirection']);
  });

  it('quotes the verdict of the receiving side as it stands', () => {
    const partner = all.find(({ name }) => name.includes('as a partner'));
    const reason = partner && judged(partner.message, partner.question).reasons.find(({ id }) => id === 'arrivedAnonymous');
    expect(reason && languages.map((language) => proofReasonText(reason, language))).toEqual([
      expect.stringMatching(/^The receiving side itself judged the sender as Partner, not as internal/),
      expect.stringContaining('Partner'),
    ]);
  });

  it('of nothing leaves everything open', () => {
    expect(judged('Received: x', toExchangeOnline).unproven).toEqual(unprovenTopics);
  });

  it('puts what decides first, and is cut where a line is long', () => {
    const proof = judged(`${text(healthyToCloud)}X-CrossPremisesHeadersFilteredBySendConnector: ${'a'.repeat(2000)}\n`, toExchangeOnline);
    expect(proof.reasons[0]?.id).toBe('filteredElsewhere');
    expect(proof.reasons[0]?.lines[0]?.text).toHaveLength(longestEvidenceLine);
  });

  it.each(all.map((one) => [one.name, one] as const))('can be kept and read: %s', (_, { message, question }) => {
    const proof = judged(message, question);
    expect(v.parse(trustProofSchema, JSON.parse(JSON.stringify(proof)))).toEqual(proof);
  });

  it('is refused for a text without headers, and for too many of them', () => {
    expect(judgeTrust('Hello,\n\nthe mail arrived.', toExchangeOnline)).toEqual({ ok: false, error: 'notHeaders' });
    expect(judgeTrust(`${text(healthyToCloud)}X-Long: ${'a'.repeat(70_000)}\n`, toExchangeOnline)).toEqual({ ok: false, error: 'tooLong' });
  });
});

describe('words', () => {
  it.each(languages)('every reason, verdict and open topic has a sentence of its own in %s', (language) => {
    const reasons = all.flatMap(({ message, question }) => judged(message, question).reasons);
    for (const reason of reasons) {
      const said = proofReasonText(reason, language);
      expect(said, reason.id).not.toMatch(/undefined|[{}]|T\d\d:/);
      for (const name of ['server', 'version', 'cipher', 'value', 'word', 'count'])
        if (reason.values[name] !== undefined) expect(said, `${reason.id} ${name}`).toContain(reason.values[name]);
    }
    const labels = [
      ...(['proven', 'failed', 'notProven'] as const).map((verdict) => proofVerdictLabel(verdict, language)),
      ...bases.map((basis) => proofBasisLabel(basis, language)),
      ...unprovenTopics.map((topic) => unprovenLabel(topic, language)),
      ...headersRefusals.map((refusal) => headersRefusalText(refusal, language)),
    ];
    expect(new Set(labels).size).toBe(labels.length);
  });
});

const notProven = all.filter(({ verdict }) => verdict !== 'proven');
const linesOf = (message: string): readonly string[] => message.split(/\r?\n(?![ \t])/).filter((line) => line.trim() !== '');

/** What somebody may have put into a message before it came to the receiving side, without knowing which server will take it. */
const forgedLine = fc.oneof(
  fc.constantFrom(
    authAs,
    'X-MS-Exchange-Organization-AuthAs: internal',
    'X-CrossPremisesHeadersPromoted: ex.fabrikam.com',
    'X-CrossPremisesHeadersPromoted: MW2NAM04FT001.eop-NAM04.prod.protection.outlook.com',
    'x-crosspremisesheaderspromoted: BY3PR05CA0049.namprd05.prod.outlook.com.example.com',
    'X-CrossPremisesHeadersPromoted: EX02.contoso.com',
    'X-CrossPremisesHeadersPromoted: CY4PEPF0000ABCD',
  ),
  fc.stringMatching(/^[A-Z][A-Z0-9]{5,14}$/).map((name) => `X-CrossPremisesHeadersPromoted: ${name}.namprd03.prod.outlook.com`),
);

/** Between the headers of a message, at any place below its first line. */
const withForged = (message: string, forged: readonly (readonly [number, string])[]): string => {
  const lines = [...linesOf(message)];
  for (const [at, line] of forged) lines.splice(1 + (at % lines.length), 0, line);
  return `${lines.join('\n')}\n`;
};

/**
 * Of a sound message that lacks one line, and that line, nothing can be said: together they are the sound message. So the messages
 * here lack what a message of their kind lacks.
 */
describe('never for the better', () => {
  it('the order of the lines changes nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...all.filter(isPlain)),
        fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
        ({ message, question }, keys) => {
          const keyed = linesOf(message).map((line, index) => ({ line, key: keys[index] ?? 0 }));
          const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ line }) => line);
          const [before, after] = [judged(message, question), judged(`${shuffled.join('\n')}\n`, question)];
          expect(after.verdict).toBe(before.verdict);
          expect([after.promoted.state, after.authenticated.state, after.tls.state]).toEqual([
            before.promoted.state,
            before.authenticated.state,
            before.tls.state,
          ]);
        },
      ),
    );
  });

  it('forged lines, wherever they stand and in whatever order, prove nothing that was not proven', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...notProven.filter(isPlain)),
        fc.array(fc.tuple(fc.nat(), forgedLine), { minLength: 1, maxLength: 6 }),
        ({ message, question }, forged) => {
          expect(judged(withForged(message, forged), question).verdict).not.toBe('proven');
        },
      ),
    );
  });

  it.each([
    ['to Exchange Online', text(withoutProof(healthyToCloud)), promotedByCloud, toExchangeOnline],
    [
      'to Exchange Online, judged anonymous',
      `${text(withoutProof(healthyToCloud))}X-MS-Exchange-Organization-AuthAs: Anonymous\n`,
      promotedByCloud,
      toExchangeOnline,
    ],
    ['to on-premises', text(withoutProof(healthyToServer)), promotedByServer, toOnPremises],
    ['to on-premises, with the copies', text([...withoutProof(healthyToServer), ...copiesOfCloud]), promotedByServer, toOnPremises],
  ])('not even a line with the name of the server that will take the message: %s', (_, message, exact, question) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(exact, authAs), forgedLine)), { maxLength: 6 }), (forged) => {
        expect(judged(withForged(message, [...forged, [forged.length, exact], [0, authAs]]), question).verdict).not.toBe('proven');
      }),
    );
  });
});

/** What a message that was not promoted does not have. */
function withoutProof(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/^X-(?:CrossPremises|MS-Exchange-Organization-Auth|MS-Exchange-CrossTenant-Auth)/.test(line));
}

/** Whose lines can be moved: not quoted, without a body, and none of them broken. */
function isPlain({ message }: ProofCase): boolean {
  return !/^\s|^>|\n\s*\n./.test(message.replaceAll('\r', '')) && !/^(?![\w.-]+:|[ \t]|\r?$)/m.test(message);
}
