/** The controller's views with their numbers, and what each changed. */
import { applyChange, changeOf, type NumberedView, type ViewChange } from '../../shared/wizard/view.ts';
import type { WizardController } from './controller.ts';

export interface NumberedViews {
  current(): NumberedView;
  subscribe(listener: (change: ViewChange) => void): void;
}

export function numberedViews(controller: Pick<WizardController, 'view' | 'subscribe'>): NumberedViews {
  const listeners: ((change: ViewChange) => void)[] = [];
  let current: NumberedView = { revision: 0, view: controller.view() };
  controller.subscribe((view) => {
    const change = changeOf(current, view);
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
