/** What the prediction means for the chosen certificate. */
import type { InstalledFacts } from '../model/certificate.ts';
import { partition, type Unknown } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import type { CertificateName } from '../x509/certificate-name.ts';
import { about, couldNotCheck, couldNotCheckAs, finding, type Context, type Finding } from './finding.ts';
import { nameUseOf } from './name-change.ts';
import { predictPresented, type Prediction, type Presented } from './presented.ts';

/** The chosen certificate. */
export interface Chosen {
  readonly facts: InstalledFacts;
  readonly name: CertificateName;
}

/** Is it live already, what does each connector present now, and what will it present? */
export function presentedFindings(organization: Organization, chosen: Chosen): Finding[] {
  const rows = predictPresented(organization, chosen.name);
  return [...renewal(rows, organization, chosen), ...rows.map(presentedNow), ...rows.flatMap((row) => presentedAfter(row, chosen))];
}

/**
 * A renewal with issuer and subject of the name in use goes live when it is imported, and then no
 * connector needs a change. Since when it has been live is not known (a store does not say when a
 * certificate was imported); the start of its validity is the earliest moment. Source: Exchange Team Blog 4420592.
 */
function renewal(rows: readonly Prediction[], organization: Organization, { facts, name }: Chosen): Finding[] {
  const context = about('presented.renewal', facts.thumbprint);
  const isRenewal = nameUseOf(organization)(name);
  if (!isRenewal.known) return [couldNotCheckAs(context, 'namesUnread', isRenewal)];
  if (!isRenewal.value) return [];
  const notBefore = facts.notBefore.slice(0, 10);
  const states = serversOf(rows).map((server) => {
    const ofServer = rows.filter((row) => row.server === server);
    const presented = isInstalled(organization, server, facts.thumbprint) ? outranking(ofServer, facts.thumbprint) : undefined;
    return { server, state: stateOf(ofServer, facts.thumbprint), presented };
  });
  // A send connector whose servers are not known may be on any of them.
  const unplaced = partition(
    rows.filter(({ server }) => server === ''),
    ({ now }) => now,
  ).unknown.slice(0, 1);
  if (states.length > 0 && unplaced.length === 0 && states.every(({ state }) => state === 'live')) {
    return [finding(context, 'liveEverywhere', { servers: states.map(({ server }) => server).join(', '), notBefore })];
  }
  return [
    ...unplaced.map(({ why }) => couldNotCheckAs(context, 'sendUnread', why)),
    ...states.map(({ server, state, presented }) => {
      const ofServer = about('presented.renewal', server);
      if (state === 'live') return finding(ofServer, 'liveHere', { server, notBefore });
      if (state === 'byFqdn') return finding(ofServer, 'liveByFqdn', { server });
      if (state === 'other' && presented !== undefined) return finding(ofServer, 'outranked', { server, presented });
      return state === 'other' ? finding(ofServer, 'notLiveHere', { server }) : couldNotCheck(ofServer, state, { server });
    }),
  ];
}

const serversOf = (rows: readonly Prediction[]): readonly string[] => [
  ...new Set(rows.map(({ server }) => server).filter((server) => server !== '')),
];

/**
 * `live` when every connector of the server presents it by its name, `byFqdn` when one of them has no name and the FQDN selects it;
 * a connector that presents another is enough for `other`.
 */
function stateOf(rows: readonly Prediction[], thumbprint: string): 'live' | 'byFqdn' | 'other' | Unknown {
  const { known: read, unknown: unread } = partition(rows, ({ now }) => now);
  const presents = (value: Presented): boolean =>
    (value.kind === 'certificate' || value.kind === 'byFqdn') && value.thumbprint === thumbprint;
  if (read.some(({ value }) => !presents(value))) return 'other';
  return unread[0]?.why ?? (read.some(({ value }) => value.kind === 'byFqdn') ? 'byFqdn' : 'live');
}

const isInstalled = ({ hybridServers }: Organization, server: string, thumbprint: string): boolean =>
  partition(
    hybridServers.filter(({ name }) => name === server),
    ({ certificates }) => certificates,
  ).known.some(({ value }) => value.some(({ facts }) => facts.thumbprint === thumbprint));

/** The certificate that is presented instead even where the name is set; `undefined` where there is none. */
const outranking = (rows: readonly Prediction[], thumbprint: string): string | undefined =>
  partition(rows, ({ after }) => after)
    .known.flatMap(({ value }) => (value.kind === 'certificate' && value.thumbprint !== thumbprint ? [value.thumbprint] : []))
    .at(0);

const placeOf = ({ server, connector }: Prediction): { readonly server: string; readonly connector: string } => ({ server, connector });

/** Could not be predicted: for a connector on a server, or it is not even known for which one. */
function unreadRow(context: Context<'presented.now' | 'presented.after'>, { server, connector }: Prediction, why: Unknown): Finding {
  if (server !== '' && connector !== '') return couldNotCheck(context, why, { server, connector });
  if (server !== '') return couldNotCheckAs(context, 'receiveUnread', why, { server });
  return connector === '' ? couldNotCheckAs(context, 'sendUnread', why) : couldNotCheckAs(context, 'sourcesUnread', why, { connector });
}

/** What is presented at this moment. One that cannot be presented stops STARTTLS (KB 2989382). */
function presentedNow(row: Prediction): Finding {
  const context = about('presented.now', row.connector || row.server);
  const { now } = row;
  if (!now.known) return unreadRow(context, row, now);
  switch (now.value.kind) {
    case 'certificate':
      return finding(context, 'ok', { ...placeOf(row), thumbprint: now.value.thumbprint, notAfter: now.value.notAfter.slice(0, 10) });
    case 'byFqdn': {
      const { fqdn, thumbprint, notAfter } = now.value;
      return finding(context, 'byFqdn', { ...placeOf(row), fqdn, thumbprint, notAfter: notAfter.slice(0, 10) });
    }
    case 'noneByFqdn':
      return finding(context, 'noneByFqdn', { ...placeOf(row), fqdn: now.value.fqdn });
    case 'none':
      return finding(context, now.value.reason, placeOf(row));
  }
}

/** What will be presented, and every uncertainty about it. */
function presentedAfter(row: Prediction, { facts: { thumbprint } }: Chosen): Finding[] {
  const context = about('presented.after', row.connector || row.server);
  const { after } = row;
  if (!after.known) return [unreadRow(context, row, after)];
  const presented = after.value;
  // The chosen certificate always has a name, so `nameInvalid` does not occur here.
  if (presented.kind === 'none') return [finding(context, presented.reason === 'noPrivateKey' ? 'noPrivateKey' : 'noMatch', placeOf(row))];
  const shown = { ...placeOf(row), thumbprint: presented.thumbprint };
  return [
    finding(context, presented.thumbprint === thumbprint ? 'ok' : 'warn', { ...shown, notAfter: presented.notAfter.slice(0, 10) }),
    ...presented.uncertainties.map((uncertainty) =>
      finding(about('presented.uncertainty', context.subject), uncertainty, {
        ...shown,
        // Stryker disable next-line StringLiteral: there is a competing certificate where the order is open
        ...(uncertainty === 'order' ? { competing: presented.competing ?? '' } : {}),
      }),
    ),
  ];
}
