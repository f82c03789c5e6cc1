/** A change of a ticket pack is found and named. */
import { zipSync } from 'fflate/browser';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestText, readManifest } from '../../../src-main/pack/manifest.ts';
import { verifyPack, type PackCheck } from '../../../src-main/pack/verify-pack.ts';
import { packLimits } from '../../../src-main/pack/zip.ts';
import { removeFolders } from '../wizard-main/program.ts';
import { filesOf, packOf, practiceRun, textOf, unpacked } from './packed-run.ts';

let pack: Uint8Array;
let files: Readonly<Record<string, Uint8Array>>;
beforeAll(async () => {
  pack = packOf(await filesOf(await practiceRun()), { pdf: new Uint8Array([1, 2, 3]) });
  files = unpacked(pack);
});
afterAll(removeFolders);

const zip = (changed: Readonly<Record<string, Uint8Array>>): Uint8Array => zipSync({ ...changed }, { level: 0 });
const faultsOf = (bytes: Uint8Array): PackCheck['faults'] => {
  const checked = verifyPack(bytes);
  if (!checked.ok) throw new Error(checked.error.code);
  return checked.value.faults;
};
const altered = (bytes: Uint8Array, at: number, flip: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ flip : byte));
/** Any byte of any file of the pack, and what it is changed by */
const change = (names: readonly string[]) =>
  fc
    .constantFrom(...names)
    .chain((name) =>
      fc.record({ name: fc.constant(name), at: fc.nat({ max: (files[name]?.length ?? 1) - 1 }), flip: fc.integer({ min: 1, max: 255 }) }),
    );

describe('a pack', () => {
  it('is whole as it was made, also when another program packs its files again', () => {
    expect(faultsOf(pack)).toEqual([]);
    expect(faultsOf(zip(files))).toEqual([]);
  });

  it('names the file of which one byte was changed', () => {
    fc.assert(
      fc.property(change(Object.keys(files).filter((name) => name !== 'manifest.json')), ({ name, at, flip }) => {
        const changed = altered(files[name] ?? new Uint8Array(), at, flip);
        expect(faultsOf(zip({ ...files, [name]: changed }))).toEqual([{ name, fault: 'differs' }]);
      }),
    );
  });

  it('names the manifest of which one byte was changed, or is no pack with such a manifest', () => {
    fc.assert(
      fc.property(change(['manifest.json']), ({ name, at, flip }) => {
        const checked = verifyPack(zip({ ...files, [name]: altered(files[name] ?? new Uint8Array(), at, flip) }));
        if (checked.ok) expect(checked.value.faults).toContainEqual({ name, fault: 'differs' });
        else expect(checked.error).toMatchObject({ details: { file: name } });
      }),
      { numRuns: 500 },
    );
  });

  it('is never called whole when a byte of the archive was changed and a file with it', () => {
    fc.assert(
      fc.property(fc.nat({ max: pack.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = altered(pack, at, flip);
        const checked = verifyPack(bytes);
        if (!checked.ok || checked.value.faults.length > 0) return;
        for (const [name, content] of Object.entries(files))
          expect(Buffer.from(unpacked(bytes)[name] ?? []).equals(content), name).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('names what is missing and what is there besides', () => {
    const rest = Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'plan.json'));
    expect(faultsOf(zip({ ...rest, '../plan.json': new Uint8Array([1]), 'more.txt': new Uint8Array() }))).toEqual([
      { name: 'plan.json', fault: 'missing' },
      { name: '../plan.json', fault: 'besides' },
      { name: 'more.txt', fault: 'besides' },
    ]);
  });

  it('takes a name that occurs twice for none of the two', () => {
    const twice = (name: string): Uint8Array => {
      const other = name.replace(/^./, '!');
      const bytes = Buffer.from(zip({ ...files, [other]: files[name] ?? new Uint8Array() }));
      for (let at = bytes.indexOf(other); at >= 0; at = bytes.indexOf(other)) bytes.write(name, at);
      return bytes;
    };
    for (const name of ['undo.ps1', 'manifest.json']) expect(faultsOf(twice(name))).toEqual([{ name, fault: 'differs' }]);
  });

  it('names a file whose data cannot be unpacked', () => {
    const bytes = Buffer.from(pack);
    // The first file of the archive, after its header of 30 bytes and its name: a block type that does not exist.
    const [first = ''] = Object.keys(files);
    bytes[30 + first.length] = 0xff;
    expect(faultsOf(bytes)).toEqual([{ name: first, fault: 'differs' }]);
  });
});

describe('no pack', () => {
  it.each([
    ['nothing', () => new Uint8Array()],
    ['a text', () => new TextEncoder().encode('a text that is longer than the end of an archive')],
    ['an archive without files', () => zip({})],
    ['an archive of something else', () => zip({ 'a.txt': new Uint8Array([1]) })],
    ['a manifest of something else', () => zip({ 'manifest.json': new TextEncoder().encode('{"manifest_version":3}') })],
    ['the beginning of a pack', () => pack.subarray(0, pack.length / 2)],
  ])('is %s', (_, bytes) => {
    expect(verifyPack(bytes())).toMatchObject({ ok: false, error: { code: 'pack.notAPack' } });
  });

  it.each([['../plan.json'], ['a/b.txt'], ['C:x.txt'], ['manifest.json'], ['con'], ['.hidden.txt']])(
    'has a manifest that names %s',
    (name) => {
      const sha256 = '0'.repeat(64);
      const text = manifestText({ of: 'run', program: '', run: '', time: '', redacted: [], files: [{ name, size: 1, sha256 }] });
      expect(readManifest(new TextEncoder().encode(text))).toMatchObject({ ok: false, error: { code: 'pack.notAPack' } });
    },
  );

  it('says of a manifest of a newer version that it is one', () => {
    const newer = textOf(files['manifest.json']).replace('"format": 1', '"format": 2');
    expect(verifyPack(zip({ ...files, 'manifest.json': new TextEncoder().encode(newer) }))).toMatchObject({
      ok: false,
      error: { code: 'pack.newer', details: { format: '2' } },
    });
  });

  it('has more files, or more bytes when unpacked, than the wizard reads', () => {
    const many = Object.fromEntries(Array.from({ length: packLimits.entries }, (_, index) => [`${String(index)}.txt`, new Uint8Array()]));
    expect(verifyPack(zip({ ...many, ...files }))).toMatchObject({ ok: false, error: { code: 'pack.tooLarge' } });
    const bomb = Buffer.from(zip({ 'manifest.json': new Uint8Array([1]) }));
    // The size in the directory of the archive
    bomb.writeUInt32LE(packLimits.unpackedBytes + 1, bomb.indexOf('PK\u0001\u0002') + 24);
    expect(verifyPack(bomb)).toMatchObject({ ok: false, error: { code: 'pack.tooLarge' } });
  });
});
