/** Texts that are hard to transfer: on a command line, through a pipe, in XML, in script text. */
import { hostileTexts } from '../contract/hostile-organization.ts';

/** Characters with a meaning in PowerShell, XML, lines or files, and characters that few formats can contain. */
const characters: readonly string[] = [
  ...'‘’‚‛“”„\'"`$;|&<>(){}[]@#%,*?!^~\\/:=+-_ '.split(/(?=.)/),
  ...['\0', '\x01', '\x07', '\b', '\t', '\n', '\v', '\f', '\r', '\x1b', '\x7f', '\x80', '\x85', '\x9f', '\xa0', '\xad'],
  ...['\u200b', '\u200d', '\u200e', '\u202e', '\u2028', '\u2029', '\u2060', '\u3000', '\ufeff', '\ufffd', '\ufdd0', '\ufffb'],
  ...['\ud800', '\udbff', '\udc00', '\udfff', '\ue000', '\u{1f600}', '\u{10ffff}', '\u0301', 'ß', 'İ', 'ı', 'Å', '日', 'ｶ', '\u0e33'],
];

const expressions: readonly string[] = [
  ...['$()', '$(Get-Date)', '$env:x', '${env:PATH}', '$true', '$null', '$PSItem', '@()', '@{}', '@args', '%{ }', '{ exit }', '(1)'],
  ...["'; exit; '", '"; exit; "', '’; exit; ’', "' + $(exit) + '", "'@\nexit\n@'", '"@\nexit\n"@', '<# #>', '# comment', '--%', '--', '-'],
  ...['-Identity', '-Identity:x', '-Confirm:$false', '/?', '..', '*', '?', '[a-z]', '`*', '[x]y', '~', '\\\\server\\share', 'HKLM:\\'],
  ...['; Remove-Item x', '| Out-Null', '&& exit', '|| exit', '& calc', '> x', '2>&1', '< x', '`', '``', '`n', '`"', '`0', '\\n', '\\"'],
  ...['%PATH%', '!x!', '^&', "''", '""', "'''", '‘‘', "’'", "'‘’‚‛“”„'", 'a\'b"c‘d’e', '${x', '$(', '@"', "@'", '}', '{'],
];

const notations: readonly string[] = [
  ...['_x000D_', '_x000d_', '_X000D_', '_x005F_', '_x005F_x000D_', '_xD83D_', '_xD83D__xDE00_', '_x000', '_x', '_', '__', '_x_x000D_'],
  ...[
    '_x0000_x0000_',
    '_xGGGG_',
    '_x000a\u0085b',
    '_x0041\n',
    '_X005F\ud800',
    '\n_x000A_\n',
    '&amp;',
    '&lt;S&gt;',
    '&#13;',
    '&#x0;',
    '<S>a</S>',
    '</Objs>',
    '<![CDATA[x]]>',
    ']]>',
    '<!-- -->',
  ],
  ...['<?xml version="1.0"?>', '<!DOCTYPE x [<!ENTITY e "x">]>', '&e;', '#< CLIXML', '<Objs Version="1.1.0.1"><Nil /></Objs>', '<Nil />'],
  ...[
    'True',
    'False',
    'null',
    'NaN',
    '0',
    '-1',
    '1e9',
    '0x10',
    '1kb',
    '1,2',
    '[int]1',
    '2026-11-24',
    '00000000-0000-0000-0000-000000000000',
  ],
];

/** Lines as the wizard and PowerShell send them to each other. */
const frames: readonly string[] = [
  ...['0123456789abcdef0123456789abcdef!', '0123456789abcdef0123456789abcdef:pAAAA', '0123456789abcdef0123456789abcdef.', ':', '!', '.'],
  ...[
    "Invoke-WizardRequest 'pAAAA'",
    "\nInvoke-WizardRequest 'pAAAA'\n",
    "[Console]::Out.WriteLine('01234567' + '89.')",
    'p',
    'z',
    'zH4sIAAAA',
  ],
  ...[
    'PS C:\\>',
    'PS /> exit',
    '>> ',
    '\nexit\n',
    '\r\nexit\r\n',
    'exit',
    '\x03',
    '\x04',
    '\x1a',
    '\x1b[31mred\x1b[0m',
    '\x1b]0;title\x07',
  ],
];

const names: readonly string[] = [
  ...[
    '<I>CN=Contoso CA, O=Contoso<S>CN=mail.contoso.com',
    'CN="a, b", O=‘x’',
    'EX01\\Default Frontend EX01',
    'EX01\\受信コネクタ [1]',
    'O\'Brien "x"',
  ],
  ...['第１四半期―㈱', '山田 太郎', 'ｶﾀｶﾅ', 'が', 'か\u3099', 'שלום', 'مرحبا', '👩‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'e\u0301', 'é', 'ﬁ', '\u{20bb7}野家', 'Ω', 'Ω'],
];

const shapes: readonly string[] = [
  ...[
    '',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\n\n\n',
    '\r\r',
    '\n\r',
    ' a ',
    '\ta\t',
    'a\nb',
    'a\rb',
    'a\r\nb',
    'a\n',
    '\na',
    'a\0b',
    '\0\0\0',
    '\0a',
  ],
  ...[
    '\ud83d',
    '\ude00',
    '\ude00\ud83d',
    '\ud83d\ud83d\ude00',
    'a\ud83db',
    'a\ude00b',
    '\ud83d_xDE00_',
    '\ufeffa',
    'a\ufeff',
    '\ufeff\ufeff',
  ],
];

const long: readonly string[] = [
  'x'.repeat(65_536),
  '‘"`$;\n'.repeat(10_923).slice(0, 65_536),
  '日本語😀\ud800'.repeat(10_923).slice(0, 65_536),
  '_x000D_'.repeat(9_363).slice(0, 65_536),
  ' '.repeat(65_536),
  'ab'.repeat(6_143),
  'ab'.repeat(6_145),
];

/** Every text once: each character alone, within others and doubled, and all the others. */
export const hostileCorpus: readonly string[] = [
  ...new Set([
    ...hostileTexts,
    ...characters.flatMap((character) => [character, `a${character}b`, character + character]),
    ...expressions,
    ...notations,
    ...frames,
    ...names,
    ...shapes,
    ...long,
  ]),
];
