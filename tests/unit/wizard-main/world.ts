/** A real organisation that outlives the program: what was changed in it stays changed, whoever ended meanwhile. */
import { sides } from '../../../shared/commands/table.ts';
import { ok } from '../../../shared/errors.ts';
import type { OrganisationFile } from '../../../shared/model/organisation-file.ts';
import { onlySides } from '../../../src-main/exchange/gateway.ts';
import { practiceGateway, type PracticeGateway } from '../../../src-main/exchange/practice/gateway.ts';
import { practiceOrganisation } from '../../../src-main/exchange/practice/organisations/index.ts';
import type { Connections } from '../../../src-main/wizard/connections.ts';

export interface World {
  organisation: OrganisationFile | null;
  connections(): Connections;
}

export function world(): World {
  const here: World = {
    organisation: null,
    connections: () => {
      let gateway: PracticeGateway | undefined;
      let online = false;
      return {
        openOnPremises: async () => {
          here.organisation ??= await practiceOrganisation('renewal', new Date('2026-11-20T09:00:00Z'));
          gateway = practiceGateway(here.organisation, {
            onChange: (changed) => {
              here.organisation = changed;
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
export const namedConnectors = (organisation: OrganisationFile | null): readonly string[] =>
  (organisation?.receiveConnectors ?? [])
    .filter(({ name, tlsCertificateName }) => name.startsWith('Default Frontend') && tlsCertificateName !== null)
    .map(({ server }) => server);
