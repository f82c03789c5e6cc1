import { describe, expect, it } from 'vitest';
import { isAsGoodAsBefore } from '../../../shared/mail-flow/forecast.ts';
import { directionOf, type MailFlow, type Reason, type ServerFlow, type Verdict } from '../../../shared/mail-flow/verdict.ts';
import { unknown } from '../../../shared/model/known.ts';
import { finding } from '../../../shared/rules/finding.ts';

const serverFlow = ([server, verdict]: readonly [string, Verdict]): ServerFlow => ({
  ...{ server, verdict, connector: '', reasons: [] },
  presented: unknown('notReturned', ''),
});
/** The reason of the direction itself, with an effect. */
const ofDirection = (effect: Reason['effect']): Reason => ({
  finding: finding({ rule: 'mail.toOnPremises', subject: '' }, 'unknown'),
  effect,
});

const flow = (servers: readonly (readonly [string, Verdict])[], effect: Reason['effect'] = null): MailFlow => ({
  toOnPremises: directionOf(servers.map(serverFlow), effect === null ? [] : [ofDirection(effect)]),
  toExchangeOnline: directionOf([], []),
});
const sound = flow([
  ['EX01', 'internal'],
  ['EX02', 'internal'],
]);

describe('mail flow to EX01 is as good as before', () => {
  it.each<[string, MailFlow, MailFlow, boolean]>([
    ['where both servers are', sound, sound, true],
    [
      'where another server still waits',
      sound,
      flow([
        ['EX01', 'internal'],
        ['EX02', 'waits'],
      ]),
      true,
    ],
    [
      'where a second connector of it is weaker: no',
      sound,
      flow([
        ['EX01', 'internal'],
        ['EX01', 'external'],
      ]),
      false,
    ],
    [
      'where it is not known what it does: no',
      sound,
      flow([
        ['EX01', 'unknown'],
        ['EX02', 'internal'],
      ]),
      false,
    ],
    ['where no server is known: no', sound, flow([]), false],
    ['where a connector of Exchange Online is not known: no', sound, flow([['EX01', 'internal']], 'unknown'), false],
    ['where a connector of Exchange Online is disabled: no', sound, flow([['EX01', 'internal']], 'external'), false],
    ['where it was no better', flow([['EX01', 'waits']]), flow([['EX01', 'waits']]), true],
    [
      'where its name has other case and a domain',
      sound,
      flow([
        ['ex01.contoso.com', 'internal'],
        ['EX02', 'internal'],
      ]),
      true,
    ],
    [
      'where its name with a domain waits: no',
      sound,
      flow([
        ['ex01.contoso.com', 'waits'],
        ['EX02', 'internal'],
      ]),
      false,
    ],
    ['where mail no longer goes over it, and the others are sound', sound, flow([['EX02', 'internal']]), true],
    ['where mail no longer goes over it, and another one waits: no', sound, flow([['EX02', 'waits']]), false],
  ])('%s', (_, before, now, expected) => {
    expect(isAsGoodAsBefore({ direction: 'toOnPremises', server: 'EX01' }, before, now)).toBe(expected);
  });
});

it.each([
  [sound, true],
  [
    flow([
      ['EX01', 'internal'],
      ['EX02', 'waits'],
    ]),
    false,
  ],
  [flow([]), false],
])('a whole direction is as good as before only with all of its servers', (now, expected) => {
  expect(isAsGoodAsBefore({ direction: 'toOnPremises', server: '' }, sound, now)).toBe(expected);
});
