/** The page of a change as it is shown, and what stands on it. */
import { render, screen, within } from '@testing-library/svelte';
import type { Language } from '../../shared/messages/language.ts';
import { callSteps, type CallStep } from '../../shared/plan/plan.ts';
import type { WizardView } from '../../shared/wizard/view.ts';
import Change from '../../src-renderer/pages/change/Change.svelte';
import { all, find, textOf, textsOf } from './dom.ts';
import { placeOf } from './journeys.ts';
import { openWindow, type TestWindow } from './window.ts';

export async function show(view: WizardView | undefined, language: Language = 'en'): Promise<TestWindow> {
  if (view === undefined) throw new Error('that view never came');
  const shown = { ...view, context: { ...view.context, language } };
  const window = await openWindow(shown);
  render(Change, { view: shown });
  return window;
}

export const at = (views: readonly WizardView[], place: string): readonly WizardView[] => views.filter((view) => placeOf(view) === place);

export const states = (): readonly string[] => textsOf(all('td.state'));
export const heading = (): string => textOf(screen.getByRole('heading', { level: 1 }));
export const lead = (): string => textOf(find('h1').parentElement);
export const commands = (name: string): string | null => screen.getByRole('region', { name }).textContent;

/** The steps of the change that these views end with. */
export const stepsOf = (views: readonly WizardView[]): readonly CallStep[] => {
  const plan = views.at(-1)?.context.plans.apply ?? null;
  return plan === null ? [] : callSteps(plan);
};

/** Each saying of the progress bar in the order in which it comes, once. */
export async function sayings(views: readonly WizardView[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const view of views) {
    await openWindow(view);
    const { container, unmount } = render(Change, { view });
    const bar = within(container).queryByRole('progressbar');
    const text = textOf(within(container).getByRole('status'));
    said.push(bar === null ? text : `${text} [${bar.getAttribute('value') ?? ''}/${bar.getAttribute('max') ?? ''}]`);
    unmount();
  }
  return said.filter((text, index) => text !== said[index - 1]);
}
