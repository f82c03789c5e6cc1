/** The connectors of Exchange Online that carry hybrid mail, sorted by what keeps them from doing so. */
import { partition, type Known, type Unknown } from '../model/known.ts';
import { about, couldNotCheckAs, finding } from '../rules/finding.ts';
import type { Reason } from './verdict.ts';

interface Connector {
  readonly identity: string;
  readonly enabled: Known<boolean>;
  readonly connectorType: Known<string>;
  readonly cloudServicesMailEnabled: Known<boolean>;
}

interface Sorted<C> {
  readonly active: readonly C[];
  readonly disabled: readonly C[];
  /** To or from the organization, but its mail does not count as internal */
  readonly notCloudEnabled: readonly C[];
  readonly unread: readonly { readonly connector: C; readonly why: Unknown }[];
}

export interface HybridConnectors<C> {
  readonly active: readonly C[];
  readonly reasons: readonly Reason[];
}

/**
 * Those of type OnPremises that are enabled for cloud services mail, with the reasons why mail is not internal where
 * there is none. A disabled one beside an active one is only a left-over.
 */
export function hybridConnectors<C extends Connector>(
  rule: 'mail.inbound' | 'mail.outbound',
  connectors: readonly C[],
): HybridConnectors<C> {
  const sorted = sortConnectors(connectors);
  const reasons: Reason[] = sorted.unread.map(({ connector: { identity }, why }) => ({
    finding: couldNotCheckAs(about(rule, identity), 'connectorUnknown', why, { connector: identity }),
    effect: 'unknown',
  }));
  if (sorted.active.length > 0 || reasons.length > 0) {
    return { active: sorted.active, reasons: [...reasons, ...sorted.disabled.map(({ identity }) => leftOver(rule, identity))] };
  }
  return { active: [], reasons: [noneActive(rule, sorted)] };
}

const leftOver = (rule: 'mail.inbound' | 'mail.outbound', connector: string): Reason => ({
  finding: finding(about(rule, connector), 'leftOver', { connector }),
  effect: null,
});

function noneActive(rule: 'mail.inbound' | 'mail.outbound', { disabled, notCloudEnabled }: Sorted<Connector>): Reason {
  const [variant, found] = disabled.length > 0 ? (['disabled', disabled] as const) : (['notCloudEnabled', notCloudEnabled] as const);
  if (found.length === 0) return { finding: finding(about(rule), 'missing'), effect: 'external' };
  const connector = found.map(({ identity }) => identity).join(', ');
  return { finding: finding(about(rule, connector), variant, { connector }), effect: 'external' };
}

function sortConnectors<C extends Connector>(connectors: readonly C[]): Sorted<C> {
  const types = partition(connectors, ({ connectorType }) => connectorType);
  const onPremises = types.known.filter(({ value }) => value.toLowerCase() === 'onpremises').map(({ item }) => item);
  const flags = partition(onPremises, ({ cloudServicesMailEnabled }) => cloudServicesMailEnabled);
  const cloudEnabled = flags.known.filter(({ value }) => value).map(({ item }) => item);
  const states = partition(cloudEnabled, ({ enabled }) => enabled);
  return {
    active: states.known.filter(({ value }) => value).map(({ item }) => item),
    disabled: states.known.filter(({ value }) => !value).map(({ item }) => item),
    notCloudEnabled: flags.known.filter(({ value }) => !value).map(({ item }) => item),
    unread: [...types.unknown, ...flags.unknown, ...states.unknown].map(({ item, why }) => ({ connector: item, why })),
  };
}
