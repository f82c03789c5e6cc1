/** The practice adapter on an organization of the test, with both sides open. */
import { sides } from '../../shared/commands/table.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { emptyExchangeOnlineForm, emptyOnPremisesForm } from '../../shared/model/sign-in.ts';
import type { Target } from '../../src-main/exchange/port.ts';
import { practiceExchange, type PracticeExchange } from '../../src-main/exchange/practice/practice.ts';

export const practiceTarget: Target = {
  mode: 'practice',
  scenario: 'renewal',
  fault: 'none',
  onPremises: emptyOnPremisesForm,
  exchangeOnline: emptyExchangeOnlineForm,
  sources: [],
  freshFrom: 0,
  again: null,
};

/** `latency` is waited for by every call, from the first after the sides were opened. */
export async function openPractice(
  organization: OrganizationFile,
  latency: () => Promise<void> = () => Promise.resolve(),
): Promise<PracticeExchange> {
  let opened = false;
  const exchange = practiceExchange({ now: neverAsked, latency: () => (opened ? latency() : Promise.resolve()) });
  exchange.replace(organization, practiceTarget.scenario);
  for (const side of sides) await exchange.open(side, practiceTarget, new AbortController().signal);
  opened = true;
  return exchange;
}

/** Only a sample that is made anew needs the time. */
const neverAsked = (): Date => {
  throw new Error('The organization of the test was replaced by a sample');
};

/** The organization of `openPractice` as it is now. */
export function organizationIn(exchange: PracticeExchange): OrganizationFile {
  const organization = exchange.organization(practiceTarget.scenario);
  if (organization === null) throw new Error('There is no organization');
  return organization;
}
