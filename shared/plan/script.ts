/**
 * A plan as two PowerShell scripts, which do without the wizard what it would do, and undo it. They are for the Exchange Management Shell
 * and for sessions with imported cmdlets, in Windows PowerShell 5.1 and PowerShell 7.
 *
 * What a person or a server supplied stands in comments, which it cannot end, and in quoted constants. The code is ASCII: read without
 * its BOM in a Windows code page, a character of a constant would become a quotation mark.
 */
import { checkCall, reads, type CmdletCall, type ParameterValue } from '../commands/call.ts';
import { renderCall, renderValue } from '../commands/render.ts';
import { cmdletTable, sides, type CmdletEntry, type Side } from '../commands/table.ts';
import { appError, fail, ok, type Result } from '../model/error.ts';
import type { Mode } from '../model/mode.ts';
import { isOnEdge, isSynchronization, isUnchanged, objectKey, objectSteps, type ObjectStep, type Plan, type Value } from './plan.ts';
import { scriptFunctions } from './script-functions.ts';

/** What the comment at the beginning says. */
export interface ScriptHeader {
  readonly organization: string;
  readonly run: string;
  /** ISO 8601, UTC */
  readonly at: string;
  /** Name and version */
  readonly program: string;
  readonly mode: Mode;
}

/** What was practiced was sent nowhere; its scripts are for the organization that they name. */
const origins: Readonly<Record<Mode, readonly string[]>> = {
  connected: [],
  guided: [],
  practice: ['# It is from practice, for a sample organization.'],
  rehearsal: ['# It is from a rehearsal on a copy of what was collected: the wizard has sent none of these commands.'],
};

/**
 * The script that carries out the plan up to its first handover, with BOM and CRLF. Error `call.refused`: a call of the plan is not in
 * the closed table.
 */
export function applyScript(plan: Plan, header: ScriptHeader): Result<string> {
  const handover = plan.steps.findIndex(({ kind }) => kind === 'handover');
  const until = handover === -1 ? plan.steps.length : handover;
  const steps = objectSteps({ ...plan, steps: plan.steps.slice(0, until) }).map((step): ScriptedStep => ({
    ...step,
    does: step.kind === 'call' ? step.call : step.commands,
    isUnread: isOnEdge(step),
  }));
  const later = objectSteps({ ...plan, steps: plan.steps.slice(until) });
  const leftOut = plan.leftOut.map(({ server, reason, evidence }) =>
    server === '' ? `Nothing is done to ${evidence}: ${reason}` : `Nothing is done on ${server}: ${reason} ${evidence}`,
  );
  return scriptOf(plan, steps, () => ({
    header: [
      ...introduction('It makes the changes of a reviewed plan.', plan, header),
      ...leftOut.map((text) => comment('Left out', text)),
      ...(handover === -1
        ? []
        : ['# After these steps the Hybrid Configuration Wizard has to be run. Do not run this script again after it.']),
    ],
    body: [
      ...leftOut.map((text) => `Show-Line ${constant(text)}`),
      ...needCheck(steps),
      ...steps.flatMap((step, index) => [...stepOf(step, index, steps), ...pauseAfter(plan, steps, index)]),
      ...failures,
      ...(handover === -1 ? [] : handOver(plan)),
      ...(later.length === 0 ? [] : [pause(`Not carried out, since they come after it: ${later.map(({ object }) => object).join(', ')}`)]),
    ],
  }));
}

/**
 * The script that puts back, the last step first, what `applyScript` changed, with BOM and CRLF. It leaves alone what has another value
 * than that. Error `call.refused`: a call of the plan is not in the closed table.
 */
export function undoScript(plan: Plan, header: ScriptHeader): Result<string> {
  const changed = objectSteps(plan).filter((step) => !isUnchanged(step));
  // What a later step on the same object has taken back is as it was.
  const undone = changed
    .filter((step, index) => changed.findIndex((earlier) => objectKey(earlier) === objectKey(step)) === index)
    .flatMap((step): readonly ScriptedStep[] =>
      step.undo === null ? [] : [{ ...step, does: step.undo, before: step.after, after: step.before, isUnread: isOnEdge(step) }],
    )
    .reverse();
  // What was put back is brought to the Edge servers by the same step.
  const brought = changed.flatMap((step): readonly ScriptedStep[] =>
    isSynchronization(step) && step.kind === 'person' ? [{ ...step, does: step.commands, isUnread: false }] : [],
  );
  const steps = [...undone, ...brought];
  const irreversible = changed.filter((step) => step.undo === null && !isSynchronization(step));
  return scriptOf(plan, steps, () => ({
    header: [
      ...introduction('It takes the changes of a plan back, the last one first.', plan, header),
      '# A value that somebody else, or the Hybrid Configuration Wizard, has written since is left as it is.',
      ...irreversible.map(({ object }) => comment('Cannot be taken back', object)),
    ],
    body: [...steps.flatMap((step, index) => stepOf(step, index, steps)), ...failures],
  }));
}

