import { describe, expect, it } from 'vitest';
import { about, finding } from '../../../shared/rules/finding.ts';
import { outcomeOf } from '../../../shared/wizard/outcome.ts';

const internal = finding(about('mail.toOnPremises'), 'internal');
const asExpected = finding(about('post.hybridName'), 'ok');
const old = finding(about('post.hybridName'), 'block');
const unread = finding(about('post.hybridName'), 'unknown');
const warning = finding(about('post.internalTransport'), 'noneBefore');

describe('the outcome of the post-checks', () => {
  it.each([
    ['every check passed', [asExpected], [internal], 'asExpected'],
    ['only something to know', [asExpected], [internal, finding(about('mail.dane'), 'info')], 'asExpected'],
    ['a value is not as expected', [old], [internal], 'failed'],
    ['mail waits', [asExpected], [finding(about('mail.toOnPremises'), 'waits')], 'failed'],
    ['mail is external', [asExpected], [finding(about('mail.toExchangeOnline'), 'external')], 'failed'],
    ['mail flow is not known', [asExpected], [finding(about('mail.toOnPremises'), 'unknown')], 'open'],
    ['a value could not be checked', [unread], [internal], 'open'],
    ['a warning', [warning], [internal], 'open'],
    ['a problem of a connector without hybrid mail', [asExpected], [internal, finding(about('mail.connectorName'), 'missingSend')], 'open'],
    ['another internal transport certificate', [finding(about('post.internalTransport'), 'changed')], [internal], 'open'],
    ['a failure beside something unknown', [old, unread], [internal], 'failed'],
  ] as const)('%s', (_, postChecks, health, verdict) => {
    expect(outcomeOf(postChecks, health).verdict).toBe(verdict);
  });

  it('has the open points of both, the most severe first', () => {
    const waits = finding(about('mail.toOnPremises'), 'waits');
    expect(outcomeOf([asExpected, warning, unread], [internal, waits]).openItems).toEqual([waits, unread, warning]);
    expect(outcomeOf([asExpected], [internal]).openItems).toEqual([]);
  });
});
