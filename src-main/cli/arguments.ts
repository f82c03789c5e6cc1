/** The command line of a check: anything that is not understood is refused before a file is read. */

import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '../../shared/model/error.ts';
import { languages, type Language } from '../../shared/messages/language.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { isCommand, type CommandName } from './commands.ts';
import { redactionCategories, type RedactionCategory } from '../../shared/redaction/categories.ts';

export interface CheckCommand {
  readonly kind: 'check';
  readonly inputs: readonly string[];
  /** Thumbprint in upper case */
  readonly certificate: string | null;
  /** A path, or `-` for standard output */
  readonly json: string | null;
  readonly html: string | null;
}
export interface ExamineCommand {
  readonly kind: 'examine';
  readonly file: string;
  readonly json: string | null;
  readonly passwordFromInput: boolean;
}
/** Says what an error means. */
export interface DecodeCommand {
  readonly kind: 'decode';
  /** A path, or `-` for standard input */
  readonly file: string;
  /** What was collected of the organization, in which the text is looked up: a file or a folder */
  readonly organization: string | null;
  readonly json: string | null;
}
/** Says what a log of the HCW answers. */
export interface HcwLogCommand {
  readonly kind: 'hcwLog';
  /** A file of a run, or the folder of several runs */
  readonly path: string;
  readonly json: string | null;
}
/** Writes the ticket pack of a run. */
export interface PackCommand {
  readonly kind: 'pack';
  /** The folder of the run */
  readonly folder: string;
  readonly zip: string;
  /** What is replaced by tokens, for sharing outside */
  readonly redact: readonly RedactionCategory[];
}
/** Checks a ticket pack. */
export interface VerifyPackCommand {
  readonly kind: 'verifyPack';
  readonly file: string;
}
/** What reads or writes files */
export type WorkCommand = CheckCommand | ExamineCommand | DecodeCommand | HcwLogCommand | PackCommand | VerifyPackCommand;
export type Command = WorkCommand | { readonly kind: 'help' };

export type UsageCode =
  | 'noInput'
  | 'oneFile'
  | 'oneText'
  | 'oneLog'
  | 'oneRun'
  | 'onePack'
  | 'unknownOption'
  | 'valueMissing'
  | 'twice'
  | 'thumbprint'
  | 'redact'
  | 'language'
  | 'password'
  | 'commandFirst'
  | 'outputIsInput'
  | 'sameOutput'
  | 'extension';
export interface UsageFault {
  readonly code: UsageCode;
  readonly details: Readonly<Record<string, string>>;
}
export const fault = (code: UsageCode, details: UsageFault['details'] = {}): UsageFault => ({ code, details });

