/** A ticket pack for people outside: nothing of whom it is of is left in any file, and the product's words stay. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { languages } from '../../../shared/messages/language.ts';
import { fold } from '../../../shared/run/fold.ts';
import type { JournalLine } from '../../../shared/run/journal.ts';
import { runView } from '../../../shared/run/run-view.ts';
import type { Evidence } from '../../../shared/proof/evidence.ts';
import type { TrustProof } from '../../../shared/proof/trusted.ts';
import { redactionCategories, type RedactionCategory } from '../../../shared/redaction/categories.ts';
import { redactRun } from '../../../shared/redaction/redact-run.ts';
import type { Run, RunFiles } from '../../../src-main/change/read-run.ts';
import { digestOf } from '../../../src-main/files/digest.ts';
import { packCheckLines } from '../../../src-main/pack/pack-text.ts';
import { redactedRunFiles, type RedactedFiles } from '../../../src-main/pack/redacted-run.ts';
import { verifyPack } from '../../../src-main/pack/verify-pack.ts';
import { renderRunReport } from '../../../src-main/report/run-report.ts';
import { runReport } from '../../../src-main/report/run-data.ts';
import { filesOf, packOf, practiceRun, program, textOf, unpacked } from '../pack/packed-run.ts';
import { removeFolders } from '../wizard-main/program.ts';

let files: RunFiles;
beforeAll(async () => {
  files = await filesOf(await practiceRun());
});
afterAll(removeFolders);

const stateOf = (run: Pick<Run, 'plan' | 'lines'>): Run['state'] => {
  const state = fold(run.plan, run.lines);
  if (state === undefined) throw new Error('not opened');
  return state;
};
/** The same run of an organization whose servers, domains and so on are called otherwise. */
function renamed({ run, bytes }: RunFiles, names: Readonly<Record<string, string>>): RunFiles {
  const text = Object.entries(names).reduce(
    (all, [name, other]) => all.replaceAll(new RegExp(`\\b${name}\\b`, 'gi'), JSON.stringify(other).slice(1, -1)),
    JSON.stringify({ ...run, state: undefined }),
  );
  const other = JSON.parse(text) as Omit<Run, 'state'>;
  return { run: { ...other, state: stateOf(other) }, bytes };
}
function redacted(run: RunFiles, categories: readonly RedactionCategory[] = redactionCategories): RedactedFiles {
  const made = redactedRunFiles(run, categories);
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}
function redactedPack(
  run: RunFiles,
  categories: readonly RedactionCategory[] = redactionCategories,
  language: 'en' | 'ja' = 'en',
): Uint8Array {
  const { run: made } = redacted(run, categories);
  return packOf(made, { report: renderRunReport(made.run, { program, at: null }, language, categories), redacted: categories });
}
const textsIn = (pack: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(unpacked(pack)).map(([name, content]) => [name, textOf(content).replaceAll('<wbr>', '')]));

/** A host in front of the domain is a server where one is called so. */
const host = { 'mail\\.contoso': 'owa.contoso' };
/** A value as it is, and as files of this product may carry it */
const formsOf = (value: string): readonly string[] =>
  [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value.replaceAll("'", "''"),
    ...(value.length < 5
      ? []
      : (['utf8', 'utf16le'] as const).flatMap((encoding) =>
          [0, 1, 2].map((shift) =>
            Buffer.concat([Buffer.alloc(shift), Buffer.from(value, encoding)])
              .toString('base64')
              .slice(4, -4),
          ),
        )),
  ].filter((form) => form.length > 2);
