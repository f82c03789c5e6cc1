/** What the prediction means for the chosen certificate. */
import type { CertificateFacts } from '../model/certificate.ts';
import type { Finding } from '../model/finding.ts';
import type { Organization } from '../model/organization.ts';
import { sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { couldNotCheck, finding, type Ground } from './finding.ts';
import { namesInUse } from './name-change.ts';
import { predictPresented, type Prediction, type Doubt, type Presented, type PresentedByName } from './presented.ts';

/** The chosen certificate. */
export interface Chosen {
  readonly facts: CertificateFacts;
  readonly name: CertificateName;
}

/** Is it live already, what does each connector present now, and what will it present? */
export function presentedFindings(organization: Organization, chosen: Chosen): Finding[] {
  const rows = predictPresented(organization, chosen.name);
  return [...renewal(rows, organization, chosen), ...rows.map(presentedNow), ...rows.flatMap((row) => presentedAfter(row, chosen))];
}

/**
 * A renewal with issuer and subject of the name in use goes live when it is imported, and then no
 * connector needs a change. Since when it has been live is not known (a store does not tell when a
 * certificate was imported); the start of its validity is the earliest moment. Source: docs/domain.md, "Which certificate is presented".
 */
function renewal(rows: readonly Prediction[], organization: Organization, { facts, name }: Chosen): Finding[] {
  const ground: Ground = { rule: 'presented.renewal', subject: facts.thumbprint, source: 'blog-4420592' };
  if (!namesInUse(organization).some((used) => sameCertificateName(used, name))) return [];
  const notBefore = facts.notBefore.slice(0, 10);
  const states = serversOf(rows).map((server) => ({
    server,
    state: stateOf(
      rows.filter((row) => row.server === server),
      facts.thumbprint,
    ),
  }));
  const live = states.filter(({ state }) => state === 'live');
  if (states.length > 0 && live.length === states.length) {
    return [finding(ground, 'info', { variant: 'liveEverywhere', servers: live.map(({ server }) => server).join(', '), notBefore })];
  }
  return states.map(({ server, state }) => {
    const own: Ground = { ...ground, subject: server };
    if (state === 'live') return finding(own, 'info', { variant: 'liveHere', server, notBefore });
    return state === 'other' ? finding(own, 'info', { variant: 'notLiveHere', server }) : couldNotCheck(own, state, { server });
  });
}

const serversOf = (rows: readonly Prediction[]): readonly string[] => [
  ...new Set(rows.map(({ server }) => server).filter((server) => server !== '')),
];

type Unread = Extract<Prediction['now'], { readonly known: false }>;

/** `live` when every connector of the server presents it; one that presents another is enough for `other`. */
function stateOf(rows: readonly Prediction[], thumbprint: string): 'live' | 'other' | Unread {
  const presents = (value: Presented): boolean => value.kind === 'certificate' && value.thumbprint === thumbprint;
  if (rows.some(({ now }) => now.known && !presents(now.value))) return 'other';
  return rows.map(({ now }) => now).find((now): now is Unread => !now.known) ?? 'live';
}

const noneWords: Readonly<Record<Extract<PresentedByName, { readonly kind: 'none' }>['reason'], { readonly variant: string }>> = {
  noMatch: { variant: 'noMatch' },
  noPrivateKey: { variant: 'noPrivateKey' },
  nameInvalid: { variant: 'nameInvalid' },
};

const doubtWords: Readonly<Record<Doubt, { readonly variant: string }>> = {
  expired: { variant: 'expired' },
  notYetValid: { variant: 'notYetValid' },
  withoutSmtp: { variant: 'withoutSmtp' },
  order: { variant: 'order' },
};

const wizardStepOf = ({ server, connector }: Prediction): { readonly server: string; readonly connector: string } => ({
  server,
  connector,
});

/** Could not be told: of a connector on a server, or not even of which one. */
function unreadRow(ground: Ground, { server, connector }: Prediction, why: Unread): Finding {
  if (server !== '' && connector !== '') return couldNotCheck(ground, why, { server, connector });
  if (server !== '') return couldNotCheck(ground, why, { variant: 'receiveUnread', server });
  return connector === ''
    ? couldNotCheck(ground, why, { variant: 'sendUnread' })
    : couldNotCheck(ground, why, { variant: 'sourcesUnread', connector });
}

/** What is presented at this moment. One that cannot be presented stops STARTTLS (KB 2989382). */
export function presentedNow(row: Prediction): Finding {
  const ground: Ground = { rule: 'presented.now', subject: row.connector || row.server, source: 'blog-4420592' };
  const { now } = row;
  if (!now.known) return unreadRow(ground, row, now);
  switch (now.value.kind) {
    case 'certificate':
      return finding(ground, 'ok', { ...wizardStepOf(row), thumbprint: now.value.thumbprint, notAfter: now.value.notAfter.slice(0, 10) });
    case 'byFqdn':
      return finding(ground, 'unknown', { variant: 'byFqdn', ...wizardStepOf(row) });
    case 'none':
      return finding({ ...ground, source: 'KB2989382' }, 'warn', { ...noneWords[now.value.reason], ...wizardStepOf(row) });
  }
}

/** What will be presented, and every doubt about it. */
function presentedAfter(row: Prediction, { facts: { thumbprint } }: Chosen): Finding[] {
  const ground: Ground = { rule: 'presented.after', subject: row.connector || row.server, source: 'blog-4420592' };
  const { after } = row;
  if (!after.known) return [unreadRow(ground, row, after)];
  const presented = after.value;
  if (presented.kind === 'none') {
    return [finding({ ...ground, source: 'KB2989382' }, 'block', { ...noneWords[presented.reason], ...wizardStepOf(row) })];
  }
  const shown = { ...wizardStepOf(row), thumbprint: presented.thumbprint, notAfter: presented.notAfter.slice(0, 10) };
  return [
    presented.thumbprint === thumbprint ? finding(ground, 'ok', shown) : finding(ground, 'warn', shown),
    ...presented.doubts.map((doubt) =>
      finding({ ...ground, rule: 'presented.doubt' }, doubt === 'order' ? 'info' : 'warn', {
        ...doubtWords[doubt],
        ...wizardStepOf(row),
        thumbprint: presented.thumbprint,
        ...(doubt === 'order' ? { rival: presented.rival ?? '' } : {}),
      }),
    ),
  ];
}
