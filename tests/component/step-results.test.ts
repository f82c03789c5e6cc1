import { cleanup, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError } from '../../shared/model/error.ts';
import { callSteps, type CallStep } from '../../shared/plan/plan.ts';
import { stepStates, type StepState } from '../../shared/run/step-record.ts';
import type { RunView, StepView } from '../../shared/run/run-view.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import type { IconName } from '../../src-renderer/components/Icon.svelte';
import StepResults from '../../src-renderer/components/StepResults.svelte';
import { allMessages } from '../unit/messages/topics.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { viewAt } from './journeys.ts';
import { speak } from './window.ts';

let steps: readonly CallStep[];
beforeAll(async () => {
  const { apply } = (await viewAt('plan.ready')).context.plans;
  steps = apply === null ? [] : callSteps(apply);
});
afterAll(removeFolders);

/** A run of which nothing but the steps is known. */
const runOf = (views: RunView['steps']): RunView => ({
  id: 'run',
  path: '/runs/1',
  steps: views,
  stop: null,
  isFinished: false,
  handover: 'none',
  exposure: [],
  closed: null,
  certificate: null,
  evidence: [],
  changed: null,
  internalTransport: [],
});
const viewOf = (state: StepState, more: Partial<StepView> = {}): StepView => ({
  state,
  found: null,
  error: null,
  warnings: [],
  at: null,
  touched: true,
  attempts: 0,
  isByPerson: false,
  isSuperseded: false,
  ...more,
});
const first = (): string => steps[0]?.id ?? '';

/** The first object alone: others would share its row, or stand above it. */
function show(view: StepView | null, { changing = true, language = 'en', isRollback = false }: Partial<Shown> = {}): void {
  speak(language);
  render(StepResults, { steps: steps.slice(0, 1), run: view === null ? null : runOf({ [first()]: view }), changing, isRollback });
}
interface Shown {
  readonly changing: boolean;
  readonly language: Language;
  readonly isRollback: boolean;
}
/** Every object; one without a view was not begun. */
function showAll(...views: readonly StepView[]): void {
  speak('en');
  const entries = views.map((view, index): [string, StepView] => [steps[index]?.id ?? '', view]);
  render(StepResults, { steps, run: runOf(Object.fromEntries<StepView>(entries)), changing: true });
}

const states = (): readonly string[] => textsOf(all('td.state'));

const icons: Readonly<Record<StepState, IconName>> = {
  waiting: 'circle',
  unchanged: 'checkmarkCircle',
  differs: 'dismissCircle',
  doubt: 'questionCircle',
  applied: 'checkmarkCircle',
  notApplied: 'dismissCircle',
  reverted: 'questionCircle',
  foreign: 'dismissCircle',
};

