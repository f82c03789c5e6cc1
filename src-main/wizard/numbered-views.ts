/** The controller's views as they go to the window, with their numbers, and what each changed. */
import { applyChange, changeOf, type NumberedView, type ViewChange, type WizardView } from '../../shared/wizard/view.ts';
import type { WizardController } from './controller.ts';

export interface NumberedViews {
  current(): NumberedView;
  subscribe(listener: (change: ViewChange) => void): void;
}

export function numberedViews(controller: Pick<WizardController, 'view' | 'subscribe'>): NumberedViews {
  const listeners: ((change: ViewChange) => void)[] = [];
  let current: NumberedView = { revision: 0, view: shownIn(controller.view()) };
  controller.subscribe((view) => {
    const change = changeOf(current, shownIn(view));
    current = applyChange(current, change) ?? current;
    for (const listener of listeners) listener(change);
  });
  return {
    current: () => current,
    subscribe: (listener) => {
      listeners.push(listener);
    },
  };
}

const notShown: WizardView['context']['commands'] = [];

/** Every call adds a command to the list, which only the last page shows: it does not cross to the window with each of them. */
const shownIn = (view: WizardView): WizardView =>
  view.page === 'finish' ? view : { ...view, context: { ...view.context, commands: notShown } };
