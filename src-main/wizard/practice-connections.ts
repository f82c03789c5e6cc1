/** Connections to the sample organisation: it lives here between two calls, two pages and two starts. */
import { appError, fail, ok, type Result } from '../../shared/errors.ts';
import type { OrganisationFile } from '../../shared/model/organisation-file.ts';
import type { PracticeScenario } from '../../shared/model/practice.ts';
import { sides } from '../../shared/commands/table.ts';
import { onlySides } from '../exchange/gateway.ts';
import type { PracticeGateway } from '../exchange/practice/gateway.ts';
import type { Connections } from './connections.ts';

export interface PracticeConnections extends Connections {
  /** The sample organisation of that scenario as it is now, `null` before the first connection to it */
  organisation(of: PracticeScenario): OrganisationFile | null;
  /** Puts a kept organisation back in place, before the wizard is taken up again. */
  replace(organisation: OrganisationFile, of: PracticeScenario): void;
  /** The next connection finds the sample as it was made. */
  forget(): void;
  /** Writes what the HCW would write when it updates with that certificate. */
  runHcw(thumbprint: string): Promise<void>;
}

export interface PracticeTools {
  readonly now: () => Date;
  /** Waits as long as a real server would take to answer, so that a rehearsal feels like one */
  readonly pace: () => Promise<void>;
}

export function practiceConnections(tools: PracticeTools): PracticeConnections {
  let organisation: OrganisationFile | null = null;
  let scenario: PracticeScenario | null = null;
  let gateway: PracticeGateway | undefined;
  let online = false;

  const onChange = (changed: OrganisationFile): Promise<Result<void>> => {
    organisation = changed;
    return Promise.resolve(ok(undefined));
  };

  return {
    openOnPremises: async (context, signal) => {
      await tools.pace();
      if (signal.aborted) return fail(appError('powershell.cancelled'));
      const kept = scenario === context.scenario ? organisation : null;
      const { practiceGateway, practiceOrganisation } = await import('../exchange/practice/practice.ts');
      organisation = kept ?? (await practiceOrganisation(context.scenario, tools.now()));
      scenario = context.scenario;
      gateway = practiceGateway(organisation, { onChange, pace: tools.pace });
      online = false;
      return ok(null);
    },
    openExchangeOnline: async (_context, signal) => {
      await tools.pace();
      if (signal.aborted) return fail(appError('powershell.cancelled'));
      online = true;
      return ok(null);
    },
    gateway: () => (gateway === undefined ? undefined : onlySides(gateway, online ? sides : ['onPremises'])),
    lost: async () => {
      const gone = gateway;
      gateway = undefined;
      // A session that broke once is not rehearsed to break again: the way on and the way back are.
      if (organisation !== null)
        organisation = { ...organisation, faults: organisation.faults.filter(({ fault }) => fault.kind !== 'sessionLost') };
      await gone?.close();
    },
    close: async () => {
      await gateway?.close();
      gateway = undefined;
    },
    organisation: (of) => (scenario === of ? organisation : null),
    replace: (kept, of) => {
      organisation = kept;
      scenario = of;
    },
    forget: () => {
      organisation = null;
    },
    runHcw: async (thumbprint) => {
      if (organisation === null) return;
      const { runHybridConfigurationWizard } = await import('../exchange/practice/practice.ts');
      organisation = runHybridConfigurationWizard(organisation, thumbprint);
      gateway?.replace(organisation);
    },
  };
}
