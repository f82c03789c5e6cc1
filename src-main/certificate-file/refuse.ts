/** How the parts of this folder give up: by throwing an error that carries its coded failure to `examineCertificateFile`. */
import { appError, type AppError, type ErrorCode } from '../../shared/model/error.ts';

type Code = Extract<ErrorCode, `certificateFile.${string}`>;

/** What is thrown to refuse a file. `details` are numbers and names of formats, never bytes of the file or a password. */
export const refusal = (code: Code, details: Readonly<Record<string, string>> = {}): Error =>
  new Error(code, { cause: appError(code, details) });

/** The failure that an error carries. What a parser says of bytes that it cannot read may quote them, so it is left out. */
export const failureOf = (error: unknown): AppError => carriedBy(error) ?? appError('certificateFile.damaged');

/** Whether the file was refused, rather than something in it unreadable. */
export const isRefusal = (error: unknown): boolean => carriedBy(error) !== undefined;

const carriedBy = (error: unknown): AppError | undefined => (error instanceof Error && isAppError(error.cause) ? error.cause : undefined);

const isAppError = (value: unknown): value is AppError =>
  typeof value === 'object' && value !== null && 'code' in value && 'effect' in value && 'details' in value;
