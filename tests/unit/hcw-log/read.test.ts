/** What the log of the HCW answers, and what it does not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HcwLogAnswers } from '../../../shared/hcw-log/answers.ts';
import { readCommand } from '../../../shared/hcw-log/command.ts';
import { emptyHcwLog, endHcwLog, hcwLogAnswers, longestLine, longestRead, mostKept, readHcwLog } from '../../../shared/hcw-log/read.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import * as excerpts from './excerpts.ts';

const answersTo = (text: string): HcwLogAnswers => hcwLogAnswers(endHcwLog(readHcwLog(emptyHcwLog, text)));

/** What is told apart in a table: commands, errors, subtasks, messages. */
const summary = (text: string): object => {
  const { commands, errors, subtasks, messages, certificateServers, outcomes } = answersTo(text);
  return {
    commands: commands.last.map(({ line, cmdlet, outcome, time }) => [line, cmdlet, outcome, time]),
    errors: errors.last.map(({ line, cmdlet, time, text: said }) => [line, cmdlet, time, said.slice(0, 40)]),
    subtasks: subtasks.last.map(({ task, phase, state }) => [task, phase, state]),
    messages: messages.map(({ code, id, level }) => [code, id, level]),
    servers: certificateServers.map(({ server }) => server),
    outcomes: Object.values(outcomes),
  };
};
const nothing = { commands: [], errors: [], subtasks: [], messages: [], servers: [], outcomes: [0, 0, 0] };

