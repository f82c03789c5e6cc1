/** Every outcome of the prediction: the organization, and the findings for the certificate A1 of the sample. */
import type { ServerCertificate } from '../../../shared/model/certificate.ts';
import { known, unknown, type Known } from '../../../shared/model/known.ts';
import type { Organization } from '../../../shared/model/organization.ts';
import type { Case } from './sample.ts';
import { at, certificate, facts, hybridServer, newName, organization, receiveConnector, sendConnector } from './sample.ts';

type Names = Readonly<Record<'EX01' | 'EX02', Known<string | null>>>;
type Stores = Readonly<Record<'EX01' | 'EX02', Known<ServerCertificate[]>>>;

export const both = <T>(value: T): Readonly<Record<'EX01' | 'EX02', T>> => ({ EX01: value, EX02: value });

/** Names that the receive connectors carry, and the stores; the send connector goes out from EX01 and carries its name. */
export const presenting = (names: Names, stores: Stores): Organization =>
  organization({
    hybridServers: (['EX01', 'EX02'] as const).map((name) =>
      hybridServer(name, {
        certificates: stores[name],
        receiveConnectors: known([receiveConnector(name, { tlsCertificateName: names[name] })]),
      }),
    ),
    sendConnectors: known([sendConnector({ tlsCertificateName: names.EX01, sourceTransportServers: known(['EX01']) })]),
  });

export const day = (count: number, milliseconds = 0): string => new Date(Date.parse(at) + count * 86_400_000 + milliseconds).toISOString();

const chosen = certificate();
/** Connectors without a certificate name, with that FQDN; the chosen certificate is on every server. */
const withoutNames = (fqdn: string): Organization => {
  const value = presenting(both(known(null)), both(known([chosen])));
  return {
    ...value,
    hybridServers: value.hybridServers.map((server) => ({
      ...server,
      receiveConnectors: known([receiveConnector(server.name, { tlsCertificateName: known(null), fqdn: known(fqdn) })]),
    })),
    sendConnectors: known([sendConnector({ tlsCertificateName: known(null), fqdn: known(fqdn), sourceTransportServers: known(['EX01']) })]),
  };
};
/** Same issuer and subject, another certificate. */
export const sibling = (changes: Parameters<typeof facts>[0], rest: Partial<ServerCertificate> = {}): ServerCertificate =>
  certificate({ facts: facts({ thumbprint: 'B2', ...changes }), ...rest });
const onBoth = (...store: ServerCertificate[]): Organization => presenting(both(known(newName)), both(known(store)));
const withSend = (sendConnectors: Organization['sendConnectors']): Organization => organization({ sendConnectors });

