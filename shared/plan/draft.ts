/** What a step is drafted as, before the forecast of a plan is added to it. */
import type { Step } from '../mail-flow/forecast.ts';
import type { CertificateFacts } from '../model/certificate.ts';
import type { CertificateName } from '../x509/certificate-name.ts';
import { modelChange } from './model-change.ts';
import {
  readObject,
  setObject,
  type CallStep,
  type HandoverStep,
  type LeftOut,
  type PersonStep,
  type ReadCmdlet,
  type StepReason,
  type Values,
} from './plan.ts';

export interface NewCertificate {
  readonly name: CertificateName;
  readonly facts: Pick<CertificateFacts, 'thumbprint' | 'subject' | 'names'>;
}

type Unforecast<S> = Omit<S, 'forecast' | 'weakens'>;

/** A step before its forecast: what the model says of it, and what the plan has of it. */
export interface DraftStep {
  readonly step: Step;
  readonly planned: Unforecast<CallStep> | Unforecast<PersonStep> | Unforecast<HandoverStep>;
}
export interface Draft {
  readonly steps: readonly DraftStep[];
  readonly leftOut: readonly LeftOut[];
}

/** A step that sets these values of one object. Its Guid is read with the snapshot. */
export function call(
  cmdlet: ReadCmdlet,
  object: string,
  server: string,
  id: string,
  reason: StepReason,
  { before, after }: { readonly before: Values; readonly after: Values },
): DraftStep {
  return {
    step: { kind: 'call', server, object, changes: [modelChange(cmdlet, object, after)] },
    planned: {
      kind: 'call',
      id,
      server,
      object,
      guid: null,
      read: readObject(cmdlet, object),
      before,
      call: setObject(cmdlet, object, after),
      after,
      undo: setObject(cmdlet, object, before),
      reason,
    },
  };
}
