/** Random encoded names that .NET on Linux prints as Windows does; the same ones for the same seed. */
import { encodedName, latin, randomFrom, strings, utf16, utf8, type Bytes, type EncodedAttribute } from '../unit/x509/encode.ts';

/** Types for which .NET has Windows' names, and two for which neither has one. */
export const types = [
  ...['3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '17', '18', '20', '24', '42', '43', '46'].map((arc) => `2.5.4.${arc}`),
  '0.9.2342.19200300.100.1.25',
  '1.2.840.113549.1.9.1',
  '1.3.6.1.4.1.99999.1',
  '1.2.3.4',
] as const;

/** Texts with something to quote, to double, to trim or to leave alone. */
const texts = [
  '',
  ' ',
  '\t',
  ' leading',
  'trailing ',
  'two  spaces',
  'GoDaddy.com, Inc.',
  'a+b',
  'a=b',
  'a;b',
  'a<b',
  'a>b',
  '#1',
  '"quoted"',
  'one " quote',
  '""',
  'back\\slash',
  'line\nbreak',
  'carriage\rreturn',
  '\router',
  'vertical\v',
  'zero at the end\0',
  '\0\0',
  'zero\0inside',
  '株式会社コントソ',
  '　全角　',
  'ﾊﾝｶｸ',
  '東京都千代田区、丸の内1−1',
  '𠮷野家',
  '\u00a0no break\u00a0',
  '\u0085',
  '\ufeffmark',
  'Zürich',
  'Ærø',
  "O'Neill",
  'mail.contoso.com',
  '*.contoso.com',
  'postmaster@contoso.com',
] as const;
const characters = Array.from(',+="\n<>#;\\ \t\r abcXYZ019-株é€');

type Encoding = readonly [tag: number, fits: RegExp, encode: (text: string) => Bytes];

/** Each only with the characters that its type allows: for others, .NET on Linux prints no name at all. */
const encodings: readonly Encoding[] = [
  [strings.utf8, /^/, utf8],
  [strings.bmp, /^[\0-\ud7ff\ue000-\uffff]*$/, utf16],
  [strings.teletex, /^/, utf8],
  [strings.teletex, /^[\0-\xff]*$/, latin],
  [strings.printable, /^[A-Za-z0-9 '()+,\-./:=?]*$/, latin],
  [strings.ia5, /^[\0-\x7f]*$/, latin],
  [strings.numeric, /^[0-9 ]*$/, latin],
];

export function randomNames(seed: number, count: number): readonly Bytes[] {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(random() * list.length)];
    if (found === undefined) throw new Error('Nothing to pick from.');
    return found;
  };
  const text = (): string =>
    random() < 0.6 ? pick(texts) : Array.from({ length: Math.floor(random() * 12) }, () => pick(characters)).join('');
  const attribute = (): EncodedAttribute => {
    const value = text();
    const [tag, , encode] = pick(encodings.filter(([, fits]) => fits.test(value)));
    return [pick(types), tag, encode(value)];
  };
  const relative = (): readonly EncodedAttribute[] => Array.from({ length: random() < 0.8 ? 1 : 2 + Math.floor(random() * 2) }, attribute);
  return Array.from({ length: count }, () => encodedName(Array.from({ length: Math.floor(random() * 6) }, relative)));
}
