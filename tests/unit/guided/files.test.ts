/** Files as they come: every encoding, and everything that a file can be instead of a collection. */
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClixmlReader } from '../../../shared/clixml/read.ts';
import { psHashtable, psInt32, psList, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { answersWithObjects, collectionFormat, describeCollection } from '../../../shared/collected/collection.ts';
import { known, unknown } from '../../../shared/model/known.ts';
import { readText } from '../../../shared/read/property.ts';
import { readCollection } from '../../../src-main/exchange/guided/read-collection.ts';
import { fileLimits, type FileLimits } from '../../../src-main/exchange/guided/read-file.ts';
import { scriptFile } from '../../../src-main/exchange/practice/script-file.ts';
import { factsOf } from './facts.ts';
import { collectionOf, inFolder, options, readFiles, valueOf } from './opened.ts';

const connector = (name: string): PsValue =>
  psObject({ Name: psString(name), Identity: psString(`EX01\\${name}`), Server: psString('EX01') }, [
    'Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector',
  ]);
const japanese = '既定の受信コネクタ EX01';
const xml = writeClixml([connector(japanese)]);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index), littleEndian);
  return new Uint8Array(view.buffer);
}

/** Each character that Node's own decoder knows, with its bytes. */
function shiftJis(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis');
  const table = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xef; lead += 1) {
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const character = decoder.decode(new Uint8Array([lead, trail]));
      if (!table.has(character)) table.set(character, [lead, trail]);
    }
  }
  return new Uint8Array(
    Array.from(text).flatMap((character) => (character < '\u0080' ? [character.charCodeAt(0)] : (table.get(character) ?? []))),
  );
}

const namesIn = async (file: Uint8Array, name = 'GetReceiveConnector.xml'): Promise<readonly unknown[]> => {
  const { parts } = await collectionOf({ [name]: file });
  return parts.flatMap((part) =>
    answersWithObjects(part).flatMap(({ objects }) =>
      objects.map((object) => (object.type === 'object' ? nameOf(object.properties.get('Name')) : object)),
    ),
  );
};
const nameOf = (value: PsValue | undefined): unknown =>
  value?.type === 'string' ? value.value : value?.type === 'object' ? value.text : value;
const codeOf = async (file: string | Uint8Array, name = 'GetReceiveConnector.xml'): Promise<unknown> => {
  const result = await readFiles({ [name]: file });
  return result.ok ? 'ok' : { code: result.error.code, ...result.error.details, path: result.error.details['path']?.endsWith(name) };
};

describe('a file of PowerShell is read', () => {
  it.each([
    ['UTF-8', bytes(xml)],
    ['UTF-8 with mark', bytes(`\ufeff${xml}`)],
    ['UTF-8, declared', bytes(`<?xml version="1.0" encoding="utf-8"?>${xml}`)],
    ['UTF-8, declared as utf-16', bytes(`<?xml version="1.0" encoding="utf-16"?>${xml}`)],
    ['UTF-16 LE with mark', utf16(`\ufeff${xml}`, true)],
    ['UTF-16 BE with mark', utf16(`\ufeff${xml}`, false)],
    ['UTF-16 LE', utf16(xml, true)],
    ['UTF-16 BE', utf16(xml, false)],
    ['Shift-JIS', shiftJis(xml)],
    ['Shift-JIS, declared', shiftJis(`<?xml version="1.0" encoding="Shift_JIS"?>${xml}`)],
  ])('in %s', async (_, file) => {
    expect(await namesIn(file)).toEqual([japanese]);
  });

  it('when characters lie across the parts in which it is read', async () => {
    const many = Array.from({ length: 4000 }, (_, index) => `${'日本😀'.repeat(30)}${String(index)}`);
    expect(await namesIn(bytes(writeClixml(many.map(connector))))).toEqual(many);
    expect(await namesIn(utf16(`\ufeff${writeClixml(many.map(connector))}`, false))).toEqual(many);
  });

  it('with blanks before it, and a list as its only value', async () => {
    expect(await namesIn(bytes(`\r\n  ${writeClixml([psList([connector('a'), connector('b')])])}`))).toEqual(['a', 'b']);
  });

  it.each(['utf-8', 'shift_jis', 'utf-16le'])('as pasted text in %s', async (encoding) => {
    const text = `[PS] C:\\>Get-ReceiveConnector | fl\r\n\r\nIdentity : EX01\\${japanese}\r\nEnabled : True\r\nBindings : {0.0.0.0:25}\r\n`;
    const file = encoding === 'utf-8' ? bytes(text) : encoding === 'shift_jis' ? shiftJis(text) : utf16(text, true);
    expect(await namesIn(file, 'paste.txt')).toEqual([japanese]);
  });
});

