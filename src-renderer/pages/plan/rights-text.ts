/** The rights that a method needs, in words, and whether this session has them. */
import { m } from '../../../shared/messages/compiled/messages.js';
import { isKnownTrue, partition } from '../../../shared/model/known.ts';
import type { MethodScope, NeededRight } from '../../../shared/plan/method-scope.ts';
import type { Mode } from '../../../shared/wizard/pages.ts';

/** In guided mode somebody else runs the commands, so what the collecting session may run says nothing. */
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
