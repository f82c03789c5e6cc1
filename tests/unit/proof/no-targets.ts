/** A proof in which no server and no connector is asked. */
import type { ProofView } from '../../../shared/wizard/proof-view.ts';

export const noTargets: ProofView['targets'] = {
  receiving: [],
  areSmartHostsKnown: true,
  sending: [],
  connectors: { toOnPremises: [], toExchangeOnline: [] },
  transport: [],
  edge: [],
  outbound: [],
};
