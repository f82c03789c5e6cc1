/** The sample organizations that can be rehearsed on. */
import * as v from 'valibot';
import { organizationFileSchema, type OrganizationFile, type PracticeScenario } from '../../../../shared/model/sample-organization.ts';
import { sameCertificateName, type CertificateName } from '../../../../shared/x509/certificate-name.ts';
import { listedCertificates, runHybridConfigurationWizard } from '../hybrid-configuration-wizard.ts';
import { factsOf, thumbprintOf, type SampleCertificate } from '../objects/certificate.ts';
import { nextVersion, versionOfSamples } from './build.ts';
import { renewed } from './certificates.ts';
import { contoso } from './contoso.ts';
import { authority2027, mailSubject } from './names.ts';
import { alreadyReset, changedMeanwhile, changeFails, denied, sessionLost } from './scenarios/change.ts';
import { difficultNames } from './scenarios/difficult-names.ts';
import { edge } from './scenarios/edge.ts';
import { hcwElsewhere, hcwFails, notListed, notSelected, serviceHost } from './scenarios/hcw.ts';
import { newSubject, oldStays, sameName } from './scenarios/issuer-and-subject.ts';
import { empty, noHybrid } from './scenarios/no-hybrid.ts';
import { fortyServers, keyMissing, serverDown } from './scenarios/servers.ts';

const scenarios: Readonly<Record<PracticeScenario, (now: Date) => Promise<OrganizationFile>>> = {
  renewal: (now) => contoso(now),
  sameName,
  newSubject,
  oldStays,
  keyMissing,
  serverDown,
  edge,
  fortyServers,
  alreadyReset,
  changeFails,
  changedMeanwhile,
  sessionLost,
  denied,
  notSelected,
  notListed,
  serviceHost,
  hcwFails,
  hcwElsewhere,
  difficultNames,
  noHybrid,
  empty,
};

/** As long as the certificate in use has been in use when its renewal is due. */
const daysBetweenRenewals = 185;

/**
 * The same organization when the next renewal is due: the certificate of that name, which the last one brought, is in use and about to expire,
 * a new one of another authority is installed, and the servers were updated meanwhile. The sample as it is made where that certificate was
 * not one that the HCW offers.
 */
export async function organizationLater(scenario: PracticeScenario, name: CertificateName, now: Date): Promise<OrganizationFile> {
  const made = await practiceOrganization(scenario, new Date(now.getTime() - daysBetweenRenewals * 86_400_000));
  const then = { ...made, faults: [], events: [] };
  const brought = listedCertificates(then).certificates.find((one) => sameCertificateName(one, name));
  if (brought === undefined) return practiceOrganization(scenario, now);
  const isInUse = (certificate: SampleCertificate): boolean => thumbprintOf(certificate) === brought.thumbprint;
  const isOver = (certificate: SampleCertificate): boolean => (factsOf(certificate)?.notAfter ?? '') < now.toISOString();
  const next = await renewed(now, mailSubject, authority2027);
  const after = runHybridConfigurationWizard(then, brought.thumbprint);
  return v.parse(organizationFileSchema, {
    ...after,
    servers: after.servers.map((server) => ({
      ...server,
      version: server.version === versionOfSamples ? nextVersion : server.version,
      certificates: [
        ...server.certificates.filter((certificate) => !isOver(certificate)),
        ...(server.certificates.some(isInUse) ? [next] : []),
      ],
    })),
  });
}

/**
 * The sample organization of a scenario as it stands at `now`. The same day gives the same
 * organization, byte for byte. Validity periods of its certificates are relative to that day.
 */
export async function practiceOrganization(scenario: PracticeScenario, now: Date): Promise<OrganizationFile> {
  return v.parse(organizationFileSchema, await scenarios[scenario](now));
}
