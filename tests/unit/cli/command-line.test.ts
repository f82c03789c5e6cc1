/** `--check` from its arguments to its exit code, with real files. */
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkResultSchema, type CheckResult } from '../../../shared/check/result.ts';
import { languages } from '../../../shared/messages/language.ts';
import { foldersOf, inUseOf, now } from './organizations.ts';
import { run } from './run.ts';

let root: string;
let end: () => Promise<void>;
let renewal: string;
let live: string;
/** A folder of one test */
let out: string;
beforeAll(async () => {
  ({ root, end } = await foldersOf(['renewal', 'sameName', 'noHybrid', 'serverDown', 'denied']));
  [renewal, live] = [join(root, 'renewal'), join(root, 'sameName')];
});
afterAll(() => end());
beforeEach(async () => {
  out = join(root, 'out');
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
});

const resultIn = async (path: string): Promise<CheckResult> => v.parse(checkResultSchema, JSON.parse(await readFile(path, 'utf8')));

describe('exit codes', () => {
  it.each([
    ['sameName', 0],
    ['renewal', 1],
    ['serverDown', 3],
    ['noHybrid', 3],
  ] as const)('%s: %i, the same in both languages, from a folder and from its files', async (scenario, code) => {
    const folder = join(root, scenario);
    const files = (await readdir(folder)).map((name) => join(folder, name));
    const ran = await Promise.all(languages.map((language) => run(['--check', folder, '--language', language])));
    expect(ran.map((one) => one.code)).toEqual([code, code]);
    expect(new Set(ran.map((one) => one.out)).size).toBe(2);
    expect((await run(['--check', ...files])).code).toBe(code);
  });

  it('2 for a certificate that does not qualify, named as Windows shows a thumbprint', async () => {
    const { out: json } = await run(['--check', renewal, '--json', '-']);
    const result = v.parse(checkResultSchema, JSON.parse(json));
    const bad = result.certificates.find(({ verdict }) => verdict === 'doesNotQualify')?.thumbprint ?? '';
    const asShown = `\u200E${bad.toLowerCase().replaceAll(/(..)(?=.)/g, '$1 ')}`;
    const ran = await run(['--check', renewal, '--certificate', asShown, '--json', '-']);
    expect(ran.code).toBe(2);
    expect(v.parse(checkResultSchema, JSON.parse(ran.out)).chosen).toBe(bad);
  });

  it('2 once the certificate in use has expired, though the files say the same', async () => {
    expect((await run(['--check', renewal], { at: new Date(now.getTime() + 60 * 86_400_000) })).code).toBe(2);
  });

  it('the language is that of the system unless one is named', async () => {
    expect((await run(['--check', live], { locale: 'ja-JP' })).out).toContain('終了コード 0');
    expect((await run(['--check', live, '--language=en'], { locale: 'ja_JP.UTF-8' })).out).toContain('Exit code 0');
  });
});

describe('what cannot be read', () => {
  it('nothing at all: 3, code and next action on standard error, and a result that says so', async () => {
    const json = join(out, 'r.json');
    for (const [language, words] of [
      ['en', /^Error file\.unreadable: .+\n {2}path: .*missing\.xml\n[^]*^What to do: .+\n$/m],
      ['ja', /^エラー file\.unreadable: .+\n {2}path: .*missing\.xml\n[^]*^対処方法: .+\n$/m],
    ] as const) {
      const ran = await run(['--check', join(root, 'missing.xml'), '--language', language, '--json', json]);
      expect(ran.code).toBe(3);
      expect(ran.err).toMatch(words);
      expect(await resultIn(json)).toMatchObject({
        exitCode: 3,
        verdict: 'couldNotJudge',
        errors: [{ code: 'file.unreadable' }],
        language,
      });
    }
  });

  it.each([
    ['is missing', undefined, 'file.unreadable'],
    ['was cut off', '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj>', 'collection.notClixml'],
    ['is something else', 'Dear colleague', 'collection.nothingKnown'],
  ])('one of several files that %s: 3, since it may be the one that decides', async (_, content, code) => {
    const other = join(out, 'other.xml');
    if (content !== undefined) await writeFile(other, content);
    const ran = await run(['--check', join(live, 'onPremises.xml'), other, '--language', 'en']);
    expect(ran.code).toBe(3);
    expect(ran.err).toContain(`Error ${code}: `);
  });

  it('something else in a folder is named and does no harm; a damaged file there does', async () => {
    await Promise.all((await readdir(live)).map((name) => copyFile(join(live, name), join(out, name))));
    await writeFile(join(out, 'LICENSE.txt'), 'Dear colleague');
    const harmless = await run(['--check', out, '--language', 'en']);
    expect(harmless).toMatchObject({ code: 0, err: '' });
    expect(harmless.out).toContain('LICENSE.txt (collection.nothingKnown)');
    await writeFile(join(out, 'more.xml'), '<Objs');
    expect((await run(['--check', out])).code).toBe(3);
  });

  it('the on-premises side was not collected: 3', async () => {
    expect((await run(['--check', join(live, 'exchangeOnline.xml')])).code).toBe(3);
  });

  it('Exchange Online was not collected: said, and what it does with the mail is not known', async () => {
    const ran = await run(['--check', join(live, 'onPremises.xml'), '--language', 'en']);
    expect(ran.code).toBe(3);
    expect(ran.out).toContain('Exchange Online was not collected');
  });

  it('the program itself fails: 3, and what it says holds no secret', async () => {
    const around = {
      at: {
        toISOString: () => {
          throw new Error('password=hunter2');
        },
      } as unknown as Date,
    };
    const ran = await run(['--check', live, '--language', 'en'], around);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('Error check.failed');
    expect(ran.err).not.toContain('hunter2');
  });
});

