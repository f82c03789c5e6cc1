/** The workflow for Windows, as far as it can be read: what it starts is there, and nothing claims that somebody has run it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../../scripts/root.ts';

const text = readFileSync(join(root, '.github/workflows/windows.yml'), 'utf8');
const env = v.optional(v.record(v.string(), v.union([v.string(), v.number()])), {});
const workflow = v.parse(
  v.object({
    jobs: v.record(v.string(), v.looseObject({ env, steps: v.array(v.looseObject({ run: v.optional(v.string(), ''), env })) })),
  }),
  parse(text),
);
const program = v.parse(
  v.object({ scripts: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
);

const jobs = Object.values(workflow.jobs);
const commands = jobs.flatMap(({ steps }) => steps.map(({ run }) => run)).join('\n');
const matched = (pattern: RegExp): readonly string[] => [...new Set([...commands.matchAll(pattern)].map(([, name]) => name ?? ''))].sort();
const scripts = 'tests/windows/workflow';
const tests = readdirSync(join(root, 'tests/windows')).filter((name) => name.endsWith('.test.ts'));

describe('the workflow for Windows', () => {
  it('starts what is there: scripts, tests and commands of the project', () => {
    const files = matched(/(?<![\w/.-])((?:tests|scripts|node_modules)\/[\w./-]+\.\w+)/g);
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(matched(/npm run ([\w:]+)/g).filter((name) => program.scripts[name] === undefined)).toEqual([]);
  });

  it('starts every test that is for Windows alone, and every script of its own', () => {
    expect(tests.filter((name) => !commands.includes(`tests/windows/${name}`))).toEqual([]);
    expect(readdirSync(join(root, scripts)).filter((name) => !commands.includes(`${scripts}/${name}`))).toEqual([]);
  });

  it('gives its scripts only the parameters that they have', () => {
    for (const name of readdirSync(join(root, scripts))) {
      const [, given = ''] = new RegExp(`${name.replace('.', '\\.')}(.*)`).exec(commands) ?? [];
      const wanted = [...readFileSync(join(root, scripts, name), 'utf8').matchAll(/\[Parameter\(Mandatory\)\] \[\w+\] \$(\w+)/g)];
      const parameters = [...given.matchAll(/ -([A-Z]\w+) (?=[("$\w])/g)].map(([, parameter]) => parameter);
      expect(
        parameters.filter((parameter) => parameter !== 'First'),
        name,
      ).toEqual(wanted.map(([, parameter]) => parameter));
    }
  });

  it('gives its tests every variable that they read', () => {
    const given = new Set(jobs.flatMap((job) => [job, ...job.steps].flatMap((part) => Object.keys(part.env))));
    const read = tests.flatMap((name) => readFileSync(join(root, 'tests/windows', name), 'utf8').match(/\bHCW_[A-Z_]+/g) ?? []);
    // The bridge tests set it themselves.
    expect([...new Set(read)].filter((name) => !given.has(name) && name !== 'HCW_CMDLET_TABLE')).toEqual([]);
  });

  it('says, as the lab protocol does, that nobody has run it', () => {
    expect(text).toMatch(/^# What only Windows shows\. Not yet run by anybody: see docs\/lab-protocol\.md, part F\./);
    expect(readFileSync(join(root, 'docs/lab-protocol.md'), 'utf8')).toContain('**Nothing on this page has been run yet.**');
  });
});
