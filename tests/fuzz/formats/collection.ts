/** A collected file in every encoding that PowerShell and editors write, read up to its responses. */
import { createClixmlReader } from '../../../shared/clixml/read.ts';
import { psHashtable, psInt32, psList, psObject, psString, type PsValue } from '../../../shared/clixml/value.ts';
import { createDecoder, encodingsOf, UndecodableError } from '../../../src-main/exchange/guided/read-file.ts';
import { isScriptFile, readScriptFile } from '../../../shared/collected/script-file.ts';
import { scriptFile } from '../../../src-main/exchange/practice/script-file.ts';
import { joined } from '../../unit/nrbf/write-bytes.ts';
import { must, type FuzzFormat, type Seed } from '../format.ts';

const at = new Date('2026-11-24T09:00:00.000Z');
const answer = (cmdlet: string, select: readonly string[], ...objects: readonly PsValue[]): PsValue =>
  psHashtable({
    Cmdlet: psString(cmdlet),
    Parameters: psHashtable({ Server: psString('EX01') }),
    Select: psList(select.map(psString)),
    Time: psString('2026-11-24T09:00:00.0000000Z'),
    Objects: psList(objects),
    Errors: psList([]),
    Warnings: psList([psString('警告 _x000D_')]),
  });
const text = scriptFile({
  place: 'onPremises',
  computer: 'EX01',
  at,
  answers: [
    answer('Get-ReceiveConnector', [], psObject({ Identity: psString('EX01\\受信コネクタ'), Count: psInt32(1) })),
    answer('Get-ExchangeCertificate', ['Thumbprint', 'Services'], psObject({ Thumbprint: psString('00'), Services: psString('SMTP') })),
  ],
});

const utf8 = new TextEncoder().encode(text);
const utf16 = new Uint8Array(Buffer.from(text, 'utf16le'));
const swapped = utf16.map((_, index) => utf16[index ^ 1] ?? 0);
const declared = new TextEncoder().encode(`<?xml version="1.0" encoding="utf-8"?>${text}`);
const bytesOf = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);

/** Elements begin where one byte, or one unit of two, is `<`. */
const seed = (bytes: Uint8Array): Seed => ({ bytes, cuts: [...bytes.keys()].filter((index) => bytes[index] === 0x3c) });

/** The values, read in the first encoding in which the bytes are valid text. */
function valuesOf(input: Uint8Array): readonly PsValue[] | undefined {
  for (const encoding of encodingsOf(input.subarray(0, 1024))) {
    const decoder = createDecoder(encoding);
    const reader = createClixmlReader({ size: 1_000_000, depth: 100, values: 200_000 });
    try {
      // In two chunks, as a large file is read: a character may be split between them.
      const half = Math.floor(input.length / 2);
      for (const part of [input.subarray(0, half), input.subarray(half)]) reader.write(decoder.write(part));
      reader.write(decoder.end());
      const values = reader.end();
      return values.ok ? values.value : undefined;
    } catch (error) {
      if (!(error instanceof UndecodableError)) throw error;
      must(error.line >= 1, 'a line counts from 1');
    }
  }
  return undefined;
}

export const collection: FuzzFormat = {
  name: 'collection',
  seeds: [
    seed(utf8),
    seed(declared),
    seed(joined(bytesOf(0xef, 0xbb, 0xbf), utf8)),
    seed(joined(bytesOf(0xff, 0xfe), utf16)),
    seed(joined(bytesOf(0xfe, 0xff), swapped)),
    seed(utf16),
  ],
  read: (input) => {
    const values = valuesOf(input);
    if (values === undefined || !isScriptFile(values)) return { accepted: false };
    return { accepted: readScriptFile('collected.xml', values).ok };
  },
};
