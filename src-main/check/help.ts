/** What `--help` shows. */
import { m } from '../../shared/messages/compiled/messages.js';
import type { Language } from '../../shared/wizard/pages.ts';

type Text = (parameters: Record<string, never>, options: { readonly locale: Language }) => string;

const entries: readonly (readonly [string, Text])[] = [
  ['--certificate THUMBPRINT', m.check_help_certificate],
  ['--json FILE.json | -', m.check_help_json],
  ['--html FILE.html', m.check_help_html],
  ['--language ja|en', m.check_help_language],
  ['--password-stdin', m.check_help_password],
];
const codes: readonly Text[] = [
  m.check_help_exit_0,
  m.check_help_exit_1,
  m.check_help_exit_2,
  m.check_help_exit_3,
  m.check_help_exit_64,
  m.check_help_order,
];

export function helpText(language: Language): string {
  const say = (text: Text): string => text({}, { locale: language });
  return [
    say(m.check_help_check),
    '  --check FILE_OR_FOLDER... [--certificate THUMBPRINT] [--json FILE.json] [--html FILE.html] [--language ja|en]',
    '',
    say(m.check_help_examine),
    '  --examine FILE [--password-stdin] [--json FILE.json] [--language ja|en]',
    '',
    ...entries.flatMap(([option, text]) => [option, `  ${say(text)}`]),
    '',
    ...codes.map(say),
    '',
  ].join('\n');
}
