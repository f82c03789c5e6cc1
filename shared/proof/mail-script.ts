/**
 * Guided mode: the commands that ask Exchange about mail itself, as one block to paste into the shell of that side, and what the block
 * prints, to paste back. ASCII, no syntax newer than Windows PowerShell 5.1, no empty line (one ends a statement that is pasted).
 */
import * as v from 'valibot';
import { psObject, psString, type PsObject } from '../clixml/value.ts';
import type { CallOutcome } from '../commands/call.ts';
import { renderText, renderValue } from '../commands/render.ts';
import { sides, type Side } from '../commands/table.ts';
import { ok, type Result } from '../model/error.ts';
import { parsePlainJson } from '../model/plain-json.ts';
import type { MailAnswer } from './mail-answers.ts';
import {
  connectorsCall,
  delayedCalls,
  detailCall,
  mostDetails,
  mostTraced,
  queueCall,
  queueProperties,
  traceCall,
  trackingCall,
  trackingProperties,
} from './mail-questions.ts';
import type { MadeWord } from './seals.ts';

const mailFormat = 'hybrid-certificate-wizard/mail';

export interface Validated {
  readonly connector: string;
  readonly recipient: string;
}

export interface MailScript {
  readonly side: Side;
  /** Of the on-premises side: whose queues and tracking logs are read */
  readonly servers: readonly string[];
  readonly words: readonly MadeWord[];
  /** Of Exchange Online: what is validated, by sending a message */
  readonly validated: Validated | null;
}

const tracedProperties = ['MessageTraceId', 'Received', 'Status', 'RecipientAddress', 'Subject', 'FromIP', 'ToIP'];
const detailProperties = ['Date', 'Event', 'Detail'];
const list = (names: readonly string[]): string => renderValue([...names]);

export const mailScript = ({ side, servers, words, validated }: MailScript): string =>
  [
    '# Hybrid Certificate Wizard: asks Exchange about its queues and about the test messages.',
    validated === null
      ? '# It only reads. Paste all of it into the shell, then paste the line that it prints into the wizard.'
      : '# It sends one message, to the recipient below, and changes no setting. Paste the line that it prints into the wizard.',
    '& {',
    "    $texts = { param($value) if ($null -eq $value) { '' } elseif ($value -is [datetime]) { $value.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [System.Globalization.CultureInfo]::InvariantCulture) } elseif ($value -is [string] -or $value -isnot [System.Collections.IEnumerable]) { [string] $value } else { (@($value) | ForEach-Object { [string] $_ }) -join ', ' } }",
    '    $answers = New-Object -TypeName System.Collections.ArrayList',
    '    $ask = {',
    '        param($about, $name, $parameters, $properties)',
    '        $problems = @()',
    '        $found = @()',
    '        # The stream, not -ErrorVariable: commands of a remote session do not fill it, and a server that was not read would look empty.',
    '        try {',
    '            $all = @(& $name @parameters -ErrorAction Continue 2>&1)',
    '            $problems = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })',
    '            $found = @($all | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })',
    '        } catch { $problems = @($_) }',
    '        $objects = @(foreach ($one in $found) { $row = @{}; foreach ($property in $properties) { $row[$property] = & $texts $one.$property }; $row })',
    '        if ($properties.Count -eq 0) { $objects = @(@{ Text = ($found | Format-List -Property * | Out-String -Width 1000) }) }',
    '        [void] $answers.Add(@{ about = $about; objects = $objects; errors = @(foreach ($problem in $problems) { [string] $problem }) })',
    "        if ($properties -contains 'MessageTraceId') { $found }",
    '    }',
    ...(side === 'onPremises' ? onPremisesLines(servers, words) : onlineLines(words, validated)),
    `    ConvertTo-Json -Compress -Depth 5 -InputObject @{ format = '${mailFormat}'; version = 1; side = '${side}'; takenAt = [System.DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [System.Globalization.CultureInfo]::InvariantCulture); answers = $answers }`,
    '}',
    '',
  ].join('\n');

function onPremisesLines(servers: readonly string[], words: readonly MadeWord[]): readonly string[] {
  const tracked = words.map(({ word, since }) => {
    const { Start, ResultSize } = trackingCall('', word, since).parameters;
    return `        $null = & $ask @{ kind = 'tracking'; server = $server; word = ${renderText(word)} } 'Get-MessageTrackingLog' @{ Server = $server; MessageSubject = ${renderText(word)}; Start = [datetime] ${renderText(String(Start))}; ResultSize = ${String(ResultSize)} } ${list(trackingProperties)}`;
  });
  return [
    "    $null = & $ask @{ kind = 'connectors' } 'Get-SendConnector' @{} 'Name','Guid'",
    `    foreach ($server in ${list(servers)}) {`,
    `        $null = & $ask @{ kind = 'queue'; server = $server } 'Get-Queue' @{ Server = $server } ${list(queueProperties)}`,
    ...tracked,
    '    }',
  ];
}

