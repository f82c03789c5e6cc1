/**
 * The adapter to a sample organization, which lives here between two calls, two pages and two starts.
 * Issuing and reading its certificates is much code: it is loaded when a rehearsal begins.
 */
import { appError, fail, ok } from '../../../shared/model/error.ts';
import type { OrganizationFile, PracticeScenario } from '../../../shared/model/sample-organization.ts';
import type { Side } from '../../../shared/commands/table.ts';
import type { EdgeTaskKind } from '../../../shared/plan/edge-work.ts';
import type { PersonStep } from '../../../shared/plan/plan.ts';
import { bySide, inTurn, notConnected, notOpen, type Exchange, type Target } from '../port.ts';
import type { PracticeSession, SampleState } from './session.ts';

export interface PracticeExchange extends Exchange {
  /**
   * The sample organization of that scenario as it is now, `null` before the first session with it. `again`: the run of the renewal that is
   * done again, whose sample is another one.
   */
  organization(of: PracticeScenario, again?: string | null): OrganizationFile | null;
  /** Puts a persisted organization back in place, before the wizard is resumed. */
  replace(organization: OrganizationFile, of: PracticeScenario, again?: string | null): void;
  /** Lets something happen in the sample organization, e.g. that a message is delivered. */
  happen(work: (organization: OrganizationFile) => OrganizationFile): void;
  /** The next session finds the sample as it was made. */
  forget(): void;
  /** Writes what the HCW would write when it updates with that certificate. */
  runHcw(thumbprint: string): Promise<void>;
  /** Runs on an Edge server the commands of these tasks, for that certificate. */
  workOnEdge(server: string, thumbprint: string, kinds: readonly EdgeTaskKind[]): Promise<void>;
  /** Runs the commands of a step that a person is asked to take. */
  takeStep(step: PersonStep): Promise<void>;
  /** What the collection script writes on an Edge server; `undefined` where there is no such server. */
  collectOnEdge(server: string): Promise<string | undefined>;
}

export interface PracticeTools {
  readonly now: () => Date;
  /** Waits as long as a real server would take to answer, so that a rehearsal feels like one */
  readonly latency: () => Promise<void>;
}

interface Rehearsal extends SampleState {
  readonly scenario: PracticeScenario;
  readonly again: string | null;
}

export function practiceExchange({ now, latency }: PracticeTools): PracticeExchange {
  let rehearsal: Rehearsal | null = null;
  let session: PracticeSession | undefined;
  let open: readonly Side[] = [];

  const isThis = (one: Rehearsal, scenario: PracticeScenario, again: string | null): boolean =>
    one.scenario === scenario && one.again === again;
  const openSession = async ({ scenario, again }: Pick<Target, 'scenario' | 'again'>): Promise<void> => {
    const [{ sampleSession }, { practiceOrganization, organizationLater }] = await Promise.all([
      import('./session.ts'),
      import('./organizations/samples.ts'),
    ]);
    if (rehearsal === null || !isThis(rehearsal, scenario, again?.run ?? null))
      rehearsal = {
        scenario,
        again: again?.run ?? null,
        organization:
          again === null
            ? await practiceOrganization(scenario, now())
            : await organizationLater(scenario, again.profile.certificate, now()),
      };
    session = sampleSession(rehearsal, latency);
    open = [];
  };
  const sessionOf = (side: Side): PracticeSession | undefined => (open.includes(side) ? session : undefined);

  return {
    get sides() {
      return new Set(open);
    },
    open: async (side, target, signal) => {
      await latency();
      if (signal.aborted) return fail(appError('powershell.canceled'));
      if (side === 'onPremises' || session === undefined) await openSession(target);
      open = [...open, side];
      return ok(null);
    },
    read: bySide((side, calls, options) => {
      const opened = sessionOf(side);
      return opened === undefined ? notOpen(side, calls, options) : inTurn(calls, options, opened.read);
    }),
    change: (call, options = {}) => sessionOf(call.side)?.change(call, options) ?? Promise.resolve(notConnected(call)),
    process: () => null,
    close: () => {
      session = undefined;
      open = [];
      return Promise.resolve();
    },
    organization: (of, again = null) => (rehearsal !== null && isThis(rehearsal, of, again) ? rehearsal.organization : null),
    replace: (organization, scenario, again = null) => {
      rehearsal = { organization, scenario, again };
    },
    happen: (work) => {
      if (rehearsal !== null) rehearsal.organization = work(rehearsal.organization);
    },
    forget: () => {
      rehearsal = null;
    },
    runHcw: async (thumbprint) => {
      if (rehearsal === null) return;
      const { runHybridConfigurationWizard } = await import('./hybrid-configuration-wizard.ts');
      rehearsal.organization = runHybridConfigurationWizard(rehearsal.organization, thumbprint);
    },
    workOnEdge: async (server, thumbprint, kinds) => {
      if (rehearsal === null) return;
      const { workOnEdge } = await import('./edge-server.ts');
      rehearsal.organization = workOnEdge(rehearsal.organization, server, thumbprint, kinds);
    },
    takeStep: async (step) => {
      if (rehearsal === null) return;
      const { takeStep } = await import('./on-server.ts');
      rehearsal.organization = takeStep(rehearsal.organization, step);
    },
    collectOnEdge: async (server) => {
      if (rehearsal === null) return undefined;
      const { edgeScriptFile } = await import('./edge-server.ts');
      return edgeScriptFile(rehearsal.organization, server, now());
    },
  };
}
