/** The forecast of a method as it is shown: consecutive steps with the same mail flow are one row. */
import { directions, reasonsOf, type Direction, type DirectionFlow, type MailFlow, type Verdict } from '../mail-flow/verdict.ts';
import type { Finding } from '../rules/finding.ts';
import type { Method, MethodForecast } from './methods.ts';

/** Mail flow of one direction after some steps, as it is shown. */
export interface DirectionForecast {
  readonly verdict: Verdict;
  /** The servers on which it has this verdict, where it is not internal */
  readonly servers: readonly string[];
  /** The first reason of the verdict; `null` where it is internal */
  readonly reason: Finding | null;
}

/** Consecutive steps after which mail flow is the same. */
export interface ForecastRow {
  /** Numbers of the first and the last step, from 1; 0 is before the first */
  readonly first: number;
  readonly last: number;
  /** Whether the last of them is a run of the HCW */
  readonly isHcw: boolean;
  readonly flow: Readonly<Record<Direction, DirectionForecast>>;
}

export interface MethodSummary {
  readonly method: Method;
  readonly weakens: boolean;
  readonly endsInternal: boolean;
  readonly stepCount: number;
  /** Before the first step, then after the steps */
  readonly rows: readonly ForecastRow[];
}

/** A forecast without what is not shown: a large organization has hundreds of steps and servers. */
export function summarize(before: MailFlow, { method, weakens, endsInternal, steps }: MethodForecast): MethodSummary {
  const rows: ForecastRow[] = [rowOf(0, false, before)];
  for (const [index, { step, flow }] of steps.entries()) {
    const row = rowOf(index + 1, step.kind === 'hcw', flow);
    const previous = rows.at(-1);
    if (index > 0 && previous !== undefined && sameVerdicts(previous, row)) rows[rows.length - 1] = { ...row, first: previous.first };
    else rows.push(row);
  }
  return { method, weakens, endsInternal, stepCount: steps.length, rows };
}

const sameVerdicts = (a: ForecastRow, b: ForecastRow): boolean =>
  a.isHcw === b.isHcw && directions.every((direction) => a.flow[direction].verdict === b.flow[direction].verdict);

const rowOf = (step: number, isHcw: boolean, flow: MailFlow): ForecastRow => ({
  first: step,
  last: step,
  isHcw,
  flow: { toOnPremises: directionForecast(flow.toOnPremises), toExchangeOnline: directionForecast(flow.toExchangeOnline) },
});

function directionForecast(flow: DirectionFlow): DirectionForecast {
  const { verdict, servers } = flow;
  if (verdict === 'internal') return { verdict, servers: [], reason: null };
  const affected = servers.filter((server) => server.verdict === verdict).map(({ server }) => server);
  const reason = reasonsOf(flow).find(({ effect }) => effect === verdict)?.finding ?? null;
  return { verdict, servers: [...new Set(affected)], reason };
}
