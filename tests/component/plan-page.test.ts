import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handlers } from '../../shared/ipc/channels.ts';
import { ok } from '../../shared/model/error.ts';
import { renderCall } from '../../shared/commands/render.ts';
import { buttonsOf } from '../../shared/wizard/buttons.ts';
import { callSteps, type CallStep, type Plan } from '../../shared/plan/plan.ts';
import { known, unknown } from '../../shared/model/known.ts';
import type { Organization } from '../../shared/model/organization.ts';
import { methodComparison } from '../../shared/wizard/derived.ts';
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
let certificateOnly: WizardView;
let direct: WizardView;

beforeAll(async () => {
  const here = await practicing();
  plan = await goTo(here, 'plan.ready');
  direct = await say(here, { type: 'CHOOSE_METHOD', method: 'direct' });
  certificateOnly = await say(here, { type: 'CHOOSE_METHOD', method: 'certificateOnly' });
  difficult = await viewAt('plan.ready', 'difficultNames');
  const program = await practicing('serverDown');
  const { certificates } = await goTo(program, 'certificate.ready');
  // While a server does not answer, it is unknown whether a certificate qualifies, and whether that server's connector names it.
  const thumbprint = certificates.find(({ verdict, inUse }) => verdict === 'unknown' && !inUse.known)?.thumbprint ?? '';
  await say(program, { type: 'SELECT_CERTIFICATE', thumbprint });
  serverDown = await goTo(program, 'plan.ready');
});
afterAll(removeFolders);

async function show(view: WizardView, language: Language = 'en', answers: Partial<Handlers> = {}): Promise<TestWindow> {
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown, answers);
  render(PlanPage, { view: shown });
  return window;
}

const commands = (): string | null => screen.getByRole('region', { name: 'Commands' }).textContent;
const notes = (): readonly string[] => textsOf(screen.getAllByRole('note'));

const planOf = ({ context }: WizardView): Plan => {
  if (context.plans.apply === null) throw new Error('no plan');
  return context.plans.apply;
};
const withPlan = (view: WizardView, change: (made: Plan) => Partial<Plan>): WizardView => {
  const made = planOf(view);
  return { ...view, context: { ...view.context, plans: { ...view.context.plans, apply: { ...made, ...change(made) } } } };
};
const withSteps = (view: WizardView, change: (step: CallStep) => CallStep): WizardView =>
  withPlan(view, ({ steps }) => ({ steps: steps.map((step) => (step.kind === 'call' ? change(step) : step)) }));

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
    expect(commands()).toBe(
      callSteps(planOf(difficult))
        .map((step) => renderCall(step.call))
        .join('\n'),
    );
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
    const before = callSteps(planOf(plan))[0]?.before;
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
    expect(objects()).toEqual(['EX01–EX03 Default Frontend Cleared so that the HCW sets it again']);
    cleanup();
    await show(
      withSteps(plan, (step) =>
        step.server === 'EX02' ? { ...step, before: { ...step.before, TlsDomainCapabilities: ['other'] } } : step,
      ),
    );
    expect(objects()).toEqual([
      expect.stringMatching(/^EX01, EX03 Default Frontend /),
      expect.stringMatching(/^EX02\\Default Frontend EX02 ?Cleared/),
    ]);
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

  it.each([
    ['en', 'Every object already has the wanted values, so no command is sent.', 'OK: Already set: no command is sent'],
    ['ja', 'すべてのオブジェクトが設定済みのため、コマンドは送信しません。', '正常: 設定済み (コマンドは送信しません)'],
  ] as const)('has nothing to send where every object has its values, and says so (%s)', async (language, words, row) => {
    const already = withSteps(plan, (step) => ({ ...step, before: step.after }));
    const buttons = buttonsOf(already, already.context);
    expect(buttons.map(({ label }) => label)).toEqual(['to_hcw']);
    await show({ ...already, buttons }, language);
    expect(notes()).toContain(words);
    expect(textsOf(screen.getAllByRole('row')).filter((text) => text.includes('Default Frontend'))).toEqual([
      `EX01–EX03 Default Frontend ${row}`,
    ]);
    expect([screen.queryByRole('region'), screen.queryByText(words.startsWith('E') ? 'Order and failures' : '順序と失敗時の動作')]).toEqual(
      [null, null],
    );
  });

  it('does not say that nothing is sent where something is', async () => {
    await show(plan);
    expect(notes()).not.toContain('Every object already has the wanted values, so no command is sent.');
  });

  it.each([
    ['connected', 'Nothing is changed on this page. The wizard saves the current values before it changes anything.'],
    ['guided', 'Nothing is changed on this page. The current values are saved before you run the commands.'],
  ] as const)('says that values are saved before anything is changed (%s)', async (mode, words) => {
    await show({ ...plan, context: { ...plan.context, mode } });
    expect(document.body.textContent).toContain(words);
  });
});

