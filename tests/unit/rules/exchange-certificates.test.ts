import { expect, it } from 'vitest';
import { about, finding } from '../../../shared/rules/finding.ts';
import { isMadeByExchange, judgeCertificates } from '../../../shared/rules/judge-certificates.ts';
import { organizationOf } from '../cli/organizations.ts';

it('tells the certificates of setup from those of an authority', async () => {
  const subjects = judgeCertificates(await organizationOf('renewal'))
    .filter(isMadeByExchange)
    .map(({ facts }) => facts.subject);
  expect(subjects.sort()).toEqual(['CN=EX01', 'CN=EX02', 'CN=EX03', 'CN=Microsoft Exchange Server Auth Certificate']);
});

it.each([
  ['CN=Federation', true],
  ['CN=WMSvc-SHA2-EX01', true],
  ['CN=ex01.contoso.com', true],
  // An administrator's own self-signed certificate may be meant for mail: it is not put out of sight.
  ['CN=mail.contoso.com', false],
  ['CN=EX02', false],
  ['O=Contoso', false],
])('%s on EX01: %s', async (subject, expected) => {
  const [first] = judgeCertificates(await organizationOf('renewal'));
  if (first === undefined) throw new Error('no certificate');
  const certificate = {
    ...first,
    facts: { ...first.facts, subject },
    servers: ['EX01'],
    findings: [finding(about('certificate.selfSigned'), 'block')],
  };
  expect(isMadeByExchange(certificate)).toBe(expected);
  expect(isMadeByExchange({ ...certificate, findings: [] })).toBe(false);
});
