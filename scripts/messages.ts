/** Compiles the messages; a text that one language lacks, or whose parameters differ, fails the build by name. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '@inlang/paraglide-js';
import { root } from './root.ts';
import { messageOf } from '../shared/model/error.ts';

const folder = join(root, 'shared/messages');
const project = join(root, 'project.inlang');
const outdir = join(folder, 'compiled');
const locales = ['en', 'ja'] as const;

/** One text, or one wording for each plural form that the language has (inlang's message format). */
export type Written = string | readonly { readonly match: Readonly<Record<string, string>> }[];
type Topic = Readonly<Record<(typeof locales)[number], Readonly<Record<string, Written>>>>;

export const wordingsOf = (written: Written): readonly string[] =>
  typeof written === 'string' ? [written] : written.flatMap(({ match }) => Object.values(match));

const read = (topic: string, locale: string): Record<string, Written> => {
  const path = join(folder, `${topic}.${locale}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Written>) : {};
};

const topicNames = (): string[] =>
  [...new Set(readdirSync(folder).flatMap((file) => /^(.+)\.(?:en|ja)\.json$/.exec(file)?.[1] ?? []))].sort();

const parametersOf = (text: string): string => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');

/** What is wrong with the messages, one sentence each; none when every text is there in both languages. */
export function messageFaults(): string[] {
  const topics = new Map<string, Topic>(topicNames().map((name) => [name, { en: read(name, 'en'), ja: read(name, 'ja') }]));
  const seen = new Map<string, string>();
  const faults: string[] = [];
  for (const [name, topic] of topics) {
    for (const key of new Set(locales.flatMap((locale) => Object.keys(topic[locale])))) {
      const said = locales.map((locale) => wordingsOf(topic[locale][key] ?? ''));
      for (const [index, wordings] of said.entries())
        if (wordings.length === 0 || wordings.includes('')) faults.push(`${key} is missing in ${name}.${locales[index] ?? ''}.json`);
      const [expected = ''] = said
        .flat()
        .filter((wording) => wording !== '')
        .map(parametersOf);
      for (const [index, locale] of locales.entries())
        for (const parameters of (said[index] ?? []).filter((wording) => wording !== '').map(parametersOf))
          if (parameters !== expected)
            faults.push(`${key} has other parameters in ${name}.${locale}.json (${parameters}) than ${expected}`);
      const other = seen.get(key);
      if (other !== undefined) faults.push(`${key} is in ${other} and in ${name}`);
      seen.set(key, name);
    }
  }
  const listed = [...listedTopics()].sort();
  if (listed.join() !== [...topics.keys()].join())
    faults.push(`project.inlang/settings.json lists ${listed.join(', ')}; the folder has ${[...topics.keys()].join(', ')}`);
  return faults;
}

function listedTopics(): string[] {
  const settings = JSON.parse(readFileSync(join(project, 'settings.json'), 'utf8')) as {
    readonly 'plugin.inlang.messageFormat': { readonly pathPattern: string[] };
  };
  return settings['plugin.inlang.messageFormat'].pathPattern.flatMap((pattern) => /([^/]+)\.\{locale\}\.json$/.exec(pattern)?.[1] ?? []);
}

/** Of all sources: a text that was changed while others were compiled is not taken for compiled. */
function digestOfSources(): string {
  const hash = createHash('sha256');
  const files = topicNames().flatMap((name) => locales.map((locale) => join(folder, `${name}.${locale}.json`)));
  for (const file of [join(project, 'settings.json'), ...files]) hash.update(existsSync(file) ? readFileSync(file) : '').update('\0');
  return hash.digest('hex');
}

/** Compiles when the sources are others than those that were compiled. Throws with all faults in its message. */
export async function compileMessages(): Promise<void> {
  const faults = messageFaults();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const marker = join(outdir, 'sources.sha256');
  const digest = digestOfSources();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return;
  await compile({
    project,
    outdir,
    emitTsDeclarations: true,
    outputStructure: 'locale-modules',
    strategy: ['baseLocale'],
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
  });
  writeFileSync(marker, digest);
}

if (import.meta.url === `file://${process.argv[1] ?? ''}`) {
  try {
    await compileMessages();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
