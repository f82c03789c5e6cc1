/** An administrator who takes the method of the reset and presses the button that leads on. */
import type { WizardEvent } from '../../../shared/wizard/events.ts';
import { goesOnAfterHcw } from '../../../shared/wizard/buttons.ts';
import { isPractice, type Mode } from '../../../shared/model/mode.ts';
import { hcwSteps } from '../../../shared/wizard/pages.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { isOnEdge } from '../../../shared/plan/plan.ts';
import type { Program } from './program.ts';

const server = { server: 'ex01.contoso.com', authentication: 'Kerberos', credential: 'signedIn', powershell: 'windowsPowerShell' } as const;
const user = { userPrincipalName: 'admin@contoso.com', environment: 'O365Default', signIn: 'windows' } as const;

/** What is done next on that page; `null` at the end. */
export function nextEvent(view: WizardView, mode: Mode = 'practice'): WizardEvent | null {
  const { context } = view;
  switch (view.page) {
    case 'start':
      return context.mode === mode ? { type: 'NEXT' } : { type: 'CHOOSE_MODE', mode };
    case 'onPremises':
      return mode === 'connected' && context.onPremises.server === '' ? { type: 'EDIT_ON_PREMISES', form: server } : { type: 'CONNECT' };
    case 'exchangeOnline':
      return mode === 'connected' && context.exchangeOnline.userPrincipalName === ''
        ? { type: 'EDIT_EXCHANGE_ONLINE', form: user }
        : { type: 'CONNECT' };
    case 'collect':
      return view.phase === 'failed' ? { type: 'COLLECT_AGAIN' } : { type: 'NEXT' };
    case 'certificate':
      return context.certificate === null ? { type: 'SELECT_CERTIFICATE', thumbprint: newCertificate(view) } : { type: 'NEXT' };
    case 'plan':
      return context.method === 'reset'
        ? { type: 'COMMIT', plan: context.plans.apply?.id ?? '' }
        : { type: 'CHOOSE_METHOD', method: 'reset' };
    case 'change':
      if (view.phase === 'rollbackReview') return { type: 'COMMIT', plan: context.plans.rollback?.id ?? '' };
      return view.phase === 'stopped' ? { type: 'COMMIT', plan: context.plans[context.active]?.id ?? '' } : { type: 'NEXT' };
    case 'hcw':
      return goesOnAfterHcw(context) ? { type: 'COMMIT', plan: context.plans.apply?.id ?? '' } : hcwEvent(view);
    case 'fix':
      return { type: 'COMMIT', plan: context.plans.fix?.id ?? '' };
    case 'postChecks':
      return view.phase === 'failed' ? { type: 'CHECK_AGAIN' } : { type: 'NEXT' };
    case 'finish':
      return null;
    default:
      return { type: 'NEXT' };
  }
}

/** In practice: runs the commands of the step that the run waits for, and collects on the Edge server that it is on. */
export async function takePersonStep(program: Program): Promise<void> {
  const { controller, practice, collected } = program;
  const view = program.view();
  const { plans, runs, active } = view.context;
  const stop = runs[active]?.stop;
  const step = plans[active]?.steps.find(({ id }) => id === stop?.step);
  if (view.phase !== 'stopped' || stop?.why !== 'person' || step === undefined) return;
  const taken = await controller.takeStep(step.id);
  if (!taken.ok) throw new Error(`${step.id}: ${taken.error.code}`);
  // A copy has its Edge servers in it.
  if (!isOnEdge(step) || view.context.mode === 'rehearsal') return;
  const source = await collected.keepScriptFile((await practice.collectOnEdge(step.server)) ?? '');
  const added = source.ok ? await controller.addSource(source.value) : source;
  if (!added.ok) throw new Error(`${step.id}: ${added.error.code}`);
}

function hcwEvent({ context: { hcw } }: WizardView): WizardEvent {
  if (hcw.answer === null) return { type: 'ANSWER', answer: 'selected' };
  const open = hcwSteps.find((step) => !hcw.ticked.includes(step));
  return open === undefined || hcw.answer !== 'selected' ? { type: 'NEXT' } : { type: 'TICK', step: open, ticked: true };
}

export function newCertificate({ certificates }: WizardView): string {
  const found = certificates.find(({ verdict, inUse }) => verdict === 'qualifies' && inUse.known && !inUse.value);
  if (found === undefined) throw new Error('the sample has no certificate to choose');
  return found.thumbprint;
}

export const wizardStepName = ({ page, phase }: Pick<WizardView, 'page' | 'phase'>): string => `${page}.${phase}`;

/** Goes on until the place is reached, or the end; gives the view there. */
export async function goTo(program: Program, place: string, mode: Mode = 'practice'): Promise<WizardView> {
  for (;;) {
    const view = await program.until((now) => now.task === null || wizardStepName(now) === place);
    const isChosen = view.page !== 'plan' || view.context.method === 'reset';
    if (wizardStepName(view) === place && isChosen) return view;
    if (isPractice(mode)) await takePersonStep(program);
    const event = nextEvent(view, mode);
    if (event === null) throw new Error(`${place} was not reached`);
    const sent = await program.controller.send(event);
    if (!sent.ok) throw new Error(`${wizardStepName(view)}: ${event.type} was refused with ${sent.error.code}`);
    // A button that leads nowhere would be pressed for ever.
    if (program.view().context.validation !== null) throw new Error(`${wizardStepName(view)}: ${program.view().context.validation ?? ''}`);
  }
}
