import { describe, expect, it } from 'vitest';
import type { RunState } from '../../../shared/run/fold.ts';
import { readHandover, type HandoverReading } from '../../../shared/run/handover.ts';
import type { Plan, ReadCmdlet, Values } from '../../../shared/plan/plan.ts';
import type { Snapshot } from '../../../shared/run/snapshot.ts';
import { handover } from '../plan/script-plans.ts';
import { announced, answered, cleared, observed, old, reset, resetPlan, runOf, type Timed } from './lines.ts';

const object = 'EX01\\Default Frontend EX01';
const written: Values = { TlsCertificateName: '<I>CN=CA<S>CN=new', TlsDomainCapabilities: ['mail:AcceptCloudServicesMail'] };
const others: Values = { RemoteIPRanges: ['10.0.0.0/8'], Fqdn: 'mail.contoso.com' };
const plan: Plan = {
  ...resetPlan(['EX01']),
  steps: [reset('EX01'), { ...handover, kind: 'handover', expects: [{ cmdlet: 'Get-ReceiveConnector', object, values: written }] }],
};
const done: readonly Timed[] = [observed('EX01', old), announced('EX01'), observed('EX01', cleared), announced('hcw', { by: 'person' })];
const run = (): RunState => runOf(plan, ...done);
const snapshot = (values: Values, unread: Snapshot['unread'] = []): Snapshot => ({
  format: 1,
  takenAt: '2026-11-20T09:00:00.000Z',
  objects: [{ cmdlet: 'Get-ReceiveConnector', identity: object, guid: null, whenChanged: null, controller: null, values, raw: '' }],
  unread,
});
const after = (now: Values, unread?: Snapshot['unread']): HandoverReading =>
  readHandover(run(), snapshot({ ...old, ...others }), snapshot(now, unread));

