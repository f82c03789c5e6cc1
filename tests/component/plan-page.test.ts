import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCall } from '../../shared/commands/render.ts';
import { buttonsOf } from '../../shared/wizard/buttons.ts';
import type { Language } from '../../shared/messages/language.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import PlanPage from '../../src-renderer/pages/plan/PlanPage.svelte';
import { goTo } from '../unit/wizard-main/administrator.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, textOf, textsOf } from './dom.ts';
import { practicing, say, viewAt } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

let plan: WizardView;
let difficult: WizardView;
let serverDown: WizardView;

beforeAll(async () => {
  plan = await viewAt('plan.ready');
  difficult = await viewAt('plan.ready', 'difficultNames');
  const program = await practicing('serverDown');
  const { certificates } = await goTo(program, 'certificate.ready');
  // While a server does not answer, it is unknown whether a certificate qualifies, and whether that server's connector names it.
  const thumbprint = certificates.find(({ verdict, inUse }) => verdict === 'unknown' && !inUse.known)?.thumbprint ?? '';
  await say(program, { type: 'SELECT_CERTIFICATE', thumbprint });
  serverDown = await goTo(program, 'plan.ready');
});
afterAll(removeFolders);

async function show(view: WizardView, language: Language = 'en'): Promise<TestWindow> {
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown);
  render(PlanPage, { view: shown });
  return window;
}

const commands = (): string | null => screen.getByRole('region', { name: 'Commands' }).textContent;
const notes = (): readonly string[] => textsOf(screen.getAllByRole('note'));

/** The same view after every connector was reset by hand. */
function alreadyReset(view: WizardView): WizardView {
  const { plan: made } = view.context;
  if (made === null) throw new Error('no plan');
  return { ...view, context: { ...view.context, plan: { ...made, steps: made.steps.map((step) => ({ ...step, before: step.after })) } } };
}

describe('the plan', () => {
  it('shows exactly the commands that will run, in their order', async () => {
    await show(plan);
    expect(commands()).toBe(
      ['EX01', 'EX02', 'EX03']
        .map(
          (name) =>
            `Set-ReceiveConnector -Identity '${name}\\Default Frontend ${name}' -TlsCertificateName $null -TlsDomainCapabilities $null`,
        )
        .join('\n'),
    );
  });

  it('shows names that are hard to quote as they will run', async () => {
    await show(difficult);
    expect(commands()).toBe(difficult.context.plan?.steps.map((step) => renderCall(step.call)).join('\n'));
    expect(commands()).toContain("O''Brien’’s");
  });

  it('copies what it shows', async () => {
    const { asked } = await show(plan);
    await fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(asked).toEqual([['clipboard:write', commands()]]);
  });

  it('has every value as it is now beside the value that it will have', async () => {
    await show(plan);
    const [first, second] = screen.getAllByRole('row').slice(-2);
    const before = plan.context.plan?.steps[0]?.before;
    expect(textsOf(first?.querySelectorAll('td') ?? [])).toEqual(['TlsCertificateName', before?.['TlsCertificateName'], '(empty)']);
    expect(textsOf(second?.querySelectorAll('td') ?? [])).toEqual([
      'TlsDomainCapabilities',
      'mail.protection.outlook.com:AcceptCloudServicesMail',
      '(empty)',
    ]);
  });

  const objects = (): readonly string[] => textsOf(screen.getAllByRole('rowheader')).filter((text) => text.includes('Default Frontend'));

  it('has one row for connectors with the same values, and another one for each that differs', async () => {
    await show(plan);
    expect(objects()).toEqual(['EX01–EX03 Default Frontend']);
    const { plan: made } = plan.context;
    if (made === null) throw new Error('no plan');
    const steps = made.steps.map((step) =>
      step.server === 'EX02' ? { ...step, before: { ...step.before, TlsDomainCapabilities: ['other'] } } : step,
    );
    cleanup();
    await show({ ...plan, context: { ...plan.context, plan: { ...made, steps } } });
    expect(objects()).toEqual(['EX01, EX03 Default Frontend', 'EX02\\Default Frontend EX02']);
  });

  it.each([
    ['en', 'Left out: EX03 The receive connector of EX03 could not be read (reading failed: '],
    ['ja', 'EX03'],
  ] as const)('names a server that is left out, and why (%s)', async (language, words) => {
    await show(serverDown, language);
    const left = notes().find((note) => note.includes('EX03'));
    expect(left).toContain(words);
    expect(left).toContain("couldn't be contacted");
    expect(all('pre').map(textOf).join()).not.toContain('EX03');
  });

  it('has nothing to send where every connector is already reset, and says so', async () => {
    const reset = alreadyReset(plan);
    await show({ ...reset, buttons: buttonsOf(reset, reset.context) });
    expect(notes()).toContain('All receive connectors are already reset, so no command is sent.');
    expect(textsOf(screen.getAllByRole('row')).filter((row) => row.includes('Default Frontend'))).toEqual([
      'EX01–EX03 Default Frontend OK: Already set: no command is sent',
    ]);
    expect(screen.queryByRole('region')).toBeNull();
  });
});

