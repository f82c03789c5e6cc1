/** What each known message of the HCW means, and what to do about it, as data. */
import { isKnownTrue, map } from '../model/known.ts';
import type { Organization } from '../model/organization.ts';
import { renderText } from '../commands/render.ts';
import { about, finding, type Finding } from './finding.ts';
import type { InstalledCertificate } from './installed-certificates.ts';
import { fixOf, type Fix, type FixCommand } from './not-listed-fixes.ts';
import { isUnrelatedMessage, serversNamedIn, type UnrelatedMessage, type HcwMessageId } from './not-listed-message.ts';

export interface HcwMeaning {
  readonly id: HcwMessageId;
  readonly finding: Finding;
  readonly fix: Fix;
}

/** Messages with which the HCW stops, for another reason than the certificate. */
type StopRule = `hcw.${Exclude<HcwMessageId, UnrelatedMessage | 'serviceHost' | 'smtp'>}`;

export function meaningOf(id: HcwMessageId, organization: Organization, installed: InstalledCertificate, message: string): HcwMeaning {
  const all = organization.hybridServers.filter(({ role }) => role !== 'edge').map(({ name }) => name);
  // The message names one server; its log may name others, and where it names none of these it can be any of them.
  const named = serversNamedIn(message, all);
  const shell = (text: string, server = ''): FixCommand => ({ where: 'managementShell', server, text });
  const stops = (rule: StopRule, ...commands: readonly FixCommand[]): HcwMeaning => ({
    id,
    finding: finding(about(rule), 'block'),
    fix: { rule, servers: [], commands },
  });
  if (isUnrelatedMessage(id)) {
    const rule = `hcw.${id}` as const;
    return { id, finding: finding(about(rule), 'info'), fix: { rule, servers: [], commands: [] } };
  }
  switch (id) {
    case 'serviceHost':
      return {
        id,
        finding: finding(about('server.serviceHost'), 'block', { servers: all.join(', ') }),
        fix: fixOf('serviceHost', all, installed),
      };
    case 'smtp':
      return { id, finding: finding(about('hcw.smtp'), 'block'), fix: fixOf('services', named, installed) };
    case 'prerequisites':
      return stops('hcw.prerequisites', shell(serversText));
    case 'staleServer':
      return stops('hcw.staleServer', shell(serversText), shell(hybridServersText));
    case 'receiveConnector':
      return stops('hcw.receiveConnector', shell(bindingsText), ...named.map((server) => shell(addBindingText(server), server)));
    case 'sendConnectors':
      return stops('hcw.sendConnectors', shell(sendConnectorsText));
    case 'edgeServers':
      return stops('hcw.edgeServers', shell(hybridServersText), ...(hasBothKinds(organization) ? [shell(onlyEdgeText)] : []));
    case 'acceptedDomain':
      return stops('hcw.acceptedDomain', shell(domainsText), shell(acceptedDomainsText));
    case 'addressSpace':
      return stops('hcw.addressSpace', shell(sendConnectorsText));
    case 'configure':
    case 'leftover':
    case 'remotePowerShell':
    case 'winRm':
      return stops(`hcw.${id}`);
  }
}

/** Cmdlet reference, Set-HybridConfiguration: with Edge servers, the two other lists must be empty. */
const hasBothKinds = ({ hybridConfiguration }: Organization): boolean =>
  isKnownTrue(
    map(
      hybridConfiguration,
      (configuration) =>
        configuration !== null &&
        configuration.edgeTransportServers.length > 0 &&
        configuration.receivingTransportServers.length + configuration.sendingTransportServers.length > 0,
    ),
  );

const serversText = 'Get-ExchangeServer | Format-Table -Property Name, ServerRole, AdminDisplayVersion';
const hybridServersText =
  'Get-HybridConfiguration | Format-List -Property ReceivingTransportServers, SendingTransportServers, EdgeTransportServers';
const onlyEdgeText = 'Set-HybridConfiguration -ReceivingTransportServers $null -SendingTransportServers $null';
const domainsText = 'Get-HybridConfiguration | Format-List -Property Domains';
const acceptedDomainsText = 'Get-AcceptedDomain | Format-Table -Property Name, DomainName, DomainType';
const sendConnectorsText = 'Get-SendConnector | Format-List -Property Name, Enabled, AddressSpaces, SourceTransportServers';
const bindingsText = 'Get-ReceiveConnector | Format-List -Property Identity, TransportRole, Bindings';

/** KB 3087159. Bindings are read first, so that those that are there stay. */
const addBindingText = (server: string): string =>
  `$connector = Get-ReceiveConnector ${renderText(`${server}\\Default Frontend ${server}`)}; ` +
  `Set-ReceiveConnector $connector.Identity -Bindings ($connector.Bindings + '[::]:25')`;
