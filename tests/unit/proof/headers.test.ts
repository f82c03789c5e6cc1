import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestHeaders, readHeaders, type MessageHeaders } from '../../../shared/proof/headers.ts';
import { holdsWord } from '../../../shared/proof/subject.ts';
import { healthyToCloud, text } from './messages.ts';

function read(given: string): MessageHeaders {
  const result = readHeaders(given);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const pairs = (given: string): readonly string[] => read(given).fields.map(({ name, value }) => `${name}=${value}`);

describe('headers', () => {
  it('are read in their order, repeated ones each, with the number of their line', () => {
    expect(read('Received: b\n\tc\nX-A:1\nreceived : d\nRECEIVED: e\n').fields).toEqual([
      { name: 'received', value: 'b c', text: 'Received: b c', line: 1, isBroken: false },
      { name: 'x-a', value: '1', text: 'X-A: 1', line: 3, isBroken: true },
      { name: 'received', value: 'e', text: 'RECEIVED: e', line: 5, isBroken: false },
    ]);
  });

  it.each([
    ['LF', 'Received: a\n b\nX-A: c\n\nX-B: body'],
    ['CRLF', 'Received: a\r\n b\r\nX-A: c\r\n\r\nX-B: body'],
    ['an empty line with blanks', 'Received: a\n b\nX-A: c\n  \t\nX-B: body'],
    ['quoted', '> Received: a\n>  b\n> X-A: c\n>\n> X-B: body'],
    ['quoted twice', '> > Received: a\n> >  b\n> > X-A: c\n> >\n> > X-B: body'],
    ['indented', '\t  Received: a\n\t   b\n\t  X-A: c\n\nX-B: body'],
    ['indented with no-break spaces', '\u00A0Received: a\n\u00A0 b\n\u00A0X-A: c\n\nX-B: body'],
    ['a byte order mark, empty lines', '\uFEFF\n\nReceived: a\n b\nX-A: c\n\nX-B: body'],
    ['marks that are not seen', '\u200BReceived: a\u200E\n b\nX-A:\u00AD c\n\nX-B: body'],
    ['without a break at the end', 'Received: a\n b\nX-A: c'],
    ['the first line of a mailbox file before', 'From a@b Sat Nov 28\nReceived: a\n b\nX-A: c\n\nX-B: body'],
  ])('are the same: %s', (_, given) => {
    expect(pairs(given)).toEqual(['received=a b', 'x-a=c']);
  });

  it('only the first line is indented', () => {
    expect(pairs('  Received: a\nX-A: b\n c\n')).toEqual(['received=a', 'x-a=b c']);
  });

  it('what is neither a header nor a continuation is counted, and breaks the one before', () => {
    const { fields, unread } = read('Received: by EX01 with Microsoft SMTP\nServer (TLS)\n id 15\nX-A: b\n');
    expect(unread).toBe(2);
    expect(fields.map(({ value, isBroken }) => [value, isBroken])).toEqual([
      ['by EX01 with Microsoft SMTP', true],
      ['b', false],
    ]);
  });

  it('a carriage return alone begins no header', () => {
    expect(pairs('Received: a\rX-CrossPremisesHeadersPromoted: b\n')).toEqual(['received=a X-CrossPremisesHeadersPromoted: b']);
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\n\t'],
    ['prose', 'The mail arrived.\nNote: it was late.\n'],
    ['the lines above a reply', 'From: A\nSent: Saturday\nTo: B\nSubject: C\n'],
    ['headers only in the body', 'Subject: C\n\nReceived: from a by b; Sat, 28 Nov 2026 09:10:25 +0000\n'],
    ['one long line', 'a'.repeat(longestHeaders * 3)],
  ])('are not there: %s', (_, given) => {
    expect(readHeaders(given)).toEqual({ ok: false, error: 'notHeaders' });
  });

  it('may be as long as Exchange takes them, and the body does not count', () => {
    const longest = `Received: ${'a'.repeat(longestHeaders - 'Received: '.length)}`;
    expect(read(`${longest}\n\n${'b'.repeat(longestHeaders)}`).fields).toHaveLength(1);
    expect(readHeaders(`Received: a\n${longest}\n`)).toEqual({ ok: false, error: 'tooLong' });
  });

  it('never fail to be read, and are in the text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...healthyToCloud, '', '>', ' b', '\t'), fc.string({ unit: 'grapheme' }))), (lines) => {
        const given = lines.join('\n');
        const result = readHeaders(given);
        if (!result.ok) return;
        const written = given.split('\n').map((line) => line.toLowerCase().replaceAll(/\p{Cf}/gu, ''));
        for (const { name, line } of result.value.fields) expect(written[line - 1]).toContain(`${name}:`);
      }),
    );
  });

  it('survive folding at every blank', () => {
    const unfolded = text(healthyToCloud).replaceAll(/\n[ \t]+/g, ' ');
    expect(pairs(unfolded.replaceAll(/(?<!:) /g, '\n '))).toEqual(pairs(unfolded));
  });
});

describe('the word of the subject', () => {
  it.each([
    ['AB-12', true],
    ['Test AB-12', true],
    ['RE: test (ab-12)', true],
    ['AB-123', false],
    ['XAB-12', false],
    ['-AB-12', false],
    ['AB-1', false],
    ['XAB-12 AB-12', true],
    ['=?utf-8?B?44OG44K544OIIEFCLTEy?=', true],
    ['=?utf-8?B?44OG44K544OIQUItMTI=?=', true],
    ['=?iso-2022-jp?B?GyRCJUYlOSVIGyhCQUItMTIbJEIkRyQ5GyhC?=', true],
    ['=?utf-8?Q?AB-?= =?utf-8?Q?12?=', true],
    ['=?utf-8?q?=41B=2D12_x?=', true],
    ['', false],
  ])('%s', (subject, expected) => {
    expect(holdsWord(subject, 'AB-12')).toBe(expected);
  });

  it('is never an empty one', () => {
    expect(holdsWord('', '')).toBe(false);
    expect(holdsWord('a b', '')).toBe(false);
  });
});