export const presentedCases: readonly Case[] = [
  { title: 'the certificate named', organization: onBoth(chosen), rule: 'presented.now', expected: ['ok', 'ok', 'ok'] },
  {
    title: 'no name set',
    organization: presenting(both(known(null)), both(known([chosen]))),
    rule: 'presented.now',
    // The send connector of the sample has an FQDN that the certificate covers.
    expected: ['noneByFqdn', 'noneByFqdn', 'byFqdn'],
  },
  {
    title: 'no name set, and the FQDN of the connector, or of the server, selects a certificate',
    organization: withoutNames('mail.contoso.com'),
    rule: 'presented.now',
    expected: ['byFqdn', 'byFqdn', 'byFqdn'],
  },
  {
    title: 'no name set, and the FQDN is not known',
    organization: presenting(both(known(null)), { EX01: unknown('denied'), EX02: known([chosen]) }),
    rule: 'presented.now',
    expected: ['unknown', 'noneByFqdn', 'unknown'],
  },
  {
    title: 'a thumbprint as name',
    organization: presenting({ EX01: known('A1'), EX02: known(newName) }, both(known([chosen]))),
    rule: 'presented.now',
    expected: ['nameInvalid', 'ok', 'nameInvalid'],
  },
  { title: 'not in the store', organization: onBoth(), rule: 'presented.now', expected: ['noMatch', 'noMatch', 'noMatch'] },
  {
    title: 'without its private key',
    organization: onBoth(certificate({ hasPrivateKey: known(false) })),
    rule: 'presented.now',
    expected: ['noPrivateKey', 'noPrivateKey', 'noPrivateKey'],
  },
  {
    title: 'store, name, source server not known',
    organization: presenting({ EX01: unknown('notReturned'), EX02: known(newName) }, { EX01: known([chosen]), EX02: unknown('denied') }),
    rule: 'presented.now',
    expected: ['unknown', 'unknown', 'unknown'],
  },
  {
    title: 'receive connector not known',
    organization: organization({
      hybridServers: [hybridServer('EX01', { receiveConnectors: unknown('failed') })],
      sendConnectors: known([]),
    }),
    rule: 'presented.now',
    expected: ['receiveUnread'],
  },
  {
    title: 'send connectors not known',
    organization: { ...withSend(unknown('failed')), hybridServers: [] },
    rule: 'presented.now',
    expected: ['sendUnread'],
  },
  {
    title: 'source servers not known',
    organization: { ...withSend(known([sendConnector({ sourceTransportServers: unknown('notReturned') })])), hybridServers: [] },
    rule: 'presented.now',
    expected: ['sourcesUnread'],
  },
  {
    title: 'a source server that is no hybrid server',
    organization: { ...withSend(known([sendConnector({ sourceTransportServers: known(['EDGE1']) })])), hybridServers: [] },
    rule: 'presented.now',
    expected: ['unknown'],
  },

  { title: 'the chosen one wins', organization: organization(), rule: 'presented.after', expected: ['ok', 'ok', 'ok', 'ok'] },
  {
    title: 'another one of the name expires later',
    organization: onBoth(chosen, sibling({ notAfter: '2026-11-01T00:00:00.001Z' })),
    rule: 'presented.after',
    expected: ['warn', 'warn', 'warn'],
  },
  ...(['Revoked', 'Invalid', 'Untrusted', 'DateInvalid', 'PendingRequest'] as const).map((status) => ({
    title: `one that expires later but is ${status} is passed over`,
    organization: onBoth(chosen, sibling({ notAfter: '2027-01-01T00:00:00.000Z' }, { status: known(status) })),
    rule: 'presented.after' as const,
    expected: ['ok', 'ok', 'ok'],
  })),
  {
    title: 'the chosen one is revoked, and another one of the name expires earlier',
    organization: onBoth(certificate({ status: known('Revoked') }), sibling({ notAfter: '2026-10-01T00:00:00.000Z' })),
    rule: 'presented.after',
    expected: ['warn', 'warn', 'warn'],
  },
  {
    title: 'whether the later one is valid is not known',
    organization: onBoth(chosen, sibling({ notAfter: '2027-01-01T00:00:00.000Z' }, { status: unknown('notReturned') })),
    rule: 'presented.after',
    expected: ['unknown', 'unknown', 'unknown'],
  },
  {
    title: 'the revocation of the later one was not checked, that of the chosen one was',
    organization: onBoth(chosen, sibling({ notAfter: '2027-01-01T00:00:00.000Z' }, { status: known('RevocationCheckFailure') })),
    rule: 'presented.after',
    expected: ['unknown', 'unknown', 'unknown'],
  },
  {
    title: 'the revocation of neither was checked: the order decides',
    organization: onBoth(
      certificate({ status: known('RevocationCheckFailure') }),
      sibling({ notAfter: '2026-10-01T00:00:00.000Z' }, { status: known('RevocationCheckFailure') }),
    ),
    rule: 'presented.after',
    expected: ['ok', 'ok', 'ok'],
  },
  {
    title: 'whether an earlier one is valid is not known, and does not matter',
    organization: onBoth(chosen, sibling({ notAfter: '2026-10-01T00:00:00.000Z' }, { status: unknown('notReturned') })),
    rule: 'presented.after',
    expected: ['ok', 'ok', 'ok'],
  },
  {
    title: 'the status of the only one is not known, and does not matter',
    organization: onBoth(certificate({ status: unknown('notReturned') })),
    rule: 'presented.after',
    expected: ['ok', 'ok', 'ok'],
  },
  {
    title: 'one that expires later but has no private key is passed over',
    organization: onBoth(chosen, sibling({ notAfter: '2027-01-01T00:00:00.000Z' }, { hasPrivateKey: known(false) })),
    rule: 'presented.after',
    expected: ['ok', 'ok', 'ok'],
  },
  {
    title: 'whether the later one has its private key is not known',
    organization: onBoth(chosen, sibling({ notAfter: '2027-01-01T00:00:00.000Z' }, { hasPrivateKey: unknown('notReturned') })),
    rule: 'presented.after',
    expected: ['unknown', 'unknown', 'unknown'],
  },
  {
    title: 'whether an earlier one has its private key is not known, and does not matter',
    organization: onBoth(chosen, sibling({ notAfter: '2026-10-01T00:00:00.000Z' }, { hasPrivateKey: unknown('notReturned') })),
    rule: 'presented.after',
    expected: ['ok', 'ok', 'ok'],
  },
  {
    title: 'missing on EX02',
    organization: presenting(both(known(newName)), { EX01: known([chosen]), EX02: known([]) }),
    rule: 'presented.after',
    expected: ['ok', 'noMatch', 'ok'],
  },
  {
    title: 'private key missing on EX02',
    organization: presenting(both(known(newName)), { EX01: known([chosen]), EX02: known([certificate({ hasPrivateKey: known(false) })]) }),
    rule: 'presented.after',
    expected: ['ok', 'noPrivateKey', 'ok'],
  },
  {
    title: 'receive connector not known',
    organization: organization({
      hybridServers: [hybridServer('EX01', { receiveConnectors: unknown('failed') })],
      sendConnectors: known([]),
    }),
    rule: 'presented.after',
    expected: ['receiveUnread'],
  },
  {
    title: 'send connectors not known',
    organization: { ...withSend(unknown('failed')), hybridServers: [] },
    rule: 'presented.after',
    expected: ['sendUnread'],
  },
  {
    title: 'source servers not known',
    organization: { ...withSend(known([sendConnector({ sourceTransportServers: unknown('notReturned') })])), hybridServers: [] },
    rule: 'presented.after',
    expected: ['sourcesUnread'],
  },

  { title: 'no doubt', organization: onBoth(chosen), rule: 'presented.uncertainty', expected: [] },
  {
    title: 'it expired a moment ago',
    organization: onBoth(certificate({ facts: facts({ notAfter: day(0, -1) }) })),
    rule: 'presented.uncertainty',
    expected: ['expired', 'expired', 'expired'],
  },
  {
    title: 'it is revoked, and there is no other',
    organization: onBoth(certificate({ status: known('Revoked') })),
    rule: 'presented.uncertainty',
    expected: ['invalid', 'invalid', 'invalid'],
  },
  {
    title: 'its status is not known, and there is no other',
    organization: onBoth(certificate({ status: unknown('notReturned') })),
    rule: 'presented.uncertainty',
    expected: ['statusUnread', 'statusUnread', 'statusUnread'],
  },
  {
    title: 'it has expired, as its status says too',
    organization: onBoth(certificate({ facts: facts({ notAfter: day(0, -1) }), status: known('DateInvalid') })),
    rule: 'presented.uncertainty',
    expected: ['expired', 'expired', 'expired'],
  },
  {
    title: 'one that is valid from later is revoked: both orders name the same one',
    organization: onBoth(
      chosen,
      sibling({ notBefore: '2026-05-01T00:00:00.001Z', notAfter: '2026-10-01T00:00:00.000Z' }, { status: known('Revoked') }),
    ),
    rule: 'presented.uncertainty',
    expected: [],
  },
  {
    title: 'it expires this moment',
    organization: onBoth(certificate({ facts: facts({ notAfter: at }) })),
    rule: 'presented.uncertainty',
    expected: [],
  },
  {
    title: 'it becomes valid in a moment',
    organization: onBoth(certificate({ facts: facts({ notBefore: day(0, 1) }) })),
    rule: 'presented.uncertainty',
    expected: ['notYetValid', 'notYetValid', 'notYetValid'],
  },
  {
    title: 'not enabled for SMTP',
    organization: onBoth(certificate({ services: known(['IIS']) })),
    rule: 'presented.uncertainty',
    expected: ['withoutSmtp', 'withoutSmtp', 'withoutSmtp'],
  },
  {
    title: 'services not returned',
    organization: onBoth(certificate({ services: unknown('notReturned') })),
    rule: 'presented.uncertainty',
    expected: ['servicesUnread', 'servicesUnread', 'servicesUnread'],
  },
  {
    title: 'another one of the name is valid from a moment later but expires earlier',
    organization: onBoth(chosen, sibling({ notBefore: '2026-05-01T00:00:00.001Z', notAfter: '2026-10-01T00:00:00.000Z' })),
    rule: 'presented.uncertainty',
    expected: ['order', 'order', 'order'],
  },

  { title: 'another name is in use', organization: organization(), rule: 'presented.renewal', expected: [] },
  {
    title: 'live on the receive connectors, and the send connectors are not known',
    organization: { ...onBoth(chosen), sendConnectors: unknown('failed') },
    rule: 'presented.renewal',
    expected: ['sendUnread', 'liveHere', 'liveHere'],
  },
  {
    title: 'the names in use are not known',
    organization: organization({ sendConnectors: unknown('failed') }),
    rule: 'presented.renewal',
    expected: ['namesUnread'],
  },
  {
    title: 'one server presents it by its name, the other by its FQDN',
    organization: {
      ...presenting(both(known(newName)), both(known([chosen]))),
      hybridServers: (['EX01', 'EX02'] as const).map((name) =>
        hybridServer(name, {
          certificates: known([chosen]),
          receiveConnectors: known([
            receiveConnector(
              name,
              name === 'EX01'
                ? { tlsCertificateName: known(newName) }
                : { tlsCertificateName: known(null), fqdn: known('mail.contoso.com') },
            ),
          ]),
        }),
      ),
    },
    rule: 'presented.renewal',
    expected: ['liveHere', 'liveByFqdn'],
  },
  {
    title: 'another one of the name expires later',
    organization: onBoth(chosen, sibling({ notAfter: '2027-01-01T00:00:00.000Z' })),
    rule: 'presented.renewal',
    expected: ['outranked', 'outranked'],
  },
  { title: 'live on every server', organization: onBoth(chosen), rule: 'presented.renewal', expected: ['liveEverywhere'] },
  {
    title: 'imported on EX01 only',
    organization: presenting(both(known(newName)), {
      EX01: known([sibling({ notAfter: day(1) }), chosen]),
      EX02: known([sibling({ notAfter: day(1) })]),
    }),
    rule: 'presented.renewal',
    expected: ['liveHere', 'notLiveHere'],
  },
  {
    title: 'store of EX02 not known',
    organization: presenting(both(known(newName)), { EX01: known([chosen]), EX02: unknown('denied') }),
    rule: 'presented.renewal',
    expected: ['liveHere', 'unknown'],
  },
];
