/** `README.txt` of a pack, in both languages, for somebody who has the pack and not the wizard. */
import { categoriesText, practiceNotice } from '../../shared/messages/labels.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { Mode } from '../../shared/model/mode.ts';
import { manifestName, type PackSubject } from './manifest.ts';

export const readmeName = 'README.txt';

/** Which organization it is about, and how that was worked on */
export interface PackedOf {
  readonly organization: string;
  readonly mode: Mode;
}
type About = PackSubject & PackedOf;

const ofRun = {
  'report.html': m.pack_file_report,
  'report.pdf': m.pack_file_pdf,
  'report.json': m.pack_file_json,
  'plan.json': m.pack_file_plan,
  'snapshot.json': m.pack_file_snapshot,
  'journal.jsonl': m.pack_file_journal,
  'apply.ps1': m.pack_file_apply,
  'undo.ps1': m.pack_file_undo,
  'apply.txt': m.pack_file_redacted_apply,
  'undo.txt': m.pack_file_redacted_undo,
  'evidence.json': m.pack_file_evidence,
} as const;
/** With tokens in place of names, the whole objects are left out. */
const ofRedactedRun = { ...ofRun, 'snapshot.json': m.pack_file_redacted_snapshot } as const;
const ofRequest = {
  'request.html': m.pack_request_file_html,
  'request.pdf': m.pack_request_file_pdf,
  'request.json': m.pack_request_file_json,
  'apply.ps1': m.pack_request_file_apply,
  'undo.ps1': m.pack_request_file_undo,
} as const;
type Meaning = (parameters: Record<string, never>, options: { readonly locale: Language }) => string;
const meaningsOf = ({ of, redacted }: PackSubject): ReadonlyMap<string, Meaning> =>
  new Map(Object.entries(of === 'changeRequest' ? ofRequest : redacted.length === 0 ? ofRun : ofRedactedRun));

/** `files`: the names of the files that are described, in their order. With BOM and CRLF, as Notepad of every Windows reads it. */
export const readmeText = (about: About, files: readonly string[]): string =>
  `\uFEFF${languages
    .map((language) => part(about, files, language))
    .join('\n\n')
    .replaceAll('\n', '\r\n')}\r\n`;

/** What the pack is of, and whether anything in it was replaced. */
export function subjectLines(subject: PackSubject, language: Language): readonly string[] {
  const locale = { locale: language };
  const { program, time, redacted } = subject;
  return [
    ...(subject.of === 'run'
      ? [m.pack_run({ run: subject.run }, locale), m.pack_time({ time }, locale)]
      : [m.pack_request_plan({ plan: subject.plan }, locale), m.pack_request_made({ time }, locale)]),
    m.pack_program({ program }, locale),
    ...(redacted.length === 0
      ? []
      : [m.pack_redacted({ categories: categoriesText(redacted, language) }, locale), m.pack_redacted_left_out({}, locale)]),
  ];
}

function part(about: About, files: readonly string[], language: Language): string {
  const locale = { locale: language };
  const file = (name: string, text: string): string => `${name}\n  ${text}`;
  const isRun = about.of === 'run';
  const title = (isRun ? m.pack_title : m.pack_request_title)({}, locale);
  const { organization, mode } = about;
  const notice = practiceNotice(mode, language);
  const meanings = meaningsOf(about);
  return [
    title,
    '='.repeat(language === 'ja' ? 2 * title.length : title.length),
    '',
    ...(notice === null ? [] : [notice]),
    (isRun ? m.pack_lead : m.pack_request_lead)({}, locale),
    '',
    ...subjectLines(about, language),
    m.pack_organization({ organization: organization === '' ? m.value_unknown({}, locale) : organization }, locale),
    '',
    ...files.flatMap((name) => {
      const meaning = meanings.get(name);
      return meaning === undefined ? [] : [file(name, meaning({}, locale))];
    }),
    file(manifestName, m.pack_file_manifest({}, locale)),
    '',
    m.pack_check({}, locale),
    '  Get-FileHash -Algorithm SHA256 *',
    '  "Hybrid Certificate Wizard.exe" --verify-pack FILE.zip',
    m.pack_not_signed({}, locale),
  ].join('\n');
}
