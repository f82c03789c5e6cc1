/** A check from its command line to its exit code. What it reads and writes besides files is passed in. */

import { basename, dirname, join, resolve } from 'node:path';
import { checkResult } from '../../shared/check/check.ts';
import { examineResult } from '../../shared/check/examine.ts';
import { decodeResult, decodeText } from '../../shared/decode/result.ts';
import { hcwLogResult } from '../../shared/hcw-log/result.ts';
import { hcwLogText } from '../../shared/hcw-log/text.ts';
import { checkText, plain } from '../../shared/check/text.ts';
import { exitCodeOfUsage, exitCodes } from '../../shared/check/questions.ts';
import { languageOf, type Language } from '../../shared/messages/language.ts';
import { examineCertificateFile, readCertificateFile } from '../pki/certificate-file.ts';
import { readRunFiles, runFiles } from '../change/read-run.ts';
import { digestOf } from '../files/digest.ts';
import { nodeFileSystem } from '../files/atomic-write.ts';
import { readHcwLogs } from '../hcw-log/read-log.ts';
import { makePack } from '../pack/make-pack.ts';
import { redactedRunFiles } from '../pack/redacted-run.ts';
import { packCheckLines } from '../pack/pack-text.ts';
import { verifyPackFile } from '../pack/verify-pack.ts';
import { renderCheck } from '../report/check-report.ts';
import { renderRunReport } from '../report/run-report.ts';
import {
  languageAskedFor,
  parseArguments,
  type CheckCommand,
  type DecodeCommand,
  type ExamineCommand,
  type HcwLogCommand,
  helpText,
  type PackCommand,
  type UsageFault,
  type VerifyPackCommand,
  type WorkCommand,
} from './arguments.ts';
import { readErrorText } from './error-text.ts';
import { outputFault, asciiJson, writeOutputs, type OutputFile } from './output-files.ts';
import { passwordFrom, type Input } from './password.ts';
import { readOrganization } from './read-organization.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { errorText } from '../../shared/messages/labels.ts';
import { appError, fail, messageOf, ok, type AppError } from '../../shared/model/error.ts';
import { redactText } from '../log/log.ts';

// What is said on standard error: a code to search for, what happened, the safe next action.

/** The wizard's own sentences have no secret in them, and would be cut where they speak of one. */
const lines = (parts: readonly string[]): string => parts.map((part) => `${plain(part)}\n`).join('');

const told = (code: string, text: string, action: string, details: AppError['details'], language: Language): string =>
  lines([
    m.check_line_error({ code, text }, { locale: language }),
    ...Object.entries(details).map(([name, value]) => redactText(`  ${name}: ${value}`)),
    m.check_line_next({ action }, { locale: language }),
  ]);

function errorLines(error: AppError, language: Language): string {
  const { title, state, action } = errorText(error, language);
  return told(error.code, title, `${action} ${state}`, error.details, language);
}

type UsageMessage = (parameters: UsageFault['details'], options: { readonly locale: Language }) => string;
const usage = m satisfies Readonly<Record<`check_usage_${UsageFault['code']}`, unknown>>;

function usageLines({ code, details }: UsageFault, language: Language): string {
  const message = usage[`check_usage_${code}`] as UsageMessage;
  // What was typed may be a secret; the sentence around it is none.
  const safe = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, redactText(value)]));
  const text = message(safe, { locale: language });
  return told(`usage.${code}`, text, m.check_usage_help({ option: '--help' }, { locale: language }), {}, language);
}

const own = {
  'check.failed': [m.check_failed_title, m.check_failed_action],
  'check.stdout': [m.check_stdout_title, m.check_stdout_action],
} as const;

/** Failures of the program itself, and of its standard streams. */
function ownLines(code: keyof typeof own, language: Language, details: AppError['details'] = {}): string {
  const [title, action] = own[code];
  return told(code, title({}, { locale: language }), action({}, { locale: language }), details, language);
}

