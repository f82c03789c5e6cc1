/** The icon that the page paints before its scripts have run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageIcon } from '../../../scripts/vite/page-icon.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'src-renderer/index.html'), 'utf8');
const transform = pageIcon(join(root, 'build/icon.svg')).transformIndexHtml as (html: string) => string;

describe('the icon in the page', () => {
  it('stands where the wizard takes its place, and is not read aloud', () => {
    expect(transform(page)).toMatch(
      /<div id="app">\s*<div class="starting"><svg aria-hidden="true" [^>]*>[\s\S]*<\/svg>\s*<\/div>\s*<\/div>/,
    );
  });

  it('has no style of its own, which the policy of the page would refuse', () => {
    expect(transform(page)).not.toMatch(/<style|style=/);
  });

  it('ends the build when the page has no place for it', () => {
    expect(() => transform('<body></body>')).toThrow('no place');
  });
});
