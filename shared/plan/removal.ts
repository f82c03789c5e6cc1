/**
 * The removal of an old certificate from the servers that have it. While a send connector carries its name, Exchange refuses, even if a
 * newer certificate of the same name is in use: then the name is taken off for the removal, while the transport service of the source
 * servers is stopped. Source: learn.microsoft.com, "Can't remove an installed certificate" (docs/domain.md, "Removing the old certificate").
 */
import type { CmdletCall } from '../commands/call.ts';
import type { ServerCertificate } from '../model/certificate.ts';
import type { SendConnector } from '../model/connector.ts';
import { isKnownTrue, map, not, partition, type Known } from '../model/known.ts';
import { transportServers, type HybridServer, type Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { formatCertificateName, parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import { withForecasts } from './make-plan.ts';
import { call, type DraftStep } from './draft.ts';
import { certificateIdentity, readFacts, serviceStep } from './person-steps.ts';
import { planFormat, type LeftOut, type Plan } from './plan.ts';

const transport = 'MSExchangeTransport';

export interface OldCertificate {
  readonly name: CertificateName;
  readonly facts: Pick<ServerCertificate['facts'], 'thumbprint'>;
}

/** A send connector from which mail would leave without its certificate name during the removal, since the plan cannot stop all of its sources. */
export interface OpenSources {
  readonly connector: string;
  /** Its source servers that are not transport servers of the hybrid configuration, such as Edge servers; or why they are not known */
  readonly servers: Known<readonly string[]>;
}

/** Those of the enabled connectors with the certificate's name, as far as these were read. A disabled one sends nothing. */
export function openSources(organization: Organization, certificate: Pick<OldCertificate, 'name'>): readonly OpenSources[] {
  const own = transportServers(organization);
  const connectors = partition([organization.sendConnectors], (list) => list).known.flatMap(({ value }) => value);
  return connectors
    .filter((one) => isKnownTrue(carries(one, certificate)) && !isKnownTrue(not(one.enabled)))
    .map(({ identity: connector, sourceTransportServers }) => ({
      connector,
      servers: map(sourceTransportServers, (sources) => sources.filter((source) => !own.some(({ name }) => sameServer(name, source)))),
    }))
    .filter(({ servers }) => !isKnownTrue(map(servers, (names) => names.length === 0)));
}

/**
 * The plan that removes the certificate from each transport server. A server whose certificates are not known is left out by name; while
 * the send connectors are not known, or one of them sends from a server that the plan cannot stop, nothing is planned. Who still uses the
 * certificate is judged before: this plan does not ask.
 */
export function planRemoval(organization: Organization, certificate: OldCertificate, id: string): Plan {
  const servers = partition(transportServers(organization), ({ certificates }) => certificates);
  const having = servers.known.filter(({ value }) => value.some(({ facts }) => facts.thumbprint === certificate.facts.thumbprint));
  const leftOut = servers.unknown.map(({ item, why }): LeftOut => ({ server: item.name, reason: why.reason, evidence: why.evidence }));
  const plan = (steps: readonly DraftStep[], others: readonly LeftOut[]): Plan => ({
    format: planFormat,
    id,
    purpose: 'removal',
    of: null,
    method: null,
    policy: { onFailure: 'stop', canary: null },
    steps: withForecasts(organization, steps),
    leftOut: [...leftOut, ...others],
  });
  const carriers = map(organization.sendConnectors, (list) => partition(list, (one) => carries(one, certificate)));
  const unread = partition([carriers], (one) => one).unknown.map(({ why }): LeftOut => ({
    server: '',
    ...why,
    evidence: 'Get-SendConnector',
  }));
  const [found] = partition([carriers], (one) => one).known;
  const unclear = (found?.value.unknown ?? []).map(({ item, why }): LeftOut => ({
    server: '',
    reason: why.reason,
    evidence: item.identity,
  }));
  const running = openSources(organization, certificate).flatMap(({ connector, servers }): readonly LeftOut[] =>
    servers.known
      ? servers.value.map((server) => ({ server, reason: 'notReturned', evidence: connector }))
      : [{ server: '', reason: servers.reason, evidence: connector }],
  );
  if (found === undefined || unclear.length > 0 || running.length > 0) return plan([], [...unread, ...unclear, ...running]);
  const connectors = found.value.known.filter(({ value }) => value).map(({ item }) => item);
  const removals = having.map(({ item }) => removalStep(item.name, certificate.facts.thumbprint));
  return plan(removals.length === 0 ? [] : around(removals, connectors, organization, formatCertificateName(certificate.name)), []);
}

const carries = ({ tlsCertificateName }: SendConnector, { name }: Pick<OldCertificate, 'name'>): Known<boolean> =>
  map(tlsCertificateName, (text) => {
    const carried = parseCertificateName(text ?? '');
    return carried !== undefined && sameCertificateName(carried, name);
  });

export const removalCall = (server: string, thumbprint: string): CmdletCall => ({
  side: 'onPremises',
  cmdlet: 'Remove-ExchangeCertificate',
  parameters: { Server: server, Thumbprint: thumbprint },
});

function removalStep(server: string, thumbprint: string): DraftStep {
  const object = certificateIdentity(server, thumbprint);
  return {
    step: { kind: 'call', server, object, changes: [{ kind: 'removedCertificate', server, thumbprint }] },
    planned: {
      kind: 'call',
      id: `remove ${server}`,
      server,
      object,
      guid: null,
      read: readFacts('Get-ExchangeCertificate', server),
      before: { Installed: true },
      call: removalCall(server, thumbprint),
      after: { Installed: false },
      // Its key is gone with it.
      undo: null,
      reason: 'removeOldCertificate',
    },
  };
}

/** Without the name on the connectors, and with the source servers' transport service stopped, so that no mail goes out without it. */
function around(
  removals: readonly DraftStep[],
  connectors: readonly SendConnector[],
  organization: Organization,
  newest: string,
): readonly DraftStep[] {
  const isSource = ({ name }: HybridServer): boolean =>
    connectors.some(({ sourceTransportServers }) =>
      partition([sourceTransportServers], (one) => one).known.some(({ value }) => value.some((source) => sameServer(source, name))),
    );
  const sources = transportServers(organization).filter(isSource);
  const named = connectors.map(({ identity, tlsCertificateName }) => {
    const [text] = partition([tlsCertificateName], (one) => one).known;
    return { identity, name: text?.value ?? newest };
  });
  const set = ({ identity, name }: (typeof named)[number], isBack: boolean): DraftStep =>
    call(
      'Get-SendConnector',
      identity,
      '',
      `${isBack ? 'name' : 'clear'} ${identity}`,
      isBack ? 'nameBackOnSendConnector' : 'nameOffSendConnector',
      {
        before: { TlsCertificateName: isBack ? null : name },
        after: { TlsCertificateName: isBack ? name : null },
      },
    );
  return [
    ...(connectors.length === 0 ? [] : sources.map(({ name }) => serviceStep(name, transport, 'stop', `stop ${name}`))),
    ...named.map((one) => set(one, false)),
    ...removals,
    ...named.map((one) => set(one, true)),
    ...(connectors.length === 0 ? [] : sources.map(({ name }) => serviceStep(name, transport, 'start', `start ${name}`))),
  ];
}
