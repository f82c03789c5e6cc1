/** Views as they really come: the program without its window goes its way, and each view it would have shown is kept. */
import { callOf } from '../unit/plan/script-plans.ts';
import type { CmdletCall } from '../../shared/commands/call.ts';
import { appError, fail } from '../../shared/model/error.ts';
import type { PracticeScenario } from '../../shared/model/sample-organization.ts';
import type { RunKind } from '../../shared/wizard/context.ts';
import { lastRenewals } from '../../shared/wizard/run-list.ts';
import type { WizardEvent } from '../../shared/wizard/events.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { goTo, wizardStepName } from '../unit/wizard-main/administrator.ts';
import { collectOnEdge, edgeHandlers, goTo as goToOverEdge } from '../unit/wizard-main/edge-administrator.ts';
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
    const sent = await program.controller.send(event);
    if (!sent.ok) throw new Error(`${event.type}: ${sent.error.code}`);
    await program.until(({ task }) => task === null);
  }
  return program.view();
}

/** The view in which the wizard first waits at that place. */
export const viewAt = async (place: string, scenario?: PracticeScenario): Promise<WizardView> => goTo(await practicing(scenario), place);

/** Commits the plan of that kind, as the button of the page does. */
const commit = (view: WizardView, kind: RunKind = 'apply'): WizardEvent => ({ type: 'COMMIT', plan: view.context.plans[kind]?.id ?? '' });

/** The name of the place, and on the page of the change which run it shows. */
export const placeOf = (view: WizardView): string =>
  view.page === 'change' && view.context.active !== 'apply' ? `${wizardStepName(view)} ${view.context.active}` : wizardStepName(view);

/** The method of the reset, to its end. */
async function straight(): Promise<readonly WizardView[]> {
  const program = await practicing();
  await goTo(program, 'finish.ready');
  return program.views;
}

/** The session is lost behind the command to the second server and comes back only later: all is read back, and then put back. */
export async function lostAndRolledBack(): Promise<readonly WizardView[]> {
  let isLost = false;
  const program = await practicing('renewal', {
    exchange: intercepted(async (call, send) => {
      if (isReset(call, 'EX02')) {
        await send();
        isLost = true;
      }
      return isLost ? fail(appError('session.lost', {}, 'unknown')) : send();
    }),
  });
  const planned = await goTo(program, 'plan.ready');
  await say(program, commit(planned), commit(planned));
  isLost = false;
  await say(program, { type: 'READ_BACK' }, { type: 'SHOW_ROLLBACK' });
  await say(program, commit(program.view(), 'rollback'));
  return program.views;
}

/** A rollback that Exchange refuses for one server, and that goes on afterwards. */
export async function rolledBackInTwo(): Promise<readonly WizardView[]> {
  let refuses = true;
  const program = await practicing('renewal', {
    exchange: intercepted((call, send) =>
      refuses && call.cmdlet === 'Set-ReceiveConnector' && call.parameters['TlsCertificateName'] !== null
        ? Promise.resolve(fail(appError('cmdlet.failed', { message: 'Access is denied.' })))
        : send(),
    ),
  });
  await say(program, commit(await goTo(program, 'plan.ready')), { type: 'SHOW_ROLLBACK' });
  await say(program, commit(program.view(), 'rollback'));
  refuses = false;
  await say(program, commit(program.view(), 'rollback'));
  return program.views;
}

const isReset = ({ cmdlet, parameters }: CmdletCall, server: string): boolean =>
  cmdlet === 'Set-ReceiveConnector' &&
  parameters['Identity'] === `${server}\\Default Frontend ${server}` &&
  parameters['TlsCertificateName'] === null;

/** The HCW does not select the certificate: commands by hand that were not run, then by the wizard. */
export async function fixed(): Promise<readonly WizardView[]> {
  const program = await practicing();
  await goTo(program, 'hcw.ready');
  await say(program, { type: 'ANSWER', answer: 'notSelected' }, { type: 'NEXT' }, { type: 'READ_BACK' });
  await say(program, commit(program.view(), 'fix'));
  return program.views;
}

