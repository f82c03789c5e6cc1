/** `--hcw-log`: what a log of the HCW answers, as text and as JSON. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { hcwLogResultSchema, type HcwLogResult } from '../../../shared/hcw-log/result.ts';
import * as excerpts from '../hcw-log/excerpts.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hcw-log-cli-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const fits = new Ajv2020({ allErrors: true, validateFormats: false }).compile(
  JSON.parse(readFileSync(join(root, 'docs/hcw-log.schema.json'), 'utf8')) as object,
);
function resultOf(text: string): HcwLogResult {
  const json: unknown = JSON.parse(text);
  expect(fits(json), JSON.stringify(fits.errors)).toBe(true);
  return v.parse(hcwLogResultSchema, json);
}
const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const finished = excerpts.interleaved
  .split('\r\n')
  .filter((line) => line.includes('Thread=12') && !/New-SendConnector|Session=Tenant/.test(line));

/** Short enough for a row of a table, whose headings stand right above it */
const failedEnd =
  '2026.11.28 09:12:42.123 *ERROR* 10277 [Client=UX, Session=OnPremises, Cmdlet=Set-SendConnector, Thread=4] FINISH Time=365.2ms Results=FAILED\n';

describe('the exit code', () => {
  it.each([
    [2, 'failures', excerpts.interleaved],
    [2, 'failures', excerpts.transportConfig],
    [2, 'failures', excerpts.workflow],
    [2, 'failures', `Property            Expected      Actual        Equals\n${failedEnd}`],
    [1, 'noFailure', `${finished.join('\n')}\n`],
    [1, 'noFailure', excerpts.exceptionImage],
    [3, 'couldNotJudge', 'Hello\n'],
    [3, 'couldNotJudge', ''],
  ] as const)('is %i (%s)', async (code, verdict, text) => {
    const ran = await run(['--hcw-log', await write('a.log', text), '--json', '-']);
    expect([ran.code, resultOf(ran.out).verdict, resultOf(ran.out).exitCode, ran.err]).toEqual([code, verdict, code, '']);
  });

  it('is 3 for a file or folder without a log, and the JSON says so', async () => {
    for (const path of [join(folder, 'absent.log'), folder]) {
      const ran = await run(['--hcw-log', path, '--json', '-']);
      expect([ran.code, resultOf(ran.out).errors.map(({ code }) => code)]).toEqual([3, ['file.unreadable']]);
      expect(ran.err).toContain('file.unreadable');
    }
  });

  it.each([[['--hcw-log']], [['--hcw-log', 'a.log', 'b.log']], [['--hcw-log', 'a.log', '--html', 'a.html']]])(
    'is 64 for %j',
    async (args) => {
      expect((await run(args)).code).toBe(64);
    },
  );
});

describe('what it says', () => {
  it.each(['en', 'ja'] as const)('has certificate, outcomes, messages with their fix, and never a success (%s)', async (language) => {
    const { out } = await run(['--hcw-log', await write('a.log', excerpts.interleaved), '--language', language]);
    for (const words of ["<I>CN=R11, O=Let's Encrypt", 'EX01\\Default Frontend EX01', 'HCW8010', 'HCW8957', '[::]:25'])
      expect(out).toContain(words);
    expect(out).toContain(language === 'en' ? 'The log does not say that the run succeeded.' : '成功したことは、ログからはわかりません');
    expect(out).toContain(language === 'en' ? 'not known to have finished' : '完了したかどうか不明');
    expect(out).not.toMatch(/undefined|\[object/);
  });

  it('says of a log without failures that it does not say that the run succeeded', async () => {
    const { out } = await run(['--hcw-log', await write('a.log', `${finished.join('\n')}\n`)]);
    expect(out).toContain('The log does not say that the run succeeded.');
    expect(out).toContain('finished without an error');
    expect(out).not.toContain('whose meaning');
  });

  it.each([
    ['en', 1, 'No known failure was found', 'It has 1 error whose meaning the wizard does not know.'],
    ['en', 2, 'No known failure was found', 'It has 2 errors whose meaning the wizard does not know.'],
    ['ja', 2, '既知の失敗は見つかりませんでした', '意味がわからないエラーが 2 件あります。'],
  ])('counts the errors whose meaning it does not know, above their list (%s, %i)', async (language, count, verdict, errors) => {
    const path = await write('a.log', `${excerpts.exceptionImage}\n`.repeat(count));
    const { out } = await run(['--hcw-log', path, '--language', language]);
    const [first, second] = out.split('\n');
    expect(first).toContain(verdict);
    expect(second).toContain(errors);
  });

  it('reads the latest run of a folder, and names the earlier ones', async () => {
    await write('20261127_080000.log', excerpts.interleaved);
    await write('20261128_091000.log', `${finished.join('\n')}\n`);
    await write('20261128_091000.xhcw', '<property type="System.String" value="&lt;I&gt;CN=A&lt;S&gt;CN=B" name="TlsCertificateName"/>\n');
    const ran = await run(['--hcw-log', folder, '--json', '-']);
    const { files, earlier, verdict } = resultOf(ran.out);
    expect([files.map(({ path }) => path), earlier, verdict]).toEqual([
      [join(folder, '20261128_091000.log'), join(folder, '20261128_091000.xhcw')],
      ['20261127_080000'],
      'noFailure',
    ]);
    expect(files[1]?.properties).toMatchObject([{ value: '<I>CN=A<S>CN=B' }]);
    expect((await run(['--hcw-log', folder])).out).toContain('not known whether they are from before or after a change');
  });

  it('shows no control characters of the log, and writes JSON to a file', async () => {
    const path = await write('a.log', `${excerpts.exceptionImage} \u001b]0;title\u0007 \u202e\n`);
    const json = join(folder, 'result.json');
    const { out } = await run(['--hcw-log', path, '--json', json]);
    // eslint-disable-next-line no-control-regex -- these must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(resultOf(await readFile(json, 'utf8')).files[0]?.errors.all).toBe(1);
  });

  it('does not write over a log that it reads', async () => {
    const path = await write('a.json', excerpts.exceptionImage);
    expect((await run(['--hcw-log', path, '--json', path])).code).toBe(64);
    expect(await readFile(path, 'utf8')).toBe(excerpts.exceptionImage);
  });
});