const found = (text: string, value: string): boolean =>
  formsOf(value).some((form) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${form.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu').test(text),
  );
/** The same run with this evidence behind its last line */
function withEntries({ run, bytes }: RunFiles, kept: readonly Evidence[]): RunFiles {
  const last = run.lines.at(-1);
  if (last === undefined) throw new Error('empty');
  const { v, at, boot, up } = last;
  const added = kept.map((evidence, index): JournalLine => ({ v, at, boot, up, n: last.n + index + 1, kind: 'evidence', evidence }));
  const lines = [...run.lines, ...added];
  return { run: { ...run, lines, state: stateOf({ plan: run.plan, lines }) }, bytes };
}
/** As a namespace of .NET is written */
const pascal = (name: string): string => name.toLowerCase().replaceAll(/(?<=^|\.)./g, (letter) => letter.toUpperCase());

describe('a redacted pack', () => {
  it.each([
    ['of the sample', {}],
    ['with other names', { EX01: 'tky-mail01', EX02: 'tky-mail010', EX03: 'MAIL', contoso: 'notcontoso', Redmond: '札幌', dc01: 'KANTO' }],
  ])('has no replaced value in any file, in no form: %s', (_, names) => {
    const run = renamed(files, names);
    const { replaced } = redacted(run);
    expect(new Set(replaced.map(({ category }) => category))).toEqual(
      new Set(['servers', 'domains', 'certificates', 'connectors', 'identifiers']),
    );
    for (const [name, text] of Object.entries(textsIn(redactedPack(run))))
      for (const { original } of replaced) {
        // The product speaks of mail itself.
        if (original.toLowerCase() === 'mail') continue;
        expect(found(text, original), `${original} in ${name}`).toBe(false);
      }
  });

  it('has no name of a server, domain or connector in any file, in any case, whatever word of Exchange it looks like', () => {
    // No word of the product has these letters.
    const suffix = fc.string({ unit: fc.constantFrom('q', 'x', 'z', 'w'), minLength: 3, maxLength: 5 });
    const like = (...beginnings: readonly string[]): fc.Arbitrary<string> =>
      fc.tuple(fc.constantFrom(...beginnings), suffix).map(([beginning, rest]) => `${beginning}${rest}`);
    const server = fc
      .tuple(
        like(
          'MSExchange',
          'MSExchangeI',
          'Test-E',
          'Get-Mail',
          'New-',
          'X-MS-',
          'X-Microsoft',
          'System-',
          'EdgeSync-',
          'Microsoft-',
          'Online-',
        ),
        fc.constantFrom(...(['toUpperCase', 'toLowerCase', 'toString'] as const)),
      )
      .map(([name, writing]) => name[writing]());
    const forest = 'corp.zava.local';
    const names = fc.record({
      servers: fc.uniqueArray(server, { minLength: 3, maxLength: 3, selector: (name) => name.toLowerCase() }),
      domain: like('new-', 'system', 'exchange', 'get-', 'msexchange'),
      connector: like('Outbound to Office 365 ', 'Exchange Online-', 'Default Frontend-', 'Get-Mail'),
    });
    fc.assert(
      fc.property(names, ({ servers, domain, connector }) => {
        const [one = '', two = '', three = ''] = servers;
        const hosts = servers.map((name) => `${name}.${domain}.com`);
        const written = [...servers, ...hosts, connector];
        const detail = [written, written.map((name) => name.toUpperCase()), written.map((name) => name.toLowerCase())].flat().join(' by ');
        const run = withEntries(renamed(files, { EX01: one, EX02: two, EX03: three, contoso: domain }), [
          { kind: 'validation', connector, recipient: '', result: { state: 'unread', code: 'cmdlet.failed', detail } },
          {
            kind: 'handshake',
            server: `${one}.${forest}`,
            host: hosts[0] ?? '',
            askedFrom: 'server',
            result: {
              state: 'failed',
              fault: 'refused',
              detail: `Exchange Online ${two}, ${hosts.map(pascal).join(' ')} ${pascal(`${one}.${forest}`)}`,
            },
          },
        ]);
        const { replaced } = redacted(run);
        for (const name of servers) expect(replaced.map(({ original }) => original.toLowerCase())).toContain(name.toLowerCase());
        for (const [name, text] of Object.entries(textsIn(redactedPack(run))))
          for (const value of [...servers, domain, connector, forest]) expect(found(text, value), `${value} in ${name}`).toBe(false);
      }),
      { numRuns: 15 },
    );
  });

  it('would be found out by this test', () => {
    const texts = textsIn(packOf(files, { report: renderRunReport(files.run, { program, at: null }, 'en') }));
    const { replaced } = redacted(files);
    for (const { original } of replaced)
      expect(
        Object.values(texts).some((text) => found(text, original)),
        original,
      ).toBe(true);
  });

  it.each([
    ['mail', 'Exchange', 'default'],
    ['a', 'the', 'reset'],
    ['HCW', 'Hybrid', 'connector'],
    ['stop', 'apply', 'call'],
    ['applied', 'observed', 'en'],
  ])('is the same to the byte when servers are called %s, %s and %s', (one, two, three) => {
    const usual = textsIn(redactedPack(renamed(files, { ...host, EX01: 'tokyo', EX02: 'osaka', EX03: 'nagoya' })));
    const hostile = textsIn(redactedPack(renamed(files, { ...host, EX01: one, EX02: two, EX03: three })));
    // A connector that is not named by setup, or holds such a word, is replaced as a whole: the words of others are not compared.
    for (const name of ['report.html', 'plan.json', 'apply.txt', 'undo.txt', 'evidence.json'])
      expect(hostile[name]?.replaceAll('machine-', 'server-'), name).toBe(usual[name]);
  });

  it.each([
    ['Server', "Enable-ExchangeCertificate -Server 'server-2' -Thumbprint certificate-1 -Services SMTP"],
    ['Services', "Enable-ExchangeCertificate -Server 'server-2' -Thumbprint certificate-1 -Services SMTP"],
    ["O'Brien", "Enable-ExchangeCertificate -Server 'server-2' -Thumbprint certificate-1 -Services SMTP"],
  ])('keeps the code of a command that a person runs on %s', (name, wanted) => {
    const { run } = files;
    const [step] = run.plan.steps;
    if (step?.kind !== 'call') throw new Error('no step');
    const thumbprint = '28768511F631A93F9D633BEA51EF2380679B95F8';
    const commands = [`Enable-ExchangeCertificate -Server '${name.replaceAll("'", "''")}' -Thumbprint ${thumbprint} -Services SMTP`];
    const plan: Run['plan'] = { ...run.plan, steps: [{ ...step, server: name, kind: 'person', commands, undo: null }] };
    const made = redactRun(
      { plan, snapshot: { ...run.snapshot, objects: [] }, lines: run.lines.slice(0, 1) },
      redactionCategories,
      () => '',
    );
    const [first] = made?.plan.steps ?? [];
    expect(first?.kind === 'person' && first.commands.map((line) => line.replaceAll('machine-', 'server-'))).toEqual([wanted]);
  });

  it.each(languages)('says that it is redacted: in README, report, manifest and when it is checked (%s)', (language) => {
    const pack = redactedPack(files, ['servers', 'addresses'], language);
    const said = { en: 'Replaced by tokens, the same value by the same token: Servers, IP addresses', ja: 'サーバー、IP アドレス' }[
      language
    ];
    const texts = textsIn(pack);
    expect(texts['README.txt']).toContain(said);
    expect(texts['report.html']).toContain(said);
    const checked = verifyPack(pack);
    if (!checked.ok) throw new Error(checked.error.code);
    expect(checked.value.faults).toEqual([]);
    expect(checked.value.manifest.redacted).toEqual(['servers', 'addresses']);
    expect(packCheckLines(checked.value, language).join('\n')).toContain(said);
  });

  it('has no script that could be run, no folder of a user, no whole object, and the digests of its own files', () => {
    const texts = textsIn(redactedPack(files));
    expect(Object.keys(texts).filter((name) => name.endsWith('.ps1'))).toEqual([]);
    expect(texts['report.html']).not.toContain(files.run.path);
    expect(texts['snapshot.json']).not.toContain('<Obj');
    // What README says of that file is true of it.
    expect(texts['README.txt']).toContain('before the first step (JSON), without the whole objects.');
    expect(texts['README.txt']).toContain('オブジェクト全体は含まれていません。');
    expect(texts['README.txt']).not.toContain('with each object');
    expect(texts['README.txt']).not.toContain('各オブジェクトは');
    expect(textsIn(packOf(files))['README.txt']).toContain('with each object as PowerShell’s CLIXML');
    const [opened] = (texts['journal.jsonl'] ?? '').split('\n');
    expect(JSON.parse(opened ?? '')).toMatchObject({
      plan: digestOf(texts['plan.json'] ?? ''),
      snapshot: digestOf(texts['snapshot.json'] ?? ''),
    });
    for (const name of Object.keys(texts).filter((one) => one !== 'README.txt')) expect(texts['README.txt']).toContain(name);
  });

  it('says the same of every step as the run does, also where two values differ in nothing but case', () => {
    const first = files.run.lines.find((line) => line.kind === 'observed' && line.values?.['TlsCertificateName'] !== null);
    const [opened] = files.run.lines;
    if (first?.kind !== 'observed' || opened === undefined) throw new Error('not read');
    const name = String(first.values?.['TlsCertificateName']).toUpperCase();
    const read: JournalLine = { ...first, n: 2, values: { ...first.values, TlsCertificateName: name } };
    const run = { ...files.run, lines: [opened, read] };
    const states = (one: Run['state']): unknown =>
      Object.values(runView(one, { id: '', path: '', snapshot: {} }).steps).map(({ state }) => state);
    expect(states(stateOf(run))).toContain('differs');
    const made = redactRun(run, redactionCategories, () => '');
    expect(made && states(made.state)).toEqual(states(stateOf(run)));
  });
});

/** Lines of headers and logs as Exchange writes them, with names and addresses of every kind. */
const received =
  'Received: from AM0PR01MB1234.eurprd01.prod.outlook.com (2603:10a6:208:c0::20) by EX01.contoso.com (192.0.2.11) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1544.11; Fri, 20 Nov 2026 09:30:00 +0000';
const texts = [
  received,
  'X-MS-Exchange-Organization-AuthSource: ex02.contoso.com',
  'X-MS-Exchange-CrossTenant-Id: 3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'X-OriginatorOrg: contoso.com',
  'Subject: 給与 テスト HCW-1234 from 山田',
  'Message-ID: <abc123@EX03.contoso.com>',
];
const logLine =
  '2026-11-20T09:30:01.000Z,EX01\\Default Frontend EX01,08DC1234ABCD5678,5,192.0.2.11:25,203.0.113.7:4711,*,"CN=mail.contoso.com, O=Zava, L=札幌",Certificate subject';
const serialLine =
  '2026-11-20T09:30:01.000Z,EX01\\Default Frontend EX01,08DC1234ABCD5678,6,192.0.2.11:25,203.0.113.7:4711,*,0A1B2C3D4E5F6071,Certificate serial number';

describe('evidence with the texts of others', () => {
  const thumbprint = '28768511F631A93F9D633BEA51EF2380679B95F8';
  const proof: TrustProof = {
    format: 1,
    direction: 'toOnPremises',
    changedAt: '2026-11-20T09:02:00.000Z',
    arrivedAt: { known: true, value: '2026-11-20T09:30:00.000Z' },
    verdict: 'notProven',
    promoted: { state: 'yes', server: 'EX01.contoso.com', lines: texts.map((text, line) => ({ line, text })) },
    authenticated: { state: 'unknown' },
    tls: { state: 'unknown' },
    reasons: [{ id: 'wordMissing', values: { server: 'EX02', word: 'HCW-1234' }, lines: texts.map((text, line) => ({ line, text })) }],
    unproven: ['authentication', 'encryption'],
  };
  const seen = { thumbprint, first: '2026-11-20T09:30:01.000Z', last: '2026-11-20T09:30:01.000Z', count: 1 };
  const moment = '2026-11-20T09:12:12.000Z';
  const kept: readonly Evidence[] = [
    {
      kind: 'queues',
      servers: [
        {
          server: 'EX01',
          result: {
            state: 'read',
            queues: 1,
            isWhole: true,
            // The number of a queue is nobody's name: it must not be replaced in every time that has it.
            errors: [
              {
                queue: 'EX01\\12',
                nextHop: 'mail.contoso.com',
                isHybrid: true,
                messages: 1,
                error: 'EX01.contoso.com [192.0.2.11]',
                triedAt: moment,
              },
            ],
          },
        },
      ],
    },
    {
      kind: 'validation',
      connector: '札幌 outbound',
      recipient: 'yamada@contoso.com',
      result: { state: 'answered', says: 'unclear', readBy: 'wizard', lines: ['Detail: EX01.contoso.com for yamada@contoso.com'] },
    },
    {
      kind: 'search',
      direction: 'toOnPremises',
      word: 'HCW-1234',
      servers: [
        {
          server: 'EX02',
          result: {
            state: 'read',
            events: [{ at: moment, event: 'DELIVER', source: 'SMTP', connector: 'EX02\\札幌 inbound', detail: 'EX03' }],
          },
        },
      ],
      online: {
        state: 'read',
        messages: [{ at: moment, status: 'Delivered', recipient: 'yamada@contoso.com', fromIp: '192.0.2.11', toIp: '', details: [] }],
      },
    },
    {
      kind: 'delayed',
      result: {
        state: 'read',
        messages: 1,
        errors: [{ recipient: 'yamada@contoso.com', receivedAt: moment, error: '192.0.2.12' }],
        isWhole: true,
      },
    },
    { kind: 'message', direction: 'toOnPremises', word: 'HCW-1234', proof },
    {
      kind: 'log',
      direction: 'toOnPremises',
      server: 'EX01',
      files: ['EX01-RECV2026112009-1.LOG'],
      result: { kind: 'wanted', seen: { ...seen, session: '08DC1234ABCD5678', remote: '203.0.113.7:4711', lines: [logLine, serialLine] } },
    },
    {
      kind: 'handshake',
      server: 'EX02',
      host: 'relay.contoso.com',
      askedFrom: 'server',
      result: {
        state: 'failed',
        fault: 'refused',
        detail: '220 EX02.contoso.com hello 192.0.2.12, user CONTOSO\\taro.suzuki at C:\\Users\\yamada\\x',
      },
    },
  ];
  // No certificate names the organization as its domain does.
  const withEvidence = (): RunFiles => withEntries(renamed(files, { 'O=Contoso': 'O=Zava' }), kept);

  it('has no name, address or number left in any file, and the words of the protocol stay', () => {
    const all = textsIn(redactedPack(withEvidence()));
    const gone = ['EX0[123]', 'contoso', 'AM0PR01MB1234', '2603:10a6', '192\\.0\\.2', '203\\.0\\.113', '3f2504e0', '山田', '給与', '札幌'];
    for (const [name, text] of Object.entries(all))
      for (const value of [...gone, 'yamada', 'suzuki', '0A1B2C3D4E5F6071', thumbprint, 'abc123'])
        expect(text, `${value} in ${name}`).not.toMatch(new RegExp(value, 'i'));
    const evidence = all['evidence.json'] ?? '';
    for (const word of [
      'X-MS-Exchange-Organization-AuthSource: server-',
      'with Microsoft SMTP Server (version=TLS1_2',
      'Subject: …',
      '08DC1234ABCD5678',
    ])
      expect(evidence).toContain(word);
    expect(evidence).toContain('15.2.1544.11');
    expect(evidence).toContain(moment);
    expect(evidence).toContain('prod.outlook.com');
  });

  it('keeps what it proves: the verdict and the server are those of the run', () => {
    const run = withEvidence();
    const made = redacted(run).run.run.state.evidence;
    expect(made.map(({ n, at }) => [n, at])).toEqual(run.run.state.evidence.map(({ n, at }) => [n, at]));
    expect(made.at(-3)?.evidence).toMatchObject({ proof: { verdict: 'notProven', arrivedAt: { value: '2026-11-20T09:30:00.000Z' } } });
    expect(made.at(-2)?.evidence).toMatchObject({ server: 'server-1', result: { kind: 'wanted' } });
  });
});

describe('the schemas of what is handed over', () => {
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
  const valid = (name: string): ReturnType<typeof ajv.compile> =>
    ajv.compile(JSON.parse(readFileSync(join(root, 'docs', name), 'utf8')) as object);

  it('describe report and manifest of a pack, redacted or not', () => {
    const [report, manifest] = [valid('run-report.schema.json'), valid('pack-manifest.schema.json')];
    for (const pack of [packOf(files), redactedPack(files)]) {
      const texts = textsIn(pack);
      expect(report(JSON.parse(texts['report.json'] ?? '')), JSON.stringify(report.errors)).toBe(true);
      expect(manifest(JSON.parse(texts['manifest.json'] ?? '')), JSON.stringify(manifest.errors)).toBe(true);
    }
    const made = runReport(files.run, program, []);
    for (const wrong of [
      { ...made, state: 'fine' },
      { ...made, format: 2 },
      { ...made, steps: [{}] },
      { ...made, more: 1 },
    ])
      expect(report(wrong)).toBe(false);
  });
});
