/** How the readers of certificate files refuse one: by throwing an error that carries its coded failure to `examineCertificateFile`. */
import { appError, type AppError, type ErrorCode } from '../../shared/model/error.ts';

type Code = Extract<ErrorCode, `certificateFile.${string}`>;

/** What a file may contain, so that a hostile one cannot hang this program. */
export const maxFileBytes = 16 * 1024 * 1024;
/** Of a text, which is searched and put right as a whole; 64 certificates in a web page take less than one. */
export const maxTextBytes = 4 * 1024 * 1024;
export const maxBlocks = 1_000;
export const maxCertificates = 64;
export const maxKeys = 64;

/** The error that refuses a file. `details` are numbers and names of formats, never bytes of the file or a password. */
export const refusal = (code: Code, details: Readonly<Record<string, string>> = {}): Error =>
  new Error(code, { cause: appError(code, details) });

export const tooLarge = (what: 'bytes' | 'blocks' | 'certificates' | 'keys', count: number, limit: number): Error =>
  refusal('certificateFile.tooLarge', { [what]: String(count), limit: String(limit) });

/** The failure that an error carries. The message of a parser may quote the bytes that it cannot read, so it is left out. */
export const failureOf = (error: unknown): AppError => carriedBy(error) ?? appError('certificateFile.damaged');

/** Whether the file was refused, rather than something in it unreadable. */
export const isRefusal = (error: unknown): boolean => carriedBy(error) !== undefined;

const carriedBy = (error: unknown): AppError | undefined => (error instanceof Error && isAppError(error.cause) ? error.cause : undefined);

const isAppError = (value: unknown): value is AppError =>
  typeof value === 'object' && value !== null && 'code' in value && 'effect' in value && 'details' in value;
