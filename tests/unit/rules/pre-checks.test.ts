import { describe, expect, it } from 'vitest';
import { preChecks } from '../../../shared/rules/pre-checks.ts';
import { known } from '../../../shared/model/known.ts';
import { builds, preCheckCases } from './pre-check-cases.ts';
import { organization } from './sample.ts';

describe('pre-checks', () => {
  it.each(preCheckCases)('$rule: $title gives $expected', ({ organization: value, rule, expected }) => {
    const findings = preChecks(value, builds).filter((finding) => finding.rule === rule);
    expect(findings.map(({ variant }) => variant)).toEqual(expected);
  });

  it('names the newest known cumulative update, its KB, and the date of the table', () => {
    const old = organization({
      servers: known([
        { name: 'EX01', fqdn: 'ex01.contoso.com', version: known('15.2.1258.12'), serverRole: known('Mailbox') },
        { name: 'EX02', fqdn: 'ex02.contoso.com', version: known('15.2.2562.17'), serverRole: known('Mailbox') },
      ]),
    });
    const findings = preChecks(old, builds).filter(({ rule, severity }) => rule === 'server.version' && severity === 'warn');
    expect(findings.map(({ subject, evidence }) => [subject, evidence['newest'], evidence['kb'], evidence['tableDate']])).toEqual([
      ['EX01', 'Exchange 2019 CU15', 'KB5042461', '2026-03-03'],
      ['EX01', undefined, undefined, undefined],
    ]);
  });

  it('finds nothing to complain about where everything is in order', () => {
    expect(preChecks(organization(), builds).filter(({ severity }) => severity !== 'ok')).toEqual([]);
  });
});
