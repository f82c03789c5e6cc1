/** Every page in each of its phases, in both languages. */
import { render, screen } from '@testing-library/svelte';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../shared/messages/language.ts';
import { pages, phasesOf, type Page } from '../../shared/wizard/pages.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import { laterPages } from '../../src-renderer/pages/later-pages.ts';
import Start from '../../src-renderer/pages/start/Start.svelte';
import { removeFolders } from '../unit/wizard-main/program.ts';
import { all, textOf } from './dom.ts';
import { iconsOf } from './icons.ts';
import { everyWizardStep } from './journeys.ts';
import { openWindow } from './window.ts';

/** The page of the change shows every kind of run, and the review is of a rollback. */
const kindsOf = (page: Page, phase: string): readonly string[] =>
  page !== 'change' ? [''] : ['reviewing', 'rollbackReview'].includes(phase) ? [' rollback'] : ['', ' fix', ' rollback'];
const places = pages.flatMap((page) => phasesOf(page).flatMap((phase) => kindsOf(page, phase).map((kind) => `${page}.${phase}${kind}`)));
let views: ReadonlyMap<string, WizardView>;

beforeAll(async () => {
  views = await everyWizardStep();
});
afterAll(removeFolders);

/** What is wrong with the accessible names of a page. */
const nameless = (container: HTMLElement): readonly string[] =>
  ['button', 'radio', 'radiogroup', 'checkbox', 'textbox', 'combobox', 'progressbar', 'region', 'heading']
    .flatMap((role) => screen.queryAllByRole(role))
    .filter((element) => container.contains(element) && nameOf(element) === '')
    .map(({ outerHTML }) => outerHTML.slice(0, 120));

const nameOf = (element: HTMLElement): string =>
  element.getAttribute('aria-label') ??
  (element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement
    ? [...(element.labels ?? [])].map(textOf).join(' ')
    : textOf(element));

describe.each(languages)('in %s', (language) => {
  it.each(places)('%s', async (place) => {
    const reached = views.get(place);
    if (reached === undefined) throw new Error(`no journey of journeys.ts reaches ${place}`);
    const view = { ...reached, context: { ...reached.context, language } };
    await openWindow(view);
    const { container } = render(view.page === 'start' ? Start : laterPages[view.page], { view });

    const [heading, ...others] = screen.getAllByRole('heading', { level: 1 });
    expect(others).toEqual([]);
    expect(heading?.getAttribute('tabindex')).toBe('-1');
    expect(/[\u3040-\u30ff\u4e00-\u9fff]/.test(textOf(heading ?? null))).toBe(language === 'ja');

    expect(nameless(container)).toEqual([]);
    expect(iconsOf(container)).not.toContain('an icon that is read out');
    expect(textOf(container)).not.toMatch(/undefined|(?<!\$)null|NaN|\[object|\{\w+\}/);
    // A heading counts what is there; dates are those of the language, on every page in one format.
    expect(textOf(container)).not.toContain('(0)');
    expect(textOf(container)).not.toMatch(/\b\d{4}-\d{2}-\d{2}\b/);
    expect(all(':disabled', container)).toEqual([]);
    // What runs is said while it runs, and only then.
    expect(screen.queryAllByRole('status').some((said) => said.closest('.progress') !== null)).toBe(view.task !== null);
  });
});
