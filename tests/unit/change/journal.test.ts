import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../src-main/change/journal.ts';
import { renderCall } from '../../../shared/commands/render.ts';
import type { ChangePlan } from '../../../shared/plan/plan.ts';
import { organizationWith, resetSteps } from './sample.ts';

const at = '2026-11-20T09:00:00.000Z';

describe('openJournal', () => {
  let folder: string;
  let plan: ChangePlan;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
    plan = { id: 'plan-1', kind: 'reset', steps: resetSteps(await organizationWith([])), leftOut: [] };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has the saved values and the way back on disk before it can be used', async () => {
    const journal = await openJournal(join(folder, 'changes'), plan, at);
    if (!journal.ok) throw new Error(journal.error.code);
    const script = await readFile(journal.value.rollbackScript, 'utf8');
    expect(script.startsWith('\uFEFF')).toBe(true);
    expect(script.slice(1).trimEnd().split('\r\n')).toEqual(plan.steps.toReversed().map(({ rollback }) => renderCall(rollback)));
    const [name] = (await readdir(join(folder, 'changes'))).filter((file) => file.endsWith('.jsonl'));
    const path = join(folder, 'changes', name ?? '');
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ type: 'plan', at, plan });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await journal.value.close();
  });

  it('appends a line for each entry', async () => {
    const journal = await openJournal(folder, plan, at);
    if (!journal.ok) throw new Error(journal.error.code);
    await journal.value.write({ type: 'begin', at, step: 'reset EX01', found: {} });
    await journal.value.close();
    const [name] = (await readdir(folder)).filter((file) => file.endsWith('.jsonl'));
    const lines = (await readFile(join(folder, name ?? ''), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['plan', 'begin']);
  });

  it('fails without effect when the folder cannot be made', async () => {
    const blocked = join(folder, 'changes');
    await writeFile(blocked, 'a file stands where the folder should be');
    const journal = await openJournal(blocked, plan, at);
    expect(journal).toMatchObject({ ok: false, error: { code: 'file.notWritten', effect: 'none' } });
  });

  it('never writes over an earlier journal', async () => {
    const first = await openJournal(folder, plan, at);
    expect(first.ok).toBe(true);
    if (first.ok) await first.value.close();
    expect(await openJournal(folder, plan, at)).toMatchObject({ ok: false, error: { code: 'file.notWritten' } });
  });

  it('says so when a line does not get to the disk', async () => {
    const journal = await openJournal(folder, plan, at);
    if (!journal.ok) throw new Error(journal.error.code);
    await journal.value.close();
    expect(await journal.value.write({ type: 'begin', at, step: 'reset EX01', found: {} })).toMatchObject({
      ok: false,
      error: { code: 'file.notWritten' },
    });
  });
});
