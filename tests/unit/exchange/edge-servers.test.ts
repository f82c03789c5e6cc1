/** What a run reads of an Edge server comes from what was collected there, in every mode, and once a step was announced only from what came since. */
import { describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../../shared/commands/call.ts';
import type { Collection } from '../../../shared/collected/collection.ts';
import { ok, type Result } from '../../../shared/model/error.ts';
import { objectSteps, type PersonStep, type Plan } from '../../../shared/plan/plan.ts';
import { connectorOnEdgeStep, synchronizeStep } from '../../../shared/plan/person-steps.ts';
import { withForecasts } from '../../../shared/plan/make-plan.ts';
import { psObject, psString } from '../../../shared/clixml/value.ts';
import { freshContext, type WizardContext } from '../../../shared/wizard/context.ts';
import { withEdgeServers } from '../../../src-main/exchange/edge-servers.ts';
import { bySide, inTurn, readOne, type Exchange } from '../../../src-main/exchange/port.ts';
import { organization } from '../rules/sample.ts';
import { announced, runOf } from '../run/lines.ts';
import { planOf } from '../plan/script-plans.ts';

const identity = 'EDGE01\\Default internal receive connector EDGE01';
const steps = withForecasts(organization(), [
  connectorOnEdgeStep('EDGE01', { identity, before: { TlsCertificateName: 'old' }, after: { TlsCertificateName: 'new' } }, []),
  synchronizeStep('EDGE01'),
]);
const plan: Plan = planOf(steps, { method: 'direct' });
const [onEdge, sync] = objectSteps(plan) as readonly PersonStep[];
if (onEdge === undefined || sync === undefined) throw new Error('There are no steps.');

/** What a session answers; it must never be asked for an Edge server. */
const session: Exchange = {
  sides: new Set(['onPremises'] as const),
  open: () => Promise.resolve(ok(null)),
  change: () => Promise.resolve(ok({ objects: [], errors: [], warnings: [], verbose: [] })),
  process: () => null,
  close: () => Promise.resolve(),
  read: bySide((_, calls, options) =>
    inTurn(calls, options, ({ cmdlet }) =>
      Promise.resolve(ok({ objects: [psObject({ Name: psString(cmdlet) })], errors: [], warnings: [], verbose: [] })),
    ),
  ),
};

const fileOf = (name: string, takenAt: string): Collection => ({
  parts: [
    {
      source: `${name}.xml`,
      kind: 'script',
      takenAt,
      answers: [
        {
          kind: 'call',
          side: 'onPremises',
          cmdlet: 'Get-ReceiveConnector',
          parameters: { Server: 'EDGE01' },
          select: undefined,
          objects: [psObject({ Identity: psString(identity), Server: psString('EDGE01'), TlsCertificateName: psString(name) })],
          errors: [],
          warnings: [],
          takenAt,
        },
      ],
    },
  ],
  unused: [],
});

/** Files by when they were opened and when they were collected; the name that the connector has there is that of the file. */
interface Opened {
  readonly name: string;
  readonly addedAt: string;
  readonly takenAt: string;
}

const readerOf = (files: readonly Opened[], isAnnounced: boolean): Exchange => {
  const sources: WizardContext['sources'] = files.map(({ name, addedAt }) => ({
    kind: 'file',
    path: `${name}.xml`,
    addedAt,
    digest: name,
    parts: [],
    unused: [],
  }));
  const state = runOf(plan, ...(isAnnounced ? [announced(onEdge.id, { by: 'person' })] : []));
  return withEdgeServers(session, {
    // Of before a change nothing counts in guided mode; a run looks at what was opened, whatever was marked as old.
    context: { ...freshContext('en'), mode: 'connected', sources, freshFrom: sources.length },
    runs: [{ plan, state: () => state }],
    now: () => new Date(at(3600)),
    collected: {
      load: ({ sources: wanted, freshFrom }) => {
        const parts = wanted.slice(freshFrom).flatMap(({ digest }) => {
          const file = files.find(({ name }) => name === digest);
          return file === undefined ? [] : fileOf(file.name, file.takenAt).parts;
        });
        return Promise.resolve(ok({ parts, unused: [] }));
      },
    },
  });
};

const nameIn = (result: Result<CallOutcome> | undefined): unknown => {
  if (result?.ok !== true) return result?.error.code;
  const [object] = result.value.objects;
  return object?.type === 'object' ? (object.members.get('TlsCertificateName') ?? object.properties.get('TlsCertificateName')) : object;
};
const announcedAt = Date.parse(runOf(plan, announced(onEdge.id, { by: 'person' })).steps.get(onEdge.id)?.announcedAt ?? '');
const at = (seconds: number): string => new Date(announcedAt + seconds * 1000).toISOString();
const earlier: Opened = { name: 'earlier', addedAt: at(-60), takenAt: at(-90) };
const later: Opened = { name: 'later', addedAt: at(60), takenAt: at(30) };
/** Opened before the clock of this computer was set back. */
const ahead: Opened = { name: 'ahead', addedAt: at(7200), takenAt: at(30) };

describe('the connector of an Edge server', () => {
  it.each<[string, readonly Opened[], boolean, string]>([
    ['has what was collected there', [earlier], false, 'earlier'],
    ['has what was collected last, in whatever order it was opened', [later, { ...earlier, addedAt: at(90) }], false, 'later'],
    ['is not read where nothing was collected', [], false, 'edge.notRead'],
    ['has what was collected since the step was announced', [earlier, later], true, 'later'],
    ['is not read since, while everything is older', [earlier], true, 'edge.notReadSince'],
    ['is not read since, by an old file that is opened now', [{ ...earlier, addedAt: at(60) }], true, 'edge.notReadSince'],
    ['is not read since, by a clock that is ahead', [{ ...earlier, takenAt: at(600) }], true, 'edge.notReadSince'],
    ['is not read since, by what was opened before the clock was set back', [ahead], true, 'edge.notReadSince'],
    ['is not read since, by what was opened before something older', [{ ...later, name: 'ahead' }, earlier], true, 'edge.notReadSince'],
    ['has what was opened behind it, after the clock was set back', [ahead, later], true, 'later'],
    ['is read by whatever clock, before anything was announced', [ahead], false, 'ahead'],
  ])('%s', async (_, files, isAnnounced, expected) => {
    const found = nameIn(await readOne(readerOf(files, isAnnounced), onEdge.read));
    expect(found).toEqual(expected.startsWith('edge.') ? expected : psString(expected));
  });

  it('is read besides what the session answers, in the order of the calls', async () => {
    const answered: number[] = [];
    const results = await readerOf([later], true).read(
      [
        { call: sync.read, queue: '' },
        { call: onEdge.read, queue: 'EDGE01' },
        { call: { side: 'onPremises', cmdlet: 'Get-SendConnector', parameters: {} }, queue: '' },
      ],
      { onAnswered: (index) => answered.push(index) },
    );
    expect(results.map((result) => (result.ok && result.value.objects[0]?.type === 'object' ? result.value.objects.length : 0))).toEqual([
      1, 1, 1,
    ]);
    expect(nameIn(results[1])).toEqual(psString('later'));
    expect([...answered].sort()).toEqual([0, 1, 2]);
  });

  it('is read by a session where no step of the plan is on an Edge server', () => {
    const others = { ...plan, steps: [] };
    const tools = {
      context: freshContext('en'),
      runs: [{ plan: others, state: null }],
      now: () => new Date(0),
      collected: { load: () => Promise.reject(new Error('read')) },
    };
    expect(withEdgeServers(session, tools)).toBe(session);
  });
});
