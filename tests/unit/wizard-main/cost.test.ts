import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { organizationOf } from '../../bench/organization-of.ts';
import { runFiles } from '../../../src-main/change/read-run.ts';
import { numberedViews } from '../../../src-main/wizard/numbered-views.ts';
import { goTo, nextEvent } from './administrator.ts';
import { intercepted, newFolder, removeFolders, startProgram } from './program.ts';
import { realOrganization } from './real-organization.ts';

afterEach(removeFolders);

const servers = 60;

/** The places where mail flow is weaker are one list, which grows by some 120 bytes with each server. */
const withoutExposure = (name: string, value: unknown): unknown => (name === 'exposure' ? undefined : value);

it('a change of many servers costs the same at a late step as at an early one', async () => {
  const folder = await newFolder();
  const real = realOrganization();
  real.organization = await organizationOf(servers, 4, new Date('2026-11-20T09:00:00.000Z'));
  let toWindow = 0;
  let written = 0;
  let begun = -1;
  /** Of each step: what was sent to the window, and what was written of the wizard's own state, from its command to the next one */
  const costs: { window: number; state: number }[] = [];
  const program = await startProgram(folder, {
    real,
    store: (store) => ({
      ...store,
      write: (stored) => {
        written += JSON.stringify(stored).length;
        return store.write(stored);
      },
    }),
    exchange: intercepted(async (call, send) => {
      if (call.cmdlet === 'Set-ReceiveConnector') {
        if (begun >= 0) costs.push({ window: toWindow, state: written });
        begun += 1;
        [toWindow, written] = [0, 0];
      }
      return send();
    }),
  });
  await goTo(program, 'plan.ready', 'connected');
  await program.controller.send({ type: 'SET_POLICY', onFailure: 'stop', canary: null });
  numberedViews(program.controller).subscribe((change) => {
    // The number of a line, and that of a view, is longer at a later one.
    toWindow += JSON.stringify(change, withoutExposure).replaceAll(/"(?:n|from)":\d+/g, '').length;
  });
  const commit = nextEvent(program.view(), 'connected');
  if (commit === null) throw new Error('nothing to commit');
  expect(await program.controller.send(commit)).toMatchObject({ ok: true });
  const { context } = await program.until((view) => view.task === null);
  const run = context.runs.apply;
  expect(Object.values(run?.steps ?? {}).filter(({ state }) => state === 'applied')).toHaveLength(servers);

  expect(costs).toHaveLength(servers - 1);
  expect(costs.map(({ state }) => state).filter((bytes) => bytes > 0)).toEqual([]);
  const [early, late] = [costs[10], costs[50]];
  expect(late?.window).toBe(early?.window);

  const lines = (await readFile(join(run?.path ?? '', runFiles.journal), 'utf8')).split('\n');
  const sizesOf = (server: string): readonly number[] =>
    lines.filter((line) => line.includes(`${server}"`)).map((line) => line.replace(/"n":\d+/, '').length);
  expect(sizesOf('EX050')).toHaveLength(4);
  expect(sizesOf('EX050')).toEqual(sizesOf('EX010'));
});