const withRightsOf = (rights: Readonly<Record<string, boolean>>): Organization['rights'] => known(rights);
const methodCards = (): readonly HTMLElement[] => within(screen.getByRole('radiogroup', { name: 'Method' })).getAllByRole('radio');

describe('the method', () => {
  it('is one of three; each card says what it does to mail flow here', async () => {
    await show(certificateOnly);
    expect(methodCards().map((card) => card.getAttribute('aria-checked'))).toEqual(['true', 'false', 'false']);
    expect(methodCards().map((card) => textOf(card))).toEqual([
      expect.stringMatching(/^HCW, certificate only .*Forecast: mail flow never gets worse\. Then both directions are internal\. /),
      expect.stringMatching(
        /^Reset, then full HCW .*Forecast: mail flow is worse during the change\. Then both directions are internal\. /,
      ),
      expect.stringMatching(/^Direct, without the HCW .*Forecast: mail flow never gets worse\. Then both directions are internal\. /),
    ]);
  });

  const parts = (part: 'objects' | 'rights'): readonly string[] => textsOf(all(`[data-part="${part}"]`));

  it('says what it changes and leaves here, counted', async () => {
    await show(plan);
    const onPremises = '1 send connector, 3 receive connectors, hybrid configuration';
    const withOnline = `Changes: ${onPremises}. Leaves: 2 Exchange Online connectors.`;
    expect(parts('objects')).toEqual([withOnline, `Changes: ${onPremises}, 2 Exchange Online connectors.`, withOnline]);
  });

  const withRights = (rights: Organization['rights'], mode: 'connected' | 'guided' = 'connected'): WizardView => {
    const { organization } = plan.context;
    const { chosen } = plan;
    if (organization === null || chosen === null) throw new Error('nothing was collected');
    const read = { ...organization, rights };
    return { ...plan, methods: methodComparison(read, chosen, {}), context: { ...plan.context, mode, organization: read } };
  };
  const hcw = 'The HCW needs Organization Management and Global Administrator: not checked.';
  const direct3 = 'Set-SendConnector, Set-ReceiveConnector, Set-HybridConfiguration';

  it.each([
    [
      'the session may run all of them',
      withRightsOf({ 'Set-SendConnector': true, 'Set-ReceiveConnector': true, 'Set-HybridConfiguration': true }),
      'connected',
      [hcw, `You have permission to run Set-ReceiveConnector. ${hcw}`, `You have permission to run ${direct3}.`],
    ],
    [
      'one is missing, and of one nothing was read',
      withRightsOf({ 'Set-SendConnector': true, 'Set-ReceiveConnector': false }),
      'connected',
      [
        hcw,
        `You do not have permission to run Set-ReceiveConnector, which this method needs. ${hcw}`,
        'You do not have permission to run Set-ReceiveConnector, which this method needs. ' +
          'Needs permission to run Set-HybridConfiguration: whether you have it was not read. You have permission to run Set-SendConnector.',
      ],
    ],
    [
      'nothing was read',
      unknown('failed'),
      'connected',
      [
        hcw,
        `Needs permission to run Set-ReceiveConnector: whether you have it was not read. ${hcw}`,
        `Needs permission to run ${direct3}: whether you have it was not read.`,
      ],
    ],
    [
      'guided: somebody else may run them',
      withRightsOf({ 'Set-SendConnector': true, 'Set-ReceiveConnector': true, 'Set-HybridConfiguration': true }),
      'guided',
      [
        hcw,
        `Needs permission to run Set-ReceiveConnector: whether the person who runs them has it is not known. ${hcw}`,
        `Needs permission to run ${direct3}: whether the person who runs them has it is not known.`,
      ],
    ],
  ] as const)('says which rights it needs: %s', async (_, rights, mode, expected) => {
    await show(withRights(rights, mode));
    expect(parts('rights')).toEqual(expected);
  });

  it.each([
    ['certificateOnly', /certificate only/],
    ['direct', /without the HCW/],
  ] as const)('is sent to the wizard (%s)', async (method, name) => {
    const { sent } = await show(plan);
    await fireEvent.click(screen.getByRole('radio', { name }));
    expect(sent).toEqual([{ type: 'CHOOSE_METHOD', method }]);
  });

  it('by which the HCW does it alone has no commands, and no policy', async () => {
    await show(certificateOnly);
    expect(notes()).toContain('With this method the wizard itself changes nothing: the HCW does. Continue to the next page.');
    expect(screen.queryByRole('region')).toBeNull();
    expect(screen.getAllByRole('radiogroup').map((one) => one.getAttribute('aria-label'))).toEqual([
      'Method',
      'Protocol log of the send connector',
    ]);
  });

  it('without the HCW sets the new name on every object, and clears none', async () => {
    await show(direct);
    const lines = commands()?.split('\n') ?? [];
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual([
      'Set-HybridConfiguration',
      'Set-ReceiveConnector',
      'Set-ReceiveConnector',
      'Set-ReceiveConnector',
      'Set-SendConnector',
    ]);
    expect(lines.filter((line) => line.includes('$null'))).toEqual([]);
  });
});

