/** The icon that the page paints first, and what comes after it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IndexHtmlTransformContext } from 'vite';
import { describe, expect, it } from 'vitest';
import { afterIcon, firstFrame } from '../../../scripts/vite/first-frame.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'src-renderer/index.html'), 'utf8');
const transform = firstFrame(join(root, 'build/icon.svg'))[0]?.transformIndexHtml as (html: string) => string;

describe('the icon in the page', () => {
  it('stands where the wizard takes its place, and is not read aloud', () => {
    expect(transform(page)).toMatch(/<div id="app">\s*<div style="[^"]*"><svg aria-hidden="true" [^>]*>[\s\S]*<\/svg>\s*<\/div>\s*<\/div>/);
  });

  it('has no style element, which the policy of the page would refuse', () => {
    expect(transform(page)).not.toContain('<style');
  });

  it('has the ground of the window and of the page in both themes', () => {
    const [, light = '', dark = ''] = /light-dark\((#\w+), (#\w+)\)/.exec(transform(page)) ?? [];
    expect(readFileSync(join(root, 'src-main/window/window.ts'), 'utf8')).toContain(`{ light: '${light}', dark: '${dark}' }`);
    expect(readFileSync(join(root, 'src-renderer/theme/base.css'), 'utf8')).toMatch(
      /\nbody \{\n {2}background: var\(--colorNeutralBackground3\);/,
    );
  });

  it('ends the build when the page has no place for it', () => {
    expect(() => transform('<body></body>')).toThrow('no place');
  });
});

describe('what comes after the icon', () => {
  const chunk = (name: string, imports: readonly string[], dynamicImports: readonly string[] = []): object => ({
    type: 'chunk',
    fileName: name,
    imports,
    dynamicImports,
  });
  const bundle = {
    'first.js': chunk('first.js', ['loader.js'], ['wizard.js']),
    'loader.js': chunk('loader.js', []),
    'wizard.js': chunk('wizard.js', ['common.js', 'loader.js'], ['later.js']),
    'common.js': chunk('common.js', []),
    'later.js': chunk('later.js', []),
  };
  const built = [
    '<html><head><title>Wizard</title>',
    '<script type="module" crossorigin src="./first.js"></script>',
    '<link rel="modulepreload" crossorigin href="./loader.js">',
    '<link rel="stylesheet" crossorigin href="./style.css">',
    '</head><body><svg></svg></body></html>',
  ].join('\n');
  const { html, tags } = afterIcon(built, { bundle, chunk: bundle['first.js'] } as unknown as IndexHtmlTransformContext);

  it('is each style and script of the page, styles first', () => {
    expect(html).toBe(
      [
        '<html><head><title>Wizard</title>',
        '</head><body><svg></svg>',
        '<link rel="stylesheet" crossorigin href="./style.css">',
        '<script type="module" crossorigin src="./first.js"></script>',
        '<link rel="modulepreload" crossorigin href="./loader.js">',
        '</body></html>',
      ]
        .join('\n')
        .replace('\n</body>', '\n  </body>'),
    );
  });

  it('is asked for as soon as the page is there, except for the pages that come later', () => {
    expect(tags.map(({ attrs, injectTo }) => [attrs?.['rel'], attrs?.['href'], injectTo])).toEqual([
      ['modulepreload', './wizard.js', 'body'],
      ['modulepreload', './common.js', 'body'],
    ]);
  });
});
