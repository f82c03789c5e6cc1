import { describe, expect, it } from 'vitest';
import { referenceFindings, certificateReferences } from '../../../shared/rules/references.ts';
import { known } from '../../../shared/model/known.ts';
import { referenceCases } from './reference-cases.ts';
import { changed, facts, inbound, issuer, newName, oldName, organization, subject } from './sample.ts';

const certificate = { name: { issuer, subject }, facts: facts() };

describe('places of the name', () => {
  it.each(referenceCases)('$kind: $title gives $expected', ({ organization: value, facts: changes, kind, expected }) => {
    const places = certificateReferences(value, { ...certificate, facts: facts(changes) }).filter((place) => place.kind === kind);
    expect(places.map(({ decision }) => ('reason' in decision ? decision.reason : decision.kind))).toEqual(expected);
  });

  it('say what to set, issuer and subject on-premises, a domain in Exchange Online', () => {
    const online = {
      ...organization().exchangeOnline,
      inboundConnectors: known([inbound({ tlsSenderCertificateName: known('old.contoso.com') })]),
    };
    const changes = certificateReferences(organization({ exchangeOnline: online }), certificate).flatMap(
      ({ object, property, decision }) => (decision.kind === 'change' ? [[object, property, decision.to]] : []),
    );
    expect(changes).toEqual([
      ['Outbound to Office 365', 'TlsCertificateName', newName],
      ['EX01\\Default Frontend EX01', 'TlsCertificateName', newName],
      ['EX02\\Default Frontend EX02', 'TlsCertificateName', newName],
      ['Hybrid Configuration', 'TlsCertificateName', newName],
      ['Inbound from 1', 'TlsSenderCertificateName', '*.contoso.com'],
    ]);
  });

  it('need nothing when everything carries the new name', () => {
    expect(referenceFindings(changed(), certificate).filter(({ severity }) => severity !== 'ok')).toEqual([]);
  });

  it('as findings put old and new side by side', () => {
    const [first] = referenceFindings(organization(), certificate);
    expect(first).toMatchObject({ severity: 'info', evidence: { expected: newName, found: oldName } });
  });
});
