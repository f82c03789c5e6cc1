/** What mail flow will be after a step: the step is applied to what was read, and the same function judges the result. */
import type { InboundConnector, OutboundConnector, ReceiveConnector, SendConnector } from '../model/connector.ts';
import type { ServerCertificate } from '../model/certificate.ts';
import { map, partition } from '../model/known.ts';
import type { HybridConfiguration, HybridServer, Organization } from '../model/organization.ts';
import { sameServer } from '../model/server-name.ts';
import { mailFlow } from './mail-flow.ts';
import {
  directionOf,
  directions,
  verdictOf,
  verdicts,
  type Direction,
  type DirectionFlow,
  type MailFlow,
  type Verdict,
} from './verdict.ts';

/** New values of one object, which is named by its identity. */
export type Change =
  | { readonly kind: 'receiveConnector'; readonly identity: string; readonly values: Partial<ReceiveConnector> }
  | { readonly kind: 'sendConnector'; readonly identity: string; readonly values: Partial<SendConnector> }
  | { readonly kind: 'inboundConnector'; readonly identity: string; readonly values: Partial<InboundConnector> }
  | { readonly kind: 'outboundConnector'; readonly identity: string; readonly values: Partial<OutboundConnector> }
  /** A certificate that is put into the store of that server, or takes the place of its copy there */
  | { readonly kind: 'certificate'; readonly server: string; readonly certificate: ServerCertificate }
  | { readonly kind: 'removedCertificate'; readonly server: string; readonly thumbprint: string }
  /** MSExchangeTransport on that server: while it is stopped, mail over the server waits at its sender, or in its own queues */
  | { readonly kind: 'transportService'; readonly server: string; readonly isRunning: boolean }
  | { readonly kind: 'hybridConfiguration'; readonly values: Partial<HybridConfiguration> };

/** Those of an object that has properties. */
export type ObjectChange = Exclude<Change, { readonly kind: 'certificate' | 'removedCertificate' | 'transportService' }>;

/** The organization with the values of one object changed. An object that is not there changes nothing. */
export function applyChange(organization: Organization, change: Change): Organization {
  const { exchangeOnline } = organization;
  switch (change.kind) {
    case 'receiveConnector':
      return {
        ...organization,
        hybridServers: organization.hybridServers.map((server) =>
          hasConnector(server, change.identity)
            ? { ...server, receiveConnectors: map(server.receiveConnectors, (list) => changed(list, change)) }
            : server,
        ),
      };
    case 'sendConnector':
      return { ...organization, sendConnectors: map(organization.sendConnectors, (list) => changed(list, change)) };
    case 'inboundConnector':
      return {
        ...organization,
        exchangeOnline: { ...exchangeOnline, inboundConnectors: map(exchangeOnline.inboundConnectors, (list) => changed(list, change)) },
      };
    case 'outboundConnector':
      return {
        ...organization,
        exchangeOnline: { ...exchangeOnline, outboundConnectors: map(exchangeOnline.outboundConnectors, (list) => changed(list, change)) },
      };
    case 'certificate':
      return withStore(organization, change.server, (store) => withCopy(store, change.certificate));
    case 'removedCertificate':
      return withStore(organization, change.server, (store) => store.filter(({ facts }) => facts.thumbprint !== change.thumbprint));
    // What was read has no services: the forecast keeps which of them are stopped.
    case 'transportService':
      return organization;
    case 'hybridConfiguration':
      return {
        ...organization,
        hybridConfiguration: map(organization.hybridConfiguration, (one) => (one === null ? null : { ...one, ...change.values })),
      };
  }
}

const identities = new WeakMap<HybridServer['receiveConnectors'], ReadonlySet<string>>();

/** Every step asks it of every server, and most of their lists are as they were. */
function hasConnector({ receiveConnectors }: HybridServer, identity: string): boolean {
  let known = identities.get(receiveConnectors);
  if (known === undefined) {
    known = new Set(partition([receiveConnectors], (list) => list).known.flatMap(({ value }) => value.map((one) => one.identity)));
    identities.set(receiveConnectors, known);
  }
  return known.has(identity);
}

const withStore = (
  organization: Organization,
  name: string,
  change: (store: readonly ServerCertificate[]) => ServerCertificate[],
): Organization => ({
  ...organization,
  hybridServers: organization.hybridServers.map((server) =>
    server.name === name ? { ...server, certificates: map(server.certificates, change) } : server,
  ),
});

const withCopy = (store: readonly ServerCertificate[], certificate: ServerCertificate): ServerCertificate[] => [
  ...store.filter(({ facts }) => facts.thumbprint !== certificate.facts.thumbprint),
  certificate,
];

const changed = <C extends { readonly identity: string }>(
  connectors: readonly C[],
  { identity, values }: { readonly identity: string; readonly values: Partial<C> },
): C[] => connectors.map((connector) => (connector.identity === identity ? { ...connector, ...values } : connector));