describe('a file in a code page that it does not declare', () => {
  const text = (prompt: string, subject: string): string =>
    `[PS] C:\\Users\\${prompt}>Get-HybridConfiguration | fl\r\n\r\nSendingTransportServers : {EX01}\r\nReceivingTransportServers : {EX01}\r\nEdgeTransportServers : {}\r\nTlsCertificateName : <I>CN=a<S>CN=${subject}\r\n`;
  const latin = (of: string): Uint8Array => Uint8Array.from(Array.from(of), (character) => character.charCodeAt(0));
  const factsIn = async (file: Uint8Array): Promise<readonly unknown[]> => {
    const { parts } = await collectionOf({ 'paste.txt': file });
    return parts.flatMap((part) => answersWithObjects(part).flatMap(({ cmdlet, objects }) => objects.map((one) => factsOf(cmdlet, one))));
  };

  it.each([
    ['Windows-1252', latin(text('J\u00f6rg M\u00fcller', 'b')), '<I>CN=a<S>CN=b'],
    ['850, whose bytes could be Japanese', latin(text('ch\u0083teau \u0082t\u0082', 'b')), '<I>CN=a<S>CN=b'],
    ['866, whose bytes could be hiragana', latin(text('\u0082\u00a8\u0082\u00a9\u0082\u00aa', 'b')), '<I>CN=a<S>CN=b'],
    ['932, with the sign of a pipeline in a character', latin(text('\u0083T\u0083|', 'b')), '<I>CN=a<S>CN=b'],
    ['GB18030', latin(text('\u00d6\u00d0\u00ce\u00c4', 'b')), '<I>CN=a<S>CN=b'],
    ['Windows-1252, in a value', latin(text('x', 'M\u00fcller')), '?charactersReplaced TlsCertificateName: <I>CN=a<S>CN=M\ufffdller'],
    ['GB18030, in a value', latin(text('x', '\u00d6\u00d0')), '?charactersReplaced TlsCertificateName: <I>CN=a<S>CN=\ufffd\ufffd'],
  ])('is read by its ASCII characters: %s', async (_, file, tlsCertificateName) => {
    expect(await factsIn(file)).toMatchObject([{ sendingTransportServers: ['EX01'], tlsCertificateName }]);
  });

  it('of CLIXML gives the values that are ASCII, and no other', async () => {
    const file = latin(writeClixml([connector('A'), connector('Gr\u00f6\u00dfe')]));
    const { parts } = await collectionOf({ 'GetReceiveConnector.xml': file });
    const objects = parts.flatMap((part) => answersWithObjects(part).flatMap((answer) => answer.objects));
    expect(objects.map((object) => readText(object, 'Name'))).toEqual([known('A'), unknown('charactersReplaced', 'Name: Gr\ufffd\ufffde')]);
  });

  it('is UTF-16 without a mark where characters have a zero of their own', async () => {
    expect(await factsIn(utf16(text('\u3000\u3000', 'b'), true))).toMatchObject([{ tlsCertificateName: '<I>CN=a<S>CN=b' }]);
  });
});

