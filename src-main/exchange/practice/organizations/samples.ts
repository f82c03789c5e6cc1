/** The sample organizations that can be rehearsed on. */
import * as v from 'valibot';
import { organizationFileSchema, type OrganizationFile, type PracticeScenario } from '../../../../shared/model/sample-organization.ts';
import { contoso } from './contoso.ts';
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

/**
 * The sample organization of a scenario as it stands at `now`. The same day gives the same
 * organization, byte for byte. Validity periods of its certificates are relative to that day.
 */
export async function practiceOrganization(scenario: PracticeScenario, now: Date): Promise<OrganizationFile> {
  return v.parse(organizationFileSchema, await scenarios[scenario](now));
}
