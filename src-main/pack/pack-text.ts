/** What `--verify-pack` says. */
import { textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { PackCheck } from './verify-pack.ts';
import { subjectLines } from './readme.ts';

/** Lines without their ends. */
export function packCheckLines({ manifest, sha256, faults }: PackCheck, language: Language): readonly string[] {
  const locale = { locale: language };
  const count = String(manifest.files.length);
  return [
    faults.length === 0 ? m.pack_whole({ count }, locale) : m.pack_differs({ count: String(faults.length) }, locale),
    ...faults.map(({ name, fault }) => `  ${name}: ${textOf(`pack_fault_${fault}`, language)}`),
    '',
    ...subjectLines(manifest, language),
    m.pack_sha256({ sha256 }, locale),
    m.pack_not_signed({}, locale),
  ];
}
