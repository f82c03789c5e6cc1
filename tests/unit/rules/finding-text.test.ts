import { describe, expect, it } from 'vitest';
import { unknown } from '../../../shared/model/known.ts';
import { about, couldNotCheck, finding } from '../../../shared/rules/finding.ts';
import { causeTitle, findingText, fixText, ruleTitle } from '../../../shared/messages/finding-text.ts';

const context = about('certificate.privateKey', 'A1');

describe('words of a finding', () => {
  it('are the sentence of its rule, with its evidence', () => {
    expect(findingText(finding(context, 'block', { servers: 'EX01, EX02' }), 'en')).toBe('The private key is missing on EX01, EX02.');
    expect(findingText(finding(context, 'block', { servers: 'EX01, EX02' }), 'ja')).toBe('EX01, EX02 に秘密キーがありません。');
  });

  it('say why it could not be checked, with the server’s own words', () => {
    const text = findingText(couldNotCheck(context, unknown('failed', 'RPC'), { servers: 'EX01' }), 'en');
    expect(text).toMatch(/^Whether the private key is present could not be checked on EX01\. Reason: .+: RPC\.$/);
  });

  it('say why without words of the server where there are none', () => {
    const text = findingText(couldNotCheck(context, unknown('notConnected'), { servers: 'EX01' }), 'en');
    expect(text).toMatch(/ on EX01\. Reason: [^:]+\.$/);
  });

  it('include a title of the rule', () => {
    expect([ruleTitle('certificate.privateKey', 'en'), ruleTitle('certificate.privateKey', 'ja')]).toEqual(['Private key', '秘密キー']);
  });

  it('are there for causes, fixes and the sources of the industry’s dates', () => {
    expect([causeTitle('services', 'en'), causeTitle('services', 'ja')]).toEqual([
      'Not enabled for SMTP',
      'SMTP に対して有効になっていない',
    ]);
    expect(fixText('certificate.dates', 'en')).toBe('Renew the certificate, and choose the new one.');
  });
});
