import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCall } from '../../../shared/commands/render.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { visibleText } from '../../../shared/messages/visible-text.ts';
import type { WizardView } from '../../../shared/wizard/view.ts';
import { element, fragment, table, text } from '../../../src-main/report/html.ts';
import { renderReport } from '../../../src-main/report/report.ts';
import { goTo } from '../wizard-main/administrator.ts';
import { newFolder, removeFolders, startProgram } from '../wizard-main/program.ts';
import { main, parse, rowsBelow, textsOf } from './parsed.ts';
import { runs } from '../../properties/seed.ts';

const hostile = [
  '<script>alert(1)</script>',
  '</script><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</code></td></table><h1>Approved</h1>',
  '</style><style>*{display:none}</style>',
  '<!-- ',
  '--> -->',
  ']]>',
  '&lt;b&gt;&amp;amp;&#x3C;',
  '&notit; &copy',
  '$(Remove-Item *) `; #',
  '‘’“”„',
  '受信 "O\'Brien’s" [日本]',
  'a\u202Egnp.exe',
  'line one\r\nline two\ttabbed',
  '😀\u0301',
  'x'.repeat(65_536),
] as const;
const hostileText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('<', '>', '&', '"', "'", '/', '=', '\0', '\r', '\n', '\uD800', '\u0085', '\u2028', 'a'), { maxLength: 20 })
    .map((parts) => parts.join('')),
);

const origin = { at: new Date('2026-11-20T12:00:00Z'), user: 'CONTOSO\\admin', program: 'Hybrid Certificate Wizard 1.2.3' };

/** What cannot be seen is a mark; nothing else may differ. */
const asShown = visibleText;

describe('text', () => {
  it('is read back as it was, as content and as an attribute, and never becomes an element', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (content, attribute) => {
        const document = parse(
          `<!doctype html><html><body>${element('p', { title: attribute }, content, element('b', {}, content)).html}</body></html>`,
        );
        const paragraph = document.querySelector('p');
        expect([...document.body.querySelectorAll('*')].map(({ tagName }) => tagName)).toEqual(['P', 'B']);
        expect(paragraph?.getAttribute('title')).toBe(asShown(attribute));
        expect(paragraph?.textContent).toBe(asShown(content) + asShown(content));
      }),
      { numRuns: runs(500) },
    );
  });

  it('holds no character that ends a text, a quote or a tag', () => {
    fc.assert(fc.property(hostileText, (value) => !/[<>"'\0\r]|&(?!(?:amp|lt|gt|quot|#39|#13);)/.test(text(value).html)));
  });

  it('a table has as many cells as it was given, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileText, hostileText), { minLength: 1, maxLength: 4 }), (rows) => {
        const document = parse(`<!doctype html><html><body>${fragment(table(['a', 'b'], rows)).html}</body></html>`);
        const cells = [...document.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent));
        expect(cells).toEqual(rows.map((row) => row.map(asShown)));
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('hostile names in the report', () => {
  let finished: WizardView;
  let shape: readonly string[];
  beforeAll(async () => {
    finished = await goTo(await startProgram(await newFolder()), 'finish.ready');
    shape = shapeOf(renderReport(finished, origin));
  });
  afterAll(removeFolders);

  const shapeOf = (html: string): readonly string[] => [...parse(html).querySelectorAll('*')].map(({ tagName }) => tagName);

  /** The same renewal, of an organization where every name and every value is `name`. */
  function named(view: WizardView, name: string): WizardView {
    const renamed = <T>(value: T): T => replaced(value, [/Default Frontend|^Outbound to|^Inbound from|<I>CN=/, name]) as T;
    /** What the change wrote stays what it was, so that it still differs. */
    const onlyObjects = <T>(value: T): T => replaced(value, [/Default Frontend|^Outbound to|^Inbound from/, name]) as T;
    const { context } = view;
    return {
      ...view,
      chosenDetails: renamed(view.chosenDetails),
      postChecks: renamed(view.postChecks),
      context: {
        ...context,
        baseline: renamed(context.baseline),
        verified: onlyObjects(context.verified),
        plans: renamed(context.plans),
        commands: renamed(context.commands),
      },
    };
  }

  it.each(hostile.map((name) => [JSON.stringify(name.slice(0, 40)), name]))(
    '%s is shown as text, and the report keeps its form',
    (_, name) => {
      const view = named(finished, name);
      const html = renderReport(view, origin);
      const counted = (tag: string): number => shapeOf(html).filter((one) => one === tag).length;
      for (const tag of ['SCRIPT', 'IMG', 'SVG', 'H1', 'STYLE', 'TABLE', 'TR', 'TD', 'MAIN'])
        expect(counted(tag), tag).toBe(shape.filter((one) => one === tag).length);
      const document = parse(html);
      const values = rowsBelow(main(document), m.report_values({}, { locale: 'en' })) ?? [];
      expect(values.some(([object]) => object === asShown(name))).toBe(true);
      const commands = rowsBelow(main(document), m.report_commands({}, { locale: 'en' })) ?? [];
      const set = view.context.commands.find(({ call }) => call.cmdlet === 'Set-ReceiveConnector');
      expect(commands.map(([, line]) => line)).toContain(set === undefined ? '' : renderCall(set.call));
      expect(textsOf(main(document)).some((one) => one === asShown(name))).toBe(true);
    },
  );

  it('the organization with difficult names', async () => {
    const program = await startProgram(await newFolder());
    await program.controller.send({ type: 'CHOOSE_SCENARIO', scenario: 'difficultNames' });
    const view = await goTo(program, 'finish.ready');
    const document = parse(renderReport(view, origin));
    const objects = (rowsBelow(main(document), m.report_values({}, { locale: 'en' })) ?? []).map(([object]) => object);
    expect(objects).toContain('EX$日本\\受信 "O\'Brien’s" [$(Get-Date)] `; #1');
    expect(objects).toContain("Outbound to 'Office 365' [日本] $true");
  });
});

function replaced(value: unknown, [pattern, name]: readonly [RegExp, string]): unknown {
  if (typeof value === 'string') return pattern.test(value) ? name : value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, [pattern, name]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, [pattern, name])]));
}
