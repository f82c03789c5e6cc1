/** What the administrator opened or pasted, as a collection. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletName, Side } from '../../../shared/commands/table.ts';
import { appError, fail, messageOf, ok, type AppError, type ErrorCode, type Result } from '../../../shared/model/error.ts';
import type { OtherFormatKind } from '../../../shared/collected/other-format.ts';
import { readPasted, type PastedRest } from '../../../shared/collected/pasted-text.ts';
import { sideOf } from '../../../shared/collected/pasted-command.ts';
import {
  answersWithObjects,
  type Answer,
  type Collection,
  type CollectionPart,
  type LooseAnswer,
  type Unused,
} from '../../../shared/collected/collection.ts';
import { classOf, cmdletOfObject, flattened } from '../../../shared/collected/unattributed-objects.ts';
import { fileLimits, readFileContent, type FileLimits } from './read-file.ts';
import { isScriptFile, readScriptFile } from '../../../shared/collected/script-file.ts';

/** Files and folders, or a text that was pasted. */
export type CollectionInput = readonly string[] | { readonly text: string };

export interface ReadOptions {
  /** When the text was pasted: it is the time of a part that has none of its own */
  readonly now: () => Date;
  readonly limits?: FileLimits;
}

/** A folder with more files than this is not one of exported cmdlets. */
const mostFiles = 500;

/**
 * Reads every file (of a folder: those named `.xml`, `.clixml` and `.txt`), the parts ordered by their
 * times. What cannot be used is named in `unused`, with its error; the call fails, with the first of
 * those errors, only when nothing at all can be used.
 */
export async function readCollection(input: CollectionInput, options: ReadOptions): Promise<Result<Collection>> {
  const read = 'text' in input ? readText('', input.text, options.now().toISOString(), options) : await readPaths(input, options);
  const parts = read.parts.filter(({ answers }) => answers.length > 0).sort((a, b) => a.takenAt.localeCompare(b.takenAt));
  if (parts.some((part) => answersWithObjects(part).length > 0)) return ok({ parts, unused: read.unused });
  const [first] = read.unused;
  const telling = read.unused.find(({ error }) => error.code !== 'collection.nothingKnown') ?? first;
  return fail(telling?.error ?? appError('collection.nothingKnown'));
}

async function readPaths(paths: readonly string[], options: ReadOptions): Promise<Collection> {
  const parts: CollectionPart[] = [];
  const unused: Unused[] = [];
  for (const path of paths) {
    const files = await filesOf(path);
    if (!files.ok) unused.push({ source: path, line: 0, error: files.error });
    for (const file of files.ok ? files.value : []) {
      const read = await readOne(file, options);
      for (const part of read.parts) parts.push(part);
      for (const one of read.unused) unused.push(one);
    }
  }
  return { parts, unused };
}

async function filesOf(path: string): Promise<Result<readonly string[]>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([path]);
    const names = (await readdir(path)).filter((name) => /\.(?:xml|clixml|txt)$/i.test(name)).sort();
    if (names.length > mostFiles) return fail(appError('collection.tooLarge', { path, files: String(names.length) }));
    return ok(names.map((name) => join(path, name)));
  } catch (error) {
    return fail(appError('file.unreadable', { path, message: messageOf(error) }));
  }
}

async function readOne(path: string, options: ReadOptions): Promise<Collection> {
  const content = await readFileContent(path, options.limits ?? fileLimits);
  if (!content.ok) return nothing(path, content.error);
  if (content.value.kind === 'text') return readText(path, content.value.text, content.value.writtenAt, options);
  if (!isScriptFile(content.value.values)) return readExported(path, content.value.values, content.value.writtenAt);
  const part = readScriptFile(path, content.value.values);
  return part.ok ? { parts: [part.value], unused: [] } : nothing(path, part.error);
}

const nothing = (source: string, error: AppError): Collection => ({ parts: [], unused: [{ source, line: 0, error }] });

/** Objects of Export-Clixml, by cmdlet and side. */
function readExported(path: string, values: readonly PsValue[], takenAt: string): Collection {
  const groups = new Map<string, { side: Side; cmdlet: CmdletName; objects: PsValue[] }>();
  const others = new Set<string>();
  for (const object of flattened(values)) {
    const cmdlet = cmdletOfObject(object, basename(path));
    const side = cmdlet === undefined ? undefined : sideOf(cmdlet, object);
    if (cmdlet === undefined || side === undefined) {
      others.add(cmdlet ?? classOf(object));
      continue;
    }
    const group = groups.get(`${side} ${cmdlet}`) ?? { side, cmdlet, objects: [] };
    group.objects.push(object);
    groups.set(`${side} ${cmdlet}`, group);
  }
  const answers = [...groups.values()].map((group): LooseAnswer => ({
    kind: 'objects',
    ...group,
    server: undefined,
    complete: true,
    takenAt,
  }));
  const unused = [...others].map((what): Unused => ({ source: path, line: 0, error: appError('collection.otherContent', { path, what }) }));
  if (answers.length === 0 && unused.length === 0) return nothing(path, appError('collection.otherContent', { path, what: '' }));
  return { parts: [{ source: path, kind: 'exported', takenAt, answers }], unused };
}

function readText(source: string, text: string, takenAt: string, { limits = fileLimits }: ReadOptions): Collection {
  if (text.length > limits.text) return nothing(source, appError('collection.tooLarge', { size: String(text.length) }));
  const { outputs, rest } = readPasted(text);
  const path: Record<string, string> = source === '' ? {} : { path: source };
  const read = outputs.map(({ line, ...output }): readonly [number, Answer] => [line, { kind: 'objects', ...output, takenAt }]);
  const unread = rest.flatMap(({ line, of }) =>
    of.map((place): readonly [number, Answer] => [line, { kind: 'unread', ...place, line, takenAt }]),
  );
  // In the order of the text: of two that are about the same the later one says what is so.
  const answers = [...read, ...unread].sort(([a], [b]) => a - b).map(([, answer]) => answer);
  const unused = rest.map((one): Unused => ({ source, line: one.line, error: errorOfRest(one, path) }));
  if (answers.length === 0 && unused.length === 0) return nothing(source, appError('collection.nothingKnown', path));
  return { parts: [{ source, kind: 'pasted', takenAt, answers }], unused };
}

const codeOfFormat = {
  table: 'collection.table',
  csv: 'collection.csv',
  json: 'collection.json',
  event: 'collection.event',
  hcwLog: 'collection.hcwLog',
} as const satisfies Readonly<Record<OtherFormatKind, ErrorCode>>;

function errorOfRest({ line, reason, what, of }: PastedRest, path: Record<string, string>): AppError {
  const details = { ...path, line: String(line), reason, what };
  const cmdlets = [...new Set(of.map(({ cmdlet }) => cmdlet))];
  const about = cmdlets.length === 0 ? {} : { cmdlet: cmdlets.join(', ') };
  if (Object.hasOwn(codeOfFormat, reason)) {
    // Of several cmdlets that it may be of, none can be named in a command.
    const command = cmdlets.length === 1 ? { what: `${cmdlets.join('')} | Format-List` } : {};
    return appError(codeOfFormat[reason as OtherFormatKind], { ...details, ...about, ...command });
  }
  if (of.length > 0) return appError('collection.textUnread', { ...details, ...about });
  return appError(reason === 'otherCmdlet' ? 'collection.otherContent' : 'collection.nothingKnown', details);
}