describe('each object of a plan', () => {
  it('shares a row with those of the same state and values', () => {
    showAll();
    expect(textsOf(screen.getAllByRole('rowheader'))).toEqual(['EX01–EX03 Default Frontend']);
    expect(states()).toEqual(['not started']);
    expect(find('tr[data-state]').dataset['servers']).toBe('EX01 EX02 EX03');
  });

  it('has a row of its own while its state or its values are others, what needs attention first', () => {
    showAll(viewOf('applied'), viewOf('doubt'));
    expect(textsOf(screen.getAllByRole('rowheader'))).toEqual(['EX02', 'EX03', 'EX01'].map((name) => `${name}\\Default Frontend ${name}`));
    expect(states()).toEqual(['command sent…', 'not started', 'changed and verified']);
    cleanup();
    const values = { TlsCertificateName: null, TlsDomainCapabilities: [] };
    showAll(
      viewOf('applied', { found: values }),
      viewOf('applied', { found: { ...values, TlsCertificateName: 'other' } }),
      viewOf('notApplied'),
    );
    expect(textsOf(screen.getAllByRole('rowheader'))).toEqual(['EX03', 'EX01', 'EX02'].map((name) => `${name}\\Default Frontend ${name}`));
  });

  it('claims nothing of the present values once a later step is on the object', () => {
    show(viewOf('applied', { found: { TlsCertificateName: null, TlsDomainCapabilities: [] }, isSuperseded: true }));
    expect(textsOf(all('tbody tr td:last-child'))).toEqual(['see the later step', 'see the later step']);
    expect(states()).toEqual(['changed and verified']);
  });

  it('breaks a value at a part of a name or of a capability, and not within a word', () => {
    const name = '<I>CN=DigiCert Global G2, O=DigiCert Inc, C=US<S>CN=mail.contoso.com, S=Washington, C=US';
    const capability = 'mail.protection.outlook.com:AcceptOorgProtocol';
    show(viewOf('foreign', { found: { TlsCertificateName: name, TlsDomainCapabilities: [capability] } }));
    const pieces = all('tbody tr td:last-child code').map((code) => code.innerHTML.replace(/<!--.*?-->/g, '').split('<wbr>'));
    expect(pieces).toEqual([
      ['&lt;I&gt;CN=', 'DigiCert Global G2, O=', 'DigiCert Inc, C=US', '&lt;S&gt;CN=', 'mail.', 'contoso.', 'com, S=', 'Washington, C=US'],
      ['mail.', 'protection.', 'outlook.', 'com:', 'Accept', 'Oorg', 'Protocol'],
    ]);
  });

  it('with foreign values comes before a failed one, and a failed one before an unknown one', () => {
    showAll(viewOf('doubt'), viewOf('notApplied'), viewOf('foreign'));
    expect(all('tr[data-state]').map((row) => row.dataset['state'])).toEqual(['foreign', 'notApplied', 'doubt']);
  });

  it.each(stepStates.flatMap((state) => languages.map((language) => [state, language] as const)))(
    '%s is an icon and words (%s)',
    (state, language) => {
      show(viewOf(state), { changing: false, language });
      expect(iconsOf(find('td.state'))).toEqual([icons[state]]);
      expect(states()[0]).toBe(allMessages[language][`state_${state}`]);
    },
  );

  it.each(stepStates)('%s is called sent only while the wizard is at work on an object in doubt', (state) => {
    show(viewOf(state));
    expect(states()[0] === 'command sent…').toBe(state === 'doubt');
    expect(iconsOf(find('td.state'))).toEqual([state === 'doubt' ? 'sync' : icons[state]]);
  });

  it.each([
    [false, ['Original value', 'After the change', 'Current value']],
    [true, ['Before the rollback', 'Original value', 'Current value']],
  ] as const)('has headings that are true of its values (rollback: %s)', (isRollback, headings) => {
    show(null, { isRollback });
    expect(textsOf(screen.getAllByRole('columnheader')).slice(-3)).toEqual(headings);
  });

  it('has the saved values, the wanted ones and those that were found side by side', () => {
    show(viewOf('foreign', { found: { TlsCertificateName: 'other', TlsDomainCapabilities: [] } }));
    const [first, second] = all('tbody tr');
    const cells = (row: HTMLElement | undefined): readonly string[] => (row === undefined ? [] : textsOf(all('td:not(.state)', row)));
    expect(cells(first)).toEqual(['TlsCertificateName', steps[0]?.before['TlsCertificateName'], '(empty)', 'other']);
    expect(cells(second)).toEqual([
      'TlsDomainCapabilities',
      'mail.protection.outlook.com:AcceptCloudServicesMail',
      '(empty)',
      'as planned',
    ]);
  });

  it('claims nothing of what was not read', () => {
    show(viewOf('doubt'));
    expect(
      all('tbody tr')
        .slice(0, 2)
        .map((row) => textOf(row.lastElementChild)),
    ).toEqual(['–', '–']);
  });

  it('calls a value unknown that was not among those that were found', () => {
    show(viewOf('applied', { found: { TlsCertificateName: null } }));
    expect(
      all('tbody tr')
        .slice(0, 2)
        .map((row) => textOf(row.lastElementChild)),
    ).toEqual(['as planned', 'unknown']);
  });

  it('says why it failed, in the words of the wizard and of the server', () => {
    show(viewOf('notApplied', { error: appError('cmdlet.failed', { message: 'Access is denied.' }) }));
    expect(states()[0]).toBe('failed, unchanged A command failed with an error from Exchange Access is denied.');
  });

  it.each([
    ['en', 'Exchange warned: '],
    ['ja', 'Exchange の警告: '],
  ] as const)('shows what Exchange warned about below the values of its step (%s)', (language, words) => {
    show(viewOf('applied', { warnings: ['No settings of <EX01> have been modified.', 'Restart the service.'] }), { language });
    expect(all('td.warnings')).toHaveLength(1);
    expect(textsOf(all('td.warnings > div'))).toEqual([
      `${words}No settings of <EX01> have been modified.`,
      `${words}Restart the service.`,
    ]);
    const rows = all('tbody tr').slice(0, 3);
    expect(rows.map((row) => all('td.warnings', row).length)).toEqual([0, 0, 1]);
    expect(all('[rowspan]', rows[0]).map((cell) => cell.getAttribute('rowspan'))).toEqual(['3', '3']);
  });

  it('has no row for warnings when Exchange gave none', () => {
    show(viewOf('applied'));
    expect(all('td.warnings')).toEqual([]);
    expect(all('tbody tr')).toHaveLength(2);
  });

  it('is read out as it changes', () => {
    show(null);
    expect(find('tbody').getAttribute('aria-live')).toBe('polite');
  });
});
