/**
 * Requests to the product's module in one PowerShell process, one after the other. Every way in
 * which a process can fail is told as a coded error that names what was in flight.
 */
import { psHashtable, psString, type PsValue } from '../../shared/clixml/value.ts';
import { renderText } from '../../shared/commands/render.ts';
import { appError, fail, ok, type AppError, type Effect, type Result } from '../../shared/model/error.ts';
import { findExecutable } from './executable.ts';
import { startShell, type Shell } from './shell.ts';
import { decodeReply, encodeRequest, unreadable } from './wire.ts';

export interface PowerShellSettings {
  /** A path, or a name on PATH */
  readonly executable: string;
  /** Folder with the product's module */
  readonly modulePath: string;
  readonly env: NodeJS.ProcessEnv;
  /** 32 hexadecimal digits that nobody can foresee: they mark the lines of one reply */
  readonly newNonce: () => string;
  /** Tests connect over SSH; an installed wizard does not */
  readonly allowSsh: boolean;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** What is in flight, for the error: the cmdlet, or the operation */
  readonly what: string;
  /** What may have been changed when no answer comes */
  readonly effect: Effect;
  /** Takes the replies of a request that has several, as they come. Each begins the time of `timeoutMs` anew. */
  readonly onPart?: (part: PsValue) => void;
}

export interface Bridge {
  request(operation: string, parameters: Readonly<Record<string, PsValue>>, options: RequestOptions): Promise<Result<PsValue>>;
  /** Ends the process; requests that wait fail. */
  close(): void;
}

const defaultTimeoutMs = 10 * 60_000;

async function readPart(text: string, { onPart }: RequestOptions): Promise<Result<null, string>> {
  const decoded = await decodeReply(text);
  if (!decoded.ok) return decoded;
  onPart?.(decoded.value);
  return ok(null);
}

/** Starts the process and loads the module. */
export async function openBridge(settings: PowerShellSettings, options: { readonly signal?: AbortSignal } = {}): Promise<Result<Bridge>> {
  const executable = await findExecutable(settings.executable, settings.env);
  if (!executable.ok) return executable;
  const shell = startShell(executable.value, settings.env);
  if (!shell.ok) return shell;
  const bridge = bridgeOver(shell.value, settings);
  const described = await bridge.request('Describe', {}, { ...options, what: 'Import-Module', effect: 'none', timeoutMs: 120_000 });
  if (described.ok) return { ok: true, value: bridge };
  bridge.close();
  return fail(
    described.error.code === 'powershell.replyUnreadable'
      ? appError('powershell.moduleNotLoaded', described.error.details)
      : described.error,
  );
}

function bridgeOver(shell: Shell, settings: PowerShellSettings): Bridge {
  let receive: (line: string) => void = () => undefined;
  let gone = false;
  let queue: Promise<unknown> = Promise.resolve();
  shell.onLine((line) => {
    receive(line);
  });
  void shell.ended.then(() => {
    gone = true;
  });
  shell.write(`Import-Module -Name ${renderText(`${settings.modulePath}/HybridCertificateWizard.psm1`)}`);

  async function send(operation: string, parameters: Readonly<Record<string, PsValue>>, options: RequestOptions): Promise<Result<PsValue>> {
    if (gone) return fail(appError('powershell.exited', { what: options.what, message: shell.errorText() }));
    if (options.signal?.aborted === true) return fail(appError('powershell.canceled', { what: options.what }));
    const nonce = settings.newNonce();
    let anotherPart = (): void => undefined;
    let parts: Promise<Result<null, string>> = Promise.resolve(ok(null));
    const reply = new Promise<Result<string>>((resolve) => {
      const pieces: string[] = [];
      receive = (line) => {
        const at = line.indexOf(nonce);
        const mark = line[at + nonce.length];
        if (at < 0) return;
        if (mark === ':') pieces.push(line.slice(at + nonce.length + 1));
        else if (mark === '!') resolve({ ok: true, value: pieces.join('') });
        else if (mark === ';') {
          const text = pieces.splice(0).join('');
          anotherPart();
          parts = parts.then((before) => (before.ok ? readPart(text, options) : before));
        }
        // The sentinel comes after every reply: alone, it says that there was none.
        else if (mark === '.') resolve(fail(unreadable(shell.errorText(), options.what, options.effect)));
      };
    });
    const request = psHashtable({ ...parameters, Operation: psString(operation), Nonce: psString(nonce) });
    shell.write(`Invoke-WizardRequest '${encodeRequest(request)}'`);
    shell.write(`[Console]::Out.WriteLine('${nonce.slice(0, 8)}' + '${nonce.slice(8)}.')`);
    const text = await firstOf(reply, options, (restart) => (anotherPart = restart));
    // What has come is read to its end: nothing is told of a request that was answered.
    const read = await parts;
    if (!text.ok) return text;
    const decoded = read.ok ? await decodeReply(text.value) : read;
    return decoded.ok ? decoded : fail(unreadable(decoded.error, options.what, options.effect));
  }

  /** The reply, or the first thing that prevents it. After a time-out or a cancel the process is of no use. */
  function firstOf(
    reply: Promise<Result<string>>,
    options: RequestOptions,
    onTimer: (restart: () => void) => void,
  ): Promise<Result<string>> {
    return new Promise((resolve) => {
      const giveUp = (code: AppError['code']) => (): void => {
        // What waits is not sent to a process that is about to end: it would be said to have an unknown effect.
        gone = true;
        settle(fail(appError(code, { what: options.what, message: shell.errorText() }, options.effect)));
        if (code !== 'powershell.exited') shell.kill();
      };
      const cancel = giveUp('powershell.canceled');
      const timer = setTimeout(giveUp('powershell.timedOut'), options.timeoutMs ?? defaultTimeoutMs);
      onTimer(() => timer.refresh());
      const settle = (result: Result<string>): void => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', cancel);
        receive = () => undefined;
        resolve(result);
      };
      options.signal?.addEventListener('abort', cancel);
      void reply.then(settle);
      void shell.ended.then(giveUp('powershell.exited'));
    });
  }

  return {
    request: (operation, parameters, options) => {
      const next = queue.then(() => send(operation, parameters, options));
      queue = next;
      return next;
    },
    close: () => {
      gone = true;
      shell.kill();
    },
  };
}
