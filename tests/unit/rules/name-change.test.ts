/** Old and new name: compared with every object that names a certificate. */
import { describe, expect, it } from 'vitest';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import { compareNames, nameDanger, type NameDanger } from '../../../shared/rules/name-change.ts';
import {
  changed,
  facts,
  hybridConfiguration,
  hybridServer,
  inbound,
  newName,
  oldName,
  organization,
  receiveConnector,
  sendConnector,
} from './sample.ts';

const next = facts();
const danger = (value: Organization): NameDanger => nameDanger(compareNames(value, next));

const sending = (name: Known<string | null>): Partial<Organization> => ({
  sendConnectors: known([sendConnector({ tlsCertificateName: name })]),
});
const receiving = (name: Known<string | null>): Partial<Organization> => ({
  hybridServers: [
    ...changed().hybridServers.slice(0, 1),
    hybridServer('EX02', { receiveConnectors: known([receiveConnector('EX02', { tlsCertificateName: name })]) }),
  ],
});
const configured = (name: Known<string | null>): Partial<Organization> => ({
  hybridConfiguration: known({ ...hybridConfiguration(), tlsCertificateName: name }),
});
const inboundWith = (tlsSenderCertificateName: Known<string | null>): Partial<Organization> => ({
  exchangeOnline: { ...organization().exchangeOnline, inboundConnectors: known([inbound({ tlsSenderCertificateName })]) },
});

describe('old and new name', () => {
  it.each([
    ['the issuer', newName.replace('2026', '2025'), 'issuer'],
    ['the subject', newName.replace('mail.', 'hybrid.'), 'subject'],
    ['both', '<I>CN=A<S>CN=B', 'both'],
    ['nothing but case', newName.toLowerCase(), 'none'],
  ])('%s changes', (_, old, kind) => {
    expect(danger({ ...changed(), ...configured(known(old)) })).toEqual({ kind });
  });

  it.each<[string, Organization]>([
    ['there is no hybrid configuration', { ...changed(), hybridConfiguration: known(null) }],
    ['an object has no name', { ...changed(), ...sending(known(null)) }],
    ['an inbound connector expects no sender', { ...changed(), ...inboundWith(known(null)) }],
  ])('is none where %s and all others name the new certificate', (_, value) => {
    expect(danger(value)).toEqual({ kind: 'none' });
  });

  it.each([
    ['the hybrid configuration', configured],
    ['a send connector', sending],
    ['one of the receive connectors', receiving],
  ])('is a danger as long as %s names the old one, although all others name the new one', (_, naming) => {
    expect(danger(changed())).toEqual({ kind: 'none' });
    expect(danger({ ...changed(), ...naming(known(oldName)) })).toEqual({ kind: 'issuer' });
  });

  it.each([
    ['the name in the hybrid configuration', configured],
    ['the name in a send connector', sending],
    ['the name in one of the receive connectors', receiving],
    ['the sender that Exchange Online expects', inboundWith],
  ])('is unknown while %s is', (_, naming) => {
    const why = unknown('denied', 'TlsCertificateName');
    expect(danger({ ...changed(), ...naming(why) })).toEqual({ kind: 'unknown', why });
  });

  it.each<[string, Partial<Organization>]>([
    ['hybrid configuration', { hybridConfiguration: unknown('failed', 'x') }],
    ['send connectors', { sendConnectors: unknown('failed', 'x') }],
    ['receive connectors of a server', { hybridServers: [hybridServer('EX01', { receiveConnectors: unknown('failed', 'x') })] }],
  ])('is unknown while the %s cannot be read', (_, changes) => {
    expect(danger({ ...changed(), ...changes })).toEqual({ kind: 'unknown', why: unknown('failed', 'x') });
  });

  it('is a danger whatever is unknown, once one object is known to name another certificate', () => {
    expect(danger({ ...changed(), ...sending(known(oldName)), hybridConfiguration: unknown('failed') })).toEqual({ kind: 'issuer' });
  });

  it('is a danger where Exchange Online expects a sender that the certificate does not have', () => {
    expect(danger({ ...changed(), ...inboundWith(known('old.contoso.com')) })).toEqual({ kind: 'sender' });
    expect(danger({ ...changed(), ...inboundWith(known('*.contoso.com')) })).toEqual({ kind: 'none' });
  });

  it('lists every name in use once, and why there may be others', () => {
    const value = { ...changed(), ...sending(known(oldName)), ...configured(unknown('denied', 'x')) };
    const { old, unread, anyInUse } = compareNames(value, next);
    expect(old.map(({ issuer }) => issuer)).toEqual([facts().issuer.replace('2026', '2025'), facts().issuer].toSorted());
    expect([unread, anyInUse]).toEqual([[unknown('denied', 'x')], known(true)]);
  });

  it('does not rule the danger out where no object names a certificate', () => {
    const value = { ...changed(), ...configured(known(null)), ...sending(known('A1')), hybridServers: [] };
    expect(compareNames(value, next)).toMatchObject({
      old: [],
      anyInUse: known(false),
      issuerChanged: known(true),
      subjectChanged: known(true),
    });
  });
});