/** A step with the call to send, or the commands for a person; `before` and `after` are those of what it does. */
type ScriptedStep = Pick<ObjectStep, 'id' | 'server' | 'object' | 'guid' | 'read' | 'before' | 'after'> & {
  readonly does: CmdletCall | readonly string[];
  /** Its object is on an Edge server, which no session reaches: the person who has taken the step names its id */
  readonly isUnread: boolean;
};

const callOf = ({ does }: ScriptedStep): CmdletCall | undefined => ('cmdlet' in does ? does : undefined);
const commandsOf = ({ does }: ScriptedStep): readonly string[] => ('cmdlet' in does ? [] : does);

interface Parts {
  readonly header: readonly string[];
  readonly body: readonly string[];
}

/** `parts`: made once every call is known to be in the table. */
function scriptOf({ policy }: Plan, steps: readonly ScriptedStep[], parts: () => Parts): Result<string> {
  for (const step of steps) {
    const { read } = step;
    if (!reads(read)) return fail(appError('call.refused', { cmdlet: read.cmdlet, side: read.side }));
    for (const call of [read, callOf(step) ?? read]) {
      const checked = checkCall(call);
      if (!checked.ok) return checked;
    }
  }
  const { header, body } = parts();
  const confirms = steps.some(({ isUnread }) => isUnread);
  const block = [
    ...(confirms ? ['param([string[]] $Confirmed = @())'] : []),
    'Set-StrictMode -Version 3.0',
    "$ErrorActionPreference = 'Stop'",
    `$run = @{ Sent = 0; Code = 0; Missing = @(); GoesOn = ${renderValue(policy.onFailure === 'goOn')} }`,
    ...(confirms ? ["$run['Confirmed'] = $Confirmed", "$run['Trusted'] = @()"] : []),
    '',
    ...scriptFunctions,
    '',
    ...prerequisites(steps),
    ...body,
    ...(confirms ? [trusted] : []),
    'Show-Line "All done. Changes sent: $($run[\'Sent\']). Exit code: 0"',
    'exit 0',
  ];
  // In a block of its own it leaves nothing behind in a session that runs it with a dot.
  const lines = [...header, '& {', ...block.map((line) => (line === '' ? '' : `    ${line}`)), confirms ? '} @args' : '}', ''];
  return ok(`\ufeff${lines.join('\r\n')}`);
}

/** Nobody says that everything is as wanted of what was not read. */
const trusted = "if ($run['Trusted'].Count -gt 0) { Show-Line \"Confirmed by a person, not read: $($run['Trusted'] -join ', ')\" }";

const introduction = (purpose: string, plan: Plan, { organization, run, at, program, mode }: ScriptHeader): readonly string[] => [
  comment('Organization', organization),
  comment('Run', run),
  comment('Plan', plan.id),
  comment('Written', `${at} by ${program}`),
  '#',
  `# ${purpose}`,
  ...origins[mode],
  '# Each step reads its object and compares it with the values that were reviewed. Only if they are the same it sends the change, reads',
  '# the object again, and compares it with the wanted values. What is already so is not sent, so the script can be run again.',
  '# Run it as a file, in the Exchange Management Shell or where the cmdlets that it names were imported. Its messages are in English.',
  '#',
  '# Exit codes:',
  '#   0  everything is as wanted',
  '#   1  something unexpected; the lines before say what was sent',
  '#   2  a cmdlet is not available; nothing was sent',
  '#   3  an object has other values than expected, and was left as it is',
  '#   4  a cmdlet failed',
  '#   5  a change was sent, but is not proven',
  '#   6  the script waits for you: the last lines say for what',
  '#   7  the next step is for you: the last lines have its commands. One on an Edge server cannot be read from here: once you have taken it,',
  '#      run the script again with -Confirmed and its name, which the last lines say. It is then reported as confirmed by a person, not read',
  '#',
];

