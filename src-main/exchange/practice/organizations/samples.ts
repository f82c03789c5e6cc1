/** The sample organizations that can be rehearsed on. */
import * as v from 'valibot';
import { organizationFileSchema, type OrganizationFile, type PracticeScenario } from '../../../../shared/model/sample-organization.ts';
import { contoso } from './contoso.ts';
import { alreadyReset } from './scenarios/already-reset.ts';
import { changeFails } from './scenarios/change-fails.ts';
import { changedMeanwhile } from './scenarios/changed-meanwhile.ts';
import { denied } from './scenarios/denied.ts';
import { difficultNames } from './scenarios/difficult-names.ts';
import { edge } from './scenarios/edge.ts';
import { fortyServers } from './scenarios/forty-servers.ts';
import { hcwElsewhere } from './scenarios/hcw-elsewhere.ts';
import { hcwFails } from './scenarios/hcw-fails.ts';
import { keyMissing } from './scenarios/key-missing.ts';
import { newSubject } from './scenarios/new-subject.ts';
import { empty, noHybrid } from './scenarios/no-hybrid.ts';
import { notListed } from './scenarios/not-listed.ts';
import { notSelected } from './scenarios/not-selected.ts';
import { oldStays } from './scenarios/old-stays.ts';
import { sameName } from './scenarios/same-name.ts';
import { serverDown } from './scenarios/server-down.ts';
import { serviceHost } from './scenarios/service-host.ts';
import { sessionLost } from './scenarios/session-lost.ts';

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
