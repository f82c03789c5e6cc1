/**
 * Requests to the product's module in one PowerShell process, one after the other. However the process fails, the
 * request in flight gets a coded error that says what it may have changed. Requests that still wait are never sent:
 * they fail without an effect.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { readClixml } from '../../shared/clixml/read.ts';
import { psHashtable, psString, type PsValue } from '../../shared/clixml/value.ts';
import { writeClixml } from '../../shared/clixml/write.ts';
import { appError, fail, messageOf, ok, type AppError, type CallEffect, type Result } from '../../shared/model/error.ts';
import type { ProcessIdentity } from '../../shared/run/journal.ts';
import { readWholeFile } from '../files/regular-file.ts';
import { unreadable } from './calls.ts';
import { moduleSum } from './module-sum.ts';
import { identityOf } from './process-identity.ts';
import { findExecutable, startPowerShell, type PowerShellProcess } from './process.ts';

export interface PowerShellSettings {
  /** A path, or a name on PATH */
  readonly executable: string;
  /** Folder with the product's module */
  readonly modulePath: string;
  /** `moduleSum` of each of its files, by name; a file with another one is not loaded */
  readonly moduleSums: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** 32 unpredictable hexadecimal digits, which mark the lines of one reply */
  readonly newNonce: () => string;
  /** Tests connect over SSH; an installed wizard refuses to. */
  readonly allowSsh: boolean;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Names the request in an error: the cmdlet, or the operation */
  readonly what: string;
  /** What the request may have changed when no reply comes */
  readonly effect: CallEffect;
  /** Receives the partial replies of a request that has several, as they come. Each one restarts `timeoutMs`. */
  readonly onPart?: (part: PsValue) => void;
}

