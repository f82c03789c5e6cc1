/** What mail flow does, computed from what was read: the same before a change, after it, and every night. */
import { partition } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { about, finding, mostSevereFirst, type Finding } from '../rules/finding.ts';
import { connectorNames } from './connector-names.ts';
import { toExchangeOnline } from './to-exchange-online.ts';
import { toOnPremises } from './to-on-premises.ts';
import { directions, reasonsOf, type Direction, type DirectionFlow, type MailFlow } from './verdict.ts';

/** Both directions, each server, with every reason. Says `internal` only of what is known. Source: docs/domain.md, "What mail flow depends on". */
export const mailFlow = (organization: Organization): MailFlow => ({
  toOnPremises: toOnPremises(organization),
  toExchangeOnline: toExchangeOnline(organization),
});

/** The health of the mail flow: one finding a direction, then every reason, and the certificate names of all other connectors. */
export function healthFindings(organization: Organization, flow: MailFlow = mailFlow(organization)): Finding[] {
  const reasons = directions.flatMap((direction) => reasonsOf(flow[direction]).map((reason) => reason.finding));
  return [
    ...directions.map((direction) => directionFinding(direction, flow[direction])),
    ...mostSevereFirst([...reasons, ...connectorNames(organization, flow), ...dane(organization)]),
  ];
}

const directionFinding = (direction: Direction, { verdict }: DirectionFlow): Finding => finding(about(`mail.${direction}`), verdict);

/** With TLSA records for the smart host, a new key needs a new record first; else mail waits 24 hours and is dropped (Set-OutboundConnector). */
function dane({ exchangeOnline }: Organization): Finding[] {
  return partition([exchangeOnline.outboundConnectors], (list) => list).known.flatMap(({ value }) =>
    partition(value, ({ smtpDaneMode }) => smtpDaneMode).known.flatMap(({ item: { identity }, value: mode }) =>
      mode === null || mode.toLowerCase() === 'none' ? [] : [finding(about('mail.dane', identity), 'info', { connector: identity, mode })],
    ),
  );
}
