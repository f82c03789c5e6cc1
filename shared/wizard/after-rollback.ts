/** What the rollback of the receive connectors leaves with the new certificate name. */
import { isKnownTrue, map, partition, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { stateOf } from '../plan/plan.ts';
import { hybridSendConnectors } from '../rules/hybrid-connectors.ts';
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate } from './derived.ts';
import { newestOrganization } from './mail-flow-reading.ts';

export interface AfterRollback {
  /** Objects that carry the new certificate name by the newest reading */
  readonly objects: readonly string[];
  /** The HCW has written since that reading: what else carries the name is not known */
  readonly unread: boolean;
}

const hybridConfigurationName = 'Hybrid Configuration';

/** `null` where the name does not change, and while nothing is chosen or read. */
export function afterRollback(context: WizardContext): AfterRollback | null {
  const newest = newestOrganization(context);
  const name = chosenCertificate(context.organization, context.certificate)?.name;
  const before = context.baseline ?? context.organization;
  if (newest === null || before === null || name === undefined) return null;
  const objects = new Set(objectsWith(newest, name));
  if (isFixed(context)) objects.add(hybridConfigurationName);
  // What carried the name before the change is as it was.
  for (const object of objectsWith(before, name)) objects.delete(object);
  return { objects: [...objects], unread: context.hcwUnread };
}

const isFixed = ({ fix, fixResults }: WizardContext): boolean => fix?.steps.some(({ id }) => stateOf(fixResults, id) === 'done') === true;

function objectsWith(organization: Organization, name: CertificateName): readonly string[] {
  const { hybridConfiguration } = organization;
  const sending = partition([hybridSendConnectors(organization)], (list) => list).known.flatMap(({ value }) => value);
  const named: readonly { readonly object: string; readonly text: Known<string | null> }[] = [
    ...sending.map(({ identity, tlsCertificateName }) => ({ object: identity, text: tlsCertificateName })),
    ...partition([hybridConfiguration], (one) => one).known.flatMap(({ value }) =>
      value === null ? [] : [{ object: hybridConfigurationName, text: value.tlsCertificateName }],
    ),
  ];
  return named.filter(({ text }) => isKnownTrue(map(text, (written) => isSame(written, name)))).map(({ object }) => object);
}

function isSame(written: string | null, name: CertificateName): boolean {
  const parsed = parseCertificateName(written ?? '');
  return parsed !== undefined && sameCertificateName(parsed, name);
}
