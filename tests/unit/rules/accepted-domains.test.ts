import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnownTrue, known, unknown, type Known } from '../../../shared/model/known.ts';
import type { AcceptedDomain } from '../../../shared/model/organization.ts';
import { belongsToAcceptedDomain, identifiesSender, senderNameFor } from '../../../shared/rules/accepted-domains.ts';
import { acceptedDomain } from './sample.ts';

const open = unknown('notReturned', 'MatchSubDomains');
const contoso = acceptedDomain('contoso.com');
const withSubdomains = acceptedDomain('contoso.com', known(true));
const perhapsWithSubdomains = acceptedDomain('contoso.com', open);

describe('a name belongs to an accepted domain', () => {
  it.each<[string, readonly AcceptedDomain[], Known<boolean>]>([
    ['contoso.com', [contoso], known(true)],
    ['mail.contoso.com', [contoso], known(true)],
    ['MAIL.Contoso.com.', [contoso], known(true)],
    ['*.contoso.com', [contoso], known(true)],
    ['mail.sub.contoso.com', [contoso], known(false)],
    ['*.sub.contoso.com', [contoso], known(false)],
    ['mail.sub.contoso.com', [withSubdomains], known(true)],
    ['a.b.c.contoso.com', [withSubdomains], known(true)],
    ['*.sub.contoso.com', [withSubdomains], known(true)],
    ['mail.notcontoso.com', [withSubdomains], known(false)],
    ['com', [contoso], known(false)],
    ['mail.sub.contoso.com', [perhapsWithSubdomains], open],
    ['mail.sub.contoso.com', [perhapsWithSubdomains, acceptedDomain('sub.contoso.com')], known(true)],
    ['mail.contoso.com', [perhapsWithSubdomains], known(true)],
    ['mail.contoso.com', [], known(false)],
    ['localhost', [acceptedDomain('')], known(false)],
  ])('%s with %j: %j', (name, domains, expected) => {
    expect(belongsToAcceptedDomain(name, domains)).toEqual(expected);
  });
});

describe('TlsSenderCertificateName to set', () => {
  it.each<[string, readonly string[], readonly AcceptedDomain[], Known<string | undefined>]>([
    ['only the parent of the CN is accepted', ['mail.contoso.com'], [contoso], known('*.contoso.com')],
    ['the CN is accepted itself', ['mail.contoso.com'], [contoso, acceptedDomain('Mail.contoso.com')], known('mail.contoso.com')],
    ['the CN is the accepted domain', ['contoso.com'], [contoso], known('contoso.com')],
    ['a wildcard CN', ['*.contoso.com'], [contoso], known('*.contoso.com')],
    ['CN and parent are accepted, the parent by its own name', ['mail.contoso.com'], [withSubdomains], known('*.contoso.com')],
    ['a wildcard CN is no accepted domain itself', ['*.contoso.com'], [acceptedDomain('*.contoso.com')], known(undefined)],
    ['the parent is accepted, whatever MatchSubDomains is', ['mail.contoso.com'], [perhapsWithSubdomains], known('*.contoso.com')],
    ['two labels below', ['mail.sub.contoso.com'], [contoso], known(undefined)],
    ['two labels below, with MatchSubDomains', ['mail.sub.contoso.com'], [withSubdomains], known('mail.sub.contoso.com')],
    ['two labels below, MatchSubDomains not returned', ['mail.sub.contoso.com'], [perhapsWithSubdomains], open],
    ['only another name fits', ['mail.fabrikam.com', 'mail.contoso.com'], [contoso], known('*.contoso.com')],
    ['no name', [], [contoso], known(undefined)],
    ['a name of one label', ['localhost'], [acceptedDomain('')], known(undefined)],
  ])('%s', (_, names, domains, expected) => {
    expect(senderNameFor(names, domains)).toEqual(expected);
  });

  it('is always right, and where there is none, no name belongs to an accepted domain', () => {
    const label = fc.constantFrom('a', 'b', '*');
    const name = fc
      .array(label, { minLength: 1, maxLength: 3 })
      .map((labels) => [...labels.map((one, at) => (at > 0 && one === '*' ? 'c' : one)), 'contoso', 'com'].join('.'));
    const domain = fc.record({
      name: fc.constantFrom('contoso.com', 'a.contoso.com', 'b.a.contoso.com', 'c.b.contoso.com'),
      matchSubDomains: fc.constantFrom<Known<boolean>>(known(true), known(false)),
    });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 3 }), fc.array(domain, { maxLength: 3 }), (names, domains) => {
        const value = senderNameFor(names, domains);
        if (!value.known) throw new Error('nothing here is unknown');
        if (value.value !== undefined) expect(identifiesSender(value.value, names, known(domains))).toEqual(known(true));
        expect(names.some((one) => isKnownTrue(belongsToAcceptedDomain(one, domains)))).toBe(value.value !== undefined);
      }),
    );
  });
});

describe('TlsSenderCertificateName that is set', () => {
  it.each<[string, readonly string[], AcceptedDomain, boolean]>([
    ['*.contoso.com', ['mail.contoso.com'], contoso, true],
    ['mail.contoso.com', ['mail.contoso.com'], contoso, false],
    // Only a leading wildcard is left out.
    ['mail*.contoso.com', ['mail*.contoso.com'], acceptedDomain('mailcontoso.com'), false],
  ])('%s is right for %j: %s', (value, names, domain, expected) => {
    expect(identifiesSender(value, names, known([domain]))).toEqual(known(expected));
  });
});
