/** The commands of package.json work in a fresh clone, where the messages are not compiled yet. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };

/** Files that are loaded with that one, before any of its lines runs. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!existsSync(file) || file.includes('/compiled/')) return seen;
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?'(\.[^']+)';/gm)) {
    loadedWith(join(dirname(file), from), seen);
  }
  return seen;
}

const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /^node --import tsx (\S+)/.exec(line)?.[1];
  return file === undefined || name.startsWith('pre') ? [] : [[name, file] as const];
});

it.each(commands)('npm run %s needs no compiled message before it has begun, or compiles them first', (name, file) => {
  const loaded = [...loadedWith(join(root, file))].map((path) => relative(root, path));
  expect(loaded.length).toBeGreaterThan(0);
  if (loaded.some((path) => path.startsWith('shared/messages/compiled/')))
    expect(scripts[`pre${name}`]).toBe('node --import tsx scripts/messages.ts');
});
