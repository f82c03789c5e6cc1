/** The Edge servers as the pages show them: what is to be done on each, and whether what is there was read. */
import { sameServer } from '../model/server-name.ts';
import type { CollectedFile } from '../collected/collected-file.ts';
import { edgeServers, type Organization } from '../model/organization.ts';
import { edgeExportText, edgeWork, type EdgeWork } from '../plan/edge-work.ts';
import type { JudgedCertificate } from '../rules/judge-certificates.ts';
import { isUnreadEdge } from '../rules/hybrid-connectors.ts';
import type { WizardContext } from './context.ts';
import { chosenCertificate, onceFor } from './derived.ts';
import { newestOrganization } from './mail-flow-reading.ts';

export interface EdgeView {
  /** In the order of the hybrid configuration. `tasks` is empty while no certificate is chosen. */
  readonly servers: readonly { readonly server: string; readonly isRead: boolean; readonly tasks: EdgeWork['tasks'] }[];
  /** Exports the certificate on a Mailbox server that has it; `null` while there is none */
  readonly exportText: string | null;
}

const edgeIn = onceFor((organization: Organization) =>
  onceFor((chosen: JudgedCertificate): EdgeView => {
    const work = edgeWork(organization, chosen);
    return {
      servers: readStates(organization).map((one, index) => ({ ...one, tasks: work[index]?.tasks ?? [] })),
      exportText: edgeExportText(organization, chosen) ?? null,
    };
  }),
);
const withoutCertificate = onceFor((organization: Organization): EdgeView => ({
  servers: readStates(organization).map((one) => ({ ...one, tasks: [] })),
  exportText: null,
}));

const readStates = (organization: Organization): readonly { readonly server: string; readonly isRead: boolean }[] =>
  edgeServers(organization).map((server) => ({ server: server.name, isRead: !isUnreadEdge(server) }));

/** By the newest reading; `null` where there is no Edge server. */
export function edgeView(context: WizardContext): EdgeView | null {
  const organization = newestOrganization(context);
  if (organization === null || edgeServers(organization).length === 0) return null;
  const chosen = chosenCertificate(context.organization, context.certificate);
  return chosen === undefined ? withoutCertificate(organization) : edgeIn(organization)(chosen);
}

/** Whether everything in the file was collected on Edge servers of the organization. */
export const isOfEdgeServers = ({ parts }: CollectedFile, { organization }: WizardContext): boolean =>
  organization !== null &&
  parts.length > 0 &&
  parts.every(({ subject }) => edgeServers(organization).some(({ name }) => subject !== '' && sameServer(name, subject)));
