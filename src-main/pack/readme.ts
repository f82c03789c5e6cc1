/** `README.txt` of a ticket pack, in both languages, for somebody who has the pack and not the wizard. */
import { languages, type Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { manifestName } from './manifest.ts';

export const readmeName = 'README.txt';

interface About {
  readonly program: string;
  readonly run: string;
  /** ISO 8601, UTC */
  readonly time: string;
  readonly organization: string;
}

const meanings = {
  'report.html': m.pack_file_report,
  'report.pdf': m.pack_file_pdf,
  'plan.json': m.pack_file_plan,
  'snapshot.json': m.pack_file_snapshot,
  'journal.jsonl': m.pack_file_journal,
  'apply.ps1': m.pack_file_apply,
  'undo.ps1': m.pack_file_undo,
  'evidence.json': m.pack_file_evidence,
} as const;
const isDescribed = (name: string): name is keyof typeof meanings => Object.hasOwn(meanings, name);

/** `files`: the names of the files that are described, in their order. With BOM and CRLF, as Notepad of every Windows reads it. */
export const readmeText = (about: About, files: readonly string[]): string =>
  `\uFEFF${languages
    .map((language) => part(about, files, language))
    .join('\n\n')
    .replaceAll('\n', '\r\n')}\r\n`;

function part({ program, run, time, organization }: About, files: readonly string[], language: Language): string {
  const locale = { locale: language };
  const file = (name: string, text: string): string => `${name}\n  ${text}`;
  const title = m.pack_title({}, locale);
  return [
    title,
    '='.repeat(language === 'ja' ? 2 * title.length : title.length),
    '',
    m.pack_lead({}, locale),
    '',
    m.pack_run({ run }, locale),
    m.pack_organization({ organization: organization === '' ? m.value_unknown({}, locale) : organization }, locale),
    m.pack_time({ time }, locale),
    m.pack_program({ program }, locale),
    '',
    ...files.filter(isDescribed).map((name) => file(name, meanings[name]({}, locale))),
    file(manifestName, m.pack_file_manifest({}, locale)),
    '',
    m.pack_check({}, locale),
    '  Get-FileHash -Algorithm SHA256 *',
    '  "Hybrid Certificate Wizard.exe" --verify-pack FILE.zip',
    m.pack_not_signed({}, locale),
  ].join('\n');
}
