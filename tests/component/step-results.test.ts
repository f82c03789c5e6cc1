import { cleanup, render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appError } from '../../shared/model/error.ts';
import type { PlanStep, StepResult, StepState } from '../../shared/plan/plan.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import StepResults from '../../src-renderer/components/StepResults.svelte';
import { allMessages } from '../unit/messages/topics.ts';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, find, textOf, textsOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { viewAt } from './journeys.ts';
import { speak } from './window.ts';

let steps: readonly PlanStep[];
beforeAll(async () => {
  steps = (await viewAt('plan.ready')).context.plan?.steps ?? [];
});
afterAll(removeFolders);

const resultOf = (state: StepState, more: Partial<StepResult> = {}): StepResult => ({
  step: steps[0]?.id ?? '',
  state,
  at: null,
  found: null,
  error: null,
  warnings: [],
  ...more,
});

/** The first object alone: others would share its row, or stand above it. */
function show(
  results: readonly StepResult[],
  changing = true,
  language: Language = 'en',
  shown: readonly PlanStep[] = steps.slice(0, 1),
): void {
  speak(language);
  render(StepResults, { steps: shown, results, changing });
}
const showAll = (results: readonly StepResult[]): void => {
  show(results, true, 'en', steps);
};

const states = (): readonly string[] => textsOf(all('td.state'));

const icons = [
  ['waiting', 'circle'],
  ['running', 'sync'],
  ['done', 'checkmarkCircle'],
  ['unchanged', 'checkmarkCircle'],
  ['failed', 'dismissCircle'],
  ['unknown', 'questionCircle'],
  ['rollingBack', 'sync'],
  ['rolledBack', 'undo'],
  ['rollbackFailed', 'dismissCircle'],
] as const;

describe('each object of a plan', () => {
  it('shares a row with those of the same state and values', () => {
    showAll([]);
    expect(textsOf(screen.getAllByRole('rowheader'))).toEqual(['EX01–EX03 Default Frontend']);
    expect(states()).toEqual(['not started']);
    expect(find('tr[data-state]').dataset['servers']).toBe('EX01 EX02 EX03');
  });

  it('has a row of its own while its state or its values are others, what needs attention first', () => {
    const of = (index: number, state: StepState, found: StepResult['found'] = null): StepResult => ({
      ...resultOf(state, { found }),
      step: steps[index]?.id ?? '',
    });
    showAll([of(0, 'done'), of(1, 'running')]);
    expect(textsOf(screen.getAllByRole('rowheader'))).toEqual(['EX02', 'EX03', 'EX01'].map((name) => `${name}\\Default Frontend ${name}`));
    expect(states()).toEqual(['running…', 'not started', 'changed and verified']);
    cleanup();
    const values = { TlsCertificateName: null, TlsDomainCapabilities: [] };
    showAll([of(0, 'done', values), of(1, 'done', { ...values, TlsCertificateName: 'other' }), of(2, 'failed')]);
    expect(textsOf(screen.getAllByRole('rowheader'))).toEqual(['EX03', 'EX01', 'EX02'].map((name) => `${name}\\Default Frontend ${name}`));
  });

  it.each(icons.flatMap(([state, icon]) => languages.map((language) => [state, language, icon] as const)))(
    '%s is an icon and words (%s)',
    (state, language, icon) => {
      show([resultOf(state)], true, language);
      expect(iconsOf(find('td.state'))).toEqual([icon]);
      expect(states()[0]).toBe(allMessages[language][`state_${state}`]);
    },
  );

  it.each(['running', 'rollingBack'] as const)('is not called %s when nothing works on it any more', (state) => {
    show([resultOf(state)], false);
    expect(states()[0]).toBe('unknown');
    expect(iconsOf(find('td.state'))).toEqual(['questionCircle']);
  });

  it('has the saved values beside those that were found', () => {
    show([resultOf('done', { found: { TlsCertificateName: null, TlsDomainCapabilities: [] } })]);
    const [first, second] = all('tbody tr');
    const cells = (row: HTMLElement | undefined): readonly string[] => (row === undefined ? [] : textsOf(all('td:not(.state)', row)));
    expect(cells(first)).toEqual(['TlsCertificateName', steps[0]?.before['TlsCertificateName'], '(empty)']);
    expect(cells(second)).toEqual(['TlsDomainCapabilities', 'mail.protection.outlook.com:AcceptCloudServicesMail', '(empty)']);
  });

  it('claims nothing of what was not read', () => {
    show([resultOf('unknown')]);
    expect(
      all('tbody tr')
        .slice(0, 2)
        .map((row) => textOf(row.lastElementChild)),
    ).toEqual(['–', '–']);
  });

  it('calls a value unknown that was not among those that were found', () => {
    show([resultOf('done', { found: { TlsCertificateName: null } })]);
    expect(
      all('tbody tr')
        .slice(0, 2)
        .map((row) => textOf(row.lastElementChild)),
    ).toEqual(['(empty)', 'unknown']);
  });

  it('says why it failed, in the words of the wizard and of the server', () => {
    show([resultOf('failed', { error: appError('cmdlet.failed', { message: 'Access is denied.' }) })]);
    expect(states()[0]).toBe('failed, unchanged Exchange refused the command Access is denied.');
  });

  it.each([
    ['en', 'Exchange warned: '],
    ['ja', 'Exchange の警告: '],
  ] as const)('shows what Exchange warned about below the values of its step (%s)', (language, words) => {
    show([resultOf('done', { warnings: ['No settings of <EX01> have been modified.', 'Restart the service.'] })], true, language);
    expect(all('td.warnings')).toHaveLength(1);
    expect(textsOf(all('td.warnings > div'))).toEqual([
      `${words}No settings of <EX01> have been modified.`,
      `${words}Restart the service.`,
    ]);
    const first = all('tbody tr').slice(0, 3);
    expect(first.map((row) => all('td.warnings', row).length)).toEqual([0, 0, 1]);
    expect(all('[rowspan]', first[0]).map((cell) => cell.getAttribute('rowspan'))).toEqual(['3', '3']);
  });

  it('has no row for warnings when Exchange gave none', () => {
    show([resultOf('done')]);
    expect(all('td.warnings')).toEqual([]);
    expect(all('tbody tr')).toHaveLength(2);
  });

  it('is read out as it changes', () => {
    show([]);
    expect(find('tbody').getAttribute('aria-live')).toBe('polite');
  });
});
