/** Builds the plan of a method, with its forecasts. */
import { renderCall } from '../commands/render.ts';
import { forecast, weakenedPlaces } from '../mail-flow/forecast.ts';
import { mailFlow } from '../mail-flow/mail-flow.ts';
import type { MailFlow } from '../mail-flow/verdict.ts';
import { transportServers, type Organization } from '../model/organization.ts';
import { shortName } from '../model/server-name.ts';
import type { DraftStep, NewCertificate } from './draft.ts';
import { draftOf } from './method-drafts.ts';
import { planFormat, setObject, type Method, type Plan, type PlanStep, type Policy } from './plan.ts';

/** One server first, with a pause for proof, where there are more than two; and no further step after a failure. */
export function defaultPolicy(organization: Organization, method: Method): Policy {
  const servers = transportServers(organization);
  return { onFailure: 'stop', canary: method === 'certificateOnly' || servers.length <= 2 ? null : (servers[0]?.name ?? null) };
}

/**
 * The plan of a method for this organization. A server or object that is not known is listed in `leftOut`, with the reason; a canary
 * that is left out makes room for the next server.
 * Sources: KB 2989382; docs/domain.md, "The flow of the support article" and "Three ways to change the certificate".
 */
export function makePlan(
  organization: Organization,
  certificate: NewCertificate,
  method: Method,
  { id, policy }: Pick<Plan, 'id' | 'policy'>,
): Plan {
  const { steps, leftOut } = draftOf(organization, certificate, method, policy);
  return {
    format: planFormat,
    id,
    purpose: 'apply',
    of: null,
    method,
    policy: { ...policy, canary: canaryOf(policy, steps) },
    steps: withForecasts(organization, steps),
    leftOut: [...leftOut],
  };
}

/** Nothing would wait for a canary without a command, so the first server that has one takes its place, where another one follows. */
function canaryOf({ canary }: Policy, drafts: readonly DraftStep[]): string | null {
  const servers = new Set(drafts.flatMap(({ planned }) => (planned.kind === 'call' && planned.server !== '' ? [planned.server] : [])));
  if (canary === null || servers.has(canary)) return canary;
  return servers.size > 1 ? ([...servers][0] ?? null) : null;
}

/** The steps of a plan, each with what mail flow will be after it. */
export function withForecasts(organization: Organization, drafts: readonly DraftStep[]): PlanStep[] {
  const before = mailFlow(organization);
  const flows = forecast(
    organization,
    drafts.map(({ step }) => step),
  );
  return drafts.map(({ planned }, index) => ({ ...planned, ...forecastOf(before, flows[index]?.flow ?? before) }));
}

const forecastOf = (before: MailFlow, flow: MailFlow): Pick<PlanStep, 'forecast' | 'weakens'> => ({
  forecast: { toOnPremises: flow.toOnPremises.verdict, toExchangeOnline: flow.toExchangeOnline.verdict },
  weakens: [...weakenedPlaces(before, flow)],
});

/**
 * For a server that is left out of the reset: the command that shows the values to note, and the one that resets the connector. Its
 * name is the one that setup gives, since the connector is not known.
 */
export function manualReset(server: string): readonly string[] {
  const short = shortName(server);
  const identity = `${short}\\Default Frontend ${short}`;
  const values = { TlsCertificateName: null, TlsDomainCapabilities: null };
  const read = renderCall({ side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: identity } });
  return [
    `${read} | Format-List Identity,${Object.keys(values).join(',')}`,
    renderCall(setObject('Get-ReceiveConnector', identity, values)),
  ];
}
