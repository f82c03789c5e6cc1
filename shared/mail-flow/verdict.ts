/** What a judgment of mail flow consists of: reasons, each with its effect, and the verdict that follows from them. */
import type { Known } from '../model/known.ts';
import type { Finding } from '../rules/finding.ts';
import type { Presented } from './presented.ts';

/**
 * What becomes of a message, worst first. `fails`: it is refused. `waits`: it stays in the queue of the sender, and is returned
 * when the queue gives up. `external`: it arrives, but counts as mail from the Internet. `internal`: it arrives and is trusted as
 * mail of the organization.
 */
export const verdicts = ['fails', 'waits', 'external', 'unknown', 'internal'] as const;
export type Verdict = (typeof verdicts)[number];

/** `null`: worth saying, without an effect on the verdict. */
export interface Reason {
  readonly finding: Finding;
  readonly effect: Exclude<Verdict, 'internal'> | null;
}

export interface ServerFlow {
  readonly server: string;
  /** Identity of the connector on the server; '' when it is not known which one it is */
  readonly connector: string;
  readonly presented: Known<Presented>;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
}

export interface DirectionFlow {
  readonly verdict: Verdict;
  readonly servers: readonly ServerFlow[];
  /** Those that concern the direction as a whole, e.g. a connector of Exchange Online */
  readonly reasons: readonly Reason[];
}

export interface MailFlow {
  /** Exchange Online to the on-premises servers */
  readonly toOnPremises: DirectionFlow;
  readonly toExchangeOnline: DirectionFlow;
}
export const directions = ['toOnPremises', 'toExchangeOnline'] as const satisfies readonly (keyof MailFlow)[];
export type Direction = (typeof directions)[number];

/** The worst effect; `internal` when nothing speaks against it. What is known to be wrong comes before what is unknown. */
export const verdictOf = (reasons: readonly Reason[]): Verdict => worst(reasons.map(({ effect }) => effect ?? 'internal'));

const worst = (all: readonly Verdict[]): Verdict => verdicts.find((verdict) => all.includes(verdict)) ?? 'internal';

/** A direction over all of its servers. Without a server that is known, nothing can be said. */
export function directionOf(servers: readonly ServerFlow[], reasons: readonly Reason[]): DirectionFlow {
  const all = [...servers.map(({ verdict }) => verdict), verdictOf(reasons)];
  return { verdict: worst(servers.length === 0 ? [...all, 'unknown'] : all), servers, reasons };
}

/** Every reason of a direction, those of the direction itself first. */
export const reasonsOf = ({ reasons, servers }: DirectionFlow): readonly Reason[] => [
  ...reasons,
  ...servers.flatMap((server) => server.reasons),
];
