/** Help with what the HCW shows: why the certificate is not listed or not selected, and what a pasted message means. */
import type { Organization } from '../model/organization.ts';
import type { JudgedCertificate } from '../rules/judge-certificates.ts';
import { causesOfNotListed, causesOfNotSelected, meaningsOf, type Cause } from '../rules/not-listed.ts';
import type { HcwMeaning } from '../rules/not-listed-meanings.ts';
import { referenceServers } from '../rules/not-listed-reference.ts';
import type { WizardContext } from './context.ts';
import { onceFor } from './derived.ts';

export interface HcwHelp {
  /** The servers among which the reference server is named */
  readonly referenceServers: readonly string[];
  /** By the answer to step 2-4; none where the certificate is selected */
  readonly causes: readonly Cause[];
  /** Of the pasted message: none when it is not recognized; `null` while nothing was pasted */
  readonly meanings: readonly HcwMeaning[] | null;
}

const helpIn = onceFor((organization: Organization) =>
  onceFor(({ thumbprint }: JudgedCertificate) =>
    onceFor((hcw: WizardContext['hcw']): HcwHelp => ({
      referenceServers: referenceServers(organization),
      causes:
        hcw.answer === 'notListed'
          ? causesOfNotListed(organization, thumbprint, hcw)
          : hcw.answer === 'notSelected'
            ? causesOfNotSelected(organization, thumbprint)
            : [],
      meanings: hcw.message.trim() === '' ? null : meaningsOf(organization, thumbprint, hcw.message),
    })),
  ),
);

/** The same object as long as nothing of it changes. */
export const hcwHelp = (organization: Organization, chosen: JudgedCertificate, hcw: WizardContext['hcw']): HcwHelp =>
  helpIn(organization)(chosen)(hcw);
