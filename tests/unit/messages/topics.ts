/** The messages as they are written, topic by topic, found in their folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordingsOf, type Written } from '../../../scripts/messages.ts';
import { languages, type Language } from '../../../shared/messages/language.ts';

const folder = join(import.meta.dirname, '../../../shared/messages');

export type Messages = Readonly<Record<string, string>>;

export const topicNames: readonly string[] = [
  ...new Set(readdirSync(folder).flatMap((file) => /^(\w+)\.\w+\.json$/.exec(file)?.[1] ?? [])),
];

const written = (topic: string, language: Language): readonly (readonly [string, Written])[] =>
  Object.entries(JSON.parse(readFileSync(join(folder, `${topic}.${language}.json`), 'utf8')) as Record<string, Written>);

/** A message with several plural forms is all of its wordings. */
export const readTopic = (topic: string, language: Language): Messages =>
  Object.fromEntries(written(topic, language).map(([key, text]) => [key, wordingsOf(text).join(' ')]));

/** Every message of a language. */
export const allMessages: Readonly<Record<Language, Messages>> = {
  en: allOf('en'),
  ja: allOf('ja'),
};

function allOf(language: Language): Messages {
  return Object.assign({}, ...topicNames.map((topic) => readTopic(topic, language))) as Messages;
}

export const parametersOf = (message: string): readonly string[] =>
  [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

/** One case for each message: its language, its key, its text. */
export const everyMessage: readonly (readonly [Language, string, string])[] = languages.flatMap((language) =>
  Object.entries(allMessages[language]).map(([key, text]) => [language, key, text] as const),
);

/** The wordings of each message: more than one where a language has plural forms. */
export const everyWording: readonly (readonly [Language, string, readonly string[]])[] = languages.flatMap((language) =>
  topicNames.flatMap((topic) => written(topic, language).map(([key, text]) => [language, key, wordingsOf(text)] as const)),
);