describe('a file that is none', () => {
  it.each([
    ['cut short', xml.slice(0, -30), { code: 'collection.notClixml', reason: 'notXml', line: '1' }],
    [
      'of another program',
      '<html><body>x</body></html>',
      { code: 'collection.notClixml', reason: 'unexpectedElement', what: 'html', line: '1', column: '7' },
    ],
    [
      'with entities',
      '<!DOCTYPE a [<!ENTITY b "c">]>\n<Objs>&b;</Objs>',
      { code: 'collection.notClixml', reason: 'forbidden', what: 'DOCTYPE', line: '1' },
    ],
    ['with an entity that nobody defined', '<Objs>\n<S>&b;</S></Objs>', { code: 'collection.notClixml', reason: 'notXml', line: '2' }],
    ['nested without end', '<Objs>' + '<Obj RefId="0"><LST>'.repeat(500), { code: 'collection.tooLarge', reason: 'tooDeep' }],
    ['with a password', '<Objs><Obj RefId="0"><Props><SS N="Password">00</SS></Props></Obj></Objs>', { code: 'collection.secret' }],
    [
      'of another cmdlet',
      writeClixml([psObject({ Name: psString('a') }, ['Microsoft.Exchange.Data.Directory.Management.Mailbox'])]),
      { code: 'collection.otherContent', what: 'Mailbox' },
    ],
    ['of numbers', writeClixml([psInt32(1)]), { code: 'collection.otherContent', what: 'int32' }],
    ['of nothing', writeClixml([]), { code: 'collection.otherContent' }],
    ['that is empty', '', { code: 'collection.nothingKnown' }],
    ['of words', 'Dear colleague,\nplease find attached', { code: 'collection.nothingKnown' }],
    [
      'of a newer script',
      scriptFile({ place: 'onPremises', computer: 'EX01', at: new Date(0), answers: [], version: 2 }),
      { code: 'collection.otherVersion', version: '2' },
    ],
    [
      'of a script that was changed',
      writeClixml([psHashtable({ Format: psString(collectionFormat), Version: psInt32(1), Side: psString('moon') })]),
      { code: 'collection.otherContent', what: 'Side' },
    ],
  ])('%s', async (_, file, expected) => {
    expect(await codeOf(file)).toMatchObject({ ...expected, path: true });
  });

  it.each([
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xff]), '1'],
    ['a compressed file', new Uint8Array([0x50, 0x4b, 0x03, 0x04, ...Array.from({ length: 200 }, (_, index) => (index * 37) % 256)]), '1'],
  ])('is no text: %s', async (_, file, line) => {
    expect(await codeOf(file)).toMatchObject({ code: 'collection.encoding', path: true, line });
  });

  it('refuses an answer that is none of the script, by its place', async () => {
    const call = (entries: Record<string, PsValue>) =>
      psHashtable({
        Cmdlet: psString('Get-SendConnector'),
        Parameters: psHashtable({}),
        Select: psList([]),
        Time: psString('2026-11-24T09:00:00.0000000Z'),
        Objects: psList([]),
        Errors: psList([]),
        Warnings: psList([]),
        ...entries,
      });
    for (const [entries, place] of [
      [{ Cmdlet: psString('Get-Mailbox') }, 'Cmdlet'],
      [{ Cmdlet: psString('Get-InboundConnector') }, 'Cmdlet'],
      [{ Cmdlet: psString('Set-HybridConfiguration') }, 'Cmdlet'],
      [{ Parameters: psHashtable({ Filter: psString('x') }) }, 'Cmdlet'],
      [{ Time: psString('yesterday') }, 'Time'],
      [{ Objects: psString('x') }, 'Objects'],
    ] as const) {
      const file = scriptFile({ place: 'onPremises', computer: 'EX01', at: new Date(0), answers: [call({}), call(entries)] });
      expect(await codeOf(file)).toMatchObject({ code: 'collection.otherContent', what: `Answers[1].${place}` });
    }
  });

  it('is refused by its size before it is read, and by what is in it', async () => {
    await inFolder({ 'a.xml': '' }, async (folder) => {
      const path = join(folder, 'a.xml');
      await truncate(path, fileLimits.bytes + 1);
      expect(await readCollection([path], options)).toMatchObject({
        ok: false,
        error: { code: 'collection.tooLarge', details: { path, size: String(fileLimits.bytes + 1) } },
      });
    });
    const small = { ...options, limits: { bytes: 10_000, text: 100, clixml: { size: 10_000, depth: 10, values: 20 } } };
    await inFolder({ 'a.xml': writeClixml(Array.from({ length: 30 }, () => psInt32(1))), 'b.txt': 'a'.repeat(101) }, async (folder) => {
      expect(await readCollection([join(folder, 'a.xml')], small)).toMatchObject({
        ok: false,
        error: { code: 'collection.tooLarge', details: { reason: 'tooMany' } },
      });
      expect(await readCollection([join(folder, 'b.txt')], small)).toMatchObject({ ok: false, error: { code: 'collection.tooLarge' } });
    });
    expect(await readCollection({ text: 'a'.repeat(101) }, small)).toMatchObject({ ok: false, error: { code: 'collection.tooLarge' } });
  });

  it('is refused when it is too much together with those before it, by its bytes and by its values', async () => {
    const names = ['a', 'b', 'c'].map((name) => `GetReceiveConnector-${name}.xml`);
    await inFolder(Object.fromEntries(names.map((name) => [name, xml])), async (folder) => {
      const last = join(folder, names[2] ?? '');
      const refused = async (limits: FileLimits): Promise<readonly (readonly [string, string])[]> => {
        const read = valueOf(await readCollection([folder], { ...options, limits }));
        const one = valueOf(
          await readCollection(
            names.map((name) => join(folder, name)),
            { ...options, limits },
          ),
        );
        expect(one.unused).toEqual(read.unused);
        return read.unused.map(({ source, error }) => [source, error.code]);
      };
      const values = createClixmlReader();
      values.write(xml);
      expect(await refused(fileLimits)).toEqual([]);
      expect(await refused({ ...fileLimits, bytes: 3 * bytes(xml).length - 1 })).toEqual([[last, 'collection.tooLarge']]);
      const clixml = { ...fileLimits.clixml, values: 3 * values.count() - 1 };
      expect(await refused({ ...fileLimits, clixml })).toEqual([[last, 'collection.tooLarge']]);
    });
  });

  it('that is not there', async () => {
    expect(await readCollection(['/nowhere/a.xml'], options)).toMatchObject({
      ok: false,
      error: { code: 'file.unreadable', details: { path: '/nowhere/a.xml' } },
    });
  });
});

