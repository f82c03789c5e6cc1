import { describe, expect, it } from 'vitest';
import { createActor, type Actor } from 'xstate';
import { hcwLogAnswers, emptyHcwLog, readHcwLog } from '../../../shared/hcw-log/read.ts';
import { appError } from '../../../shared/model/error.ts';
import { recognizeHcwMessage } from '../../../shared/rules/not-listed-message.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { hcwLogReading, hcwLogView, stepsInLog, type HcwLogOrigin, type HcwLogReading } from '../../../shared/wizard/hcw-log.ts';
import { wizardMachine } from '../../../shared/wizard/machine.ts';
import { noRunList } from '../../../shared/wizard/run-list.ts';
import { viewOf } from '../../../shared/wizard/view.ts';
import { parseCertificateName } from '../../../shared/x509/certificate-name.ts';
import { newName, oldName, organization } from '../rules/sample.ts';

const wanted = parseCertificateName(newName);
if (wanted === undefined) throw new Error('The sample has a name.');

/** One command of the log, with its end unless it runs on; `thread` keeps them apart. */
interface Logged {
  readonly command: string;
  readonly end?: 'finished' | 'failed' | 'open';
}

const linesOf = ({ command, end = 'finished' }: Logged, thread: number): readonly string[] => {
  const [cmdlet = ''] = command.split(' ');
  const line = (level: string, text: string): string =>
    `2026.11.28 09:12:${String(thread).padStart(2, '0')}.000 ${level} 10276 [Client=UX, Session=OnPremises, Cmdlet=${cmdlet}, Thread=${String(thread)}] ${text}`;
  return [
    line('       ', `START ${command}`),
    ...(end === 'finished' ? [line('       ', 'FINISH Time=1.0ms Results=')] : []),
    ...(end === 'failed' ? [line('*ERROR*', `FINISH Time=1.0ms Results=PowerShell failed to invoke '${cmdlet}': Access is denied.`)] : []),
  ];
};
const other = (text: string, level = '*ERROR*'): string => `2026.11.28 09:13:00.000 ${level} 10025 [Client=UX, Thread=1] ${text}`;

const reading = (text: string, origin: HcwLogOrigin = 'followed'): HcwLogReading =>
  hcwLogReading({ origin, file: '20261128_091000.log', answers: hcwLogAnswers(readHcwLog(emptyHcwLog, text)), problem: null });
const log = (commands: readonly Logged[], ...more: readonly string[]): string =>
  [...commands.flatMap(linesOf), ...more].map((line) => `${line}\r\n`).join('');

const configuration = (name: string, end: Logged['end'] = 'finished'): Logged => ({
  command: `Set-HybridConfiguration -TLSCertificateName '${name}'`,
  end,
});
const sendConnector = (name: string, end: Logged['end'] = 'finished'): Logged => ({
  command: `Set-SendConnector -Identity 'Outbound to Office 365' -TLSCertificateName '${name}'`,
  end,
});
const federation: Logged = { command: "Set-FederatedOrganizationIdentifier -AccountNamespace 'contoso.com'" };

const begun = ['2-1', '2-2'];
const written = ['2-1', '2-2', '2-3', '2-4', '2-5'];

/** Those that are current come first. */
describe('the name that an object has at the end of the log', () => {
  const set = (object: string, name: string, verb = 'Set'): Logged => ({
    command: `${verb}-SendConnector -Identity '${object}' -TLSCertificateName '${name}'`,
  });
  it.each<readonly [string, readonly Logged[], readonly boolean[]]>([
    ['two connectors', [set('A', oldName), set('B', newName)], [true, true]],
    ['one connector twice', [set('A', oldName), set('A', newName)], [true, false]],
    ['one connector in another case', [set('A', oldName), set('a', newName)], [true, false]],
    ['one that was made, and then set', [set('A', oldName, 'New'), set('A', newName)], [true, false]],
    ['a connector and the hybrid configuration', [set('A', oldName), configuration(newName)], [true, true]],
    ['the hybrid configuration twice', [configuration(oldName), configuration(newName)], [true, false]],
  ])('is the last one: %s', (_, commands, current) => {
    expect(reading(log(commands)).certificates.map(({ isCurrent }) => isCurrent)).toEqual(current);
  });
});

