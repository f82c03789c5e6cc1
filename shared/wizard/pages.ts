/** The thirteen pages, in the order of the navigation list. */
export const pages = [
  'start',
  'before',
  'onPremises',
  'exchangeOnline',
  'collect',
  'certificate',
  'preChecks',
  'plan',
  'change',
  'hcw',
  'fix',
  'postChecks',
  'finish',
] as const;
export type Page = (typeof pages)[number];

/** Steps 2-1 to 2-6 of the support article: docs/domain.md, "The flow of the support article". */
export const hcwSteps = ['2-1', '2-2', '2-3', '2-4', '2-5', '2-6'] as const;
export type HcwStep = (typeof hcwSteps)[number];

/** The question at 2-4: how does the HCW's page Transport Certificate show the new certificate? */
export const hcwAnswers = ['selected', 'notSelected', 'notListed'] as const;
export type HcwAnswer = (typeof hcwAnswers)[number];

/** `reset`: reset the receive connectors, then the full HCW (docs/domain.md, "Methods of changing"). `certificateOnly`: the HCW's own option to update the certificate. */
export const methods = ['reset', 'certificateOnly'] as const;
export type Method = (typeof methods)[number];

export const languages = ['en', 'ja'] as const;
export type Language = (typeof languages)[number];

/** The wizard's language for a system's, e.g. `ja-JP`. */
export const languageOf = (locale: string): Language => (locale.toLowerCase().startsWith('ja') ? 'ja' : 'en');

/** Where the data come from, and who runs the commands: the wizard, the administrator, or the wizard on a sample. */
export const modes = ['connected', 'guided', 'practice'] as const;
export type Mode = (typeof modes)[number];

/** Why *Next* stayed on the page: shown as text beside the button, instead of a disabled button. */
export const validationCodes = [
  'start.modeMissing',
  'onPremises.serverMissing',
  'onPremises.sourceMissing',
  'exchangeOnline.userMissing',
  'exchangeOnline.sourceMissing',
  'collect.noHybridConfiguration',
  'collect.noHybridServers',
  'certificate.noneSelected',
  'certificate.doesNotQualify',
  'certificate.unchanged',
  'preChecks.blocked',
  'plan.stale',
  'change.resultMissing',
  'hcw.stepsOpen',
  'hcw.answerOpen',
  'fix.open',
  'fix.notPlanned',
  'postChecks.sourceMissing',
] as const;
export type ValidationCode = (typeof validationCodes)[number];

// The phases of each page, and the work that a phase asks of the main process.

/**
 * What each page can be doing. A page without more has the one phase `ready`. `manual`: the commands
 * are shown for the administrator to run, and their result is waited for (guided mode).
 */
export const phases = {
  start: ['ready'],
  before: ['ready'],
  onPremises: ['ready', 'connecting'],
  exchangeOnline: ['ready', 'connecting'],
  collect: ['running', 'failed', 'done', 'readingServer'],
  certificate: ['ready'],
  preChecks: ['ready'],
  plan: ['ready'],
  change: [
    'running',
    'saving',
    'manual',
    'readingBack',
    'failed',
    'done',
    'rollbackReview',
    'rollingBack',
    'manualRollback',
    'readingBackRollback',
    'rolledBack',
  ],
  hcw: ['ready'],
  fix: ['review', 'running', 'saving', 'manual', 'readingBack', 'failed', 'done'],
  postChecks: ['collect', 'running', 'failed', 'done'],
  finish: ['ready'],
} as const satisfies Record<Page, readonly string[]>;

/** Page and phase as one closed union. */
export type Place = { readonly [P in Page]: { readonly page: P; readonly phase: (typeof phases)[P][number] } }[Page];

/** Work that the main process does while the machine is in a phase. */
export const tasks = [
  'connectOnPremises',
  'connectExchangeOnline',
  'collect',
  'collectServer',
  'reset',
  'saveReset',
  'readBackReset',
  'rollback',
  'fix',
  'saveFix',
  'readBackFix',
  'verify',
] as const;
export type Task = (typeof tasks)[number];

/** The tasks that send changes: when the program ends during one, its effect must be read back first. */
export const changingTasks: ReadonlySet<Task> = new Set<Task>(['reset', 'rollback', 'fix']);
