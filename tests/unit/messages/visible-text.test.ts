/** What hides itself or others in a text is a mark, on the page, in a report and on a console. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/root.ts';
import { plain } from '../../../shared/check/text.ts';
import { visibleText } from '../../../shared/messages/visible-text.ts';
import { text } from '../../../src-main/report/html.ts';

it.each(
  [
    [0x1b, 0x00, 0x08, 0x7f, 0x85, 0x9b],
    [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c],
    [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x00ad, 0x180e, 0xe0001, 0xe0041],
    [0x2028, 0x2029, 0x115f, 0x3164, 0xffa0, 0xd800, 0xdfff],
  ].flat(),
)('U+%i is a mark everywhere', (code) => {
  const hidden = `a${code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code)}b`;
  expect([visibleText(hidden), text(hidden).html, plain(hidden)]).toEqual(Array.from({ length: 3 }, () => 'a\uFFFDb'));
});

it('everything else stays: tabs and lines, spaces of every width, letters of every script, emoji', () => {
  const seen = 'a\tb\r\nc\u00A0d\u3000e\u202Ff 証明書 Ünïcödé العربية עברית 😀 e\u0301 葛\u{E0100} \'‘’"';
  expect(visibleText(seen)).toBe(seen);
  expect(plain('a\nb\tc')).toBe('a\uFFFDb\uFFFDc');
});

it('the wizard’s own texts have nothing that would become a mark', () => {
  for (const file of readdirSync(join(root, 'shared/messages')).filter((name) => name.endsWith('.json'))) {
    for (const [key, message] of Object.entries(
      JSON.parse(readFileSync(join(root, 'shared/messages', file), 'utf8')) as Record<string, unknown>,
    ))
      if (typeof message === 'string') expect(visibleText(message), `${file} ${key}`).toBe(message);
  }
});
