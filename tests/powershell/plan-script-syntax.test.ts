/** PowerShell's parser on the scripts of a plan: Windows PowerShell 5.1 knows all of their syntax, and no text of the data is code. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../shared/plan/plan.ts';
import { applyScript, undoScript, type ScriptHeader } from '../../shared/plan/script.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { runs } from '../properties/seed.ts';
import { anyText, seed } from './any-text.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runScript } from './environment/run-script.ts';
import { hostileCorpus } from './hostile-corpus.ts';
import { refusals } from './module-refusals.ts';
import { callStep, handover, planOf } from '../unit/plan/script-plans.ts';

let environment: ExchangeEnvironment;
beforeAll(async () => {
  environment = await createExchange(await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z')));
});
afterAll(() => environment.dispose());

const count = 12;
type Texts = readonly string[];

/** A plan, and what is said at its beginning, that has one of the texts wherever data can stand. */
function withTexts(texts: Texts): { readonly plan: Plan; readonly header: ScriptHeader } {
  const [
    organization = '',
    run = '',
    at = '',
    program = '',
    object = '',
    server = '',
    name = '',
    guid = '',
    a = '',
    b = '',
    evidence = '',
  ] = texts;
  const steps = [
    callStep('Get-ReceiveConnector', object, {
      server,
      guid,
      before: { TlsCertificateName: name, TlsDomainCapabilities: [a, b] },
      after: { TlsCertificateName: null, TlsDomainCapabilities: [b] },
    }),
    // Another server than that of the first step, whose end is a pause.
    callStep('Get-InboundConnector', object, {
      server: `not ${server}`,
      before: { TlsSenderCertificateName: a },
      after: { TlsSenderCertificateName: `other than ${b}` },
    }),
  ];
  const plan = planOf([...steps, handover, ...steps], {
    policy: { onFailure: 'goOn', canary: server },
    // What is left out without a server has another sentence.
    leftOut: [{ server: `left out ${server}`, reason: 'notReturned', evidence }],
  });
  return { plan, header: { organization, run, at, program, mode: 'rehearsal' } };
}

const scriptsOf = (texts: Texts): readonly string[] => {
  const { plan, header } = withTexts(texts);
  return [applyScript(plan, header), undoScript(plan, header)].map((script) => {
    if (!script.ok) throw new Error(JSON.stringify(script.error));
    return script.value;
  });
};

interface Skeleton {
  readonly problems: number;
  readonly text: string;
  readonly constants: readonly string[];
}

async function skeletonsOf(scripts: readonly string[]): Promise<readonly Skeleton[]> {
  const files = await Promise.all(
    scripts.map(async (script, index) => {
      const file = join(environment.folder, `plan-${String(index)}.ps1`);
      await writeFile(file, script);
      return file;
    }),
  );
  const list = join(environment.folder, 'scripts');
  await writeFile(list, files.join('\n'));
  const probe = join(import.meta.dirname, 'probes/skeleton/Skeleton.ps1').replaceAll("'", "''");
  const { lines, errors } = await runScript({ ...environment, env: { ...environment.env, HCW_SCRIPTS: list } }, `& '${probe}'`);
  if (errors !== '') throw new Error(errors);
  const decoded = (units: string): string => Buffer.from(units, 'base64').toString('utf16le');
  return lines.map((line) => {
    const [problems = '', text = '', constants = ''] = line.split('|');
    return { problems: Number(problems), text: decoded(text), constants: constants.split(',').map(decoded) };
  });
}

/** Texts that can be found again in the constants. */
const markers = Array.from({ length: count }, (_, index) => `marker${String(index)}x`);

/** What is found of each hostile script is what is found of the harmless one, with the texts in the place of the markers. */
async function harmed(samples: readonly Texts[]): Promise<readonly unknown[]> {
  const [apply, undo, ...found] = await skeletonsOf([markers, ...samples].flatMap(scriptsOf));
  return samples.flatMap((texts, index) =>
    [apply, undo].flatMap((harmless, which) => {
      const expected: Skeleton = {
        problems: 0,
        text: harmless?.text ?? '',
        constants: (harmless?.constants ?? []).map((constant) =>
          constant.replaceAll(/marker(\d+)x/g, (_, number: string) => texts[Number(number)] ?? ''),
        ),
      };
      const actual = found[2 * index + which];
      return JSON.stringify(actual) === JSON.stringify(expected) ? [] : [{ texts, actual, expected }];
    }),
  );
}

describe('the scripts of a plan', () => {
  it('have no syntax newer than 5.1, and call what they show', async () => {
    // The check is of bytes that are ASCII and lines that end with LF.
    const sources = scriptsOf(markers).map((script) => Buffer.from(script.replace('\ufeff', '').replaceAll('\r\n', '\n')));
    const own = ['command (computed)', 'command Start-Sleep', 'command Write-Host'];
    const ofPlan = ['InboundConnector', 'ReceiveConnector'].flatMap((noun) => [`command Get-${noun}`, `command Set-${noun}`]);
    for (const found of await refusals(environment, sources)) expect([...new Set(found)].sort()).toEqual([...own, ...ofPlan].sort());
  });

  it('have the data of the plan only in comments and constants, whatever its characters', async () => {
    const each = hostileCorpus.filter((text) => text.length < 200).map((text): Texts => markers.map(() => text));
    expect(await harmed(each)).toEqual([]);
  });

  it('have any text only in comments and constants', async () => {
    const texts = fc.array(anyText, { minLength: count, maxLength: count });
    expect(await harmed(fc.sample(texts, { numRuns: runs(100), seed }))).toEqual([]);
  });
});

describe('the check', () => {
  it('finds a text that is code', async () => {
    const [harmless, ...others] = await skeletonsOf(["a 'b' # c", "a 'b'; d # c", "a 'b'\r\nc", "a ('b'+[char]10)", "a ('b'+$c)", "a 'b"]);
    expect(harmless).toEqual({ problems: 0, text: 'a 0 ', constants: ['b'] });
    expect(others.map(({ problems, text }) => [problems, text])).toEqual([
      [0, 'a 0; d '],
      [0, 'a 0\r\nc'],
      [0, 'a 0'],
      [0, 'a (0+$c)'],
      [1, expect.stringContaining('a ')],
    ]);
  });
});
