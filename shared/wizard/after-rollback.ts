/** What the rollback of the receive connectors leaves with the new certificate name. */
import { map, partition, type Known } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { stepOf } from '../run/run-view.ts';
import { hybridSendConnectors } from '../rules/hybrid-connectors.ts';
import { parseCertificateName, sameCertificateName, type CertificateName } from '../x509/certificate-name.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate } from './derived.ts';
import { newestOrganization } from './mail-flow-reading.ts';

export interface AfterRollback {
  /** Objects that carry the new certificate name by the newest reading */
  readonly objects: readonly string[];
  /**
   * Why others may carry it too: the HCW has written since that reading, or a name could not be read. `null` where nothing is
   * left open.
   */
  readonly open: 'hcwRan' | 'notRead' | null;
}

const hybridConfigurationName = 'Hybrid Configuration';

/** `null` where the name does not change, and while nothing is chosen or read. */
export function afterRollback(context: WizardContext): AfterRollback | null {
  const newest = newestOrganization(context);
  const name = chosenCertificate(context.organization, context.certificate)?.name;
  const before = context.baseline ?? context.organization;
  if (newest === null || before === null || name === undefined) return null;
  const now = objectsWith(newest, name);
  const objects = new Set(now.objects);
  if (isFixed(context)) objects.add(hybridConfigurationName);
  // What carried the name before the change is as it was.
  for (const object of objectsWith(before, name).objects) objects.delete(object);
  return { objects: [...objects], open: context.hcwUnread ? 'hcwRan' : now.isAllRead ? null : 'notRead' };
}

/** By the wizard, and not put back since. */
const isFixed = ({ plans: { fix }, runs, rollbackOf }: WizardContext): boolean =>
  fix?.steps.some(({ id }) => stepOf(runs.fix, id).state === 'applied') === true &&
  !(rollbackOf === 'fix' && runs.rollback?.isFinished === true);

interface Named {
  readonly object: string;
  readonly text: Known<string | null>;
}

function objectsWith(
  organization: Organization,
  name: CertificateName,
): { readonly objects: readonly string[]; readonly isAllRead: boolean } {
  const lists = partition(
    [
      map(hybridSendConnectors(organization), (list): readonly Named[] =>
        list.map(({ identity, tlsCertificateName }) => ({ object: identity, text: tlsCertificateName })),
      ),
      map(organization.hybridConfiguration, (one): readonly Named[] =>
        one === null ? [] : [{ object: hybridConfigurationName, text: one.tlsCertificateName }],
      ),
    ],
    (list) => list,
  );
  const names = partition(
    lists.known.flatMap(({ value }) => value),
    ({ text }) => map(text, (written) => isSame(written, name)),
  );
  return {
    objects: names.known.filter(({ value }) => value).map(({ item }) => item.object),
    isAllRead: lists.unknown.length === 0 && names.unknown.length === 0,
  };
}

function isSame(written: string | null, name: CertificateName): boolean {
  const parsed = written === null ? undefined : parseCertificateName(written);
  return parsed !== undefined && sameCertificateName(parsed, name);
}