describe('what a log proves, and what it warns of', () => {
  it.each<
    readonly [string, readonly Logged[], readonly string[], HcwLogReading['certificates'][number]['isCurrent'] | null, string | null]
  >([
    ['nothing but other commands', [federation], begun, null, null],
    ['the chosen name, written', [configuration(newName), sendConnector(newName)], written, true, null],
    ['the chosen name in another case', [configuration(newName.toUpperCase())], written, true, null],
    [
      'the chosen name by a cmdlet that only begins or ends like it',
      [
        { command: `Set-HybridConfigurationTest -TLSCertificateName '${newName}'` },
        { command: `Test-Set-HybridConfiguration -TLSCertificateName '${newName}'` },
      ],
      begun,
      true,
      null,
    ],
    ['the chosen name in a connector alone', [sendConnector(newName)], begun, true, null],
    ['the chosen name, whose end is not known', [configuration(newName, 'open')], begun, true, null],
    ['the chosen name, refused', [configuration(newName, 'failed')], begun, true, null],
    ['another name, not yet written', [configuration(oldName, 'open')], begun, true, 'begun'],
    ['another name, refused', [configuration(oldName, 'failed')], begun, true, 'begun'],
    ['another name after something else was written', [federation, configuration(oldName, 'open')], begun, true, 'written'],
    ['another name, written', [configuration(oldName)], begun, true, 'written'],
    ['another name, then the chosen one', [configuration(oldName), configuration(newName)], written, true, null],
    ['another name, then the chosen one, refused', [configuration(oldName), configuration(newName, 'failed')], begun, true, 'written'],
    ['the chosen name, then another one', [configuration(newName), configuration(oldName)], begun, true, 'written'],
    ['the chosen name, and another one in a connector', [configuration(newName), sendConnector(oldName)], begun, true, 'written'],
    ['a name that is emptied', [{ command: 'Set-HybridConfiguration -TLSCertificateName $null' }], begun, true, null],
    ['a name that cannot be read', [{ command: 'Set-HybridConfiguration -TLSCertificateName $name' }], begun, true, null],
    ['a thumbprint', [{ command: "Set-HybridConfiguration -TLSCertificateName 'A1B2'" }], begun, true, null],
  ])('%s', (_, commands, steps, isCurrent, another) => {
    const read = reading(log(commands));
    expect(stepsInLog(read, { name: wanted, sameNamed: 1 })).toEqual(steps);
    expect(read.certificates[0]?.isCurrent ?? null).toBe(isCurrent);
    expect(hcwLogView(read, { name: wanted, sameNamed: 1 }).another).toBe(another);
  });

  it.each([
    [`'${newName}'`, 'chosen'],
    [`'${oldName}'`, 'another'],
    ['$null', 'emptied'],
    ['$name', 'notKnown'],
    ["'A1B2'", 'notKnown'],
  ])('the name %s is %s', (name, relation) => {
    const read = reading(log([{ command: `Set-HybridConfiguration -TLSCertificateName ${name}` }]));
    expect(hcwLogView(read, { name: wanted, sameNamed: 1 }).certificates.map((one) => one.relation)).toEqual([relation]);
  });

  it('not which certificate was selected where several have its name', () => {
    expect(stepsInLog(reading(log([configuration(newName)])), { name: wanted, sameNamed: 2 })).toEqual(['2-1', '2-2', '2-3', '2-5']);
  });

  it('nothing when the log was opened, or is none', () => {
    expect(stepsInLog(reading(log([configuration(newName)]), 'opened'), { name: wanted, sameNamed: 1 })).toEqual([]);
    expect(stepsInLog(reading('Set-HybridConfiguration -TLSCertificateName\r\n'), { name: wanted, sameNamed: 1 })).toEqual([]);
  });

  it('is as short for forty servers as for three', () => {
    const connectors = (count: number): HcwLogReading =>
      reading(
        log(
          Array.from({ length: count }, (_, index) => ({
            command: `Set-ReceiveConnector -Identity 'EX${String(index)}\\Default Frontend' -TLSCertificateName '${newName}'`,
            end: index === 0 ? 'failed' : 'finished',
          })),
        ),
      );
    expect(connectors(40).certificates[0]?.uses).toEqual([
      { cmdlet: 'Set-ReceiveConnector', outcome: 'failed', count: 1 },
      { cmdlet: 'Set-ReceiveConnector', outcome: 'finished', count: 39 },
    ]);
    expect(connectors(40).certificates[0]?.uses).toHaveLength(connectors(3).certificates[0]?.uses.length ?? 0);
  });
});