export interface Bridge {
  /** The process that was started: PowerShell, or its launcher */
  readonly process: ProcessIdentity;
  request(operation: string, parameters: Readonly<Record<string, PsValue>>, options: RequestOptions): Promise<Result<PsValue>>;
  /** Ends PowerShell and everything that it has started. Resolves when they are gone, or cannot be ended. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 10 * 60_000;

/** Starts the process and loads the module. */
export async function openBridge(settings: PowerShellSettings, options: { readonly signal?: AbortSignal } = {}): Promise<Result<Bridge>> {
  const executable = await findExecutable(settings.executable, settings.env);
  if (!executable.ok) return executable;
  const unchanged = await checkModule(settings);
  if (!unchanged.ok) return unchanged;
  const shell = startPowerShell(executable.value, settings.env);
  if (!shell.ok) return shell;
  const constrained = constraintOf(shell.value);
  const bridge = bridgeOver(shell.value, await identityOf(shell.value.pid), settings);
  const request = { ...options, what: 'Import-Module', effect: 'none', timeoutMs: 120_000 } as const;
  const described = await Promise.race([bridge.request('Describe', {}, request), constrained]);
  if (described.ok) return ok(bridge);
  const error = await startError(described.error, shell.value, settings.modulePath);
  await bridge.close();
  return fail(error);
}

/** Before anything of it is loaded: the files lie beside the archive, whose integrity Electron checks. */
async function checkModule({ modulePath, moduleSums }: PowerShellSettings): Promise<Result<null>> {
  for (const [name, sum] of Object.entries(moduleSums)) {
    const path = join(modulePath, name);
    const read = await readWholeFile(path, mostModuleBytes);
    if (read.kind !== 'read' || moduleSum(read.bytes) !== sum) return fail(appError('powershell.moduleChanged', { path }));
  }
  return ok(null);
}
const mostModuleBytes = 1024 * 1024;

/** Resolves when the language of the process is a constrained one: then it answers no request, and says so only in words. */
function constraintOf(shell: PowerShellProcess): Promise<Result<never>> {
  const constrained = lineOf(shell, /hcw-language=(\w+)/).then((mode) =>
    mode === 'FullLanguage' ? new Promise<never>(() => undefined) : fail(appError('powershell.constrained', { mode })),
  );
  // An expression in a text is allowed in every language; what it prints is not in the text itself.
  shell.write('"hcw-language=$($ExecutionContext.SessionState.LanguageMode)"');
  return constrained;
}

const lineOf = (shell: PowerShellProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolve) => {
    shell.onLine((line) => {
      const [, found] = pattern.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
  });

/** What did not come about is the start of PowerShell: nothing was asked of Exchange. */
async function startError(error: AppError, shell: PowerShellProcess, modulePath: string): Promise<AppError> {
  if (error.code === 'powershell.timedOut') return appError('powershell.startTimedOut', error.details);
  if (error.code !== 'powershell.replyUnreadable') return error;
  const ask = (name: string, expression: string): Promise<string> => {
    // The line itself comes back where PowerShell repeats what it reads.
    const said = lineOf(shell, new RegExp(`hcw-${name}=<(?!\\$)(.*)>`));
    shell.write(`"hcw-${name}=<$(${expression})>"`);
    shell.write(doNotRun);
    return Promise.race([said, shell.ended.then(() => ''), delay(askMs, '', { ref: false })]);
  };
  const policy = await ask('policy', 'Get-ExecutionPolicy');
  const details = { ...error.details, ...(policy !== '' && { policy }) };
  if (policy === 'Restricted') return appError('powershell.noScripts', details);
  if (policy !== 'AllSigned') return appError('powershell.moduleNotLoaded', details);
  const signer = await ask('signer', `(Get-AuthenticodeSignature -LiteralPath ${mainFile(modulePath)}).SignerCertificate.Subject`);
  return signer === '' ? appError('powershell.onlySigned', details) : appError('powershell.signerNotTrusted', { ...details, signer });
}
const askMs = 10_000;

/**
 * Where a file is signed by somebody whom the machine does not know, PowerShell asks whether to run it, and takes the next line for the
 * answer. An empty one is the default, not to run it, and does nothing where nothing is asked.
 */
const doNotRun = '';

/** The path of the file that is loaded, as an expression of ASCII characters. */
function mainFile(modulePath: string): string {
  const path = Buffer.from(`${modulePath}/HybridCertificateWizard.psm1`, 'utf8').toString('base64');
  return `([System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String('${path}')))`;
}

function bridgeOver(shell: PowerShellProcess, identity: ProcessIdentity, settings: PowerShellSettings): Bridge {
  /** Takes the lines of the request in flight */
  let receive: (line: string) => void = () => undefined;
  let unusable = false;
  let queue: Promise<unknown> = Promise.resolve();
  shell.onLine((line) => {
    receive(line);
  });
  // On Windows what PowerShell reads, and says, is in the code page of its console: everything that is sent is ASCII, and everything
  // that it says, UTF-8.
  shell.write('[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)');
  shell.write(`Import-Module -Name ${mainFile(settings.modulePath)}`);
  shell.write(doNotRun);

  /**
   * What PowerShell writes for a request, each line marked with its nonce: `nonce:` a piece of a reply, `nonce;` end of
   * a partial reply, `nonce!` end of the reply, `nonce.` end of the request, with or without a reply.
   */
  async function send(operation: string, parameters: Readonly<Record<string, PsValue>>, options: RequestOptions): Promise<Result<PsValue>> {
    if (unusable || !shell.isRunning()) return fail(appError('powershell.exited', { what: options.what, message: shell.errorText() }));
    if (options.signal?.aborted === true) return fail(appError('powershell.canceled', { what: options.what }));
    const nonce = settings.newNonce();
    let restartTimer = (): void => undefined;
    let parts: Promise<Result<null, string>> = Promise.resolve(ok(null));
    const reply = new Promise<Result<string>>((resolve) => {
      const pieces: string[] = [];
      receive = (line) => {
        const at = line.indexOf(nonce);
        const mark = line[at + nonce.length];
        if (at < 0) return;
        if (mark === ':') pieces.push(line.slice(at + nonce.length + 1));
        else if (mark === '!') resolve(ok(pieces.join('')));
        else if (mark === ';') {
          const text = pieces.splice(0).join('');
          restartTimer();
          parts = parts.then((before) => (before.ok ? readPart(text, options) : before));
        } else if (mark === '.') resolve(fail(unreadable(shell.errorText(), options.what, options.effect)));
      };
    });
    const request = psHashtable({ ...parameters, Operation: psString(operation), Nonce: psString(nonce) });
    shell.write(`Invoke-WizardRequest '${encodeRequest(request)}'`);
    // Split, so that an echo of this line does not contain the nonce.
    shell.write(`[Console]::Out.WriteLine('${nonce.slice(0, 8)}' + '${nonce.slice(8)}.')`);
    const text = await replyOrFailure(reply, options, (restart) => (restartTimer = restart));
    // No part may be handed on after the request has been answered.
    const read = await parts;
    if (!text.ok) return text;
    const decoded = read.ok ? await decodeReply(text.value) : read;
    return decoded.ok ? decoded : fail(unreadable(decoded.error, options.what, options.effect));
  }

  /**
   * The reply, or the first thing that prevents it. After a time-out or a cancel the process is of no use and is ended.
   * The error is returned after PowerShell and what it started have been ended, so that the call cannot go on behind it.
   */
  function replyOrFailure(
    reply: Promise<Result<string>>,
    options: RequestOptions,
    onTimer: (restart: () => void) => void,
  ): Promise<Result<string>> {
    return new Promise((resolve) => {
      let settled = false;
      const settleOnce = (): boolean => {
        if (settled) return false;
        settled = true;
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', cancel);
        receive = () => undefined;
        return true;
      };
      const giveUp = (code: AppError['code']) => (): void => {
        if (!settleOnce()) return;
        // Requests that wait are not sent to a process that is about to end: their effect would be unknown.
        unusable = true;
        void shell.end().then(() => {
          resolve(fail(appError(code, { what: options.what, message: shell.errorText() }, options.effect)));
        });
      };
      const cancel = giveUp('powershell.canceled');
      const timer = setTimeout(giveUp('powershell.timedOut'), options.timeoutMs ?? defaultTimeoutMs);
      onTimer(() => timer.refresh());
      options.signal?.addEventListener('abort', cancel);
      void reply.then((result) => {
        if (settleOnce()) resolve(result);
      });
      void shell.ended.then(giveUp('powershell.exited'));
    });
  }

  return {
    process: identity,
    request: (operation, parameters, options) => {
      const next = queue.then(() => send(operation, parameters, options));
      // A request that throws must not take those behind it along.
      queue = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      unusable = true;
      await shell.end();
    },
  };
}

async function readPart(text: string, { onPart }: RequestOptions): Promise<Result<null, string>> {
  const decoded = await decodeReply(text);
  if (!decoded.ok) return decoded;
  onPart?.(decoded.value);
  return ok(null);
}

/* On the wire a value is CLIXML in base64. The first character is 'z' when it is compressed, else 'p'; see Wire.psm1. */

/** Requests of at least this many bytes are compressed. */
const compressFromBytes = 16_384;
/** Limit of a decompressed reply */
const maxReplyBytes = 512 * 1024 * 1024;

/** One line of ASCII, which is safe inside single quotes. */
function encodeRequest(value: PsValue): string {
  const bytes = Buffer.from(writeClixml([value]), 'utf8');
  return bytes.length < compressFromBytes ? `p${bytes.toString('base64')}` : `z${gzipSync(bytes, { level: 1 }).toString('base64')}`;
}

/** Fails with a text that says what is wrong when `text` is not what the module writes, or unpacks to more than `maxBytes`. */
export async function decodeReply(text: string, maxBytes = maxReplyBytes): Promise<Result<PsValue, string>> {
  try {
    const bytes = Buffer.from(text.slice(1), 'base64');
    const plain = text.startsWith('z') ? await promisify(gunzip)(bytes, { maxOutputLength: maxBytes }) : bytes;
    const values = readClixml(plain.toString('utf8'));
    const [value] = values.ok ? values.value : [];
    if (value !== undefined) return ok(value);
    return fail(
      values.ok ? 'empty' : `${values.error.reason} ${values.error.what} (${String(values.error.line)}:${String(values.error.column)})`,
    );
  } catch (error) {
    return fail(messageOf(error));
  }
}
