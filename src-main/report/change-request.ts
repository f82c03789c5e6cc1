/** A change request as data: what a plan would do, with its forecast, order and rollback, as of the reading that it was made from. */
import * as v from 'valibot';
import { directions, verdicts } from '../../shared/mail-flow/verdict.ts';
import { languages } from '../../shared/messages/language.ts';
import { organizationName } from '../../shared/model/organization.ts';
import type { InstalledFacts } from '../../shared/model/certificate.ts';
import { partition } from '../../shared/model/known.ts';
import { planSchema } from '../../shared/plan/plan.ts';
import { references, ruleIds, severities, variants } from '../../shared/rules/rules.ts';
import { mailFlowOf, methodComparison } from '../../shared/wizard/derived.ts';
import { modes } from '../../shared/model/mode.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { presentedBefore, type ReportOrigin } from './first-page.ts';

export const changeRequestFormat = 1;

const text = v.string();
const texts = v.array(text);
const moment = v.pipe(v.string(), v.isoTimestamp());
const certificateSchema = v.object({ thumbprint: text, subject: text, issuer: text, notAfter: text });
const findingSchema = v.object({
  rule: v.picklist(ruleIds),
  variant: v.picklist(variants),
  severity: v.picklist(severities),
  /** A server, a connector's identity, a thumbprint; '' for the whole organization */
  subject: text,
  evidence: v.record(v.string(), text),
  source: v.nullable(v.picklist(references)),
});
/** What several findings have in common; `ofServer`: the same but for the name of the server. */
const sharedFindingSchema = v.object({
  first: findingSchema,
  objects: texts,
  evidence: v.record(
    v.string(),
    v.variant('kind', [v.object({ kind: v.picklist(['same', 'ofServer']), text }), v.object({ kind: v.literal('differs') })]),
  ),
});
const directionForecastSchema = v.object({
  verdict: v.picklist(verdicts),
  /** Those on which it has this verdict, where it is not internal */
  servers: texts,
  reason: v.nullable(sharedFindingSchema),
});

export const changeRequestSchema = v.object({
  format: v.literal(changeRequestFormat),
  language: v.picklist(languages),
  createdAt: moment,
  /** The signed-in user; '' when the system does not know it */
  user: text,
  /** Name and version */
  program: text,
  mode: v.picklist(modes),
  /** The first accepted domain; `null` while none is known */
  organization: v.nullable(text),
  /** When the organization was read that the forecasts are computed from */
  readAt: text,
  /** Whether Exchange Online was read too */
  onlineRead: v.boolean(),
  /** The new certificate */
  certificate: certificateSchema,
  /** What the servers present now, by what was read */
  presented: v.array(v.object({ certificate: certificateSchema, servers: texts })),
  /** Servers of which it is not known what they present */
  presentedUnknown: texts,
  /** Send connectors of which it is not known which servers send over them */
  sourcesUnknown: texts,
  /** Pre-checks that are not in order */
  checks: v.array(findingSchema),
  /** Whether mail flow is worse than now after any of the steps, by the forecast */
  weakens: v.boolean(),
  /** Whether both directions are internal after the last step, by the forecast */
  endsInternal: v.boolean(),
  /** Now (0), then after the steps of the plan */
  forecast: v.array(
    v.object({
      first: v.number(),
      last: v.number(),
      isHcw: v.boolean(),
      edge: texts,
      flow: v.object({ toOnPremises: directionForecastSchema, toExchangeOnline: directionForecastSchema }),
    }),
  ),
  plan: planSchema,
});
export type ChangeRequest = v.InferOutput<typeof changeRequestSchema>;

/** Of the plan that the view has; `null` where there is none. */
export function changeRequest(view: WizardView, { at, user, program }: ReportOrigin): ChangeRequest | null {
  const { chosen, context, preChecks } = view;
  const { organization, mode, language, onlineSkipped } = context;
  const plan = context.plans.apply;
  if (plan === null || chosen === null || organization === null || mode === null) return null;
  const summary = methodComparison(organization, chosen, plan.policy).methods.find(({ method }) => method === plan.method);
  if (summary === undefined) return null;
  const flow = mailFlowOf(organization);
  const { unknown } = partition(
    directions.flatMap((direction) => flow[direction].servers),
    ({ presented }) => presented,
  );
  const request = {
    format: changeRequestFormat,
    language,
    createdAt: at.toISOString(),
    user,
    program,
    mode,
    organization: organizationName(organization) ?? null,
    readAt: organization.gatheredAt,
    onlineRead: !onlineSkipped,
    certificate: certificateOf(chosen.facts),
    presented: presentedBefore(organization).map(({ facts, servers }) => ({ certificate: certificateOf(facts), servers: [...servers] })),
    presentedUnknown: [...new Set(unknown.flatMap(({ item: { server } }) => (server === '' ? [] : [server])))],
    sourcesUnknown: [...new Set(unknown.flatMap(({ item: { server, connector } }) => (server === '' ? [connector] : [])))],
    checks: preChecks.filter(({ severity }) => severity !== 'ok' && severity !== 'info'),
    weakens: summary.weakens,
    endsInternal: summary.endsInternal,
    forecast: summary.rows,
    plan,
  };
  // What the core calls read-only is copied into the shape of the document.
  return v.parse(changeRequestSchema, request);
}

const certificateOf = ({ thumbprint, subject, issuer, notAfter }: InstalledFacts): v.InferOutput<typeof certificateSchema> => ({
  thumbprint,
  subject,
  issuer,
  notAfter,
});