export interface Surroundings {
  readonly program: { readonly name: string; readonly version: string };
  readonly now: () => Date;
  /** The system's language, e.g. `ja-JP` */
  readonly locale: () => string;
  readonly input: Input;
  /** Rejects when the stream cannot be written */
  readonly out: (text: string) => Promise<void>;
  /** Never rejects, because no caller could report the failure */
  readonly tell: (text: string) => Promise<void>;
}

/** Runs the command of `argv` (as the process has it) and gives the exit code. Never rejects. */
export async function runCommandLine(argv: readonly string[], around: Surroundings): Promise<number> {
  const language = languageAskedFor(argv) ?? languageOf(around.locale());
  try {
    const parsed = parseArguments(argv);
    const command = parsed.ok ? parsed.value : undefined;
    if (command?.kind === 'help') {
      await around.out(helpText(language));
      return exitCodes.nothingBlocks;
    }
    const fault = !parsed.ok ? parsed.error : await faultOfOutputs(command);
    if (fault !== undefined) {
      await around.tell(usageLines(fault, language));
      return exitCodeOfUsage;
    }
    if (command === undefined) return exitCodeOfUsage;
    switch (command.kind) {
      case 'check':
        return await check(command, language, around);
      case 'examine':
        return await examine(command, language, around);
      case 'decode':
        return await decode(command, language, around);
      case 'hcwLog':
        return await hcwLog(command, language, around);
      case 'pack':
        return await pack(command, language, around);
      case 'verifyPack':
        return await verifyPack(command, language, around);
    }
  } catch (error) {
    await around.tell(ownLines('check.failed', language, { message: messageOf(error) }));
    return exitCodes.couldNotJudge;
  }
}

const faultOfOutputs = (command: WorkCommand | undefined): ReturnType<typeof outputFault> => {
  switch (command?.kind) {
    case undefined:
    case 'verifyPack':
      return Promise.resolve(undefined);
    case 'pack':
      return outputFault(
        Object.values(runFiles).map((name) => join(command.folder, name)),
        [command.zip],
      );
    case 'check':
      return outputFault(command.inputs, [command.json, command.html]);
    case 'examine':
      return outputFault([command.file], [command.json]);
    case 'hcwLog':
      return outputFault([command.path], [command.json]);
    case 'decode':
      return outputFault([command.file, ...(command.organization === null ? [] : [command.organization])], [command.json]);
  }
};

async function check({ inputs, certificate, json, html }: CheckCommand, language: Language, around: Surroundings): Promise<number> {
  const now = around.now();
  const { organization, collected, errors } = await readOrganization(inputs, now);
  const { program } = around;
  const result = checkResult({ now: now.toISOString(), language, program, certificate, collected, errors, organization });
  const toJson = (): string => `${asciiJson(result, 2)}\n`;
  for (const error of result.errors) await around.tell(errorLines({ ...error, effect: 'none' }, language));
  const files: OutputFile[] = [
    { path: json, text: toJson },
    { path: html, text: () => renderCheck(result) },
  ];
  const text = { text: json === '-' ? toJson() : checkText(result), isNeeded: json === '-' };
  return (await written(files, text, language, around)) ? result.exitCode : exitCodes.couldNotJudge;
}

async function examine({ file, json, passwordFromInput }: ExamineCommand, language: Language, around: Surroundings): Promise<number> {
  const password = passwordFromInput ? await passwordFrom(around.input) : undefined;
  const isPasswordMissing = passwordFromInput && password === undefined;
  const bytes = isPasswordMissing ? fail(appError('check.password')) : await readCertificateFile(file);
  const content = bytes.ok ? await examineCertificateFile(bytes.value, password) : bytes;
  const { program } = around;
  const result = examineResult({ now: around.now().toISOString(), language, program, file, content });
  if (!content.ok) await around.tell(errorLines(content.error, language));
  const text = `${asciiJson(result)}\n`;
  const isNeeded = json === null || json === '-';
  return (await written([{ path: json, text: () => text }], { text, isNeeded }, language, around))
    ? result.exitCode
    : exitCodes.couldNotJudge;
}