describe('the method', () => {
  it('is one of two; each card says what it does to mail flow here', async () => {
    await show({ ...plan, context: { ...plan.context, method: 'certificateOnly' } });
    const cards = screen.getAllByRole('radio');
    expect(cards.map((card) => card.getAttribute('aria-checked'))).toEqual(['true', 'false']);
    expect(textOf(cards[0] ?? null)).toContain('Mail flow is never weaker than now. At the end both directions are internal.');
    expect(textOf(cards[1] ?? null)).toContain('Mail flow is weaker than now during the change. At the end both directions are internal.');
  });

  it('is told to the wizard', async () => {
    const { sent } = await show(plan);
    await fireEvent.click(screen.getByRole('radio', { name: /certificate only/ }));
    expect(sent).toEqual([{ type: 'CHOOSE_METHOD', method: 'certificateOnly' }]);
  });

  it('by which the HCW does it alone has no commands', async () => {
    await show({ ...plan, context: { ...plan.context, method: 'certificateOnly' } });
    expect(notes()).toContain('With this method the wizard itself changes nothing: the HCW does. Continue to the next page.');
    expect(screen.queryByRole('region')).toBeNull();
  });
});

describe('the forecast', () => {
  const rows = (): readonly string[] => textsOf(all('[data-testid="forecast"] tbody tr'));

  it('of the reset says from when until when mail waits, on which servers, and why', async () => {
    await show(plan);
    expect(rows()).toEqual([
      expect.stringMatching(/^Now .*internal .*internal$/),
      expect.stringMatching(/^After steps 1 to 3 .*waits in the queue ?EX01–EX03 .*internal$/),
      expect.stringMatching(/^After the HCW has finished .*internal .*internal$/),
    ]);
    expect(textOf(document.body)).toContain('presents a self-signed certificate');
  });

  it('of the HCW alone stays internal', async () => {
    await show({ ...plan, context: { ...plan.context, method: 'certificateOnly' } });
    expect(rows()).toHaveLength(2);
    expect(rows().join()).not.toContain('waits');
  });

  it('suggests the method that never weakens mail flow', async () => {
    await show(plan);
    expect(textOf(screen.getByTestId('suggestion'))).toBe(
      'Suggested for this organization: HCW, certificate only. It never weakens mail flow, and at the end both directions are internal.',
    );
  });

  it('says so where every object already names the certificate', async () => {
    const program = await practicing('sameName');
    const { certificates } = await goTo(program, 'certificate.ready');
    // Both have the name in use; the one that expires last is presented already.
    const inUse = certificates.filter((one) => one.verdict === 'qualifies' && one.inUse.known && one.inUse.value);
    const thumbprint = inUse.sort((a, b) => b.daysLeft - a.daysLeft)[0]?.thumbprint ?? '';
    await say(program, { type: 'SELECT_CERTIFICATE', thumbprint });
    await show(await goTo(program, 'plan.ready'));
    expect(textOf(screen.getByTestId('suggestion'))).toContain('there is nothing to change');
  });
});
