/** The ticket pack of a run: one archive with its files as they are, the report, the evidence, and what shows a change of any of them. */
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { runFiles, type RunFiles } from '../change/read-run.ts';
import { entryOf, manifestName, manifestText } from './manifest.ts';
import { readmeName, readmeText } from './readme.ts';
import { packLimits, writeZip, type PackedFile } from './zip.ts';

export interface PackContents {
  readonly run: RunFiles;
  /** The report as HTML */
  readonly report: string;
  /** The same as PDF; `null` without a window */
  readonly pdf: Uint8Array | null;
  /** Name and version */
  readonly program: string;
}

/** The same contents give the same bytes. `pack.tooLarge`: the pack could not be checked afterward. */
export function makePack({ run: { run, bytes }, report, pdf, program }: PackContents): Result<Uint8Array> {
  const { id, state } = run;
  const about = { program, run: id, time: state.last.at };
  const evidence = { format: 1, run: id, evidence: state.evidence };
  const files: readonly PackedFile[] = [
    textFile('report.html', report),
    ...(pdf === null ? [] : [{ name: 'report.pdf', bytes: pdf }]),
    ...(['plan', 'snapshot', 'journal', 'apply', 'undo'] as const).map((key) => ({ name: runFiles[key], bytes: bytes[key] })),
    textFile('evidence.json', `${JSON.stringify(evidence, null, 2)}\n`),
  ];
  const readme = textFile(
    readmeName,
    readmeText(
      { ...about, organization: state.opened.organization },
      files.map(({ name }) => name),
    ),
  );
  const listed = [readme, ...files];
  const all = [...listed, textFile(manifestName, manifestText({ ...about, files: listed.map(entryOf) }))];
  const unpacked = all.reduce((sum, { bytes: { length } }) => sum + length, 0);
  if (unpacked > packLimits.unpackedBytes) return fail(appError('pack.tooLarge', { message: `${String(unpacked)} bytes` }));
  const pack = writeZip(all);
  return pack.length > packLimits.bytes ? fail(appError('pack.tooLarge', { message: `${String(pack.length)} bytes` })) : ok(pack);
}

const textFile = (name: string, text: string): PackedFile => ({ name, bytes: new TextEncoder().encode(text) });
