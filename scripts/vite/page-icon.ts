/** The program's icon stands in the page itself, which paints it before the wizard's scripts have run: it needs no request and no language. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const place = '<!-- icon -->';

/** @param file - An SVG with fills as attributes: the page's policy allows no style of its own */
export function pageIcon(file: string): Plugin {
  return {
    name: 'page-icon',
    transformIndexHtml: (page) => {
      if (!page.includes(place)) throw new Error(`The page has no place for its icon: ${place}`);
      return page.replace(place, () => readFileSync(file, 'utf8').replace('<svg ', '<svg aria-hidden="true" '));
    },
  };
}
