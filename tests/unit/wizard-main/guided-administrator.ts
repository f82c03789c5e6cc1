/** An administrator in guided mode: runs scripts and commands in an organization of their own, and opens what they give. */
import { join } from 'node:path';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import type { OrganizationFile } from '../../../shared/model/sample-organization.ts';
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import { openPractice, organizationIn } from '../../contract/practice.ts';
import { runHybridConfigurationWizard } from '../../../src-main/exchange/practice/hybrid-configuration-wizard.ts';
import { practiceOrganization } from '../../../src-main/exchange/practice/organizations/samples.ts';
import { writeCollection } from '../../contract/collect.ts';
import { nextEvent, wizardStepName } from './administrator.ts';
import { newFolder, type Program } from './program.ts';

export interface GuidedAdministrator {
  /** The organization as it is now; what it is put to was done by hand */
  organization: OrganizationFile;
  readonly files: string;
  /** Runs the collection scripts; the file of each side */
  collected(): Promise<readonly string[]>;
  open(program: Program, paths: readonly string[]): Promise<void>;
  /** Goes on as in every mode until that place. */
  goTo(program: Program, place: string): Promise<void>;
  /** Says one thing, and gives the place in which the wizard waits again. */
  send(program: Program, event: WizardEvent): Promise<string>;
  run(calls: readonly CmdletCall[]): Promise<void>;
  /** Goes through the HCW with that certificate. */
  runHcw(thumbprint: string): void;
}

export async function guidedAdministrator(): Promise<GuidedAdministrator> {
  const files = await newFolder();
  let collections = 0;
  const here: GuidedAdministrator = {
    organization: await practiceOrganization('renewal', new Date('2026-11-20T09:00:00Z')),
    files,
    collected: async () => {
      collections += 1;
      return writeCollection(join(files, String(collections)), here.organization, new Date(Date.UTC(2026, 10, 20, 10, collections)));
    },
    open: async (program, paths) => {
      for (const path of paths) {
        const source = await program.collected.examine('file', path);
        const added = source.ok ? await program.controller.addSource(source.value) : source;
        if (!added.ok) throw new Error(`${path}: ${added.error.code}`);
      }
    },
    goTo: async (program, place) => {
      for (;;) {
        const view = await program.until(({ task }) => task === null);
        if (wizardStepName(view) === place) return;
        const event = nextEvent(view, 'guided');
        if (event === null) throw new Error(`${place} was not reached`);
        await here.send(program, event);
        const { validation, problem } = program.view().context;
        if (validation !== null || problem !== null) throw new Error(`${wizardStepName(view)}: ${validation ?? ''} ${problem?.code ?? ''}`);
      }
    },
    send: async (program, event) => {
      const sent = await program.controller.send(event);
      if (!sent.ok) throw new Error(`${event.type}: ${sent.error.code}`);
      return wizardStepName(await program.until(({ task }) => task === null));
    },
    run: async (calls) => {
      const exchange = await openPractice(here.organization);
      for (const call of calls) {
        const outcome = await exchange.change(call);
        if (!outcome.ok) throw new Error(outcome.error.code);
      }
      here.organization = organizationIn(exchange);
    },
    runHcw: (thumbprint) => {
      here.organization = runHybridConfigurationWizard(here.organization, thumbprint);
    },
  };
  return here;
}
