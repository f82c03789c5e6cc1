import { readdirSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { known, unknown } from '../../../shared/model/known.ts';
import { currentFormat, migrations } from '../../../shared/wizard/migrations.ts';
import { stateOf } from '../../../shared/plan/plan.ts';
import { readFormat } from '../../../src-main/files/persisted-file.ts';
import { persistedWizardFormat } from '../../../src-main/wizard/persisted-wizard.ts';
import { runs } from '../../properties/seed.ts';
import { goTo } from './administrator.ts';
import { newFolder, removeFolders, startProgram, stateFile } from './program.ts';

afterEach(removeFolders);

/** Each was written by a version of that format, in the middle of a renewal. */
const folder = join(import.meta.dirname, 'samples');
const samples = readdirSync(folder).sort();
const textOf = (sample: string): string => readFileSync(join(folder, sample), 'utf8');

/** Strings, numbers, and the other leaves of a value with how often each occurs. */
function leavesOf(value: unknown, found = new Map<unknown, number>()): ReadonlyMap<unknown, number> {
  if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) leavesOf(one, found);
  else found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** The leaves that a migration from format 1 spells in another way. */
const respelled = new Map<unknown, unknown>([
  ['alreadySo', 'unchanged'],
  ['restoring', 'rollingBack'],
  ['restored', 'rolledBack'],
  ['restoreFailed', 'rollbackFailed'],
  ['remedy', 'fix'],
  ['powershell.cancelled', 'powershell.canceled'],
  ['organisation.noHybridServers', 'organization.noHybridServers'],
  ['gather.noHybridServers', 'collect.noHybridServers'],
  ['remediation.open', 'fix.open'],
]);

/** Format 3 adds to each accepted domain of the organization that MatchSubDomains was not returned. */
function addedByFormat3(text: string): [unknown, number][] {
  const lists = [...text.matchAll(/"acceptedDomains":\{"known":true,"value":(\["[^\]]*\])/g)].map(
    ([, list = '[]']) => JSON.parse(list) as string[],
  );
  const { length } = lists.flat();
  return [false, 'notReturned', 'MatchSubDomains'].map((leaf) => [leaf, length]);
}

it('there is a sample of each format before the current one, and a migration from it', () => {
  const older = Array.from({ length: currentFormat - 1 }, (_, index) => index + 1);
  expect([...new Set(samples.map((name) => Number(/^format-(\d+)-/.exec(name)?.[1])))].filter((format) => format < currentFormat)).toEqual(
    older,
  );
  expect(Object.keys(migrations).map(Number)).toEqual(older);
});

describe.each(samples)('%s', (sample) => {
  it('is read in the current format without the loss of a value', () => {
    const read = readFormat(textOf(sample), persistedWizardFormat);
    if (read.state !== 'read') throw new Error(JSON.stringify(read));
    const before = leavesOf({ ...(JSON.parse(textOf(sample)) as object), format: currentFormat });
    const expected = new Map(addedByFormat3(textOf(sample)));
    for (const [leaf, times] of before) {
      const spelled = respelled.get(leaf) ?? leaf;
      expected.set(spelled, (expected.get(spelled) ?? 0) + times);
    }
    // What the format did not have yet is added as not read, so there may be more of a leaf, but never less.
    const after = leavesOf(read.value);
    expect([...expected].filter(([leaf, times]) => (after.get(leaf) ?? 0) < times)).toEqual([]);
  });
});

it.each([
  ['contoso.com', { name: 'contoso.com', matchSubDomains: unknown('notReturned', 'MatchSubDomains') }],
  ['*.contoso.com', { name: 'contoso.com', matchSubDomains: known(true) }],
])('format 3 takes the accepted domain %s of format 2 for what it says', (stored, expected) => {
  const acceptedDomains = { known: true, value: [stored] };
  const migrated = migrations[2]?.({ context: { organization: { acceptedDomains, exchangeOnline: { acceptedDomains } }, verified: null } });
  const read = known([expected]);
  expect(migrated).toMatchObject({ context: { organization: { acceptedDomains: read, exchangeOnline: { acceptedDomains: read } } } });
});

it('a renewal that format 1 left in flight goes on: the change is offered, read back, and finished', async () => {
  const data = await newFolder();
  await copyFile(join(folder, 'format-1-change-running.json'), stateFile(data));
  const program = await startProgram(data);
  expect(program.view().resumable).toMatchObject({ page: 'change', mode: 'connected', changeInFlight: true });
  await program.controller.send({ type: 'RESUME' });
  const view = await program.until(({ task, page }) => task === null && page === 'change');
  // The sample organization of this test was never changed: what is read back is what counts.
  expect(['EX01', 'EX02', 'EX03'].map((server) => stateOf(view.context.results, `reset ${server}`))).toEqual([
    'rolledBack',
    'waiting',
    'waiting',
  ]);
  await goTo(program, 'hcw.ready', 'connected');
  expect((await program.saved())?.format).toBe(currentFormat);
});

it('a migration keeps every value of a state with any answers, steps and errors', () => {
  const word = fc.constantFrom(...respelled.keys(), 'done', 'plan.stale', 'x') as fc.Arbitrary<string>;
  const step = fc.record({ id: word, server: fc.string(), undo: fc.record({ cmdlet: fc.string() }) });
  const plan = fc.option(fc.record({ id: fc.string(), kind: fc.constantFrom('reset', 'remedy'), steps: fc.array(step) }));
  const error = fc.option(fc.record({ code: fc.constantFrom('organisation.noHybridServers', 'session.lost'), effect: fc.string() }));
  const results = fc.array(
    fc.record({
      step: fc.constantFrom('remedy', 'reset EX01'),
      state: fc.constantFrom('alreadySo', 'restoring', 'restored', 'restoreFailed', 'done'),
      error,
    }),
  );
  const state = fc.record({
    savedAt: fc.string(),
    value: fc.constantFrom('hcw', { remediation: 'review' }, { gather: 'failed' }, { change: 'restoreByHand' }),
    context: fc.record({
      way: fc.string(),
      organisation: fc.string(),
      plan,
      results,
      remedy: plan,
      remedyResults: results,
      problem: error,
    }),
    practice: fc.jsonValue(),
  });
  fc.assert(
    fc.property(state, (old) => {
      const [from, to] = [old, migrations[1]?.({ ...old, format: 1 })].map((value) => [...leavesOf({ ...value, value: 0, format: 0 })]);
      const count = (leaves: typeof from): number => (leaves ?? []).reduce((total, [, times]) => total + times, 0);
      expect(count(to)).toBe(count(from));
      const unknownLeaves = (to ?? []).filter(([leaf]) => !(from ?? []).some(([one]) => one === leaf || respelled.get(one) === leaf));
      expect(unknownLeaves).toEqual([]);
    }),
    { numRuns: runs(300) },
  );
});

it('format 4 has asked neither for the reference server nor for the message of the HCW yet', () => {
  const hcw = { round: 2, ticked: ['2-1'], answer: 'notListed' };
  expect(migrations[3]?.({ format: 3, context: { hcw } })).toEqual({
    format: 4,
    context: { hcw: { ...hcw, referenceServer: null, message: '' } },
  });
});
