/** A real organization, which outlives the program: what was changed in it stays changed when the program ends. */
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { Exchange } from '../../../src-main/exchange/port.ts';
import { practiceExchange } from '../../../src-main/exchange/practice/practice.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';

export interface RealOrganization {
  organization: OrganizationFile | null;
  /** The connected adapter of one run of the program */
  exchange(): Exchange;
}

const at = new Date('2026-11-20T09:00:00Z');

export function realOrganization(): RealOrganization {
  const here: RealOrganization = {
    organization: null,
    exchange: () => {
      const practice = practiceExchange({ now: () => at, latency: () => Promise.resolve() });
      return {
        get sides() {
          return practice.sides;
        },
        open: async (side, target, signal) => {
          if (side === 'onPremises') {
            here.organization ??= await practiceOrganization('renewal', at);
            practice.replace(here.organization, 'renewal');
          }
          return practice.open(side, { ...target, scenario: 'renewal', again: null }, signal);
        },
        read: (calls, options) => practice.read(calls, options),
        change: async (call, options) => {
          const result = await practice.change(call, options);
          here.organization = practice.organization('renewal');
          return result;
        },
        process: () => null,
        close: () => practice.close(),
      };
    },
  };
  return here;
}

/** TlsCertificateName of each Default Frontend connector: whether it is set. */
export const namedConnectors = (organization: OrganizationFile | null): readonly string[] =>
  (organization?.receiveConnectors ?? [])
    .filter(({ name, tlsCertificateName }) => name.startsWith('Default Frontend') && tlsCertificateName !== null)
    .map(({ server }) => server);