describe('outputs', () => {
  it('JSON and HTML are whole, for their owner only, and replaced by the next run', async () => {
    const [json, html] = [join(out, 'r.json'), join(out, 'r.html')];
    for (const folder of [renewal, live]) expect((await run(['--check', folder, '--json', json, '--html', html])).err).toBe('');
    expect(await resultIn(json)).toMatchObject({ exitCode: 0 });
    expect(inUseOf(await resultIn(json))).toHaveLength(1);
    expect(await readFile(html, 'utf8')).toMatch(/^<!doctype html>[^]*<html lang="en">[^]*<\/html>\s*$/);
    expect((await readdir(out)).sort()).toEqual(['r.html', 'r.json']);
    if (process.platform !== 'win32') expect([(await stat(json)).mode & 0o777, (await stat(html)).mode & 0o777]).toEqual([0o600, 0o600]);
  });

  it('JSON on standard output is all that is there', async () => {
    const ran = await run(['--check', renewal, '--json', '-', '--language', 'ja']);
    expect(v.parse(checkResultSchema, JSON.parse(ran.out))).toMatchObject({ exitCode: ran.code });
  });

  it('one that cannot be written: 3, whatever was found, and the other one is there', async () => {
    const [json, html] = [join(out, 'r.json'), join(out, 'no such folder', 'r.html')];
    for (const language of languages) {
      const ran = await run(['--check', live, '--json', json, '--html', html, '--language', language]);
      expect(ran.code).toBe(3);
      expect(ran.err).toContain('file.notWritten');
    }
    expect(await resultIn(json)).toMatchObject({ exitCode: 0 });
  });

  it('standard output that is closed: no harm to a text, 3 for JSON that goes nowhere else', async () => {
    expect((await run(['--check', live], { closed: true })).code).toBe(0);
    const ran = await run(['--check', live, '--json', '-', '--language', 'en'], { closed: true });
    expect(ran.code).toBe(3);
    expect(ran.err).toContain('Error check.stdout');
  });
});