describe('public excerpts', () => {
  it.each([
    [
      'a failed command, whose beginning has lost a digit of its year',
      `${excerpts.federation}\r\n`,
      {
        ...nothing,
        commands: [[1, 'Set-FederatedOrganizationIdentifier', 'failed', null]],
        errors: [[2, 'Set-FederatedOrganizationIdentifier', '2017-10-23T11:39:57.693', 'FINISH Time=6140.9ms Results=PowerShell ']],
        outcomes: [0, 1, 0],
      },
    ],
    ['a web request', excerpts.proxy, nothing],
    [
      'an exception, with what stands in the lines below',
      excerpts.webException,
      { ...nothing, errors: [[3, '', '2020-10-26T17:38:47.789', 'System.Net.WebException: Unable to conne']] },
    ],
    [
      'the picture of an exception',
      excerpts.exceptionImage,
      { ...nothing, errors: [[1, '', '2024-02-27T20:51:05.132', 'Exception Image: C:\\Users\\somebody\\AppDa']] },
    ],
    [
      'the hybrid connector',
      excerpts.hybridConnector,
      { ...nothing, errors: [[1, '', '2025-03-05T08:43:02.035', "The connection to the server '6499703f.r"]] },
    ],
    [
      'an end without its beginning: an error, and no command',
      excerpts.transportConfig,
      { ...nothing, errors: [[1, 'Set-TransportConfig', null, 'FINISH Time=365.2ms Results=PowerShell f']] },
    ],
    [
      'phases: one passed directly behind its error',
      excerpts.workflow,
      {
        ...nothing,
        errors: [
          [2, '', '2024-01-31T20:44:19.769', 'Workflow Exception: Unable to determine '],
          [5, '', '2024-01-31T20:44:19.771', 'FINISH Time=1.0ms Results=FAILED - (Vali'],
          [6, '', '2024-01-31T20:44:19.771', 'FINISH Time=2157.7ms Results=FAILED'],
          [7, '', '2024-01-31T20:44:19.774', 'HCW8001 Unable to determine the Tenant R'],
        ],
        subtasks: [
          ['Initial', 'Configure', 'passed'],
          ['Initial', 'ValidateConfiguration', 'started'],
          ['Initial', 'ValidateConfiguration', 'failed'],
          ['Initial', '', 'failed'],
        ],
        messages: [['HCW8001', null, 'error']],
      },
    ],
    [
      'the old wizard: whether its commands finished is never known',
      excerpts.oldWizard,
      {
        ...nothing,
        commands: [[4, 'Set-HybridConfiguration', 'notKnown', null]],
        errors: [[6, '', null, 'Updating hybrid configuration failed wit']],
        subtasks: [['Configure Mail Flow', 'CheckPrereqs', 'failed']],
        messages: [['', 'smtp', 'error']],
        servers: ['EARTH-MPLS-EXC1'],
        outcomes: [0, 0, 1],
      },
    ],
  ])('%s', (_, text, expected) => {
    expect(summary(text)).toEqual(expected);
  });

  const sample = join(import.meta.dirname, '../../../../shared/samples/09-hcw-logged-cmdlets.txt');
  it.skipIf(!existsSync(sample))(
    'sample 09: cmdlets alone are commands of which nothing more is known (skipped where ../shared is absent)',
    () => {
      const answers = answersTo(readFileSync(sample, 'utf8'));
      expect(answers.entries).toBe(0);
      expect(answers.commands.last.map(({ line, cmdlet, object, form, outcome }) => [line, cmdlet, object, form, outcome])).toEqual([
        [2, 'Set-HybridConfiguration', null, 'alone', 'notKnown'],
        [3, 'New-SendConnector', 'Outbound to Office 365 - 177cd94d-be11-44e9-b09f-db69389f3a35', 'alone', 'notKnown'],
        [4, 'New-InboundConnector', 'Inbound from a3e87a2d-b84e-43cb-bf18-59aac4c4f1e5', 'alone', 'notKnown'],
        [5, 'New-OutboundConnector', 'Outbound to a3e87a2d-b84e-43cb-bf18-59aac4c4f1e5', 'alone', 'notKnown'],
        [6, 'New-OnPremisesOrganization', 'a3e87a2d-b84e-43cb-bf18-59aac4c4f1e5', 'alone', 'notKnown'],
        [7, 'Set-ReceiveConnector', 'EXC01\\Default Frontend EXC01', 'alone', 'notKnown'],
        [8, 'Set-InboundConnector', 'Inbound from 6fc3a33e-3ca2-4528-8e3c-75e5d4e9db76', 'alone', 'notKnown'],
      ]);
      expect(answers.certificates.map(({ name, uses }) => [name?.subject, uses.map(({ line }) => line)])).toEqual([
        ['CN=mail.contoso.com', [7]],
        ['CN=mail.contoso.ca', [2, 3]],
      ]);
    },
  );

  const field = join(import.meta.dirname, '../../../../shared/field/text/13-hcw-log.txt');
  it.skipIf(!existsSync(field))(
    'field text 13: an error with another number, and a prompt below it (skipped where ../shared is absent)',
    () => {
      const answers = answersTo(new TextDecoder().decode(readFileSync(field)));
      expect(answers.commands.last.map(({ object, outcome, ended }) => [object, outcome, ended?.line])).toEqual([
        ['EX01\\Default Frontend EX01', 'failed', 2],
      ]);
    },
  );
});

describe('a run whose threads write between each other', () => {
  const answers = answersTo(excerpts.interleaved);

  it('gives each end to the beginning of the same cmdlet, session and thread', () => {
    expect(answers.commands.last.map(({ object, outcome, ended }) => [object, outcome, ended?.line ?? null])).toEqual([
      ['EX01\\Default Frontend EX01', 'finished', 6],
      ['EX02\\Default Frontend EX02', 'failed', 5],
      ['Outbound to Office 365', 'notKnown', null],
    ]);
    expect(answers.outcomes).toEqual({ finished: 1, failed: 1, notKnown: 1 });
    expect(answers.commands.last[1]?.error).toContain('The certificate was not found.');
  });

  it('has every parameter with its value', () => {
    expect(answers.commands.last[0]?.parameters).toEqual([
      { name: 'Bindings', value: known(['[::]:25', '0.0.0.0:25']) },
      { name: 'RequireTLS', value: known(false) },
      { name: 'TLSCertificateName', value: known("<I>CN=R11, O=Let's Encrypt, C=US<S>CN=mail.contoso.com") },
      { name: 'Identity', value: known('EX01\\Default Frontend EX01') },
    ]);
    expect(answers.commands.last[2]?.parameters.at(-1)).toEqual({ name: 'SmartHosts', value: known(null) });
  });

  it('names one certificate, in whatever case it is written, and the server whose certificates were read', () => {
    expect(answers.certificates).toHaveLength(1);
    expect(answers.certificates[0]?.uses.map(({ object, outcome }) => [object, outcome])).toEqual([
      ['EX01\\Default Frontend EX01', 'finished'],
      ['EX02\\Default Frontend EX02', 'failed'],
      ['Outbound to Office 365', 'notKnown'],
    ]);
    expect(answers.certificateServers).toMatchObject([{ server: 'EX01', line: 1, count: 1 }]);
  });

  it('has the messages, known and not', () => {
    expect(answers.messages.map(({ code, id, level, last }) => [code, id, level, last.line])).toEqual([
      ['HCW8010', 'receiveConnector', 'error', 8],
      ['HCW8957', null, 'warning', 9],
    ]);
  });
});