const optionTypes = {
  certificate: { type: 'string' },
  json: { type: 'string' },
  html: { type: 'string' },
  zip: { type: 'string' },
  redact: { type: 'string' },
  language: { type: 'string' },
  organization: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
type Option = keyof typeof optionTypes;
const isOption = (name: string): name is Option => Object.hasOwn(optionTypes, name);
const optionsOf: Readonly<Record<CommandName, readonly Option[]>> = {
  '--check': ['certificate', 'json', 'html', 'language', 'help'],
  '--examine': ['json', 'language', 'password-stdin', 'help'],
  '--decode': ['organization', 'json', 'language', 'help'],
  '--hcw-log': ['json', 'language', 'help'],
  '--pack': ['zip', 'redact', 'language', 'help'],
  '--verify-pack': ['language', 'help'],
};

/** The language that is asked for, whatever else is wrong: the fault is reported in it. `undefined`: the system's. */
export function languageAskedFor(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((argument) => /^--language(?:=|$)/.test(argument));
  const value = argv[at]?.includes('=') === true ? argv[at].slice('--language='.length) : argv[at + 1];
  return at < 0 ? undefined : languages.find((language) => language === value);
}

/** `argv` of the process; switches before the command belong to Electron. */
export function parseArguments(argv: readonly string[]): Result<Command, UsageFault> {
  const at = argv.findIndex((argument, index) => index > 0 && isCommand(argument));
  const early = argv
    .slice(1, at)
    .map(nameOf)
    .find((name) => name.startsWith('--') && isOption(name.slice(2)));
  if (early !== undefined && early !== '--help') return fail(fault('commandFirst', { option: early }));
  const command = argv[at];
  const given = read(argv.slice(at + 1), optionsOf[isCommand(command) ? command : '--check']);
  if (!given.ok) return given;
  const { options, rest } = given.value;
  if (options.has('help')) return ok({ kind: 'help' });
  const language = options.get('language');
  if (language !== undefined && !languages.some((one) => one === language)) return fail(fault('language', { value: language }));
  const json = options.get('json') ?? null;
  const html = options.get('html') ?? null;
  const zip = options.get('zip') ?? null;
  const wrong = wrongName('--json', json, ['.json']) ?? wrongName('--html', html, ['.html', '.htm']) ?? wrongName('--zip', zip, ['.zip']);
  if (wrong !== undefined) return fail(wrong);
  if (command === '--decode') {
    const [file, ...others] = rest;
    if (file === undefined || others.length > 0) return fail(fault('oneText'));
    return ok({ kind: 'decode', file, organization: options.get('organization') ?? null, json });
  }
  if (command === '--hcw-log') {
    const [path, ...others] = rest;
    if (path === undefined || others.length > 0) return fail(fault('oneLog'));
    return ok({ kind: 'hcwLog', path, json });
  }
  if (command === '--pack') {
    const [folder, ...others] = rest;
    if (folder === undefined || others.length > 0 || zip === null) return fail(fault('oneRun', { option: '--zip' }));
    const redact = categoriesOf(options.get('redact'));
    return redact.ok ? ok({ kind: 'pack', folder, zip, redact: redact.value }) : redact;
  }
  if (command === '--verify-pack') {
    const [file, ...others] = rest;
    if (file === undefined || others.length > 0) return fail(fault('onePack'));
    return ok({ kind: 'verifyPack', file });
  }
  if (command === '--examine') {
    const [file, ...others] = rest;
    if (file === undefined || others.length > 0) return fail(fault('oneFile'));
    return ok({ kind: 'examine', file, json, passwordFromInput: options.has('password-stdin') });
  }
  if (rest.length === 0) return fail(fault('noInput'));
  const certificate = thumbprintOf(options.get('certificate'));
  return certificate.ok ? ok({ kind: 'check', inputs: rest, certificate: certificate.value, json, html }) : certificate;
}

const nameOf = (argument: string): string => argument.split('=', 1)[0] ?? '';

interface Given {
  readonly options: ReadonlyMap<Option, string>;
  readonly rest: readonly string[];
}

function read(args: readonly string[], allowed: readonly Option[]): Result<Given, UsageFault> {
  const options = new Map<Option, string>();
  const rest: string[] = [];
  // Not strict: its exceptions are English texts without a code, and could repeat a password.
  const { tokens } = parseArgs({ args: [...args], options: optionTypes, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') {
      rest.push(token.value);
      continue;
    }
    // As it was written: `-pwd` is one argument and three tokens.
    const argument = args[token.index] ?? '';
    const written = nameOf(argument);
    // The value is not repeated in the message.
    if (/^--?p(?:ass(?:word|phrase)?|wd)?$/i.test(written)) return fail(fault('password', { option: '--password-stdin' }));
    const option = token.kind === 'option' ? allowed.find((one) => one === token.name) : undefined;
    if (option === undefined || token.kind !== 'option') return fail(fault('unknownOption', { option: written }));
    if (options.has(option)) return fail(fault('twice', { option: written }));
    if (optionTypes[option].type === 'boolean') {
      if (token.inlineValue === true) return fail(fault('unknownOption', { option: argument }));
      options.set(option, '');
      continue;
    }
    const { value } = token;
    if (value === undefined || value === '' || value.startsWith('--')) return fail(fault('valueMissing', { option: written }));
    options.set(option, value);
  }
  return ok({ options, rest });
}

/** An output has the extension of its format, so that a typing error cannot overwrite an input or any other file. */
function wrongName(option: string, path: string | null, extensions: readonly string[]): UsageFault | undefined {
  if (path === null || (path === '-' && option === '--json')) return undefined;
  if (extensions.some((extension) => path.toLowerCase().endsWith(extension))) return undefined;
  return fault('extension', { path, option, extension: extensions[0] ?? '' });
}

/** As Windows shows it: with spaces, in lower case, and with an invisible mark before it when it was copied from the dialog. */
function thumbprintOf(text: string | undefined): Result<string | null, UsageFault> {
  if (text === undefined) return ok(null);
  const thumbprint = text.replaceAll(/[\s:\u200E\u200F\uFEFF]/g, '').toUpperCase();
  return /^[0-9A-F]{40}$/.test(thumbprint) ? ok(thumbprint) : fail(fault('thumbprint', { value: text }));
}

/** `all`, or names of categories with commas between them. */
function categoriesOf(text: string | undefined): Result<readonly RedactionCategory[], UsageFault> {
  if (text === undefined) return ok([]);
  if (text === 'all') return ok(redactionCategories);
  const wanted = text.split(',');
  const unknown = wanted.find((name) => !redactionCategories.some((category) => category === name));
  if (unknown !== undefined) return fail(fault('redact', { value: unknown, categories: `all, ${redactionCategories.join(', ')}` }));
  return ok(redactionCategories.filter((category) => wanted.includes(category)));
}

type Text = (parameters: Record<string, never>, options: { readonly locale: Language }) => string;

const entries: readonly (readonly [string, Text])[] = [
  ['--certificate THUMBPRINT', m.check_help_certificate],
  ['--json FILE.json | -', m.check_help_json],
  ['--html FILE.html', m.check_help_html],
  ['--zip FILE.zip', m.check_help_zip],
  ['--redact all | CATEGORY,CATEGORY...', m.check_help_redact],
  ['--language ja|en', m.check_help_language],
  ['--password-stdin', m.check_help_password],
  ['--organization FILE_OR_FOLDER', m.check_help_organization],
];
const codes: readonly Text[] = [
  m.check_help_exit_0,
  m.check_help_exit_1,
  m.check_help_exit_2,
  m.check_help_exit_3,
  m.check_help_exit_64,
  m.check_help_order,
  m.check_help_decode_codes,
  m.check_help_hcwLog_codes,
  m.check_help_pack_codes,
];

/** What `--help` shows. */
export function helpText(language: Language): string {
  const say = (text: Text): string => text({}, { locale: language });
  return [
    say(m.check_help_check),
    '  --check FILE_OR_FOLDER... [--certificate THUMBPRINT] [--json FILE.json] [--html FILE.html] [--language ja|en]',
    '',
    say(m.check_help_examine),
    '  --examine FILE [--password-stdin] [--json FILE.json] [--language ja|en]',
    '',
    say(m.check_help_decode),
    '  --decode FILE | - [--organization FILE_OR_FOLDER] [--json FILE.json] [--language ja|en]',
    '',
    say(m.check_help_hcwLog),
    '  --hcw-log FILE_OR_FOLDER [--json FILE.json] [--language ja|en]',
    '',
    say(m.check_help_pack),
    '  --pack FOLDER --zip FILE.zip [--redact all | CATEGORY,...] [--language ja|en]',
    '',
    say(m.check_help_verifyPack),
    '  --verify-pack FILE.zip [--language ja|en]',
    '',
    ...entries.flatMap(([option, text]) => [option, `  ${say(text)}`]),
    '',
    ...codes.map(say),
    '',
  ].join('\n');
}
