/** Views as they really come: the program without its window goes its way, and each view it would have shown is kept. */
import { appError, fail } from '../../shared/model/error.ts';
import type { PracticeScenario } from '../../shared/model/sample-organization.ts';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { goTo, placeName } from '../unit/wizard-main/administrator.ts';
import { guidedAdministrator } from '../unit/wizard-main/guided-administrator.ts';
import { intercepted, newFolder, startProgram, type Program, type ProgramOptions } from '../unit/wizard-main/program.ts';

/** A program that rehearses on that sample organization. */
export async function practicing(scenario: PracticeScenario = 'renewal', options: ProgramOptions = {}): Promise<Program> {
  const program = await startProgram(await newFolder(), options);
  await say(program, { type: 'CHOOSE_MODE', mode: 'practice' }, { type: 'CHOOSE_SCENARIO', scenario });
  return program;
}

/** Says one after the other, each when the wizard waits, and gives the view in which it waits again. */
export async function say(program: Program, ...events: readonly WizardEvent[]): Promise<WizardView> {
  for (const event of events) {
    const sent = await program.conductor.send(event);
    if (!sent.ok) throw new Error(`${event.type}: ${sent.error.code}`);
    await program.until(({ task }) => task === null);
  }
  return program.view();
}

/** The view in which the wizard first waits at that place. */
export const viewAt = async (place: string, scenario?: PracticeScenario): Promise<WizardView> => goTo(await practicing(scenario), place);

const plan = (view: WizardView): string => view.context.plan?.id ?? '';

/** The method of the reset, to its end. */
async function straight(): Promise<readonly WizardView[]> {
  const program = await practicing();
  await goTo(program, 'finish.shown');
  return program.views;
}

/** The session is lost, everything is read back, and then put back. */
export async function lostAndRestored(): Promise<readonly WizardView[]> {
  const program = await practicing('sessionLost');
  await say(program, { type: 'COMMIT_RESET', plan: plan(await goTo(program, 'plan.shown')) });
  await say(program, { type: 'READ_BACK' }, { type: 'SHOW_RESTORE' });
  await say(program, { type: 'COMMIT_RESTORE', plan: plan(program.view()) });
  return program.views;
}

/** The HCW does not select the certificate: commands by hand that were not run, then by the wizard. */
export async function remedied(): Promise<readonly WizardView[]> {
  const program = await practicing();
  await goTo(program, 'hcw.shown');
  const { context } = await say(program, { type: 'ANSWER', answer: 'notSelected' }, { type: 'NEXT' }, { type: 'READ_BACK' });
  await say(program, { type: 'COMMIT_REMEDY', plan: context.remedy?.id ?? '' });
  return program.views;
}

/** Guided mode: every command run by hand, put back, and run again. */
async function byHand(): Promise<readonly WizardView[]> {
  const program = await startProgram(await newFolder());
  const admin = await guidedAdministrator();
  const open = async (): Promise<void> => admin.open(program, await admin.collected());
  const before = admin.organization;
  await admin.goTo(program, 'onPremises.shown');
  await open();
  await admin.goTo(program, 'change.byHand');
  await admin.run(program.view().stepsToDo.map(({ call }) => call));
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'SHOW_RESTORE' });
  await say(program, { type: 'COMMIT_RESTORE', plan: plan(program.view()) });
  admin.organization = before;
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'NEXT' });
  await admin.goTo(program, 'change.byHand');
  await admin.run(program.view().stepsToDo.map(({ call }) => call));
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'NEXT' }, { type: 'ANSWER', answer: 'notSelected' }, { type: 'NEXT' });
  await say(program, { type: 'COMMIT_REMEDY', plan: program.view().context.remedy?.id ?? '' });
  await admin.run((program.view().context.remedy?.steps ?? []).map(({ call }) => call));
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'NEXT' });
  await admin.goTo(program, 'postChecks.collect');
  return program.views;
}

/** The session breaks while everything is read: the first time, and again after the change. */
async function unread(): Promise<readonly WizardView[]> {
  let breaks = true;
  const program = await practicing('renewal', {
    connections: intercepted((call, send) =>
      breaks && call.cmdlet === 'Get-ExchangeServer' ? Promise.resolve(fail(appError('session.lost', { message: 'gone' }))) : send(),
    ),
  });
  await goTo(program, 'gather.failed');
  breaks = false;
  await goTo(program, 'hcw.shown');
  breaks = true;
  await goTo(program, 'postChecks.failed');
  return program.views;
}

/** One server does not answer, and is asked once more. */
async function readAgain(): Promise<readonly WizardView[]> {
  const program = await practicing('serverDown');
  await goTo(program, 'gather.done');
  await say(program, { type: 'GATHER_SERVER', server: 'EX03' });
  return program.views;
}

/** A view of every place, by its name. */
export async function everyPlace(): Promise<ReadonlyMap<string, WizardView>> {
  const views = (await Promise.all([readAgain(), byHand(), straight(), lostAndRestored(), remedied(), unread()])).flat();
  const first = await startProgram(await newFolder());
  // The last view of a place has the most to show.
  return new Map([first.view(), ...views].map((view) => [placeName(view), view]));
}