async function decode({ file, organization: collected, json }: DecodeCommand, language: Language, around: Surroundings): Promise<number> {
  const now = around.now();
  const content = await readErrorText(file, around.input);
  const read = collected === null ? { organization: null, errors: [] } : await readOrganization([collected], now);
  const { program } = around;
  const result = decodeResult({ now: now.toISOString(), language, program, file, content, ...read });
  for (const error of result.errors) await around.tell(errorLines({ ...error, effect: 'none' }, language));
  const toJson = (): string => `${asciiJson(result, 2)}\n`;
  const text = json === '-' ? toJson() : decodeText(result).split('\n').map(plain).join('\n');
  return (await written([{ path: json, text: toJson }], { text, isNeeded: json === '-' }, language, around))
    ? result.exitCode
    : exitCodes.couldNotJudge;
}

async function hcwLog({ path, json }: HcwLogCommand, language: Language, around: Surroundings): Promise<number> {
  const { files, earlier, errors } = await readHcwLogs(path);
  const { program } = around;
  const result = hcwLogResult({ now: around.now().toISOString(), language, program, path, files, earlier, errors });
  for (const error of errors) await around.tell(errorLines(error, language));
  const toJson = (): string => `${asciiJson(result, 2)}\n`;
  const text = json === '-' ? toJson() : hcwLogText(result).split('\n').map(plain).join('\n');
  return (await written([{ path: json, text: toJson }], { text, isNeeded: json === '-' }, language, around))
    ? result.exitCode
    : exitCodes.couldNotJudge;
}

/** The report is as of the last entry of the journal, so that the same run gives the same pack. */
async function pack({ folder, zip, redact }: PackCommand, language: Language, around: Surroundings): Promise<number> {
  const { name, version } = around.program;
  const program = `${name} ${version}`;
  const path = resolve(folder);
  const run = await readRunFiles(dirname(path), basename(path), nodeFileSystem);
  const shared = run.ok && redact.length > 0 ? redactedRunFiles(run.value, redact) : null;
  const files = shared === null ? run : shared.ok ? ok(shared.value.run) : shared;
  const made = files.ok
    ? makePack({
        run: files.value,
        report: renderRunReport(files.value.run, { program, at: null }, language, redact),
        pdf: null,
        program,
        redacted: redact,
      })
    : files;
  if (!made.ok) {
    await around.tell(errorLines(made.error, language));
    return exitCodes.couldNotJudge;
  }
  const text = [m.pack_written({ path: zip }, { locale: language }), m.pack_sha256({ sha256: digestOf(made.value) }, { locale: language })];
  return (await written([{ path: zip, text: () => made.value }], { text: lines(text), isNeeded: false }, language, around))
    ? exitCodes.nothingBlocks
    : exitCodes.couldNotJudge;
}

async function verifyPack({ file }: VerifyPackCommand, language: Language, around: Surroundings): Promise<number> {
  const checked = await verifyPackFile(file);
  if (!checked.ok) {
    await around.tell(errorLines(checked.error, language));
    return exitCodes.couldNotJudge;
  }
  const exitCode = checked.value.faults.length === 0 ? exitCodes.nothingBlocks : exitCodes.blocks;
  const text = [...packCheckLines(checked.value, language), '', m.check_exit_code({ code: String(exitCode) }, { locale: language })];
  await written([], { text: lines(text), isNeeded: false }, language, around);
  return exitCode;
}

/**
 * Whether everything that was asked for is there. The text on standard output is not asked for by itself:
 * a program of Windows without a console has nowhere to put it.
 */
async function written(
  files: readonly OutputFile[],
  stdout: { readonly text: string; readonly isNeeded: boolean },
  language: Language,
  around: Surroundings,
): Promise<boolean> {
  const errors = await writeOutputs(files);
  for (const error of errors) await around.tell(errorLines(error, language));
  try {
    await around.out(stdout.text);
  } catch (error) {
    if (!stdout.isNeeded) return errors.length === 0;
    await around.tell(ownLines('check.stdout', language, { message: messageOf(error) }));
    return false;
  }
  return errors.length === 0;
}
