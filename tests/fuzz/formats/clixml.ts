/** CLIXML, as it comes over the bridge or in a collected file. */
import { existsSync, readFileSync } from 'node:fs';
import { readClixml } from '../../../shared/clixml/read.ts';
import { psBytes, psHashtable, psInt32, psList, psObject, psString } from '../../../shared/clixml/value.ts';
import { writeClixml } from '../../../shared/clixml/write.ts';
import { must, type FuzzFormat, type Seed } from '../format.ts';

const head = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">';
const primitives =
  '<S>a_x000D__x000A_b</S><C>97</C><B>true</B><By>255</By><SB>-128</SB><I16>-1</I16><U16>1</U16><U32>4294967295</U32>' +
  '<I64>9007199254740993</I64><U64>18446744073709551615</U64><D>1.50</D><Sg>0.5</Sg><Db>INF</Db><G>8de84f7e-f403-4215-b774-b934d6bb2670</G>' +
  '<DT>2021-10-06T15:24:05.1234567-04:00</DT><TS>PT10M</TS><URI>https://contoso.com/</URI><Version>15.2</Version><BA>AQID</BA><Nil />';
const references =
  '<Obj RefId="0"><TN RefId="0"><T>A</T><T>System.Object</T></TN><ToString>a &amp; b &lt; &#x41;</ToString><Props>' +
  '<Obj N="P" RefId="1"><TNRef RefId="0" /><LST><S>1</S></LST></Obj><Ref N="Q" RefId="1" /></Props>' +
  '<MS><Obj N="D" RefId="2"><DCT><En><S N="Key">k</S><I32 N="Value">1</I32></En></DCT></Obj><I32 N="E">3</I32><Ref N="F" RefId="2" /></MS></Obj>' +
  '<Obj RefId="3"><I32>16</I32><QUE><S><![CDATA[x]]></S></QUE></Obj><!-- c -->';

/** Nested lists with back references: a changed number makes a cycle, or a tree that doubles in size. */
const doubled = Array.from(
  { length: 12 },
  (_, index) => `<Obj RefId="${index}"><LST>${`<Ref RefId="${Math.max(0, index - 1)}" />`.repeat(index === 0 ? 0 : 2)}</LST></Obj>`,
).join('');

function seed(text: string): Seed {
  const bytes = new TextEncoder().encode(text);
  return { bytes, cuts: [...bytes.keys()].filter((index) => bytes[index] === 0x3c) };
}

const object = psObject(
  { Name: psString('証明書'), Items: psList([psInt32(1), psBytes(new Uint8Array(40)), psHashtable({ a: psString('b') })]) },
  ['Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector'],
  'EX01\\Default Frontend EX01',
);

const captured = new URL('../../../../shared/samples/exchange-2019/GetExchangeCertificate.xml', import.meta.url);

const limits = { size: 1_000_000, depth: 100, values: 100_000 };

export const clixml: FuzzFormat = {
  name: 'clixml',
  seeds: [
    seed(`${head}${primitives}</Objs>`),
    seed(`${head}${references}</Objs>`),
    seed(`${head}${doubled}</Objs>`),
    seed(writeClixml([object, psString('x')])),
    ...(existsSync(captured) ? [seed(readFileSync(captured, 'utf8'))] : []),
  ],
  read: (input) => {
    const text = new TextDecoder('utf-8').decode(input);
    const result = readClixml(text, limits);
    if (!result.ok) {
      must(result.error.line >= 1 && result.error.column >= 1, 'a fault has a place');
      return { accepted: false };
    }
    must(result.value.length <= text.length, 'values come out of the text');
    // Walking the values ends, even where they refer to each other.
    must(readClixml(writeClixml(result.value)).ok, 'what was read can be written');
    return { accepted: true };
  },
};
