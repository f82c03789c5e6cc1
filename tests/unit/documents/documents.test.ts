/** What the documents name exists: links, paths, commands, and the sections of docs/domain.md that code cites. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOfUsage, exitCodes } from '../../../shared/check/questions.ts';
import { root } from '../../../scripts/root.ts';

const below = (folder: string, kind: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => kind.test(path) && !/node_modules|\/compiled\//.test(path));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const allOf = (source: string, pattern: RegExp): string[] => [...source.matchAll(pattern)].flatMap(([, found]) => found ?? []);

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'scripts', 'shared', 'src-main', 'src-renderer', 'tests'].flatMap((folder) => below(folder, /\.md$/)),
];
/** Examples in fenced blocks name files that do not exist yet. */
const prose = (document: string): string => text(document).replaceAll(/^```[^]*?^```/gm, '');

/** GitHub's address of a heading: lower case, punctuation left out, spaces as hyphens. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
const headingsOf = (document: string): string[] => allOf(prose(document), /^#+ (.+)$/gm);

function brokenLink(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(join(root, target))) return true;
  return anchor !== undefined && !headingsOf(target).map(anchorOf).includes(anchor);
}

describe.each(documents)('%s', (document) => {
  it('links to what is there', () => {
    const links = allOf(prose(document), /\]\((?!https?:)([^)\s]+)\)/g);
    expect(links.filter((link) => brokenLink(document, link))).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const paths = allOf(prose(document), /`((?:shared|src-main|src-renderer|scripts|tests|docs)\/[\w./-]+)`/g);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names commands that package.json has', () => {
    const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const commands = allOf(text(document), /\bnpm run (?:--silent )?([\w:-]+)/g);
    expect(commands.filter((command) => scripts[command] === undefined)).toEqual([]);
  });
});

describe('the facts that code cites', () => {
  const sources = ['shared', 'src-main', 'src-renderer', 'scripts', 'tests'].flatMap((folder) => below(folder, /\.(?:ts|svelte|psm1)$/));
  // A comment may break the line inside a citation.
  const cited = sources.flatMap((path) =>
    allOf(text(path).replaceAll(/\s*\n\s*(?:\*|\/\/|#)?\s*/g, ' '), /docs\/domain\.md, "([^"]+)"/g).map((title) => `${title} (${path})`),
  );

  it('are sections of docs/domain.md', () => {
    const titles = new Set(headingsOf('docs/domain.md'));
    expect(cited.filter((citation) => !titles.has(citation.replace(/ \([^)]*\)$/, '')))).toEqual([]);
  });

  it('are cited by title, so that a new section moves none of them', () => {
    expect(sources.filter((path) => /domain\.md(?:, | )section/.test(text(path)))).toEqual([]);
  });
});

describe('docs/command-line.md', () => {
  it('lists every exit code', () => {
    const listed = allOf(text('docs/command-line.md'), /^\| (\d+) \| /gm).map(Number);
    expect(listed).toEqual([...Object.values(exitCodes), exitCodeOfUsage].sort((a, b) => a - b));
  });
});
