import { describe, expect, it } from 'vitest';
import { judgeCertificates, type JudgedCertificate } from '../../../shared/rules/judge-certificates.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { certificateCases } from './certificate-cases.ts';
import { overEdge, unreadEdges } from './edge-sample.ts';
import { certificate, facts, hybridServer, newName, organization, sendConnector, withCertificate } from './sample.ts';

const first = (value: Organization): JudgedCertificate => {
  const [judged] = judgeCertificates(value);
  if (judged === undefined) throw new Error('No certificate was judged.');
  return judged;
};

describe('rules', () => {
  it.each(certificateCases)('$rule: $title gives $expected', ({ organization: value, rule, expected }) => {
    const findings = first(value).findings.filter((finding) => finding.rule === rule);
    expect(findings.map(({ variant }) => variant)).toEqual(expected);
    expect(findings.every((finding) => finding.subject === 'A1')).toBe(true);
  });
});

describe('verdict', () => {
  it('qualifies when nothing blocks and everything decisive is known', () => {
    expect(first(organization()).verdict).toBe('qualifies');
  });

  it.each([
    ['root type', certificate({ rootCAType: unknown('notReturned') })],
    ['status', certificate({ status: unknown('notReturned') })],
    ['private key', certificate({ hasPrivateKey: unknown('notReturned') })],
    ['services', certificate({ services: unknown('notReturned') })],
  ])('is unknown while the %s is unknown', (_, copy) => {
    expect(first(withCertificate(copy)).verdict).toBe('unknown');
  });

  it('is unknown while the Edge servers, which would present it, are not collected', () => {
    expect(first(overEdge(unreadEdges)).verdict).toBe('unknown');
    expect(first(overEdge()).verdict).toBe('qualifies');
  });

  it('is unknown while a server does not answer', () => {
    const value = organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] });
    expect(first(value).verdict).toBe('unknown');
  });

  it('does not qualify when something blocks, whatever is unknown besides', () => {
    const judged = first(withCertificate(certificate({ facts: facts({ subject: '' }), hasPrivateKey: unknown('denied') })));
    expect(judged.verdict).toBe('doesNotQualify');
    expect(judged.findings.map(({ severity }) => severity)).toEqual(
      [...judged.findings.map(({ severity }) => severity)].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
    );
    expect(judged.findings[0]?.severity).toBe('block');
  });

  it('is not held up by Exchange Online, which may be skipped', () => {
    const skipped = {
      acceptedDomains: unknown('notConnected'),
      inboundConnectors: unknown('notConnected'),
      outboundConnectors: unknown('notConnected'),
    };
    expect(first(organization({ exchangeOnline: skipped })).verdict).toBe('qualifies');
  });

  const order = ['block', 'unknown', 'warn', 'info', 'ok'];

  it('gives every reason, not only the first', () => {
    const worst = certificate({
      facts: facts({ selfSigned: true, subject: '', keySize: 1024 }),
      isSelfSigned: known(true),
      rootCAType: known('None'),
      services: known([]),
    });
    const blocks = first(withCertificate(worst))
      .findings.filter(({ severity }) => severity === 'block')
      .map(({ rule }) => rule);
    expect(blocks).toEqual(['certificate.selfSigned', 'certificate.commonName', 'certificate.services', 'certificate.key']);
  });
});

describe('what is told of each certificate', () => {
  it('lists servers, services of all and days left', () => {
    const judged = first(withCertificate(certificate({ services: known(['SMTP']) }), certificate({ services: known(['IIS', 'SMTP']) })));
    expect(judged).toMatchObject({ servers: ['EX01', 'EX02'], missingOn: [], services: known(['SMTP', 'IIS']), daysLeft: 152 });
  });

  it('does not claim that a server lacks it whose store could not be read', () => {
    const value = organization({ hybridServers: [hybridServer('EX01'), hybridServer('EX02', { certificates: unknown('failed') })] });
    expect(first(value)).toMatchObject({ servers: ['EX01'], missingOn: [] });
  });

  it('leaves the services unknown when one copy does not tell', () => {
    const judged = first(withCertificate(certificate(), certificate({ services: unknown('notReturned', 'Services') })));
    expect(judged.services).toEqual(unknown('notReturned', 'Services'));
  });

  it('is in use when a hybrid connector names it, case of the tags and of the text aside', () => {
    expect(first(organization()).inUse).toEqual(known(false));
    const named = sendConnector({ tlsCertificateName: known(newName.toUpperCase().replace('<I>', '<i>').replace('<S>', '<s>')) });
    expect(first(organization({ sendConnectors: known([named]) })).inUse).toEqual(known(true));
  });

  it('judges nothing where there is nothing', () => {
    expect(judgeCertificates(organization({ hybridServers: [] }))).toEqual([]);
  });
});

it('a server that lists a certificate twice has it once, as it was listed first', () => {
  const twice = [certificate(), certificate({ status: known('Revoked') })];
  const judged = first(organization({ hybridServers: [hybridServer('EX01', { certificates: known(twice) })] }));
  expect(judged.findings.filter(({ rule }) => rule === 'certificate.status').map(({ variant }) => variant)).toEqual(['ok']);
});