/** What could end a line, or is not seen. */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Begins with a label, so that no text becomes a `#Requires` or the beginning of a signature. */
const comment = (label: string, text: string): string => `# ${label}: ${text.replaceAll(invisible, ' ')}`;

const constant = (value: ParameterValue): string => ascii(renderValue(value));

/** A quoted constant as `renderText` writes it, in which every quotation mark is doubled. */
const quotedConstants = /'((?:[^'\u2018-\u201B]|['\u2018-\u201B]{2})*)'/g;

/** Rendered text, with the characters of its constants that are not ASCII as `[char]` codes. */
const ascii = (rendered: string): string =>
  rendered.replaceAll(quotedConstants, (written, inner: string) => {
    if (!/[^ -~]/.test(inner)) return written;
    const single = inner.replaceAll(/([\u2018-\u201B])\1/g, '$1');
    // A sum that begins with [char] would be a sum of numbers.
    const pieces = single.split(/([^ -~])/).map((piece) => (/[^ -~]/.test(piece) ? `[char]${String(piece.charCodeAt(0))}` : `'${piece}'`));
    return `(${pieces.filter((piece, index) => index === 0 || piece !== "''").join('+')})`;
  });

const sideNames: Readonly<Record<Side, string>> = { onPremises: 'Exchange on-premises', exchangeOnline: 'Exchange Online' };

/** Nothing is sent while one of the cmdlets is missing. */
const prerequisites = (steps: readonly ScriptedStep[]): readonly string[] => [
  ...sides.flatMap((side) => {
    const calls = steps
      .filter(({ isUnread }) => !isUnread)
      .flatMap((step) => [step.read, callOf(step) ?? step.read])
      .filter((call) => call.side === side);
    if (calls.length === 0) return [];
    const names = [...new Set(calls.map(({ cmdlet }) => cmdlet))].sort();
    return [`Assert-Cmdlet -From '${sideNames[side]}' -Names ${constant(names)}`];
  }),
  "if ($run['Missing'].Count -gt 0) { Stop-Run 2 \"Not available in this session: $($run['Missing'] -join ', ')\" }",
];

function stepOf(step: ScriptedStep, index: number, steps: readonly ScriptedStep[]): readonly string[] {
  const number = `${String(index + 1)} of ${String(steps.length)}`;
  if (step.isUnread) return ['', comment(`Step ${number}`, step.object), ...confirmation(step, number)];
  const call = callOf(step);
  const does = [
    ...blocks(`Invoke-Step -Number '${number}' -Object ${constant(step.object)} -Guid ${constant(step.guid)}`, step),
    ...(call === undefined
      ? [`} -On ${constant(placeOf(step))} -Ask ${constant(commandsOf(step))}`]
      : ['} -Set {', `    ${ascii(renderCall(call))} -ErrorAction Stop`, '}']),
  ];
  return [
    '',
    comment(`Step ${number}`, step.object),
    ...(isTakenBack(step, steps) ? ["if ($run['Needed']) {", ...does.map((line) => `    ${line}`), '}'] : does),
  ];
}

const placeOf = ({ server }: ScriptedStep): string => (server === '' ? 'a Mailbox server' : server);

const confirmation = (step: ScriptedStep, number: string): readonly string[] => [
  `Confirm-Step -Number '${number}' -Object ${constant(step.object)} -Name ${constant(step.id)} -On ${constant(placeOf(step))} -Values @(`,
  ...valueLines(step),
  `) -Ask ${constant(commandsOf(step))}`,
];

/** The values of a step, one a line. */
function valueLines(step: ScriptedStep): readonly string[] {
  const { before, after } = step;
  const value = (name: string): string => {
    const [old, wanted] = [before[name] ?? null, after[name] ?? null];
    const kind = kindOf(name, callOf(step), [old, wanted]);
    return `@{ Name = ${constant(name)}; Kind = '${kind}'; Before = ${constant(old)}; After = ${constant(wanted)} }`;
  };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.map((name) => `    ${value(name)}`);
}

/** The values of a step and the block that reads them, open at its end. */
const blocks = (invocation: string, step: ScriptedStep): readonly string[] => [
  `${invocation} -Values @(`,
  ...valueLines(step),
  ') -Read {',
  `    ${reading(step)}`,
];

/** The whole object, since `-ErrorAction` belongs to the cmdlet and not to what selects behind it; facts are formed from all of them. */
function reading({ read, object }: ScriptedStep): string {
  // A service that does not run is an error of Test-ServiceHealth besides.
  const onError = read.cmdlet === 'Test-ServiceHealth' ? 'SilentlyContinue' : 'Stop';
  const all = `${ascii(renderCall({ ...read, select: undefined }))} -ErrorAction ${onError}`;
  const own = constant(object.slice(object.lastIndexOf('\\') + 1));
  if (read.cmdlet === 'Test-EdgeSynchronization') {
    return `Get-SynchronizationState @(${all}) ${constant(object.slice(0, object.indexOf('\\')))}`;
  }
  if (read.cmdlet === 'Get-ExchangeCertificate') return `Get-CertificateState @(${all}) ${own}`;
  return read.cmdlet === 'Test-ServiceHealth' ? `Get-ServiceState @(${all}) ${own}` : all;
}

/** Whether a later step is on the same object, and takes back what this one does. */
const isTakenBack = (step: ScriptedStep, steps: readonly ScriptedStep[]): boolean =>
  steps.slice(steps.indexOf(step) + 1).some((later) => objectKey(later) === objectKey(step));

/**
 * What is taken off on the way, such as a running service, is taken off for the steps in the middle. Once these are done it looks as if it
 * had to be taken off again, so they are asked first.
 */
function needCheck(steps: readonly ScriptedStep[]): readonly string[] {
  if (!steps.some((step) => isTakenBack(step, steps))) return [];
  const middle = steps.filter((step) => !step.isUnread && steps.filter((one) => objectKey(one) === objectKey(step)).length === 1);
  return [
    '',
    '# Whether the steps in the middle are done: then what is taken off for them stays as it is.',
    '$done = @(',
    ...middle.flatMap((step) => [...blocks(`Test-Now -Guid ${constant(step.guid)}`, step), '}'].map((line) => `    ${line}`)),
    ')',
    "$run['Needed'] = $done -contains $false",
  ];
}

/** Parameters that take directory objects: read, they are objects with a name. */
const objectParameters: ReadonlySet<string> = new Set(['SourceTransportServers']);

/** How values of a parameter are compared: `$null` is an empty text or an empty list, but not `$false`. */
function kindOf(name: string, call: CmdletCall | undefined, values: readonly Value[]): 'names' | 'list' | 'boolean' | 'text' {
  const { parameters }: Pick<CmdletEntry, 'parameters'> = call === undefined ? { parameters: {} } : cmdletTable[call.cmdlet];
  const kind = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (objectParameters.has(name)) return 'names';
  if (kind === 'strings' || kind === 'nullableStrings' || values.some(Array.isArray)) return 'list';
  return kind === 'boolean' || values.some((value) => typeof value === 'boolean') ? 'boolean' : 'text';
}

/** After the first server, as the plan wants it: only in the run that changed something there, so that the next one goes on. */
function pauseAfter({ policy: { canary } }: Plan, steps: readonly ScriptedStep[], index: number): readonly string[] {
  const isLast = canary !== null && steps.findLastIndex(({ server }) => server === canary) === index;
  if (!isLast || index === steps.length - 1) return [];
  const text = `${canary} is done. Prove its mail flow, then run this script again for the other steps.`;
  return ['', "if ($run['Sent'] -gt 0) {", ...[...failures, pause(text)].map((line) => `    ${line}`), '}'];
}

const pause = (text: string): string => `Stop-Run 6 ${constant(text)}`;

const failures = ["if ($run['Code'] -ne 0) { Stop-Run $run['Code'] 'Not every step was carried out.' }"];

const handOver = ({ method }: Plan): readonly string[] => [
  "Show-Line 'Run the Hybrid Configuration Wizard now: https://aka.ms/HybridWizard'",
  ...(method === 'certificateOnly' ? ["Show-Line 'Select its option Update Secure Mail Certificate for Connectors.'"] : []),
  "Show-Line 'Select the new certificate on its page Transport Certificate. Do not run this script again after it.'",
];
