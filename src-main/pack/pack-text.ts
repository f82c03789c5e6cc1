/** What `--verify-pack` says. */
import { textOf } from '../../shared/messages/labels.ts';
import type { Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { PackCheck } from './verify-pack.ts';

/** Lines without their ends. */
export function packCheckLines(
  { manifest: { program, run, time, files }, sha256, faults }: PackCheck,
  language: Language,
): readonly string[] {
  const locale = { locale: language };
  return [
    faults.length === 0 ? m.pack_whole({ count: String(files.length) }, locale) : m.pack_differs({ count: String(faults.length) }, locale),
    ...faults.map(({ name, fault }) => `  ${name}: ${textOf(`pack_fault_${fault}`, language)}`),
    '',
    m.pack_run({ run }, locale),
    m.pack_time({ time }, locale),
    m.pack_program({ program }, locale),
    m.pack_sha256({ sha256 }, locale),
    m.pack_not_signed({}, locale),
  ];
}