describe('wrong usage: 64, and nothing is read or written', () => {
  const thumbprint = 'A'.repeat(40);
  it.each([
    ['noInput', ['--check']],
    ['noInput', ['--check', '--html', 'a.html']],
    ['oneFile', ['--examine']],
    ['oneFile', ['--examine', 'a.cer', 'b.cer']],
    ['unknownOption', ['--check', 'a.xml', '--verbose']],
    ['unknownOption', ['--check', 'a.xml', '--examine', 'b.cer']],
    ['unknownOption', ['--check', 'a.xml', '--password-stdin']],
    ['unknownOption', ['--examine', 'a.cer', '--html', 'b.html']],
    ['unknownOption', ['--check', 'a.xml', '--help=no']],
    ['valueMissing', ['--check', 'a.xml', '--json']],
    ['valueMissing', ['--check', 'a.xml', '--json', '--html', 'b.html']],
    ['valueMissing', ['--check', 'a.xml', '--json=']],
    ['twice', ['--check', 'a.xml', '--certificate', thumbprint, '--certificate', thumbprint]],
    ['thumbprint', ['--check', 'a.xml', '--certificate', '<I>CN=a<S>CN=b']],
    ['language', ['--check', 'a.xml', '--language', 'de']],
    ['password', ['--examine', 'a.pfx', '--password', 'secret-1']],
    ['password', ['--examine', 'a.pfx', '--password=secret-1']],
    ['password', ['--examine', 'a.pfx', '-p', 'secret-1']],
    ['commandFirst', ['--json', 'a.json', '--check', 'a.xml']],
    ['extension', ['--check', 'a.xml', '--json', 'b.xml']],
    ['extension', ['--check', 'a.xml', '--html', '-']],
    ['extension', ['--examine', 'a.cer', '--json', 'b.pfx']],
    ['sameOutput', []],
  ])('%s: %j', async (code, args) => {
    const given = code === 'sameOutput' ? ['--check', 'a.xml', '--json', join(out, 'x.json'), '--html', await linked()] : args;
    const ran = await Promise.all(languages.map((language) => run(given, { locale: language })));
    for (const one of ran) {
      expect(one).toMatchObject({ code: 64, out: '' });
      expect(one.err).toContain(`usage.${code}: `);
      expect(one.err).not.toMatch(/secret-1|undefined|\{\w+\}/);
      // The sentence speaks of a password, and has none.
      expect(one.err).not.toContain('[redacted]');
    }
    expect(new Set(ran.map(({ err }) => err)).size).toBe(languages.length);
  });

  /** One file by two names. */
  async function linked(): Promise<string> {
    await writeFile(join(out, 'x.json'), '');
    await link(join(out, 'x.json'), join(out, 'x.html'));
    return join(out, 'x.html');
  }

  it('an output that is an input, by whatever name: the input stays as it is', async () => {
    const input = join(out, 'input.json');
    await copyFile(join(live, 'onPremises.xml'), input);
    await copyFile(input, join(out, 'r.json.hcw-new'));
    await link(input, join(out, 'hard.json'));
    const before = await readFile(input);
    for (const output of [input, relative(process.cwd(), input), join(out, '.', 'hard.json')]) await expectRefused(input, output);
    const neighbor = await run(['--check', join(out, 'r.json.hcw-new'), '--json', join(out, 'r.json')]);
    expect(neighbor.code).toBe(64);
    expect(await readFile(input)).toEqual(before);
    expect(await readFile(join(out, 'r.json.hcw-new'))).toEqual(before);
    expect((await run(['--examine', input, '--json', input])).code).toBe(64);
  });

  it('an output that is an input by way of a link to its folder', async () => {
    const input = join(out, 'input.json');
    await copyFile(join(live, 'onPremises.xml'), input);
    // The kind of link to a folder that Windows allows everybody; other systems have one kind.
    await symlink(out, join(root, 'elsewhere'), 'junction');
    await expectRefused(input, join(root, 'elsewhere', 'input.json'));
    await rm(join(root, 'elsewhere'));
  });

  async function expectRefused(input: string, output: string): Promise<void> {
    const ran = await run(['--check', input, '--json', output]);
    expect(ran, output).toMatchObject({ code: 64, out: '' });
    expect(ran.err).toContain('usage.outputIsInput');
  }

  it('--help shows every option and exit code, in both languages', async () => {
    for (const locale of languages) {
      const ran = await run(['--check', '--help'], { locale });
      expect(ran.code).toBe(0);
      for (const word of ['--check', '--examine', '--certificate', '--json', '--html', '--language', '--password-stdin', '64'])
        expect(ran.out).toContain(word);
    }
  });
});

describe('captured samples of real servers', () => {
  const samples = fileURLToPath(new URL('../../../../shared/samples', import.meta.url));
  const hasSamples = existsSync(samples);
  if (!hasSamples) console.warn(`SKIPPED: a check of captured samples, since ${samples} is absent.`);

  it.skipIf(!hasSamples)('none is a pass: each lacks something that decides', async () => {
    const names = (await readdir(samples)).filter((name) => name.endsWith('.txt') || name === 'exchange-2019');
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const ran = await run(['--check', join(samples, name), '--json', '-']);
      expect(ran.code, name).toBe(3);
      expect(v.parse(checkResultSchema, JSON.parse(ran.out)).verdict).toBe('couldNotJudge');
    }
    expect((await run(['--check', samples, join(samples, 'exchange-2019')])).code).toBe(3);
  });
});

// Root may write into a folder without the right to: so the folder is a file, which nobody can write into.
it('a folder that cannot be written to: 3', async () => {
  const file = join(out, 'no-folder');
  await writeFile(file, '');
  expect((await run(['--check', live, '--json', join(file, 'r.json')])).code).toBe(3);
});
