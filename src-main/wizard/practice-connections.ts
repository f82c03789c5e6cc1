/** Connections to the sample organization: it lives here between two calls, two pages and two starts. */
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import type { OrganizationFile, PracticeScenario } from '../../shared/model/sample-organization.ts';
import { sides } from '../../shared/commands/table.ts';
import { onlySides } from '../exchange/port.ts';
import type { PracticeGateway } from '../exchange/practice/gateway.ts';
import type { Connections } from './connections.ts';

export interface PracticeConnections extends Connections {
  /** The sample organization of that scenario as it is now, `null` before the first connection to it */
  organization(of: PracticeScenario): OrganizationFile | null;
  /** Puts a kept organization back in place, before the wizard is taken up again. */
  replace(organization: OrganizationFile, of: PracticeScenario): void;
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
  let organization: OrganizationFile | null = null;
  let scenario: PracticeScenario | null = null;
  let gateway: PracticeGateway | undefined;
  let online = false;

  const onChange = (changed: OrganizationFile): Promise<Result<void>> => {
    organization = changed;
    return Promise.resolve(ok(undefined));
  };

  return {
    openOnPremises: async (context, signal) => {
      await tools.pace();
      if (signal.aborted) return fail(appError('powershell.canceled'));
      const kept = scenario === context.scenario ? organization : null;
      const { practiceGateway, practiceOrganization } = await import('../exchange/practice/practice.ts');
      organization = kept ?? (await practiceOrganization(context.scenario, tools.now()));
      scenario = context.scenario;
      gateway = practiceGateway(organization, { onChange, pace: tools.pace });
      online = false;
      return ok(null);
    },
    openExchangeOnline: async (_context, signal) => {
      await tools.pace();
      if (signal.aborted) return fail(appError('powershell.canceled'));
      online = true;
      return ok(null);
    },
    gateway: () => (gateway === undefined ? undefined : onlySides(gateway, online ? sides : ['onPremises'])),
    lost: async () => {
      const gone = gateway;
      gateway = undefined;
      // A session that broke once is not rehearsed to break again: the way on and the rollback are.
      if (organization !== null)
        organization = { ...organization, faults: organization.faults.filter(({ fault }) => fault.kind !== 'sessionLost') };
      await gone?.close();
    },
    close: async () => {
      await gateway?.close();
      gateway = undefined;
    },
    organization: (of) => (scenario === of ? organization : null),
    replace: (kept, of) => {
      organization = kept;
      scenario = of;
    },
    forget: () => {
      organization = null;
    },
    runHcw: async (thumbprint) => {
      if (organization === null) return;
      const { runHybridConfigurationWizard } = await import('../exchange/practice/practice.ts');
      organization = runHybridConfigurationWizard(organization, thumbprint);
      gateway?.replace(organization);
    },
  };
}
