/** The pages of the wizard, and the closed lists that its answers, messages and tasks come from. */

/** Work with Exchange or with a run that the main process does while the machine is in a phase. */
export const tasks = [
  'connectOnPremises',
  'connectExchangeOnline',
  'collect',
  'collectServer',
  'readEdge',
  'carryOut',
  'observe',
  'reviewRollback',
  'verify',
] as const;
export type Task = (typeof tasks)[number];

/** The task that sends changes: when the program ends during it, its effect must be read back first. */
const changingTask = 'carryOut' satisfies Task;

/** The buttons of a phase. `primary`: the safe next action, the first of these that applies. */
const buttons = <const P extends readonly string[], const O extends readonly string[] = []>(primary: P, ...others: O) => ({
  primary,
  others,
});
/** While the main process works, the only thing to do is to stop it. */
const busy = <const T extends Task>(task: T) => ({ ...buttons([], 'stop'), task });
/** What only reads can also be left for the rollback. */
const reading = <const T extends Task>(task: T) => ({ ...buttons([], 'stop', 'showRollback'), task });

/**
 * The pages in the order of the navigation list, each with its phases, their buttons, and the task that runs in
 * them. A page that does one thing only has the one phase `ready`. `manual`: the commands are shown for the
 * administrator to run, and the wizard waits for their result (guided mode).
 */
export const pageTable = {
  start: { ready: buttons(['next']) },
  /** The short path of a second renewal: both sides are read at once, and what has changed since the last one is shown. */
  renewAgain: {
    connecting: busy('connectOnPremises'),
    signingIn: busy('connectExchangeOnline'),
    collecting: busy('collect'),
    failed: buttons(['tryCollectAgain'], 'everyPage'),
    ready: buttons(['toPlan'], 'collectAgain', 'everyPage'),
  },
  before: { ready: buttons(['next']) },
  onPremises: { ready: buttons(['connectOnPremises']), connecting: busy('connectOnPremises') },
  exchangeOnline: { ready: buttons(['connectExchangeOnline'], 'skipExchangeOnline'), connecting: busy('connectExchangeOnline') },
  collect: {
    running: busy('collect'),
    failed: buttons(['tryCollectAgain']),
    done: buttons(['next'], 'collectAgain'),
    readingServer: busy('collectServer'),
    readingEdge: busy('readEdge'),
  },
  certificate: { ready: buttons(['next']) },
  preChecks: { ready: buttons(['next'], 'collectAgain') },
  plan: { ready: buttons(['continueToHcw', 'commit'], 'leaveChange', 'showRollback') },
  change: {
    running: busy('carryOut'),
    manual: buttons(['checkResult'], 'leaveSynchronization', 'showRollback'),
    readingBack: reading('observe'),
    stopped: buttons(['readFirst', 'commitRest'], 'commitAfterProof', 'readAgain', 'leaveSynchronization', 'showRollback'),
    done: buttons(['afterChange'], 'showRollback'),
    reviewing: busy('reviewRollback'),
    rollbackReview: buttons(['rollback'], 'reviewAgain'),
  },
  hcw: { ready: buttons(['leaveHcw'], 'showRollback') },
  fix: { ready: buttons(['applyFix', 'skipFix'], 'skipFixSteps', 'readBackFix', 'showRollback') },
  postChecks: {
    collect: buttons(['checkCollected'], 'showRollback'),
    running: reading('verify'),
    failed: buttons(['tryCheckAgain'], 'showRollback'),
    readingEdge: busy('readEdge'),
    done: buttons(['hcwAfterChecks', 'checkOpen', 'finish'], 'rollbackAfterChecks', 'checkAgain', 'finishOpen'),
  },
  finish: { ready: buttons([], 'rollbackAfterChecks', 'showOldCertificate', 'startOver') },
  oldCertificate: {
    running: busy('verify'),
    failed: buttons(['tryCheckAgain']),
    ready: buttons(['commitRemoval'], 'checkOldAgain'),
  },
} as const;

export type Page = keyof typeof pageTable;
type ButtonsOf<Phase> = Phase extends { readonly primary: readonly (infer P)[]; readonly others: readonly (infer O)[] } ? P | O : never;
/** Every button of the table; its label and event are in buttons.ts. */
export type ButtonId = { [P in Page]: ButtonsOf<(typeof pageTable)[P][keyof (typeof pageTable)[P]]> }[Page];
/** Page and phase as one closed union. */
export type WizardStep = { readonly [P in Page]: { readonly page: P; readonly phase: keyof (typeof pageTable)[P] } }[Page];

// Object.keys forgets which keys an object has.
export const pages = Object.keys(pageTable) as readonly Page[];
/** The phases of a page. */
export const phasesOf = (page: Page): readonly string[] => Object.keys(pageTable[page]);

/** The task that runs in a step; `null` where the wizard waits for a person. */
export function taskOf({ page, phase }: WizardStep): Task | null {
  const phases: Readonly<Record<string, { readonly primary: readonly ButtonId[]; readonly task?: Task }>> = pageTable[page];
  // Stryker disable next-line OptionalChaining: every step has its page and phase in the table
  return phases[phase]?.task ?? null;
}

/** Whether the task sends changes. */
export const isChanging = (task: Task | null): boolean => task === changingTask;

/** Page and phase of a state value; a page without phases of its own is `ready`, also while it decides. */
export function wizardStepOf(value: unknown): WizardStep {
  const [page, phase] = placeOf(value);
  return isPage(page) ? stepOf(page, phase) : { page: 'start', phase: 'ready' };
}

/** Whether the machine waits for the end of an effect that an event depends on: a phase that is never shown or kept. */
export function isDeciding(value: unknown): boolean {
  const [page, phase] = placeOf(value);
  return isPage(page) && phase !== 'ready' && !phasesOf(page).includes(phase);
}

/** How a step is kept: a page with one phase stands alone, every other one with its phase. */
export const valueOf = ({ page, phase }: WizardStep): Page | Record<string, string> =>
  phasesOf(page).length === 1 ? page : { [page]: phase };

function placeOf(value: unknown): readonly [page: string, phase: string] {
  if (typeof value === 'string') return [value, 'ready'];
  const [entry] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return entry === undefined ? ['', ''] : [entry[0], String(entry[1])];
}

const isPage = (name: string): name is Page => pages.some((page) => page === name);

const stepOf = (page: Page, phase: string): WizardStep => {
  const found = phasesOf(page).find((candidate) => candidate === phase) ?? phasesOf(page)[0];
  // The pair is a WizardStep by the table it was looked up in, which the type system cannot follow through a union of keys.
  return { page, phase: found } as WizardStep;
};

/** Steps 2-1 to 2-6 of the support article: docs/domain.md, "The flow of the support article". */
export const hcwSteps = ['2-1', '2-2', '2-3', '2-4', '2-5', '2-6'] as const;
export type HcwStep = (typeof hcwSteps)[number];

/** The question at 2-4: how does the HCW's page Transport Certificate show the new certificate? */
export const hcwAnswers = ['selected', 'notSelected', 'notListed'] as const;
export type HcwAnswer = (typeof hcwAnswers)[number];

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
  'certificate.inUse',
  'certificate.endsEarlier',
  'preChecks.blocked',
  'plan.stale',
  'plan.changeOpen',
  'plan.notSignedOff',
  'change.resultMissing',
  'hcw.stepsOpen',
  'hcw.answerOpen',
  'fix.open',
  'fix.notPlanned',
  'postChecks.sourceMissing',
  'postChecks.open',
  'oldCertificate.thumbprintWrong',
] as const;
export type ValidationCode = (typeof validationCodes)[number];
