/** What a method changes and leaves in this organization, as counted objects, and the rights that its commands need. */
import type { CmdletName } from '../commands/table.ts';
import type { ObjectChange, Step } from '../mail-flow/forecast.ts';
import { map, partition, type Known } from '../model/known.ts';
import { mayRun, transportServers, type Organization } from '../model/organization.ts';
import {
  defaultFrontendConnector,
  hybridInboundConnectors,
  hybridOutboundConnectors,
  hybridSendConnectors,
} from '../rules/hybrid-connectors.ts';
import type { CertificateReference, ReferenceKind } from '../rules/references.ts';
import { isUnchanged, type CallStep, type HandoverStep, type Method, type PersonStep } from './plan.ts';

/** How many objects of a kind; those of Exchange Online are one kind. */
export interface Counted {
  readonly kind: Exclude<ReferenceKind, 'inboundConnector' | 'outboundConnector'> | 'online';
  readonly count: number;
}

/** A change cmdlet that the commands of the method need, and whether the session offers it. Unknown: it was not read. */
export interface NeededRight {
  readonly cmdlet: CmdletName;
  readonly offered: Known<boolean>;
}

/** Edge servers are worked on alike with every method, so they are no part of it. */
export interface MethodScope {
  /** Objects that get other values; for the full HCW every object that it writes, since it sets all of its values again */
  readonly changes: readonly Counted[];
  readonly leaves: readonly Counted[];
  /** Objects that were not read; a list that was not read counts once */
  readonly unread: readonly Counted[];
  readonly rights: readonly NeededRight[];
  /** Whether the HCW runs, with rights that no session reads */
  readonly runsHcw: boolean;
}

/** A step of a method, as it is drafted. */
interface Drafted {
  readonly step: Step;
  readonly planned: Pick<CallStep, 'kind' | 'call' | 'before' | 'after'> | Pick<PersonStep | HandoverStep, 'kind'>;
}

/** The hybrid configuration is the only one of its kind, and has no name. */
type ObjectKind = ObjectChange['kind'];
interface FoundObject {
  readonly kind: ObjectKind;
  readonly identity: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function methodScope(organization: Organization, method: Method, drafts: readonly Drafted[]): MethodScope {
  const { found, unread } = objectsOf(organization);
  const key = (kind: ObjectKind, identity: string): string => JSON.stringify([kind, identity]);
  const objects = new Map(found.map((one) => [key(one.kind, one.identity), one]));
  const changed = new Set<string>();
  for (const { step, planned } of drafts) {
    for (const change of step.changes) {
      if (!('values' in change)) continue;
      const id = key(change.kind, identityOf(change));
      const object = objects.get(id);
      const isWrittenAnyway = method === 'reset' && planned.kind === 'handover';
      if (object !== undefined && (isWrittenAnyway || differs(object, change))) changed.add(id);
    }
  }
  const isChanged = ({ kind, identity }: FoundObject): boolean => changed.has(key(kind, identity));
  const cmdlets = drafts.flatMap(({ planned }): readonly CmdletName[] => {
    if (planned.kind !== 'call') return [];
    return isUnchanged(planned) ? [] : [planned.call.cmdlet];
  });
  return {
    changes: counted(found.filter(isChanged)),
    leaves: counted(found.filter((one) => !isChanged(one))),
    unread: counted(unread),
    rights: [...new Set(cmdlets)].map((cmdlet) => ({ cmdlet, offered: mayRun(organization, cmdlet) })),
    runsHcw: drafts.some(({ planned }) => planned.kind === 'handover'),
  };
}

const identityOf = (change: ObjectChange): string => (change.kind === 'hybridConfiguration' ? '' : change.identity);

/** Whether the change gives the object another value than the one that was read; what was not read may be another one. */
const differs = ({ values }: FoundObject, change: ObjectChange): boolean =>
  Object.entries(change.values).some(([name, wanted]) => JSON.stringify(values[name]) !== JSON.stringify(wanted));

/** The objects that hybrid mail flow rests on, and those of which it is not known what they are. */
function objectsOf(organization: Organization): {
  readonly found: readonly FoundObject[];
  readonly unread: readonly { readonly kind: ObjectKind }[];
} {
  const listed = (kind: ObjectKind, list: Known<readonly { readonly identity: string }[]>): Known<readonly FoundObject[]> =>
    map(list, (all) => all.map((one) => ({ kind, identity: one.identity, values: { ...one } })));
  const lists: readonly { readonly kind: ObjectKind; readonly list: Known<readonly FoundObject[]> }[] = [
    { kind: 'sendConnector', list: listed('sendConnector', hybridSendConnectors(organization)) },
    ...transportServers(organization).map((server) => ({
      kind: 'receiveConnector' as const,
      list: listed(
        'receiveConnector',
        map(defaultFrontendConnector(server), (one) => [one]),
      ),
    })),
    {
      kind: 'hybridConfiguration',
      list: listed(
        'hybridConfiguration',
        map(organization.hybridConfiguration, (one) => (one === null ? [] : [{ ...one, identity: '' }])),
      ),
    },
    { kind: 'inboundConnector', list: listed('inboundConnector', hybridInboundConnectors(organization)) },
    { kind: 'outboundConnector', list: listed('outboundConnector', hybridOutboundConnectors(organization)) },
  ];
  const { known: read, unknown: open } = partition(lists, ({ list }) => list);
  return { found: read.flatMap(({ value }) => value), unread: open.map(({ item: { kind } }) => ({ kind })) };
}

function counted(objects: readonly { readonly kind: ReferenceKind }[]): readonly Counted[] {
  const counts = new Map<Counted['kind'], number>();
  for (const object of objects) {
    const kind = object.kind === 'inboundConnector' || object.kind === 'outboundConnector' ? 'online' : object.kind;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

/** The objects whose names were compared with those of the certificate; one that does not exist was not. */
export const comparedObjects = (references: readonly CertificateReference[]): readonly Counted[] =>
  counted(references.filter(({ decision }) => decision.kind !== 'keep' || decision.reason !== 'absent'));
