/** `--decode`: what an error means, as text and as JSON. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonSchemas, schemaText } from '../../../scripts/json-schemas.ts';
import { root } from '../../../scripts/root.ts';
import { decodeResultSchema, type DecodeResult } from '../../../shared/decode/result.ts';
import { foldersOf } from './organizations.ts';
import { run, type Ran } from './run.ts';

let folder: string;
let collected: Awaited<ReturnType<typeof foldersOf>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'decode-'));
  collected = await foldersOf(['sameName']);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await collected.end();
});

const fits = new Ajv2020({ allErrors: true, validateFormats: false }).compile(
  JSON.parse(readFileSync(join(root, 'docs/decode.schema.json'), 'utf8')) as object,
);
function resultOf(text: string): DecodeResult {
  const json: unknown = JSON.parse(text);
  expect(fits(json), JSON.stringify(fits.errors)).toBe(true);
  return v.parse(decodeResultSchema, json);
}
const decode = (text: string, ...options: readonly string[]): Promise<Ran> =>
  run(['--decode', '-', ...options], { input: Readable.from([Buffer.from(text)]) });
const mismatch = `LED=450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject: *.contoso.com. Thumbprint: D0AC2FC63B9C5798828B45D849BE8D33A1B2C3D4.]`;

it('docs/decode.schema.json is the schema of the product', async () => {
  const found = jsonSchemas().find(({ name }) => name === 'decode.schema.json');
  expect(readFileSync(join(root, 'docs/decode.schema.json'), 'utf8')).toBe(await schemaText(found?.schema ?? {}));
});

describe('the exit code', () => {
  it.each([
    [0, mismatch, 'known'],
    [0, 'HCW8010', 'known'],
    [1, '550 5.7.51 Refused', 'likely'],
    [1, '450 4.4.312 DNS query failed', 'likely'],
    [3, 'Hello', 'notKnown'],
    [3, '', 'notKnown'],
  ] as const)('is %i for %j', async (code, text, verdict) => {
    const ran = await decode(text, '--json', '-');
    expect([ran.code, resultOf(ran.out).verdict, ran.err]).toEqual([code, verdict, '']);
    expect(resultOf(ran.out).exitCode).toBe(code);
  });

  it('is 3 for a file that cannot be read, and the JSON says so', async () => {
    const ran = await run(['--decode', join(folder, 'absent.txt'), '--json', '-']);
    expect([ran.code, resultOf(ran.out).verdict]).toEqual([3, 'couldNotRead']);
    expect(ran.err).toContain('file.unreadable');
  });

  it('is 3 when the organization could not be read, although the error is known', async () => {
    const ran = await decode(mismatch, '--organization', join(folder, 'absent'), '--json', '-');
    const { verdict, matches, organization, errors } = resultOf(ran.out);
    expect([ran.code, verdict, matches.length, organization]).toEqual([3, 'known', 1, null]);
    expect(errors).not.toEqual([]);
  });

  it.each([
    [['--decode']],
    [['--decode', 'a.txt', 'b.txt']],
    [['--decode', 'a.txt', '--html', 'a.html']],
    [['--organization', 'x', '--decode', 'a.txt']],
  ])('is 64 for %j', async (args) => {
    expect((await run(args)).code).toBe(64);
  });
});

describe('what it says', () => {
  it.each(['en', 'ja'] as const)('names error, direction, cause, fix, source, and the evidence (%s)', async (language) => {
    const { out } = await decode(mismatch, '--language', language);
    for (const words of [
      '450 4.4.317 … SubjectMismatch',
      'TlsCertificateName',
      'Get-ReceiveConnector',
      'Message=SubjectMismatch Expected Subject',
    ])
      expect(out).toContain(words);
    expect(out).toContain(language === 'en' ? 'This is a known error' : '既知のエラーです');
  });

  it.each(['en', 'ja'] as const)(
    'says that what is likely may be wrong, and what carries an error does not say its cause (%s)',
    async (language) => {
      const [likely, outer] = language === 'en' ? ['This may be', 'no known cause'] : ['可能性があります', '既知の原因はありません'];
      const [code, several] = ['550 5.7.51 x', '550 5.7.51 x\n\n550 5.7.64 y'];
      for (const text of [code, several])
        expect((await decode(text, '--language', language)).out.split('\n')[0]).toContain(
          text === several && language === 'en' ? 'may contain' : likely,
        );
      expect((await decode('550 5.4.300 Message expired', '--language', language)).out.split('\n')[0]).toContain(outer);
    },
  );

  it('says of what is not known what was recognized', async () => {
    const { out } = await decode('550 5.7.68 TenantInboundAttribution; refused');
    expect(out).toContain('This error is not known');
    expect(out).toContain('Status code 5.7.68');
  });

  it('shows no control characters of the text', async () => {
    const { out } = await decode('550 5.7.51 TenantInboundAttribution;\u0007 \u202E x 2.2.2 \u001b]0;title\u0007');
    // eslint-disable-next-line no-control-regex -- these must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it('looks the text up in what was collected', async () => {
    const ran = await decode(mismatch, '--organization', join(collected.root, 'sameName'), '--json', '-');
    expect(resultOf(ran.out).organization).toMatchObject({
      lookups: [{ kind: 'thumbprint', result: 'notFound' }],
      flow: [{ direction: 'toOnPremises' }],
    });
    const { out } = await decode(mismatch, '--organization', join(collected.root, 'sameName'));
    expect(out).toContain('Mail from Exchange Online to on-premises');
  });

  it('reads UTF-16 as PowerShell writes it, and writes JSON to a file', async () => {
    const [input, output] = [join(folder, 'error.txt'), join(folder, 'result.json')];
    await writeFile(input, Buffer.from(`\ufeff${mismatch}`, 'utf16le'));
    expect((await run(['--decode', input, '--json', output])).code).toBe(0);
    expect(resultOf(await readFile(output, 'utf8')).matches[0]?.id).toBe('subjectMismatch');
  });
});