function onlineLines(words: readonly MadeWord[], validated: Validated | null): readonly string[] {
  if (validated !== null) {
    const [connector, recipient] = [renderText(validated.connector), renderText(validated.recipient)];
    return [
      `    $null = & $ask @{ kind = 'validation'; connector = ${connector}; recipient = ${recipient} } 'Validate-OutboundConnector' @{ Identity = ${connector}; Recipients = @(${recipient}); Confirm = $false } @()`,
    ];
  }
  return [
    `    $why = { param($found) foreach ($one in @($found | Select-Object -First ${String(mostDetails)})) { $null = & $ask @{ kind = 'detail'; id = [string] $one.MessageTraceId; recipient = [string] $one.RecipientAddress } 'Get-MessageTraceDetailV2' @{ MessageTraceId = $one.MessageTraceId; RecipientAddress = $one.RecipientAddress } ${list(detailProperties)} } }`,
    ...['Pending', 'Failed'].map(
      (status) =>
        `    & $why (& $ask @{ kind = 'delayed'; status = '${status}' } 'Get-MessageTraceV2' @{ Status = '${status}'; ResultSize = ${String(mostTraced)} } ${list(tracedProperties)})`,
    ),
    ...words.map(
      ({ word }) =>
        `    & $why (& $ask @{ kind = 'trace'; word = ${renderText(word)} } 'Get-MessageTraceV2' @{ Subject = ${renderText(word)}; SubjectFilterType = 'Contains'; ResultSize = ${String(mostTraced)} } ${list(tracedProperties)})`,
    ),
  ];
}

// What the block prints.

const text = v.pipe(v.string(), v.maxLength(32_768));
const aboutSchema = v.variant('kind', [
  v.object({ kind: v.literal('connectors') }),
  v.object({ kind: v.literal('queue'), server: text }),
  v.object({ kind: v.literal('tracking'), server: text, word: text }),
  v.object({ kind: v.literal('delayed'), status: v.picklist(['Pending', 'Failed']) }),
  v.object({ kind: v.literal('trace'), word: text }),
  v.object({ kind: v.literal('detail'), id: text, recipient: text }),
  v.object({ kind: v.literal('validation'), connector: text, recipient: text }),
]);
const printedSchema = v.object({
  format: v.literal(mailFormat),
  version: v.literal(1),
  side: v.picklist(sides),
  takenAt: v.pipe(v.string(), v.isoTimestamp()),
  answers: v.pipe(
    v.array(v.object({ about: aboutSchema, objects: v.array(v.record(v.string(), text)), errors: v.array(text) })),
    v.maxLength(10_000),
  ),
});
type Printed = v.InferOutput<typeof printedSchema>;

export interface PrintedMail {
  readonly side: Side;
  /** ISO 8601, UTC, by the clock of that computer */
  readonly takenAt: string;
  readonly answers: readonly MailAnswer[];
  readonly validation: (Validated & { readonly result: Result<CallOutcome> }) | null;
}

/** What the block has printed, with whatever a console put around it and wherever it broke the line; `undefined` for another text. */
export function readPrintedMail(given: string, words: readonly MadeWord[]): PrintedMail | undefined {
  const joined = given.replaceAll(/[\r\n]/g, '');
  const whole = joined.slice(joined.indexOf('{'), joined.lastIndexOf('}') + 1);
  const printed = parsed(whole);
  if (printed === undefined) return undefined;
  const { side, takenAt, answers } = printed;
  const validated = answers.find(({ about }) => about.kind === 'validation');
  return {
    side,
    takenAt,
    answers: answers.flatMap((answer) => answerOf(answer, words)),
    validation:
      validated?.about.kind !== 'validation'
        ? null
        : {
            connector: validated.about.connector,
            recipient: validated.about.recipient,
            result: outcomeOf(
              validated.objects.flatMap(({ Text = '' }) => listed(Text)),
              validated.errors,
            ),
          },
  };
}

function parsed(whole: string): Printed | undefined {
  try {
    const read = v.safeParse(printedSchema, parsePlainJson(whole));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

function answerOf({ about, objects, errors }: Printed['answers'][number], words: readonly MadeWord[]): readonly MailAnswer[] {
  const rows = objects.map((row) => psObject(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, psString(value)]))));
  const answer = (call: MailAnswer['call'] | undefined): readonly MailAnswer[] =>
    call === undefined ? [] : [{ call, result: outcomeOf(rows, errors) }];
  switch (about.kind) {
    case 'connectors':
      return answer(connectorsCall);
    case 'queue':
      return answer(queueCall(about.server));
    case 'tracking': {
      const made = words.find(({ word }) => word === about.word);
      return made === undefined ? [] : answer(trackingCall(about.server, about.word, made.since));
    }
    case 'delayed':
      return answer(delayedCalls.find(({ parameters }) => parameters['Status'] === about.status));
    case 'trace':
      return answer(traceCall(about.word));
    case 'detail':
      return answer(detailCall(about.id, about.recipient));
    case 'validation':
      return [];
  }
}

const outcomeOf = (objects: readonly PsObject[], errors: readonly string[]): Result<CallOutcome> =>
  ok({
    objects,
    errors: errors.map((message) => ({ message, category: '', id: '', terminating: false })),
    warnings: [],
    verbose: [],
  });

/** The objects of a list that was formatted for people: `Name : value`, an empty line between two objects. */
function listed(formatted: string): readonly PsObject[] {
  return formatted.split(/\r?\n[ \t]*\r?\n/).flatMap((block) => {
    const values = block.split(/\r?\n/).flatMap((line): readonly (readonly [string, string])[] => {
      const [, name, value] = /^\s*([\w.]+)\s*: (.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()]];
    });
    return values.length === 0 ? [] : [psObject(Object.fromEntries(values.map(([name, value]) => [name, psString(value)])))];
  });
}
