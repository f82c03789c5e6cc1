/**
 * What of a view is new. A large organization has thousands of certificates with their findings; at a
 * tick of the HCW none of that crosses to the window again, only what is another object than before.
 */
import type { WizardContext } from './context.ts';
import type { WizardView } from './view.ts';

/** A view with its number, so that the window knows whether it missed a change. */
export interface NumberedView {
  readonly revision: number;
  readonly view: WizardView;
}

export interface ViewChange {
  /** The revision that it changes; with another one at hand the whole view has to be asked for */
  readonly from: number;
  readonly view: Partial<Omit<WizardView, 'context'>>;
  readonly context: Partial<WizardContext>;
}

export const changeOf = ({ revision, view }: NumberedView, next: WizardView): ViewChange => {
  const { context, ...fields } = next;
  return { from: revision, view: newFields(view, fields), context: newFields(view.context, context) };
};

/** The view after the change; `undefined` when the change is not one of this view. */
export function applyChange({ revision, view }: NumberedView, change: ViewChange): NumberedView | undefined {
  if (change.from !== revision) return undefined;
  const context = { ...view.context, ...change.context };
  // Page and phase are one closed pair, and both sides of it come from the same view.
  return { revision: revision + 1, view: { ...view, ...change.view, context } as WizardView };
}

const newFields = <T extends object>(previous: T, next: T): Partial<T> =>
  // Object.entries forgets which keys the entries had.
  Object.fromEntries(Object.entries(next).filter(([name, value]) => previous[name as keyof T] !== value)) as Partial<T>;