describe('after the HCW', () => {
  it('nothing is said of what it wrote as expected, and of what is as before', () => {
    expect(after({ ...written, ...others })).toEqual({ values: [], added: [], isWhole: true });
  });

  it.each<[string, Values, readonly (readonly [string, string])[]]>([
    ['a customization that is gone', { ...written, ...others, RemoteIPRanges: ['0.0.0.0/0'] }, [['RemoteIPRanges', 'changed']]],
    ['what it has not written, as before', { ...old, ...others }, [['TlsCertificateName', 'notWritten']]],
    [
      'what it has not written, as the reset left it',
      { ...cleared, ...others },
      [
        ['TlsCertificateName', 'notWritten'],
        ['TlsDomainCapabilities', 'notWritten'],
      ],
    ],
    ['what has a third value', { ...written, ...others, TlsCertificateName: 'other' }, [['TlsCertificateName', 'changed']]],
  ])('%s is named', (_, now, values) => {
    const reading = after(now);
    expect(reading.values.map(({ parameter, kind }) => [parameter, kind])).toEqual(values);
    expect(reading.isWhole).toBe(true);
  });

  it('has both values, so that the saved one can be set again', () => {
    expect(after({ ...written, ...others, Fqdn: null }).values).toEqual([
      { cmdlet: 'Get-ReceiveConnector', object, parameter: 'Fqdn', before: 'mail.contoso.com', now: null, kind: 'changed' },
    ]);
  });

  const capabilities = 'TlsDomainCapabilities';
  const alone: Plan = {
    ...plan,
    steps: [
      reset('EX01'),
      { ...handover, kind: 'handover', expects: [{ cmdlet: 'Get-ReceiveConnector', object, values: { TlsCertificateName: null } }] },
    ],
  };
  const proven: readonly Timed[] = [announced('EX01'), answered('EX01'), observed('EX01', cleared), announced('hcw', { by: 'person' })];
  it.each<[string, readonly Timed[], Values, readonly unknown[]]>([
    ['is as the wizard has set it', proven, cleared, []],
    [
      'is as it was saved, though the wizard had set it',
      proven,
      { ...cleared, [capabilities]: old[capabilities] ?? null },
      [[[], 'changed']],
    ],
    ['is as it was saved, where no command was sent', [announced('hcw', { by: 'person' })], { ...old, TlsCertificateName: null }, []],
    [
      'is as a command would have set it that was never sent',
      [announced('hcw', { by: 'person' })],
      cleared,
      [[old[capabilities], 'changed']],
    ],
    [
      'is as it was saved, where the command was not proven',
      [announced('EX01'), announced('hcw', { by: 'person' })],
      { ...old, TlsCertificateName: null },
      [],
    ],
  ])('a value that it is to leave alone %s', (_, timed, now, values) => {
    const reading = readHandover(runOf(alone, ...timed), snapshot({ ...old, ...others }), snapshot({ ...now, ...others }));
    expect(reading.values.map(({ before, kind }) => [before, kind])).toEqual(values);
  });

  it('each object is compared with itself, and what no cmdlet sets with nothing', () => {
    const {
      objects: [first, ...more],
      ...rest
    } = snapshot({ ...old, ...others });
    if (first === undefined) throw new Error('no object');
    const second = { ...first, identity: 'EX02\\Default Frontend EX02', values: { Fqdn: 'ex02.contoso.com' } };
    const facts: typeof first = { ...first, cmdlet: 'Get-ExchangeCertificate', identity: 'EX01\\A1', values: { Installed: true } };
    const now = { ...first, values: { ...written, ...others } };
    // Exchange Online has connectors of both directions under one name.
    const inbound: typeof first = { ...first, cmdlet: 'Get-InboundConnector', identity: 'Hybrid', values: { TlsDomain: 'a' } };
    const outbound: typeof first = { ...inbound, cmdlet: 'Get-OutboundConnector', values: { TlsDomain: 'b' } };
    expect(
      readHandover(
        run(),
        { ...rest, objects: [second, first, facts, inbound, outbound, ...more] },
        { ...rest, objects: [second, now, outbound, inbound] },
      ),
    ).toEqual({
      values: [],
      added: [],
      isWhole: true,
    });
  });

  describe('an object that was not saved', () => {
    const made = { cmdlet: 'Get-SendConnector', identity: 'Outbound to Office 365 - 1', guid: null, whenChanged: null } as const;
    const found = snapshot({ ...written, ...others });
    const now: Snapshot = { ...found, objects: [...found.objects, { ...made, controller: null, values: { AddressSpaces: [] }, raw: '' }] };
    const readingOf = (unread: Snapshot['unread']): HandoverReading => readHandover(run(), snapshot({ ...old, ...others }, unread), now);

    it('is named, and the reading is not whole', () => {
      expect(readingOf([])).toEqual({ values: [], added: [{ cmdlet: made.cmdlet, object: made.identity }], isWhole: false });
    });

    it('is not called new where what was there could not be saved', () => {
      const unsaved = (cmdlet: ReadCmdlet, server = ''): unknown => readingOf([{ cmdlet, server, message: 'denied' }]);
      expect(unsaved('Get-SendConnector')).toEqual({ values: [], added: [], isWhole: false });
      expect(unsaved('Get-ReceiveConnector', 'EX02')).toMatchObject({ added: [{ object: made.identity }] });
    });

    it('is not called new on a server whose connectors could not be saved, and on another one it is', () => {
      const receive: Snapshot = { ...found, objects: found.objects.map((one) => ({ ...one, identity: 'EX02\\Relay' })) };
      const addedWith = (server: string): unknown =>
        readHandover(run(), { ...receive, objects: [], unread: [{ cmdlet: 'Get-ReceiveConnector', server, message: 'denied' }] }, receive)
          .added;
      expect(addedWith('EX02')).toEqual([]);
      expect(addedWith('EX0')).toEqual([{ cmdlet: 'Get-ReceiveConnector', object: 'EX02\\Relay' }]);
    });

    it('is of no matter where no cmdlet sets it', () => {
      const fact = { ...made, cmdlet: 'Get-ExchangeCertificate', identity: 'EX01\\A1', controller: null, values: {}, raw: '' } as const;
      const reading = readHandover(run(), snapshot({ ...old, ...others }), { ...found, objects: [...found.objects, fact] });
      expect(reading).toEqual({ values: [], added: [], isWhole: true });
    });
  });

  it('is not whole where something could not be read', () => {
    expect(after({ ...written }).isWhole).toBe(false);
    expect(after({ ...written, ...others }, [{ cmdlet: 'Get-SendConnector', server: '', message: 'denied' }]).isWhole).toBe(false);
  });
});
