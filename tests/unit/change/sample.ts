/** A plan on the sample organization, and the tools that a change needs, with everything recorded. */
import { openPractice, organizationIn } from '../../contract/practice.ts';
import { throughout } from '../../contract/throughout.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import type { ChangeTools } from '../../../src-main/change/apply.ts';
import type { Journal, JournalEntry } from '../../../src-main/change/journal.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { ok, type Result } from '../../../shared/model/error.ts';
import type { OrganizationFile, SampleFault } from '../../../shared/model/sample-organization.ts';
import type { PlanStep, StepResult } from '../../../shared/plan/plan.ts';

const now = new Date('2026-11-20T09:00:00Z');

export const organizationWith = async (faults: readonly SampleFault[]): Promise<OrganizationFile> => ({
  ...(await practiceOrganization('renewal', now)),
  faults: [...faults],
});

export const identityOf = (server: string): string => `${server}\\Default Frontend ${server}`;

export const faultOn = (server: string, fault: SampleFault['fault'], cmdlet = 'Set-ReceiveConnector'): SampleFault => ({
  cmdlet,
  match: { parameter: 'Identity', value: identityOf(server) },
  after: 0,
  fault,
});

/** Reset steps for the organization's Default Frontend connectors, made from its file. */
export const resetSteps = (organization: OrganizationFile): PlanStep[] =>
  organization.servers.map(({ name }) => {
    const identity = identityOf(name);
    const connector = organization.receiveConnectors.find((candidate) => `${candidate.server}\\${candidate.name}` === identity);
    if (connector === undefined) throw new Error(`no connector ${identity}`);
    const set = (values: CmdletCall['parameters']): PlanStep['call'] => ({
      side: 'onPremises',
      cmdlet: 'Set-ReceiveConnector',
      parameters: { Identity: identity, ...values },
    });
    return {
      id: `reset ${name}`,
      server: name,
      object: identity,
      read: { side: 'onPremises', cmdlet: 'Get-ReceiveConnector', parameters: { Identity: identity } },
      before: { TlsCertificateName: connector.tlsCertificateName, TlsDomainCapabilities: connector.tlsDomainCapabilities },
      call: set({ TlsCertificateName: null, TlsDomainCapabilities: null }),
      after: { TlsCertificateName: null, TlsDomainCapabilities: [] },
      rollback: set({ TlsCertificateName: connector.tlsCertificateName, TlsDomainCapabilities: connector.tlsDomainCapabilities }),
    };
  });

/** The values of every Default Frontend connector now. */
export const connectorValues = (organization: OrganizationFile): readonly string[] =>
  organization.receiveConnectors
    .filter(({ name }) => name.startsWith('Default Frontend'))
    .map((connector) => `${connector.server}: ${connector.tlsCertificateName ?? '-'} ${connector.tlsDomainCapabilities.join(',')}`);

export interface Fixture {
  readonly tools: ChangeTools;
  /** The organization as it is now */
  readonly current: () => OrganizationFile;
  /** What happened, in order: journal entries and calls */
  readonly log: string[];
  readonly results: StepResult[];
  readonly abort: AbortController;
}

export async function fixture(
  organization: OrganizationFile,
  options: { readonly journal?: (entry: JournalEntry) => Result<null> } = {},
): Promise<Fixture> {
  const log: string[] = [];
  const results: StepResult[] = [];
  const abort = new AbortController();
  const exchange = await openPractice(organization);
  const journal: Journal = {
    rollbackScript: '',
    write: (entry) => {
      log.push(entry.type === 'plan' ? 'journal plan' : `journal ${entry.type} ${entry.step}`);
      return Promise.resolve(options.journal?.(entry) ?? ok(null));
    },
    close: () => Promise.resolve(),
  };
  const tools: ChangeTools = {
    exchange: throughout(exchange, (call, send) => {
      if (call.cmdlet === 'Set-ReceiveConnector') log.push(`set ${String(call.parameters['Identity'])}`);
      return send();
    }),
    journal,
    now: () => now,
    report: (result) => results.push(result),
    signal: abort.signal,
  };
  return { tools, current: () => organizationIn(exchange), log, results, abort };
}

/** The last state reported of each step. */
export const lastStates = (results: readonly StepResult[]): Record<string, string> =>
  Object.fromEntries(results.map(({ step, state }) => [step, state]));