/** A step that is applied as a whole, e.g. a command, or a run of the HCW. */
export interface Step {
  /**
   * `hcw`: the administrator runs Microsoft's HCW. `call`: one command. `person`: the administrator runs commands on a server. `edge`: the
   * administrator works on an Edge server.
   */
  readonly kind: 'call' | 'hcw' | 'person' | 'edge';
  /** Server whose object is changed; '' for an object of the organization, and for the HCW */
  readonly server: string;
  /** Identity of the object; '' for the HCW and on an Edge server */
  readonly object: string;
  readonly changes: readonly Change[];
}

export interface Forecast {
  readonly step: Step;
  /** Mail flow from the end of this step until the end of the next one */
  readonly flow: MailFlow;
}

/** Mail flow after each of the steps, carried out in their order. */
export function forecast(organization: Organization, steps: readonly Step[]): readonly Forecast[] {
  let current = organization;
  const stopped = new Set<string>();
  return steps.map((step) => {
    current = step.changes.reduce(applyChange, current);
    for (const change of step.changes) {
      if (change.kind !== 'transportService') continue;
      if (change.isRunning) stopped.delete(change.server);
      else stopped.add(change.server);
    }
    const flow = mailFlow(current);
    return { step, flow: stopped.size === 0 ? flow : withStopped(flow, stopped) };
  });
}

/** Over a server whose transport service is stopped, mail waits at best. */
function withStopped(flow: MailFlow, stopped: ReadonlySet<string>): MailFlow {
  const of = ({ servers, reasons }: DirectionFlow): DirectionFlow =>
    directionOf(
      servers.map((one) => (stopped.has(one.server) && rank(one.verdict) > rank('waits') ? { ...one, verdict: 'waits' } : one)),
      reasons,
    );
  return { toOnPremises: of(flow.toOnPremises), toExchangeOnline: of(flow.toExchangeOnline) };
}

/** Whether mail flow is worse than it was, in any direction. */
export const isWorse = (flow: MailFlow, before: MailFlow): boolean =>
  directions.some((direction) => rank(flow[direction].verdict) < rank(before[direction].verdict));

/** Mail flow on one server, or, with an empty name, in the direction as a whole. */
export interface Place {
  readonly direction: Direction;
  readonly server: string;
}

/** Where mail flow is, or may be, weaker than it was: the servers, else the direction as a whole. */
export const weakenedPlaces = (before: MailFlow, now: MailFlow): readonly Place[] =>
  directions.flatMap((direction): readonly Place[] => {
    const [were, are] = [worstOfServers(before[direction]), worstOfServers(now[direction])];
    const servers = [...are].filter(([server, is]) => compareVerdicts(were.get(server) ?? before[direction].verdict, is) !== 'asBefore');
    if (servers.length > 0) return servers.map(([server]) => ({ direction, server }));
    return compareVerdicts(before[direction].verdict, now[direction].verdict) === 'asBefore' ? [] : [{ direction, server: '' }];
  });

/**
 * Whether mail flow at that place is known to be as good as it was. What is not known there, or in the direction as a whole, is not. A
 * server over which no mail of the direction goes any more is as good as the direction.
 */
export function isAsGoodAsBefore({ direction, server }: Place, before: MailFlow, now: MailFlow): boolean {
  const [was, is] = [before[direction], now[direction]];
  const worst = [...worstOfServers(is)].find(([name]) => sameServer(name, server))?.[1];
  if (worst === undefined) return compareVerdicts(was.verdict, is.verdict) === 'asBefore';
  const worstBefore = [...worstOfServers(was)].find(([name]) => sameServer(name, server))?.[1] ?? was.verdict;
  return [
    compareVerdicts(worstBefore, worst),
    // The verdict of the direction includes its other servers, which say nothing about this one.
    compareVerdicts(verdictOf(was.reasons), verdictOf(is.reasons)),
  ].every((comparison) => comparison === 'asBefore');
}

/** The worst verdict of each server; one may have several connectors. */
export function worstOfServers({ servers }: DirectionFlow): ReadonlyMap<string, Verdict> {
  const worst = new Map<string, Verdict>();
  for (const { server, verdict } of servers) {
    const other = worst.get(server);
    if (other === undefined || rank(verdict) < rank(other)) worst.set(server, verdict);
  }
  return worst;
}

/** Nothing is worse than `fails`; and what was not known before may have been as it is now. */
export function compareVerdicts(was: Verdict, is: Verdict): 'asBefore' | 'weaker' | 'notKnown' {
  if (was === is || was === 'fails' || is === 'internal') return 'asBefore';
  if (was === 'unknown' || is === 'unknown') return 'notKnown';
  return rank(is) < rank(was) ? 'weaker' : 'asBefore';
}

/** 0 is the worst. */
const rank = (verdict: Verdict): number => verdicts.indexOf(verdict);