describe('the errors of a log', () => {
  const serviceHost = 'No valid certificate exists for the Hub Transport server';

  it('are messages where they are known, with a text by which they are recognized again', () => {
    const long = 'x'.repeat(400);
    const read = reading(
      log(
        [],
        other(`HCW8010 Default Receive Connector cannot be found on server EX02.`),
        other(`${long} ${serviceHost}s.`),
        other('HCW8043 was read before', '       '),
      ),
    );
    expect(read.messages.map(({ id, level, text }) => [id, level, recognizeHcwMessage(text)])).toEqual([
      ['receiveConnector', 'error', ['receiveConnector']],
      ['serviceHost', 'error', ['serviceHost']],
    ]);
    expect(read.messages[0]?.text).toContain('EX02');
    expect(read.failures).toEqual({ all: 0, last: [] });
  });

  it('are shown as they are where they are not known, the last three of them', () => {
    const read = reading(log([sendConnector(newName, 'failed')], ...['one', 'two', 'three'].map((text) => other(text))));
    expect(read.failures.all).toBe(4);
    expect(read.failures.last.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(reading(log([sendConnector(newName, 'failed')])).failures.last).toEqual([
      {
        cmdlet: 'Set-SendConnector',
        object: 'Outbound to Office 365',
        stamp: '2026.11.28 09:12:00.000',
        text: "PowerShell failed to invoke 'Set-SendConnector': Access is denied.",
      },
    ]);
  });
});

const sample = organization();
const at = (changes: Partial<WizardContext> = {}): Actor<typeof wizardMachine> => {
  const fresh = freshContext('en');
  const context = { ...fresh, mode: 'guided' as const, organization: sample, certificate: 'A1', verified: sample, ...changes };
  return createActor(wizardMachine, {
    snapshot: wizardMachine.resolveState({ value: { hcw: 'ready' }, context }),
    input: { language: 'en', stored: null, runList: noRunList, planPrefix: 'plan' },
  }).start();
};
const hcwOf = (actor: Actor<typeof wizardMachine>): WizardContext['hcw'] => actor.getSnapshot().context.hcw;
const read = (...logged: readonly Logged[]): { readonly type: 'HCW_LOG_READ'; readonly reading: HcwLogReading } => ({
  type: 'HCW_LOG_READ',
  reading: reading(log(logged)),
});

describe('the page of the HCW with a log that is followed', () => {
  it('ticks what is proven, and answers the question only where nobody has', () => {
    const actor = at();
    actor.send(read(federation));
    expect(hcwOf(actor)).toMatchObject({ ticked: begun, inLog: begun, answer: null });
    actor.send(read(federation, configuration(newName)));
    expect(hcwOf(actor)).toMatchObject({ ticked: written, inLog: written, answer: 'selected' });

    const answered = at({ hcw: { ...freshContext('en').hcw, answer: 'notListed' } });
    answered.send(read(configuration(newName)));
    expect(hcwOf(answered)).toMatchObject({ answer: 'notListed', ticked: written.filter((step) => step !== '2-4') });
  });

  it('takes no tick away, and does not tick again what a person has unticked', () => {
    const actor = at();
    actor.send({ type: 'TICK', step: '2-6', ticked: true });
    actor.send(read(configuration(newName)));
    actor.send({ type: 'TICK', step: '2-5', ticked: false });
    actor.send(read(configuration(newName), configuration(oldName)));
    expect(new Set(hcwOf(actor).ticked)).toEqual(new Set(['2-1', '2-2', '2-3', '2-4', '2-6']));
  });

  it('counts what was read before as older than what the HCW has begun to write, once for each command', () => {
    const actor = at();
    actor.send(read());
    expect(actor.getSnapshot().context.verified).toBe(sample);
    actor.send(read(configuration(newName, 'open')));
    expect(actor.getSnapshot().context).toMatchObject({ verified: null, hcwUnread: true });

    const readAfter = at({ hcwLogs: { followed: reading(log([configuration(newName, 'open')])), opened: null } });
    readAfter.send(read(configuration(newName, 'open')));
    expect(readAfter.getSnapshot().context).toMatchObject({ verified: sample, hcwUnread: false });
  });

  it('shows a log that was opened beside it, and concludes nothing from that', () => {
    const actor = at();
    const opened = reading(log([configuration(newName)]), 'opened');
    actor.send({ type: 'HCW_LOG_READ', reading: opened });
    expect(actor.getSnapshot().context).toMatchObject({ hcw: freshContext('en').hcw, verified: sample, hcwUnread: false });
    actor.send(read(configuration(oldName)));
    const { hcwLogs } = viewOf(actor.getSnapshot(), []);
    expect(hcwLogs.map(({ origin, another }) => [origin, another])).toEqual([
      ['followed', 'written'],
      ['opened', null],
    ]);
    // What is the same as before does not cross to the window again.
    actor.send({ type: 'TICK', step: '2-6', ticked: true });
    expect(viewOf(actor.getSnapshot(), []).hcwLogs).toBe(hcwLogs);
  });

  it('takes nothing from a log in practice', () => {
    expect(at({ mode: 'practice' }).getSnapshot().can(read(federation))).toBe(false);
  });

  it('begins again with the next round, and with a change that is made after the page was shown', () => {
    const actor = at();
    actor.send({ type: 'HCW_SHOWN', at: '2026-11-28T09:00:00.000Z' });
    expect(hcwOf(actor).shownAt).toBe('2026-11-28T09:00:00.000Z');
    actor.send(read(federation));
    actor.send({ type: 'ANSWER', answer: 'notListed' });
    actor.send({ type: 'NEXT' });
    expect(viewOf(actor.getSnapshot(), []).hcwLogs).toHaveLength(1);
    actor.send({ type: 'NEXT' });
    expect(actor.getSnapshot().context).toMatchObject({
      hcw: { ...freshContext('en').hcw, round: 2 },
      hcwLogs: { followed: null, opened: null },
    });
  });

  it('says that the log cannot be read any more', () => {
    const problem = appError('file.unreadable', { path: 'a.log', message: 'EACCES' });
    const answers = hcwLogAnswers(readHcwLog(emptyHcwLog, ''));
    expect(hcwLogReading({ origin: 'followed', file: '', answers, problem })).toMatchObject({ file: '', entries: 0, problem });
  });
});
