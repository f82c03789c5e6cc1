/** What the dates of the industry mean for the certificate at hand: information, never a verdict. */
import type { CertificateFacts } from '../model/certificate.ts';
import type { Finding, RuleId, Severity, Source } from '../model/finding.ts';
import { permitsClientAuthentication } from './certificate/key.ts';
import { leadDays, maximumLifetime, renewalFrequencies, renewBy, validityDays } from './lifetime.ts';

/** `now`: ISO 8601. Sources: CA/Browser Forum ballot SC-081v3; Chrome Root Program; the authorities' announcements. */
export const lifetimeFindings = (facts: CertificateFacts, now: string): Finding[] => [
  validity(facts),
  renewal(facts, now),
  ...renewalFrequencies(now).map((frequency, index) =>
    say(facts, 'lifetime.frequency', 'SC-081v3', {
      ...(index === 0 && frequency.from <= now.slice(0, 10) ? { variant: 'current' } : { variant: 'later' }),
      from: frequency.from,
      maximum: String(frequency.maximum),
      atLeast: String(frequency.atLeast),
      inTime: String(frequency.inTime),
    }),
  ),
  ...clientAuthentication(facts),
];

function say(
  { thumbprint }: CertificateFacts,
  rule: RuleId,
  source: Source,
  evidence: Readonly<Record<string, string>>,
  severity: Severity = 'info',
): Finding {
  return { rule, severity, subject: thumbprint, evidence, source };
}

/** A longer validity than was permitted at its start: no public authority issues that. */
function validity(facts: CertificateFacts): Finding {
  const days = validityDays(facts);
  const maximum = maximumLifetime(facts.notBefore);
  if (maximum === undefined) return say(facts, 'lifetime.validity', 'SC-081v3', { variant: 'beforeLimits', days: String(days) });
  const evidence = { days: String(days), maximum: String(maximum), notBefore: facts.notBefore.slice(0, 10) };
  return say(facts, 'lifetime.validity', 'SC-081v3', days > maximum ? { variant: 'longer', ...evidence } : evidence);
}

function renewal(facts: CertificateFacts, now: string): Finding {
  const by = renewBy(facts);
  const isLate = now.slice(0, 10) > by;
  const evidence = { by, notAfter: facts.notAfter.slice(0, 10), lead: String(leadDays(validityDays(facts))) };
  return say(facts, 'lifetime.renewal', 'SC-081v3', isLate ? { variant: 'late', ...evidence } : evidence, isLate ? 'warn' : 'info');
}

/**
 * clientAuth disappears from public certificates. Whether Exchange Online accepts mail from one
 * without it is not confirmed by Microsoft. What its own authority announced is said where the
 * issuer's name tells which one it is.
 */
function clientAuthentication(facts: CertificateFacts): Finding[] {
  const chrome = permitsClientAuthentication(facts) ? { variant: 'permitted' } : { variant: 'serverOnly' };
  const own = authorities.find(({ issuer }) => issuer.test(facts.issuer));
  return [
    say(facts, 'lifetime.clientAuth', 'chromeRootProgram', { ...chrome, from: '2027-03-15' }),
    ...(own === undefined ? [] : [say(facts, 'lifetime.clientAuth', own.source, own.evidence)]),
  ];
}

const authorities: readonly {
  readonly issuer: RegExp;
  readonly source: Source;
  readonly evidence: Readonly<Record<string, string>>;
}[] = [
  {
    issuer: /O="?DigiCert/i,
    source: 'digiCert',
    evidence: { variant: 'digiCert', off: '2025-10-01', removed: '2027-03-01' },
  },
  {
    issuer: /O="?Let's Encrypt/i,
    source: 'letsEncrypt',
    evidence: { variant: 'letsEncrypt', off: '2026-02-11', removed: '2026-07-08' },
  },
];
