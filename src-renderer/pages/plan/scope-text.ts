/** The scope of a method in words: how many objects of each kind, and the rights that it needs. */
import { m } from '../../../shared/messages/compiled/messages.js';
import { isKnownTrue, partition } from '../../../shared/model/known.ts';
import type { Counted, MethodScope, NeededRight } from '../../../shared/plan/method-scope.ts';
import type { Mode } from '../../../shared/model/mode.ts';

const texts: Readonly<Record<Counted['kind'], (of: { readonly count: string }) => string>> = {
  sendConnector: m.scope_sendConnector,
  receiveConnector: m.scope_receiveConnector,
  hybridConfiguration: () => m.scope_hybridConfiguration(),
  online: m.scope_online,
  edgeReceiveConnector: m.scope_edgeReceiveConnector,
};

/** Counted objects, e.g. `1 send connector, 40 receive connectors, hybrid configuration`. */
export const countedText = (objects: readonly Counted[]): string =>
  objects
    .map(({ kind, count }) => texts[kind]({ count: String(count) }))
    .reduce((first, next) => (first === '' ? next : m.list_pair({ first, next })), '');

/**
 * The rights that a method needs, and whether this session has them. In guided mode somebody else runs the commands, so what the
 * collecting session may run says nothing.
 */
export function rightsText({ rights, runsHcw }: MethodScope, mode: Mode | null): string {
  const { known: read, unknown: unread } = partition(rights, ({ offered }) => offered);
  const said = (needed: readonly NeededRight[], text: (of: { readonly cmdlets: string }) => string): readonly string[] =>
    needed.length === 0 ? [] : [text({ cmdlets: needed.map(({ cmdlet }) => cmdlet).join(', ') })];
  const ofCommands =
    mode === 'guided'
      ? said(rights, m.plan_rights_guided)
      : [
          ...said(
            read.filter(({ value }) => !value).map(({ item }) => item),
            m.plan_rights_missing,
          ),
          ...said(
            unread.map(({ item }) => item),
            m.plan_rights_unknown,
          ),
          ...said(
            rights.filter(({ offered }) => isKnownTrue(offered)),
            m.plan_rights_ok,
          ),
        ];
  return [...ofCommands, ...(runsHcw ? [m.plan_rights_hcw()] : [])].join(' ');
}