const start = (thread: string, rest = ''): string =>
  `2026.11.28 09:12:41.123         10276 [Client=UX, Session=OnPremises, Cmdlet=Set-SendConnector${thread}] START Set-SendConnector -Identity 'A'${rest}\n`;
const finish = (thread: string, results = ''): string =>
  `2026.11.28 09:12:42.123         10277 [Client=UX, Session=OnPremises, Cmdlet=Set-SendConnector${thread}] FINISH Time=1.0ms Results=${results}\n`;
const outcomes = (text: string): readonly string[] => answersTo(text).commands.last.map(({ outcome }) => outcome);

describe('a command is not known to have finished', () => {
  it.each([
    ['without a thread', start('') + finish('')],
    ['when the line with its end is too long', start(', Thread=1') + `${'x'.repeat(longestLine + 1)}\n` + finish(', Thread=1')],
    ['when only the beginning of its end was read', start(', Thread=1') + finish(', Thread=1', 'x'.repeat(longestRead))],
    ['when the line of its end has no end', start(', Thread=1') + finish(', Thread=1').trimEnd()],
    ['when another thread ends', start(', Thread=1') + finish(', Thread=2')],
    ['when the end came before', finish(', Thread=1') + start(', Thread=1')],
  ])('%s', (_, text) => {
    expect(outcomes(text)).toEqual(['notKnown']);
  });

  it('when another one begins in its place: the end is that of the later one', () => {
    expect(outcomes(start(', Thread=1') + start(', Thread=1') + finish(', Thread=1'))).toEqual(['notKnown', 'finished']);
  });

  it('but has failed when the words say so, without the mark of an error', () => {
    expect(outcomes(start(', Thread=1') + finish(', Thread=1', "PowerShell failed to invoke 'Set-SendConnector': No."))).toEqual([
      'failed',
    ]);
  });

  it('but has finished when nothing speaks against it', () => {
    expect(outcomes(start(', Thread=1') + finish(', Thread=1'))).toEqual(['finished']);
  });
});

