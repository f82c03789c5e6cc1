/** What each piece of evidence makes of a seal, and that only evidence behind the last change does. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Evidence, Handshake, KeptEvidence } from '../../../shared/proof/evidence.ts';
import type { SealInput } from '../../../shared/proof/seal.ts';
import { isProven, sealsOf } from '../../../shared/proof/seals.ts';
import { judgeTrust, type TrustProof } from '../../../shared/proof/trusted.ts';
import { healthyToCloud, healthyToServer, text, toExchangeOnline, toOnPremises, without, word } from './messages.ts';

const wanted = 'A'.repeat(40);
const other = 'B'.repeat(40);
const presented: Handshake = {
  state: 'presented',
  thumbprint: wanted,
  subject: 'CN=mail.contoso.com',
  notAfter: '2027-11-28T00:00:00.000Z',
  chain: 'complete',
  protocol: 'TLSv1.3',
  answersInTls: true,
};
const seen = {
  thumbprint: wanted,
  first: '2026-11-28T10:00:00.000Z',
  last: '2026-11-28T11:00:00.000Z',
  count: 2,
  session: '08DE',
  remote: 'BN7.mail.protection.outlook.com',
  lines: [],
};
const handshake = (server: string, result: Handshake = presented): Evidence => ({
  kind: 'handshake',
  server,
  host: server,
  askedFrom: 'thisComputer',
  result,
});
const log = (result: Extract<Evidence, { kind: 'log' }>['result'] = { kind: 'wanted', seen }, server = 'EX01'): Evidence => ({
  kind: 'log',
  direction: 'toExchangeOnline',
  server,
  files: ['SEND.LOG'],
  result,
});
const wordOf = (direction: 'toOnPremises' | 'toExchangeOnline'): Evidence => ({ kind: 'word', direction, word });
const proofOf = (lines: readonly string[], question: typeof toOnPremises): TrustProof => {
  const judged = judgeTrust(text(lines), question);
  if (!judged.ok) throw new Error(judged.error);
  return judged.value;
};
const message = (direction: 'toOnPremises' | 'toExchangeOnline', proof: TrustProof): Evidence => ({
  kind: 'message',
  direction,
  word,
  proof,
});
const everything: readonly Evidence[] = [
  handshake('EX01'),
  handshake('EX02'),
  log(),
  wordOf('toOnPremises'),
  wordOf('toExchangeOnline'),
  message('toOnPremises', proofOf(healthyToServer, toOnPremises)),
  message('toExchangeOnline', proofOf(healthyToCloud, toExchangeOnline)),
];

const kept = (evidence: readonly Evidence[], from = 11): readonly KeptEvidence[] =>
  evidence.map((one, index) => ({ n: from + index, at: new Date(Date.UTC(2026, 10, 28, 12, index)).toISOString(), evidence: one }));
const inputOf = (evidence: readonly Evidence[], changes: Partial<SealInput> = {}): SealInput => ({
  wanted,
  targets: {
    receiving: ['EX01', 'EX02'].map((server) => ({ server, host: server })),
    areSmartHostsKnown: true,
    sending: ['EX01'],
    connectors: { toOnPremises: [], toExchangeOnline: ['Outbound to Office 365'] },
    transport: ['EX01', 'EX02'],
    edge: [],
    outbound: [{ name: 'Outbound to contoso', domains: ['contoso.com'] }],
  },
  evidence: kept(evidence),
  changed: { n: 10, at: '2026-11-28T09:00:00.000Z' },
  changedElsewhere: null,
  isOnlineSkipped: false,
  ...changes,
});
const statesOf = (input: SealInput): Readonly<Record<string, string>> =>
  Object.fromEntries(sealsOf(input).map(({ kind, direction, state }) => [`${kind} ${direction}`, state]));
const partsOf = (input: SealInput, kind: string, direction: string): readonly (readonly [string, string, string])[] =>
  sealsOf(input)
    .filter((seal) => seal.kind === kind && seal.direction === direction)
    .flatMap(({ parts }) => parts.map(({ of, state, reason }) => [of, state, reason.kind] as const));

it('is proven in both directions by all of the evidence, and not yet by none of it', () => {
  expect(statesOf(inputOf(everything))).toEqual({
    'presented toOnPremises': 'proven',
    'trusted toOnPremises': 'proven',
    'presented toExchangeOnline': 'proven',
    'trusted toExchangeOnline': 'proven',
    // What Exchange itself says is a seal of its own: nothing was asked, and mail flow is proven without it.
    'validated toOnPremises': 'notYet',
    'validated toExchangeOnline': 'notYet',
  });
  expect(isProven(sealsOf(inputOf(everything)))).toBe(true);
  expect(new Set(Object.values(statesOf(inputOf([]))))).toEqual(new Set(['notYet']));
  expect(isProven([])).toBe(false);
});

it('is not proven without any single piece of evidence', () => {
  for (const index of everything.keys()) expect(isProven(sealsOf(inputOf(everything.toSpliced(index, 1))))).toBe(false);
});

it.each<[string, Partial<Handshake> | Handshake, string, string]>([
  ['another certificate', { thumbprint: other }, 'failed', 'presentsOther'],
  ['no intermediate', { chain: 'intermediateMissing' }, 'failed', 'chainIncomplete'],
  ['a chain that is not valid', { chain: 'broken' }, 'failed', 'chainBroken'],
  ['an issuer that is not known', { chain: 'issuerUnknown' }, 'notYet', 'chainUnknown'],
  ['an old protocol', { protocol: 'TLSv1.1' }, 'failed', 'oldProtocol'],
  ['nothing after TLS', { answersInTls: false }, 'notYet', 'silentInTls'],
  ['no STARTTLS', { state: 'notOffered' }, 'failed', 'notOffered'],
  ['no answer', { state: 'failed', fault: 'refused', detail: '' }, 'notYet', 'noAnswer'],
])('of a server with %s', (_, changes, state, reason) => {
  const result = { ...presented, ...changes } as Handshake;
  expect(partsOf(inputOf([handshake('EX01', result), handshake('EX02')]), 'presented', 'toOnPremises')).toEqual([
    ['EX01', state, reason],
    ['EX02', 'proven', 'presentsNew'],
  ]);
});

it('says where it was seen from', () => {
  const itself: Evidence = { kind: 'handshake', server: 'EX01', host: 'EX01', askedFrom: 'server', result: presented };
  expect(partsOf(inputOf([itself]), 'presented', 'toOnPremises')[0]).toEqual(['EX01', 'proven', 'presentsNewToItself']);
});

it('takes the log of a server for an answer that could not be had, and never for a better one', () => {
  const silent = handshake('EX01', { state: 'failed', fault: 'timedOut', detail: '' });
  const received: Evidence = { kind: 'log', direction: 'toOnPremises', server: 'EX01', files: [], result: { kind: 'wanted', seen } };
  const [first] = partsOf(inputOf([silent, received]), 'presented', 'toOnPremises');
  expect(first).toEqual(['EX01', 'proven', 'loggedNew']);
  const wrong = handshake('EX01', { ...presented, thumbprint: other });
  expect(partsOf(inputOf([wrong, received]), 'presented', 'toOnPremises')[0]).toEqual(['EX01', 'failed', 'presentsOther']);
});

it.each<[string, Extract<Evidence, { kind: 'log' }>['result'], string, string]>([
  ['another certificate', { kind: 'otherCertificate', seen: { ...seen, thumbprint: other } }, 'failed', 'loggedOther'],
  ['no session', { kind: 'notProven', reason: 'noSession' }, 'notYet', 'logProvesNothing'],
  // It was opened when another certificate was chosen.
  ['the certificate that was wanted before', { kind: 'wanted', seen: { ...seen, thumbprint: other } }, 'failed', 'loggedOther'],
])('of a sending server whose log has %s', (_, result, state, reason) => {
  expect(partsOf(inputOf([log(result)]), 'presented', 'toExchangeOnline')).toEqual([['EX01', state, reason]]);
});

it('says what is not known of the servers', () => {
  const nobody = {
    receiving: [],
    areSmartHostsKnown: false,
    sending: [],
    connectors: { toOnPremises: [], toExchangeOnline: [] },
    transport: [],
    edge: [],
    outbound: [],
  };
  const input = inputOf([], { targets: nobody });
  expect(partsOf(input, 'presented', 'toOnPremises')).toEqual([
    ['', 'notYet', 'noServers'],
    ['', 'notYet', 'smartHostsUnknown'],
  ]);
  expect(partsOf(input, 'presented', 'toExchangeOnline')).toEqual([['', 'notYet', 'noServers']]);
});

it('takes the last message with the newest word', () => {
  const failing = proofOf([...without(healthyToServer, 'X-CrossPremises', 'X-MS-Exchange-Organization-Auth')], toOnPremises);
  const state = (...evidence: readonly Evidence[]): string | undefined =>
    statesOf(inputOf([wordOf('toOnPremises'), ...evidence]))['trusted toOnPremises'];
  const good = message('toOnPremises', proofOf(healthyToServer, toOnPremises));
  expect(state(message('toOnPremises', failing), good)).toBe('proven');
  expect(state(good, message('toOnPremises', failing))).not.toBe('proven');
  // Since the word is another one, the message is one from before.
  expect(state(good, { kind: 'word', direction: 'toOnPremises', word: 'HCW-2222-3333' })).toBe('notYet');
});

it('counts nothing that came before the last change, whatever the clocks say', () => {
  const late = inputOf(everything, { changed: { n: 100, at: '2020-01-01T00:00:00.000Z' } });
  expect(new Set(Object.values(statesOf(late)))).toEqual(new Set(['notYet']));
  expect(partsOf(late, 'presented', 'toOnPremises')[0]?.[2]).toBe('askedBefore');
  const elsewhere = inputOf(everything, { changedElsewhere: '2026-11-29T00:00:00.000Z' });
  expect(new Set(Object.values(statesOf(elsewhere)))).toEqual(new Set(['notYet']));
});

it('is proven only with every piece of evidence behind the last change (property)', () => {
  fc.assert(
    fc.property(fc.subarray([...everything.keys()]), fc.integer({ min: 10, max: 20 }), (chosen, changed) => {
      const all = kept(everything).filter((_, index) => chosen.includes(index));
      const input = inputOf([], { evidence: all, changed: { n: changed, at: '2026-11-28T09:00:00.000Z' } });
      const isWhole = chosen.length === everything.length && changed === 10;
      expect(isProven(sealsOf(input))).toBe(isWhole);
    }),
  );
});