describe('several files', () => {
  it('are read together: what cannot be used is named, the rest is used', async () => {
    const { parts, unused } = await collectionOf({ 'GetReceiveConnector.xml': xml, 'broken.xml': '<Objs><S>', 'note.txt': 'hello' });
    expect(parts.flatMap((part) => describeCollection({ parts: [part], unused: [] }))).toMatchObject([
      { cmdlet: 'Get-ReceiveConnector', objects: 1 },
    ]);
    expect(unused.map(({ source, error }) => [basename(source), error.code])).toEqual([
      ['broken.xml', 'collection.notClixml'],
      ['note.txt', 'collection.nothingKnown'],
    ]);
  });

  it('of a folder are those that PowerShell and editors write; folders in it are left', async () => {
    await inFolder({ 'GetReceiveConnector.xml': xml, 'readme.md': '# x', 'data.json': '{}' }, async (folder) => {
      await mkdir(join(folder, 'inner.xml'));
      await writeFile(join(folder, 'inner.xml/GetReceiveConnector.xml'), xml);
      const result = await readCollection([folder], options);
      expect(result).toMatchObject({
        ok: true,
        value: { parts: [{ kind: 'exported' }], unused: [{ error: { code: 'file.unreadable' } }] },
      });
    });
  });

  it('are ordered by their times', async () => {
    const [late, early] = [new Date('2026-11-24T09:00:00Z'), new Date('2026-11-23T09:00:00Z')];
    const answer = (at: Date): PsValue =>
      psHashtable({
        Cmdlet: psString('Get-SendConnector'),
        Parameters: psHashtable({}),
        Select: psList([]),
        Time: psString(at.toISOString()),
        Objects: psList([]),
        Errors: psList([]),
        Warnings: psList([]),
      });
    const { parts } = await collectionOf({
      'a.xml': scriptFile({ place: 'onPremises', computer: 'EX01', at: late, answers: [answer(late)] }),
      'b.xml': scriptFile({ place: 'onPremises', computer: 'EX01', at: early, answers: [answer(early)] }),
    });
    expect(parts.map(({ takenAt }) => takenAt)).toEqual([early.toISOString(), late.toISOString()]);
  });
});