describe('the parameters of a command', () => {
  it.each([
    [
      "Set-Xyz -A 'it''s' -B \"b\"",
      [
        ['A', known("it's")],
        ['B', known('b')],
      ],
      true,
    ],
    [
      'Set-Xyz -A a,b , c -B',
      [
        ['A', known(['a', 'b', 'c'])],
        ['B', known(true)],
      ],
      true,
    ],
    [
      'Set-Xyz -A:$true -B: $false -C $null',
      [
        ['A', known(true)],
        ['B', known(false)],
        ['C', known(null)],
      ],
      true,
    ],
    [
      "Set-Xyz 'EX01\\A' -Enabled",
      [
        ['', known('EX01\\A')],
        ['Enabled', known(true)],
      ],
      true,
    ],
    [
      "Set-Xyz -A @{Add='x'} -B 1",
      [
        ['A', unknown('unreadable', "@{Add='x'}")],
        ['B', known('1')],
      ],
      true,
    ],
    [
      'Set-Xyz -A "$x" -B $y',
      [
        ['A', unknown('unreadable', '"$x"')],
        ['B', unknown('unreadable', '$y')],
      ],
      true,
    ],
    ["Set-Xyz -A 'M\ufffdller'", [['A', unknown('charactersReplaced', "'M\ufffdller'")]], true],
    ["Set-Xyz -A 'without an end", [['A', unknown('unreadable', "'without an end")]], false],
    ["Set-Xyz -A 'a' …", [['A', known('a')]], false],
    ['Set-Xyz -A long...', [['A', unknown('unreadable', 'long...')]], false],
    ['Set-Xyz', [], true],
  ] as const)('%s', (text, parameters, isWhole) => {
    const command = readCommand(text);
    expect(command?.parameters.map(({ name, value }) => [name, value])).toEqual(parameters);
    expect(command?.isWhole).toBe(isWhole);
  });

  it('the last word of a text that may go on is not taken for a whole one', () => {
    expect(readCommand('Set-Receive', true)).toBeUndefined();
    expect(readCommand("Set-Xyz -A 'a' -B mail.con", true)).toMatchObject({ parameters: [{ name: 'A' }], isWhole: false });
  });

  it.each(['Set X', 'Get', '', "'Set-Xyz'", 'Set-Xyz: failed'])('%j is no command', (text) => {
    expect(readCommand(text)).toBeUndefined();
  });
});

describe('tables that compare values', () => {
  const entry = '2026.11.28 09:12:41.123         10300 [Client=UX, Thread=4]';
  it.each([
    [
      'blanks',
      [
        'Property            Expected      Actual        Equals',
        '--------            --------      ------        ------',
        'TlsCertificateName  <I>CN=B       <I>CN=A       False',
        'RequireTLS          True          True          True',
      ],
    ],
    [
      'bars',
      [
        '| Property | Expected | Actual | Equals |',
        '|---|---|---|---|',
        '| TlsCertificateName | <I>CN=B | <I>CN=A | False |',
        '| RequireTLS | True | True | True |',
      ],
    ],
    ['tabs', ['Property\tExpected\tActual\tEquals', 'TlsCertificateName\t<I>CN=B\t<I>CN=A\tFalse', 'RequireTLS\tTrue\tTrue\tTrue']],
  ])('are read with %s between their columns, below an entry or as entries', (_, lines) => {
    for (const text of [[`${entry} Comparing`, ...lines, '', 'x'], lines.map((line) => `${entry} ${line}`)]) {
      const { tables } = answersTo(`${text.join('\r\n')}\r\n`);
      expect(tables.all).toBe(1);
      expect(tables.last[0]?.headings).toEqual(['Property', 'Expected', 'Actual', 'Equals']);
      expect(tables.last[0]?.rows.map(({ cells, equals }) => [cells, equals])).toEqual([
        [['TlsCertificateName', '<I>CN=B', '<I>CN=A', 'False'], false],
        [['RequireTLS', 'True', 'True', 'True'], true],
      ]);
    }
  });

  it('have rows without cells where it is not certain which column a value is in', () => {
    const { tables } = answersTo('Property  Expected  Actual  Equals\nTlsCertificateName <I>CN=B  False\n');
    expect(tables.last[0]?.rows).toMatchObject([{ cells: [], equals: null, text: 'TlsCertificateName <I>CN=B  False' }]);
  });

  describe('take in no entry of another kind, whatever separates their columns', () => {
    const [blanks, bars] = ['Property            Expected      Actual        Equals', '| Property | Expected | Actual | Equals |'];
    const context = '[Client=UX, Session=OnPremises, Cmdlet=Set-SendConnector, Thread=4]';
    const failure = `2026.11.28 09:12:42.123 *ERROR* 10277 ${context} FINISH Time=365.2ms Results=FAILED`;
    const command = `2026.11.28 09:12:41.123         10276 ${context} START Set-SendConnector -A 'a'  -B 'b'  -C 'c'  -D 'd'`;
    const error = '2026.11.28 09:12:42.123 *ERROR* 10300 [Client=UX, Thread=4] | No | server | was | found |';

    it.each([
      ['blanks, on a line of their own', blanks],
      ['bars, on a line of their own', bars],
      ['blanks, as an entry', `${entry} ${blanks}`],
      ['bars, as an entry', `${entry} ${bars}`],
    ])('%s', (_, headings) => {
      expect(answersTo(`${headings}\n${command}\n`).commands.last.map(({ cmdlet }) => cmdlet)).toEqual(['Set-SendConnector']);
      for (const line of [failure, error]) {
        const { errors, tables } = answersTo(`${headings}\n${line}\n`);
        expect(errors.last.map(({ text }) => text)).toEqual([line.slice(line.indexOf('] ') + 2)]);
        expect(tables.last.flatMap(({ rows }) => rows)).toEqual([]);
      }
    });

    it('of the old wizard: a command with as many words as the table has columns', () => {
      const old = '[2/4/2014 13:36:8] INFO:';
      const { commands } = answersTo(`${old}${blanks}\n${old}Running command: Set-SendConnector  -A 'a'  -B 'b'  -C 'c'\n`);
      expect(commands.last.map(({ cmdlet }) => cmdlet)).toEqual(['Set-SendConnector']);
    });

    it('with rows on lines of their own, also not a short note', () => {
      const { tables } = answersTo(`${blanks}\nRequireTLS          True          True          True\n${entry} Done\nx\n`);
      expect(tables.last[0]?.rows.map(({ line }) => line)).toEqual([2]);
    });
  });

  it('are not every line with these words', () => {
    expect(answersTo(`${entry} The actual value equals the expected one\n`).tables.all).toBe(0);
  });
});

