/**
 * What is open on the Edge servers, as steps for a person: neither the HCW nor the wizard reaches them (docs/domain.md, "Edge servers").
 * Nothing is planned on a server of which something is not known: it is left out, by name.
 */
import { partition } from '../model/known.ts';
import { edgeServers, type Organization } from '../model/organization.ts';
import { edgeExportText, edgeWork, type EdgeTask } from './edge-work.ts';
import type { DraftStep, NewCertificate } from './draft.ts';
import { connectorOnEdgeStep, enableOnEdgeStep, installOnEdgeStep, synchronizeStep } from './person-steps.ts';
import type { LeftOut } from './plan.ts';

export interface EdgeDraft {
  /** Before a connector names the certificate */
  readonly certificates: readonly DraftStep[];
  /** After the connectors of the organization */
  readonly connectors: readonly DraftStep[];
  readonly leftOut: readonly LeftOut[];
}

export function edgeDraft(organization: Organization, certificate: NewCertificate): EdgeDraft {
  const servers = edgeWork(organization, certificate).map(({ server, tasks }) => ({
    server,
    tasks,
    why: tasks.flatMap(({ why }) => (why === null ? [] : [why]))[0],
  }));
  const planned = servers.filter(({ why }) => why === undefined);
  const exportText = edgeExportText(organization, certificate);
  return {
    certificates: planned.flatMap((one) => certificateStep(one, organization, certificate, exportText)),
    connectors: planned.flatMap(({ server, tasks }) =>
      tasks.flatMap(({ need, values, changes }) =>
        need === 'needed' && values !== null ? [connectorOnEdgeStep(server, values, changes)] : [],
      ),
    ),
    leftOut: servers.flatMap(({ server, why }) => (why === undefined ? [] : [{ server, reason: why.reason, evidence: why.evidence }])),
  };
}

/** EdgeSync brings every Edge server the send connectors, whatever was read there. */
export const synchronizeSteps = (organization: Organization): readonly DraftStep[] =>
  edgeServers(organization).map(({ name }) => synchronizeStep(name));

export const exportOnMailboxServer = '# On a Mailbox server; then copy the file';
export const onThisServer = '# On this server';

/** One step: what installs the certificate also enables it for SMTP. */
function certificateStep(
  { server, tasks }: { readonly server: string; readonly tasks: readonly EdgeTask[] },
  { hybridServers }: Organization,
  { facts: { thumbprint } }: NewCertificate,
  exportText: string | undefined,
): readonly DraftStep[] {
  const open = tasks.filter(({ kind, need }) => kind !== 'connector' && need === 'needed');
  const changes = open.flatMap((task) => task.changes);
  if (!open.some(({ kind }) => kind === 'import')) return open.length === 0 ? [] : [enableOnEdgeStep(server, thumbprint, changes)];
  const [store] = partition(
    hybridServers.filter(({ name }) => name === server),
    ({ certificates }) => certificates,
  ).known;
  const copy = store?.value.find(({ facts }) => facts.thumbprint === thumbprint);
  const [services] = copy === undefined ? [] : partition([copy.services], (one) => one).known;
  return [
    installOnEdgeStep(server, thumbprint, {
      changes,
      commands: [
        ...(exportText === undefined ? [] : [exportOnMailboxServer, exportText]),
        onThisServer,
        ...open.flatMap(({ commands }) => commands),
      ],
      before: copy === undefined ? 'missing' : { isEnabled: services?.value.includes('SMTP') === true },
    }),
  ];
}
