/** The forecast of a method as it is shown: consecutive steps with the same mail flow are one row. */
import { directions, reasonsOf, type Direction, type DirectionFlow, type MailFlow, type Verdict } from '../mail-flow/verdict.ts';
import { groupFindings, type SharedFinding } from '../rules/finding-groups.ts';
import type { MethodScope } from './method-scope.ts';
import type { MethodForecast } from './methods.ts';
import type { Method } from './plan.ts';

/** Mail flow of one direction after some steps, as it is shown. */
export interface DirectionForecast {
  readonly verdict: Verdict;
  /** The servers on which it has this verdict, where it is not internal */
  readonly servers: readonly string[];
  /** The first reason of the verdict, with every server of which it is the reason; `null` where it is internal */
  readonly reason: SharedFinding | null;
}

/** Consecutive steps after which mail flow is the same. */
export interface ForecastRow {
  /** Numbers of the first and the last step, from 1; 0 is before the first */
  readonly first: number;
  readonly last: number;
  /** Whether the last of them is a run of the HCW */
  readonly isHcw: boolean;
  /** The Edge servers on which the steps are done; none for other steps */
  readonly edge: readonly string[];
  readonly flow: Readonly<Record<Direction, DirectionForecast>>;
}

export interface MethodSummary {
  readonly method: Method;
  readonly weakens: boolean;
  readonly endsInternal: boolean;
  readonly stepCount: number;
  readonly scope: MethodScope;
  /** Before the first step, then after the steps */
  readonly rows: readonly ForecastRow[];
}

/** A forecast without what is not shown: a large organization has hundreds of steps and servers. */
export function summarize(before: MailFlow, { method, weakens, endsInternal, steps, scope }: MethodForecast): MethodSummary {
  const spans: Span[] = [{ first: 0, last: 0, isHcw: false, edge: [], flow: before }];
  for (const [index, { step, flow }] of steps.entries()) {
    const span: Span = {
      first: index + 1,
      last: index + 1,
      isHcw: step.kind === 'hcw',
      edge: step.kind === 'edge' ? [step.server] : [],
      flow,
    };
    const previous = spans.at(-1);
    if (index > 0 && previous !== undefined && sameVerdicts(previous, span))
      spans[spans.length - 1] = { ...span, first: previous.first, edge: [...new Set([...previous.edge, ...span.edge])] };
    else spans.push(span);
  }
  return { method, weakens, endsInternal, stepCount: steps.length, scope, rows: spans.map(rowOf) };
}

/** A row before its reasons are worded: each step would have them, and few rows are shown. */
type Span = Omit<ForecastRow, 'flow'> & { readonly flow: MailFlow };

const sameVerdicts = (a: Span, b: Span): boolean =>
  a.isHcw === b.isHcw &&
  (a.edge.length === 0) === (b.edge.length === 0) &&
  directions.every((direction) => a.flow[direction].verdict === b.flow[direction].verdict);

const rowOf = ({ flow, ...span }: Span): ForecastRow => ({
  ...span,
  flow: { toOnPremises: directionForecast(flow.toOnPremises), toExchangeOnline: directionForecast(flow.toExchangeOnline) },
});

function directionForecast(flow: DirectionFlow): DirectionForecast {
  const { verdict, servers } = flow;
  if (verdict === 'internal') return { verdict, servers: [], reason: null };
  const affected = servers.filter((server) => server.verdict === verdict).map(({ server }) => server);
  const reasons = reasonsOf(flow).flatMap(({ effect, finding }) => (effect === verdict ? [finding] : []));
  const group = groupFindings(reasons).find(({ findings }) => findings.some((one) => one === reasons[0]));
  const reason = group === undefined ? null : { first: group.first, objects: group.objects, evidence: group.evidence };
  return { verdict, servers: [...new Set(affected)], reason };
}