describe('the XML of a run', () => {
  it('has names of certificates, of which it is not known whose they are', () => {
    const line = '<property type="System.String" value="&lt;I&gt;CN=A &amp; B&lt;S&gt;CN=mail.contoso.com" name="TlsCertificateName"/>';
    const { properties, certificates } = answersTo(
      `<x>\n${line}\n${line}\n<property type="System.String" value="CN=x" name="DistinguishedName"/>\n`,
    );
    expect(properties).toMatchObject([{ name: 'TlsCertificateName', value: '<I>CN=A & B<S>CN=mail.contoso.com', count: 2, line: 3 }]);
    expect(certificates).toEqual([]);
  });
});

describe('what is kept', () => {
  it('are the last ones, and how many there were', () => {
    const many = mostKept.commands + 20;
    const text = Array.from({ length: many }, (_, index) => start(`, Thread=${String(index)}`) + finish(`, Thread=${String(index)}`)).join(
      '',
    );
    const { commands, outcomes: counts } = answersTo(text);
    expect([commands.all, commands.last.length, counts.finished]).toEqual([many, mostKept.commands, many]);
    expect(commands.last.at(-1)?.line).toBe(2 * many - 1);
  });

  it('says which lines were not read', () => {
    const { skipped, cut, lines, isUnended } = answersTo(`${'x'.repeat(longestLine + 1)}\n${'y'.repeat(longestRead + 1)}\nz`);
    expect({ skipped, cut, lines, isUnended }).toEqual({
      skipped: { count: 1, lastLine: 1 },
      cut: { count: 1, lastLine: 2 },
      lines: 3,
      isUnended: true,
    });
  });

  it('a line waits for its end', () => {
    const text = excerpts.federation;
    const before = readHcwLog(emptyHcwLog, text);
    expect(hcwLogAnswers(before)).toMatchObject({ outcomes: { failed: 0, notKnown: 1 }, isUnended: true });
    expect(hcwLogAnswers(readHcwLog(before, '\n'))).toMatchObject({ outcomes: { failed: 1, notKnown: 0 }, isUnended: false });
    expect(hcwLogAnswers(before).outcomes.failed).toBe(0);
  });
});
