/** The list of pages with what is true of each: done only where something was done. */
import { stepOf } from '../run/run-view.ts';
import { nothingToSend } from './buttons.ts';
import type { WizardContext } from './context.ts';
import { hcwSteps, pages, type Page } from './pages.ts';

/** `notNeeded`: the way through the wizard does not need the page. `skipped`: the administrator left it out. */
export type NavigationState = 'done' | 'now' | 'later' | 'notNeeded' | 'skipped';

export interface NavigationEntry {
  readonly page: Page;
  readonly state: NavigationState;
}

export function navigationOf(current: Page, context: WizardContext): readonly NavigationEntry[] {
  const here = current === 'change' ? pageOfRun(context) : current;
  const now = pages.indexOf(here);
  const isShown = (page: Page): boolean => (context.again === null ? page !== 'renewAgain' : page === here || shortPath.has(page));
  return pages.filter(isShown).map((page) => {
    const index = pages.indexOf(page);
    if (index === now) return { page, state: 'now' };
    if (index < now) return { page, state: past(page, context) };
    if (page === 'oldCertificate' && context.runs.removal?.isFinished === true) return { page, state: 'done' };
    // The HCW is run again after the fix, on the page before it.
    if (page === 'fix' && isFixed(context)) return { page, state: 'done' };
    // The removal is not rehearsed.
    if (page === 'oldCertificate' && context.mode === 'rehearsal') return { page, state: 'notNeeded' };
    return { page, state: isNotNeeded(page, now, context) ? 'notNeeded' : 'later' };
  });
}

/** The pages of a second renewal. What the others would say is on the second one, or leads to them. */
const shortPath: ReadonlySet<Page> = new Set<Page>([
  'start',
  'renewAgain',
  'plan',
  'change',
  'hcw',
  'fix',
  'postChecks',
  'finish',
  'oldCertificate',
]);

/** The commands of the fix, and those of the removal, run on the page of the change. */
const pageOfRun = ({ active }: WizardContext): Page =>
  (({ apply: 'change', fix: 'fix', removal: 'oldCertificate', rollback: 'change' }) as const)[active];

function past(page: Page, context: WizardContext): NavigationState {
  switch (page) {
    case 'renewAgain':
      return context.again?.isCompared === true ? 'done' : 'later';
    case 'exchangeOnline':
      return context.onlineSkipped ? 'skipped' : 'done';
    case 'change':
      return Object.values(context.runs.apply?.steps ?? {}).some(({ touched }) => touched) ? 'done' : 'notNeeded';
    case 'hcw':
      if (hasNoHcw(context)) return 'notNeeded';
      return hcwSteps.every((step) => context.hcw.ticked.includes(step)) ? 'done' : 'later';
    case 'fix':
      return isFixed(context) ? 'done' : 'notNeeded';
    default:
      return 'done';
  }
}

/** The method is chosen on the page of the plan. */
function isNotNeeded(page: Page, now: number, context: WizardContext): boolean {
  if (now < pages.indexOf('plan')) return false;
  return (page === 'change' && nothingToSend(context)) || (['hcw', 'fix'].includes(page) && hasNoHcw(context));
}

const hasNoHcw = ({ plans: { apply } }: WizardContext): boolean => apply?.steps.every(({ kind }) => kind === 'call') === true;

/** By the wizard, or, for a certificate that was not listed, by the administrator before the HCW was run again. */
const isFixed = ({ plans: { fix }, runs, fixApplied }: WizardContext): boolean =>
  fixApplied || fix?.steps.some(({ id }) => stepOf(runs.fix, id).state === 'applied') === true;
