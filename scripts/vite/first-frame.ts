/**
 * The first frame of the window is the program's icon, which stands in the page itself: it needs no request and no language. Styles and
 * scripts come after it in the page. The scripts of the wizard are fetched right away, and run after the icon has been painted.
 */
import { readFileSync } from 'node:fs';
import { tokenColor } from './fluent-tokens.ts';
import type { HtmlTagDescriptor, IndexHtmlTransformContext, Plugin } from 'vite';

const place = '<!-- icon -->';

/** As the body has it, so that the page does not change its color when its style sheet is there. */
const ground = `position: fixed; inset: 0; display: grid; place-content: center; background: ${tokenColor('colorNeutralBackground3')}`;

/** @param icon - An SVG with fills as attributes: the page's policy allows no style element, but allows style attributes */
export function firstFrame(icon: string): Plugin[] {
  return [
    {
      name: 'first-frame:icon',
      transformIndexHtml: (page) => {
        if (!page.includes(place)) throw new Error(`The page has no place for its icon: ${place}`);
        const drawing = readFileSync(icon, 'utf8').replace('<svg ', '<svg aria-hidden="true" style="inline-size: 96px; block-size: 96px" ');
        return page.replace(place, () => `<div style="${ground}">${drawing}</div>`);
      },
    },
    { name: 'first-frame:order', apply: 'build', transformIndexHtml: { order: 'post', handler: afterIcon } },
  ];
}

const asset = /\s*<(?:link rel="(?:stylesheet|modulepreload)"|script type="module")[^>]*>(?:<\/script>)?/g;

/**
 * Styles and scripts behind the icon, styles first: a style sheet in the head holds up the whole page, one in the body only what follows
 * it. Behind them the files of what the first script loads later, so that they are there by then.
 */
export function afterIcon(
  page: string,
  { bundle = {}, chunk }: Pick<IndexHtmlTransformContext, 'bundle' | 'chunk'>,
): { readonly html: string; readonly tags: HtmlTagDescriptor[] } {
  const moved = page.match(asset) ?? [];
  const isStyle = (tag: string): boolean => tag.includes('"stylesheet"');
  const listed = [...moved.filter(isStyle), ...moved.filter((tag) => !isStyle(tag))].join('');
  const wanted = new Set<string>();
  const want = (file: string): void => {
    const part = bundle[file];
    if (part?.type !== 'chunk' || wanted.has(file) || page.includes(file)) return;
    wanted.add(file);
    part.imports.forEach(want);
  };
  chunk?.dynamicImports.forEach(want);
  const tags = [...wanted].map((file): HtmlTagDescriptor => ({
    tag: 'link',
    attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
    injectTo: 'body',
  }));
  return { html: page.replaceAll(asset, '').replace(/\s*<\/body>/, () => `${listed}\n  </body>`), tags };
}
