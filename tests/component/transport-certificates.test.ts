import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { known } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { internalTransport } from '../../shared/rules/post-checks.ts';
import TransportCertificates from '../../src-renderer/components/TransportCertificates.svelte';
import { certificate, facts, hybridServer, organization } from '../unit/rules/sample.ts';
import { all, textsOf } from './dom.ts';
import { speak } from './window.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `EX${String(index + 1).padStart(2, '0')}`);
/** Every server presents `now`, and has these certificates installed. */
const after = (count: number, now: string | null, installed: readonly string[]): Organization =>
  organization({
    hybridServers: names(count).map((name) =>
      hybridServer(name, {
        internalTransportCertificateThumbprint: known(now),
        certificates: known(installed.map((thumbprint) => certificate({ facts: facts({ thumbprint }) }))),
      }),
    ),
  });

function show(count: number, now: string | null, installed: readonly string[], language: 'en' | 'ja' = 'en'): readonly string[] {
  const saved = names(count).map((server) => ({ server, thumbprint: known('AA') }));
  speak(language);
  render(TransportCertificates, {
    findings: internalTransport(saved, after(count, now, installed)),
    language,
    oncopy: () => Promise.resolve(true),
  });
  return textsOf(all('.bar'));
}

describe('internal transport certificates', () => {
  it('are not mentioned where they are the same', () => {
    expect(show(3, 'AA', ['AA', 'BB'])).toEqual([]);
  });

  it('that were changed are one message for all servers, with a command for each', () => {
    expect(show(40, 'BB', ['AA', 'BB'])).toHaveLength(1);
    expect(document.body.textContent).toContain('EX01–EX40');
    expect(document.body.textContent).toContain("Enable-ExchangeCertificate -Server 'EX40' -Thumbprint 'AA' -Services 'SMTP'");
    expect(textsOf(all('code')).join()).not.toContain('-Force');
  });

  it.each([
    ['en', /^The internal transport certificate of EX01–EX03 is no longer the one from before, and that one is no longer installed/],
    ['ja', /EX01–EX03/],
  ] as const)('that are gone are one message in words (%s)', (language, words) => {
    const bars = show(3, 'BB', ['BB'], language);
    expect(bars).toHaveLength(1);
    expect(bars[0]).toMatch(words);
  });
});
