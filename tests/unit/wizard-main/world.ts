/** A real organization that outlives the program: what was changed in it stays changed, whoever ended meanwhile. */
import { sides } from '../../../shared/commands/table.ts';
import { ok } from '../../../shared/model/error.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import { onlySides } from '../../../src-main/exchange/port.ts';
import { practiceGateway, type PracticeGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import type { Connections } from '../../../src-main/wizard/connections.ts';

export interface World {
  organization: OrganizationFile | null;
  connections(): Connections;
}

export function world(): World {
  const here: World = {
    organization: null,
    connections: () => {
      let gateway: PracticeGateway | undefined;
      let online = false;
      return {
        openOnPremises: async () => {
          here.organization ??= await practiceOrganization('renewal', new Date('2026-11-20T09:00:00Z'));
          gateway = practiceGateway(here.organization, {
            onChange: (changed) => {
              here.organization = changed;
              return Promise.resolve(ok(undefined));
            },
          });
          online = false;
          return ok(null);
        },
        openExchangeOnline: () => {
          online = true;
          return Promise.resolve(ok(null));
        },
        gateway: () => (gateway === undefined ? undefined : onlySides(gateway, online ? sides : ['onPremises'])),
        lost: () => {
          gateway = undefined;
          return Promise.resolve();
        },
        close: () => {
          gateway = undefined;
          return Promise.resolve();
        },
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
