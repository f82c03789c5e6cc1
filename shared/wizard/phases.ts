/** The phases of each page, and the work that a phase asks of the main process. */
import type { Page } from './pages.ts';

/**
 * What each page can be doing. A page without more has the one phase `shown`. `byHand`: the commands
 * are shown for the administrator to run, and their result is waited for (guided mode).
 */
export const phases = {
  start: ['shown'],
  before: ['shown'],
  onPremises: ['shown', 'connecting'],
  exchangeOnline: ['shown', 'connecting'],
  gather: ['running', 'failed', 'done', 'readingServer'],
  certificate: ['shown'],
  preChecks: ['shown'],
  plan: ['shown'],
  change: [
    'running',
    'saving',
    'byHand',
    'readingBack',
    'failed',
    'done',
    'restoreReview',
    'restoring',
    'restoreByHand',
    'readingBackRestore',
    'restored',
  ],
  hcw: ['shown'],
  remediation: ['review', 'running', 'saving', 'byHand', 'readingBack', 'failed', 'done'],
  postChecks: ['collect', 'running', 'failed', 'done'],
  finish: ['shown'],
} as const satisfies Record<Page, readonly string[]>;

/** Page and phase as one closed union. */
export type Place = { readonly [P in Page]: { readonly page: P; readonly phase: (typeof phases)[P][number] } }[Page];

/** Work that the main process does while the machine is in a phase. */
export const tasks = [
  'connectOnPremises',
  'connectExchangeOnline',
  'gather',
  'gatherServer',
  'reset',
  'saveReset',
  'readBackReset',
  'restore',
  'remedy',
  'saveRemedy',
  'readBackRemedy',
  'verify',
] as const;
export type Task = (typeof tasks)[number];

/** The tasks that send changes: when the program ends during one, its effect must be read back first. */
export const changingTasks: ReadonlySet<Task> = new Set<Task>(['reset', 'restore', 'remedy']);
