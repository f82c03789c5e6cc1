/** Packs: one archive with its files, a README in both languages, and what shows a change of any of them. */
import { appError, fail, ok, type Result } from '../../shared/model/error.ts';
import { applyScript, undoScript } from '../../shared/plan/script.ts';
import { runFiles, type RunFiles } from '../change/read-run.ts';
import type { RedactionCategory } from '../../shared/redaction/categories.ts';
import type { ChangeRequest } from '../report/change-request.ts';
import { runReport } from '../report/run-data.ts';
import { entryOf, manifestName, manifestText, type PackSubject } from './manifest.ts';
import { readmeName, readmeText, type PackedOf } from './readme.ts';
import { packLimits, writeZip, type PackedFile } from './zip.ts';

export interface PackContents {
  readonly run: RunFiles;
  /** The report as HTML */
  readonly report: string;
  /** The same as PDF; `null` without a window */
  readonly pdf: Uint8Array | null;
  /** Name and version */
  readonly program: string;
  /** What of the run was replaced by tokens; none: its files are as they are in its folder */
  readonly redacted?: readonly RedactionCategory[];
}

/** The ticket pack of a run. The same contents give the same bytes. `pack.tooLarge`: it could not be checked. */
export function makePack({ run: { run, bytes }, report, pdf, program, redacted = [] }: PackContents): Result<Uint8Array> {
  const { id, state } = run;
  const evidence = { format: 1, run: id, evidence: state.evidence };
  // With tokens in it, a script must not be taken for one that can be run.
  const nameOf = (key: keyof typeof runFiles): string => (redacted.length === 0 ? runFiles[key] : runFiles[key].replace(/\.ps1$/, '.txt'));
  const files: readonly PackedFile[] = [
    textFile('report.html', report),
    ...(pdf === null ? [] : [{ name: 'report.pdf', bytes: pdf }]),
    textFile('report.json', `${JSON.stringify(runReport(run, program, redacted), null, 2)}\n`),
    ...(['plan', 'snapshot', 'journal', 'apply', 'undo'] as const).map((key) => ({ name: nameOf(key), bytes: bytes[key] })),
    textFile('evidence.json', `${JSON.stringify(evidence, null, 2)}\n`),
  ];
  return packed({ of: 'run', program, run: id, time: state.last.at, redacted: [...redacted] }, state.opened, files);
}

export interface RequestContents {
  readonly request: ChangeRequest;
  readonly html: string;
  readonly pdf: Uint8Array;
}

/** A change request, with both scripts. `call.refused`: a call is not in the closed table. */
export function makeRequestPack({ request, html, pdf }: RequestContents): Result<Uint8Array> {
  const { plan, program, createdAt, mode } = request;
  const about = { organization: request.organization ?? '', mode };
  const header = { ...about, run: plan.id, at: createdAt, program };
  const [apply, undo] = [applyScript(plan, header), undoScript(plan, header)];
  if (!apply.ok) return apply;
  if (!undo.ok) return undo;
  return packed({ of: 'changeRequest', program, plan: plan.id, time: createdAt, redacted: [] }, about, [
    textFile('request.html', html),
    { name: 'request.pdf', bytes: pdf },
    textFile('request.json', `${JSON.stringify(request, null, 2)}\n`),
    textFile(runFiles.apply, apply.value),
    textFile(runFiles.undo, undo.value),
  ]);
}

function packed(subject: PackSubject, { organization, mode }: PackedOf, files: readonly PackedFile[]): Result<Uint8Array> {
  const readme = textFile(
    readmeName,
    readmeText(
      { ...subject, organization, mode },
      files.map(({ name }) => name),
    ),
  );
  const listed = [readme, ...files];
  const all = [...listed, textFile(manifestName, manifestText({ ...subject, files: listed.map(entryOf) }))];
  const unpacked = all.reduce((sum, { bytes: { length } }) => sum + length, 0);
  if (unpacked > packLimits.unpackedBytes) return fail(appError('pack.tooLarge', { message: `${String(unpacked)} bytes` }));
  const pack = writeZip(all);
  return pack.length > packLimits.bytes ? fail(appError('pack.tooLarge', { message: `${String(pack.length)} bytes` })) : ok(pack);
}

const textFile = (name: string, text: string): PackedFile => ({ name, bytes: new TextEncoder().encode(text) });
