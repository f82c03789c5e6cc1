/** What the administrator opened or pasted, as a collection. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletName, Side } from '../../../shared/commands/table.ts';
import { appError, fail, messageOf, ok, type AppError, type ErrorCode, type Result } from '../../../shared/model/error.ts';
import type { OtherFormatKind } from '../../../shared/collected/other-format.ts';
import { readPasted, type PastedRest } from '../../../shared/collected/pasted-text.ts';
import { sideOf } from '../../../shared/collected/pasted-command.ts';
import { answersWithObjects, type Answer, type Collection, type LooseAnswer, type Unused } from '../../../shared/collected/collection.ts';
import { classOf, cmdletOfObject, flattened } from '../../../shared/collected/unattributed-objects.ts';
import { digestOf } from '../../files/digest.ts';
import { allowanceOf, fileLimits, readFileContent, type Allowance, type FileContent, type FileLimits } from './read-file.ts';
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
  if ('text' in input) return usable(readText('', input.text, options.now().toISOString(), options.limits ?? fileLimits));
  const allowance = allowanceOf(options.limits);
  const read = await inTurn(input, (path) => readSource(path, allowance));
  return usable(merged(read.map(({ collection }) => collection)));
}

/** A file or folder that was opened before, to be read again. */
export interface OpenedSource {
  /** SHA-256 of the file, or of a folder's files that were read, with their names; `null` when nothing was */
  readonly digest: string | null;
  readonly collection: Result<Collection>;
}

/** Each is read once, and all of them share the limits. */
export async function openSources(paths: readonly string[], limits?: FileLimits): Promise<readonly OpenedSource[]> {
  const allowance = allowanceOf(limits);
  return inTurn(paths, async (path) => {
    const { digest, collection } = await readSource(path, allowance);
    return { digest, collection: usable(collection) };
  });
}

async function inTurn<T>(paths: readonly string[], work: (path: string) => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  for (const path of paths) done.push(await work(path));
  return done;
}

function usable(read: Collection): Result<Collection> {
  const parts = read.parts.filter(({ answers }) => answers.length > 0).sort((a, b) => a.takenAt.localeCompare(b.takenAt));
  if (parts.some((part) => answersWithObjects(part).length > 0)) return ok({ parts, unused: read.unused });
  const [first] = read.unused;
  const telling = read.unused.find(({ error }) => error.code !== 'collection.nothingKnown') ?? first;
  return fail(telling?.error ?? appError('collection.nothingKnown'));
}

const merged = (collections: readonly Collection[]): Collection => ({
  parts: collections.flatMap(({ parts }) => parts),
  unused: collections.flatMap(({ unused }) => unused),
});

interface Source {
  readonly digest: string | null;
  readonly collection: Collection;
}

async function readSource(path: string, allowance: Allowance): Promise<Source> {
  const names = await filesOf(path);
  if (!names.ok) return { digest: null, collection: nothing(path, names.error) };
  if (names.value === undefined) return readOne(path, allowance);
  const files = names.value;
  const read = await inTurn(files, (name) => readOne(join(path, name), allowance));
  const digests = read.map(({ digest }, index) => `${files[index] ?? ''}\0${digest ?? ''}\0`);
  return { digest: digestOf(digests.join('')), collection: merged(read.map(({ collection }) => collection)) };
}

/** The names of the files of a folder that are read; `undefined` for what is no folder. */
async function filesOf(path: string): Promise<Result<readonly string[] | undefined>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok(undefined);
    const names = (await readdir(path)).filter((name) => /\.(?:xml|clixml|txt)$/i.test(name)).sort();
    return names.length > mostFiles ? fail(appError('collection.tooLarge', { path, files: String(names.length) })) : ok(names);
  } catch (error) {
    return fail(appError('file.unreadable', { path, message: messageOf(error) }));
  }
}

async function readOne(path: string, allowance: Allowance): Promise<Source> {
  const { digest, content } = await readFileContent(path, allowance);
  return { digest, collection: content.ok ? readContent(path, content.value, allowance.limits) : nothing(path, content.error) };
}

function readContent(path: string, content: FileContent, limits: FileLimits): Collection {
  if (content.kind === 'text') return readText(path, content.text, content.writtenAt, limits);
  if (!isScriptFile(content.values)) return readExported(path, content.values, content.writtenAt);
  const part = readScriptFile(path, content.values);
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

function readText(source: string, text: string, takenAt: string, limits: FileLimits): Collection {
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
