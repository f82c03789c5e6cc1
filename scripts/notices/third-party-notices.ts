/** Writes out/THIRD-PARTY-NOTICES.txt: who made what is bundled into the program, and under which license. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import * as v from 'valibot';
import { root } from '../root.ts';
import { acceptedLicenses, generatedModules, licenseNotes } from './licenses.ts';

/** Written by the build, see electron.vite.config.ts. */
const recordedModules = ['main', 'preload', 'renderer'].map((part) => join(root, `out/bundled/${part}.json`));
const noticesFile = join(root, 'out/THIRD-PARTY-NOTICES.txt');

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX */
  readonly license: string;
  readonly text: string;
}

const packageSchema = v.object({ name: v.string(), version: v.string(), license: v.optional(v.string()) });
const licenseFile = /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i;
const noticeFile = /^notice(?:\.(?:md|txt))?$/i;
const slashes = (path: string): string => path.replaceAll('\\', '/');

/**
 * The folder of the package that a module belongs to; `undefined` for the project's own modules.
 * Throws for a generated module whose origin is not known: it would be shipped without its license.
 */
export function packageFolderOf(id: string): string | undefined {
  const generated = generatedModules.find((entry) => entry.id.test(slashes(id)));
  if (generated !== undefined) return join(root, 'node_modules', generated.package);
  if (id.startsWith('\0')) throw new Error(`The build made ${JSON.stringify(id)}. Name its package in scripts/notices/licenses.ts.`);
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(slashes(id))?.[0];
}

/** Name, version, license and license text of the package in a folder. Throws one sentence when one of them is missing. */
export function bundledPackage(folder: string): BundledPackage {
  const about = v.parse(packageSchema, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const { name, version } = about;
  const note = licenseNotes[name] ?? {};
  const license = note.license ?? about.license;
  if (license === undefined || !acceptedLicenses.includes(license))
    throw new Error(`${name} ${version} is bundled under the license ${license ?? '(none)'}. Accepted: ${acceptedLicenses.join(', ')}.`);
  const texts = readdirSync(folder).filter((file) => licenseFile.test(file) || noticeFile.test(file));
  if (!texts.some((file) => licenseFile.test(file))) return { name, version, license, text: copiedText(name, version) };
  const text = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return { name, version, license, text: note.endsBefore === undefined ? text : textBefore(name, text, note.endsBefore) };
}

function copiedText(name: string, version: string): string {
  const copy = licenseNotes[name]?.text;
  if (copy === undefined)
    throw new Error(
      `${name} ${version} is bundled but has no license text. Put one into scripts/notices/licenses/, and name it in licenses.ts.`,
    );
  if (copy.version !== version)
    throw new Error(
      `The license text of ${name} was taken from ${copy.source} for ${copy.version}. Check that it is right for ${version}.`,
    );
  return readFileSync(join(import.meta.dirname, 'licenses', copy.file), 'utf8').trim();
}

function textBefore(name: string, text: string, line: string): string {
  const end = text.indexOf(line);
  if (end < 0) throw new Error(`The license text of ${name} no longer contains the line "${line.trim()}".`);
  return text.slice(0, end).replace(/[\s-]+$/, '');
}

/** Data that others made: a file `x.json` has its notice in `x.NOTICE` beside it. */
function dataNotices(ids: readonly string[]): readonly string[] {
  const own = ids.filter((id) => packageFolderOf(id) === undefined);
  const files = new Set(own.map((id) => `${join(dirname(id), parse(id).name)}.NOTICE`).filter((path) => existsSync(path)));
  return [...files].sort().map((path) => readFileSync(path, 'utf8').trim());
}

/** Throws one sentence when something is bundled whose license or license text is not known. */
export function noticesOf(ids: readonly string[]): { readonly packages: readonly BundledPackage[]; readonly text: string } {
  const folders = new Set(ids.flatMap((id) => packageFolderOf(id) ?? []));
  const packages = [...folders].map(bundledPackage).sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
  const sections = packages.map(({ name, version, license, text }) => `${name} ${version}\nLicense: ${license}\n\n${text}`);
  return {
    packages,
    text: [introduction, ...sections, ...dataNotices(ids)].join(`\n\n${'-'.repeat(80)}\n\n`).replaceAll('\r\n', '\n') + '\n',
  };
}

const introduction = `THIRD-PARTY NOTICES

Hybrid Certificate Wizard contains the software and data below. It runs on Electron, whose own
license is in LICENSE.electron.txt, and whose parts are listed in LICENSES.chromium.html.`;

/** After a build: reads which modules it bundled, and writes the notices. */
export function writeNotices(): void {
  const ids = recordedModules.flatMap((file) => v.parse(v.array(v.string()), JSON.parse(readFileSync(file, 'utf8'))));
  writeFileSync(noticesFile, noticesOf(ids).text);
}