describe('the policy', () => {
  const group = (name: string): HTMLElement => screen.getByRole('radiogroup', { name });
  const checked = (name: string): readonly string[] =>
    textsOf(
      within(group(name))
        .getAllByRole('radio')
        .filter((card) => card.getAttribute('aria-checked') === 'true'),
    );

  it('is at first a pause after the first server, and a stop at the first failure', async () => {
    await show(plan);
    expect(planOf(plan).policy).toEqual({ onFailure: 'stop', canary: 'EX01' });
    expect(checked('Order of the servers')).toEqual(['First only EX01, then a pause in which you compare mail flow with the forecast']);
    expect(checked('When a command fails')).toEqual(['Stop at the first failure']);
  });

  it.each([
    ['en', ['Method', 'Protocol log of the send connector', 'Order of the servers', 'When a command fails']],
    ['ja', ['方法', '送信コネクタのプロトコル ログ', 'サーバーの順序', 'コマンドが失敗したとき']],
  ] as const)('has groups of different names (%s)', async (language, names) => {
    await show(plan, language);
    expect(screen.getAllByRole('radiogroup').map((one) => one.getAttribute('aria-label'))).toEqual(names);
  });

  it.each([
    ['All servers without a pause', { onFailure: 'stop', canary: null }],
    ['Go on with the other objects', { onFailure: 'goOn', canary: 'EX01' }],
  ] as const)('is sent to the wizard: %s', async (name, policy) => {
    const { sent } = await show(plan);
    await fireEvent.click(screen.getByRole('radio', { name }));
    expect(sent).toEqual([{ type: 'SET_POLICY', ...policy }]);
  });

  it('without a pause can have one again, at the server that comes first', async () => {
    const { sent } = await show(withPlan(plan, ({ policy }) => ({ policy: { ...policy, canary: null } })));
    expect(checked('Order of the servers')).toEqual(['All servers without a pause']);
    await fireEvent.click(screen.getByRole('radio', { name: /First only EX01/ }));
    expect(sent).toEqual([{ type: 'SET_POLICY', onFailure: 'stop', canary: 'EX01' }]);
  });

  it('has no order where there is one server, and nothing to choose where there is one command', async () => {
    await show(
      withPlan(plan, ({ steps }) => ({ steps: steps.map((step) => (step.kind === 'call' ? { ...step, server: 'EX01' } : step)) })),
    );
    expect(screen.getAllByRole('radiogroup').map((one) => one.getAttribute('aria-label'))).toEqual([
      'Method',
      'Protocol log of the send connector',
      'When a command fails',
    ]);
    cleanup();
    await show(withPlan(plan, ({ steps }) => ({ steps: steps.slice(0, 1) })));
    expect(screen.getAllByRole('radiogroup').map((one) => one.getAttribute('aria-label'))).toEqual([
      'Method',
      'Protocol log of the send connector',
    ]);
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
    await show(certificateOnly);
    expect(rows()).toHaveLength(2);
    expect(rows().join()).not.toContain('waits');
  });

  it('suggests the method that never weakens mail flow', async () => {
    await show(plan);
    expect(textOf(screen.getByTestId('suggestion'))).toBe(
      'Suggested here: HCW, certificate only. Forecast: mail flow never gets worse, and then both directions are internal.',
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
    expect(textOf(screen.getByTestId('suggestion'))).toMatch(
      /there is nothing to change.* Compared with the certificate: 1 send connector, 3 receive connectors, hybrid configuration, 2 Exchange Online connectors\.$/,
    );
    expect(all('[data-place][data-decision="keep"]').map((row) => row.getAttribute('data-place'))).toContain('receiveConnector');
  });
});

describe('what is handed over before the change', () => {
  it('is saved from the page, and copied as one line or Markdown', async () => {
    const { asked } = await show(plan, 'en', { 'request:save': () => Promise.resolve(ok({ path: 'C:\\request.zip' })) });
    await fireEvent.click(screen.getByRole('button', { name: 'Save change request…' }));
    await waitFor(() => {
      expect(screen.getByText('Saved: C:\\request.zip')).toBeTruthy();
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Copy as one line' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Copy as Markdown' }));
    expect(asked).toEqual([
      ['request:save', undefined],
      ['clipboard:write', expect.stringMatching(/^Planned, nothing changed yet: [^\n]+$/)],
      ['clipboard:write', expect.stringMatching(/^\*\*Planned, nothing changed yet\\: .*\*\*\n\n- /)],
    ]);
  });
});
