/** Which failure an error of Exchange or PowerShell is, by its FullyQualifiedErrorId. */
import type { ErrorCode } from '../model/error.ts';

/**
 * Error ids that have a code of their own: the exception, and whether the id begins with it.
 * The PowerShell module has the same table (`Calls.psm1`), since it must answer with a code.
 */
export const exchangeErrors = [
  // PowerShell itself: the session has no command of that name, so the user has no right to it.
  { code: 'cmdlet.notAvailable', exception: 'CommandNotFoundException', at: 'start' },
  // Exchange puts `[Server=…] [FailureCategory=Cmdlet-…]` before it, and the class of the cmdlet behind it.
  { code: 'cmdlet.objectNotFound', exception: 'ManagementObjectNotFoundException', at: 'anywhere' },
] as const satisfies readonly { readonly code: ErrorCode; readonly exception: string; readonly at: 'start' | 'anywhere' }[];

/**
 * The code of an error with that FullyQualifiedErrorId, whole or stable (see `stableErrorId`).
 * Every other error is `cmdlet.failed`.
 */
export const codeOfError = (id: string): (typeof exchangeErrors)[number]['code'] | 'cmdlet.failed' =>
  exchangeErrors.find(({ exception, at }) => (at === 'start' ? id.startsWith(exception) : id.includes(exception)))?.code ?? 'cmdlet.failed';