/** Guided mode: every command run by hand, put back, and run again. */
export async function manual(): Promise<readonly WizardView[]> {
  const program = await startProgram(await newFolder());
  const admin = await guidedAdministrator();
  const open = async (): Promise<void> => admin.open(program, await admin.collected());
  const before = admin.organization;
  await admin.goTo(program, 'onPremises.ready');
  await open();
  await admin.goTo(program, 'change.manual');
  await admin.run(program.view().stepsToDo.map(callOf));
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'SHOW_ROLLBACK' });
  await say(program, commit(program.view(), 'rollback'));
  admin.organization = before;
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'NEXT' });
  await admin.goTo(program, 'change.manual');
  await admin.run(program.view().stepsToDo.map(callOf));
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'NEXT' }, { type: 'ANSWER', answer: 'notSelected' }, { type: 'NEXT' });
  await say(program, commit(program.view(), 'fix'));
  await admin.run(program.view().stepsToDo.map(callOf));
  await open();
  await say(program, { type: 'READ_BACK' }, { type: 'NEXT' });
  await admin.goTo(program, 'postChecks.collect');
  return program.views;
}

/** The session breaks while everything is read: the first time, and again after the change. */
async function unread(): Promise<readonly WizardView[]> {
  let breaks = true;
  const program = await practicing('renewal', {
    exchange: intercepted((call, send) =>
      breaks && call.cmdlet === 'Get-ExchangeServer' ? Promise.resolve(fail(appError('session.lost', { message: 'gone' }))) : send(),
    ),
  });
  await goTo(program, 'collect.failed');
  breaks = false;
  await goTo(program, 'hcw.ready');
  breaks = true;
  await goTo(program, 'postChecks.failed');
  return program.views;
}

/** After the renewal, who uses the old certificate: it cannot be read at first. */
async function oldCertificateShown(): Promise<readonly WizardView[]> {
  let breaks = false;
  const program = await practicing('renewal', {
    exchange: intercepted((call, send) =>
      breaks && call.cmdlet === 'Get-ExchangeServer' ? Promise.resolve(fail(appError('session.lost', { message: 'gone' }))) : send(),
    ),
  });
  await goTo(program, 'finish.ready');
  breaks = true;
  await say(program, { type: 'SHOW_OLD_CERTIFICATE' });
  breaks = false;
  const ready = await say(program, { type: 'CHECK_AGAIN' });
  const thumbprint = ready.oldCertificate?.certificates.find(({ relation }) => relation === 'oldName')?.thumbprint ?? '';
  await say(program, { type: 'CHOOSE_OLD_CERTIFICATE', thumbprint });
  return program.views;
}

/** One server does not answer, and is asked once more. */
async function readAgain(): Promise<readonly WizardView[]> {
  const program = await practicing('serverDown');
  await goTo(program, 'collect.done');
  await say(program, { type: 'COLLECT_SERVER', server: 'EX03' });
  return program.views;
}

/** Edge servers are collected, before the change and after it. */
async function overEdge(): Promise<readonly WizardView[]> {
  const program = await startProgram(await newFolder());
  const handlers = edgeHandlers(program);
  for (const place of ['collect.done', 'postChecks.done']) {
    await goToOverEdge(program, place);
    await collectOnEdge(program, handlers);
  }
  return program.views;
}

/** A second renewal by the short path; both sides cannot be read at first. */
export async function renewedAgain(): Promise<readonly WizardView[]> {
  let breaks = false;
  const program = await practicing('renewal', {
    exchange: intercepted((call, send) =>
      breaks && call.cmdlet === 'Get-ExchangeServer' ? Promise.resolve(fail(appError('session.lost', { message: 'gone' }))) : send(),
    ),
  });
  await goTo(program, 'finish.ready');
  const [run] = lastRenewals((await say(program, { type: 'START_OVER' })).runList.runs);
  breaks = true;
  await say(program, { type: 'RENEW_AGAIN', id: run?.id ?? '' });
  breaks = false;
  await say(program, { type: 'COLLECT_AGAIN' }, { type: 'NEXT' }, { type: 'NEXT' });
  return program.views;
}

/** A view of every place, by its name as `placeOf` gives it. */
export async function everyWizardStep(): Promise<ReadonlyMap<string, WizardView>> {
  const views = (
    await Promise.all([
      overEdge(),
      readAgain(),
      manual(),
      straight(),
      lostAndRolledBack(),
      rolledBackInTwo(),
      fixed(),
      unread(),
      oldCertificateShown(),
      renewedAgain(),
    ])
  ).flat();
  const first = await startProgram(await newFolder());
  // The last view of a place has the most to show.
  return new Map([first.view(), ...views].map((view) => [placeOf(view), view]));
}
