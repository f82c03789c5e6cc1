/** Counted objects in words, e.g. `1 send connector, 40 receive connectors, hybrid configuration`. */
import { m } from '../../../shared/messages/compiled/messages.js';
import type { Counted } from '../../../shared/plan/method-scope.ts';

const texts: Readonly<Record<Counted['kind'], (of: { readonly count: string }) => string>> = {
  sendConnector: m.scope_sendConnector,
  receiveConnector: m.scope_receiveConnector,
  hybridConfiguration: () => m.scope_hybridConfiguration(),
  online: m.scope_online,
  edgeReceiveConnector: m.scope_edgeReceiveConnector,
};

export const countedText = (objects: readonly Counted[]): string =>
  objects
    .map(({ kind, count }) => texts[kind]({ count: String(count) }))
    .reduce((first, next) => (first === '' ? next : m.list_pair({ first, next })), '');
