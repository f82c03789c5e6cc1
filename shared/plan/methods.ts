/** The methods of changing the certificate: what mail flow will be with each, and which one is suggested. */
import { forecast, isWorse, type Forecast } from '../mail-flow/forecast.ts';
import { mailFlow } from '../mail-flow/mail-flow.ts';
import { directions, type MailFlow } from '../mail-flow/verdict.ts';
import type { Organization } from '../model/organization.ts';
import { certificateReferences } from '../rules/references.ts';
import type { NewCertificate } from './draft.ts';
import { draftOf } from './method-drafts.ts';
import { comparedObjects, methodScope, type Counted, type MethodScope } from './method-scope.ts';
import { methods, type Method } from './plan.ts';

export interface MethodForecast {
  readonly method: Method;
  readonly steps: readonly Forecast[];
  /** Whether mail flow is worse than now after any of the steps */
  readonly weakens: boolean;
  /** Whether both directions are internal after the last step */
  readonly endsInternal: boolean;
  readonly scope: MethodScope;
}

/**
 * Each method for this organization, with or without the log of the send connectors switched on. What a step would do to an object that
 * is not known is left out: the verdict stays unknown.
 */
export function methodForecasts(organization: Organization, certificate: NewCertificate, logsSending = false): readonly MethodForecast[] {
  const before = mailFlow(organization);
  return methods.map((method) => {
    const drafts = draftOf(organization, certificate, method, { canary: null, ...(logsSending && { logsSending }) }).steps;
    const steps = forecast(
      organization,
      drafts.map(({ step }) => step),
    );
    return {
      method,
      steps,
      weakens: steps.some(({ flow }) => isWorse(flow, before)),
      endsInternal: isInternal(steps.at(-1)?.flow ?? before),
      scope: methodScope(organization, method, drafts),
    };
  });
}

const isInternal = (flow: MailFlow): boolean => directions.every((direction) => flow[direction].verdict === 'internal');

/**
 * `nothing`: every object already names the certificate, or a name that it matches, so there is nothing to set, only to prove.
 * `method`: one that never weakens mail flow and ends with both directions internal; the reset is only suggested when no other does.
 * `none`: no method does, by what is known.
 */
export type Suggestion =
  | { readonly kind: 'nothing'; readonly compared: readonly Counted[] }
  | { readonly kind: 'method'; readonly method: Method; readonly weakens: boolean }
  | { readonly kind: 'none' };

export function suggestMethod(organization: Organization, certificate: NewCertificate, forecasts: readonly MethodForecast[]): Suggestion {
  const references = certificateReferences(organization, certificate);
  if (references.every(({ decision }) => decision.kind === 'keep')) return { kind: 'nothing', compared: comparedObjects(references) };
  // In the order of preference: Microsoft's way, without the HCW, and the reset.
  const ending = (['certificateOnly', 'direct', 'reset'] as const).flatMap((method) =>
    forecasts.filter((one) => one.method === method && one.endsInternal).map(({ weakens }) => ({ method, weakens })),
  );
  const best = ending.find(({ weakens }) => !weakens) ?? ending[0];
  return best === undefined ? { kind: 'none' } : { kind: 'method', ...best };
}
