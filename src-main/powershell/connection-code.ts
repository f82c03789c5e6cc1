/**
 * Why a session with Exchange was not opened. Windows says it in its own language: what counts are the numbers of WSMan
 * (wsmerror.h, winerror.h), which are the same in all of them. What none of them tells stays `session.connectFailed`.
 */
import type { ErrorCode } from '../../shared/model/error.ts';

const codes: Readonly<Record<string, ErrorCode>> = {
  // PowerShell itself found no WSMan library
  noClient: 'session.wsmanClientMissing',
  // ERROR_WSMAN_CANNOT_CONNECT, ERROR_WSMAN_HTTP_SERVICE_UNAVAILABLE_STATUS, ERROR_WSMAN_NETWORK_TIMEDOUT
  '-2144108526': 'session.notReached',
  '-2144108270': 'session.notReached',
  '-2144108250': 'session.notReached',
  // SEC_E_TARGET_UNKNOWN, SEC_E_WRONG_PRINCIPAL, ERROR_WSMAN_CANNOTUSE_IP
  '-2146893053': 'session.nameWithoutSpn',
  '-2146893022': 'session.nameWithoutSpn',
  '-2144108101': 'session.nameWithoutSpn',
  // ERROR_WSMAN_UNKNOWN_HTTP_STATUS_RETURNED, ERROR_WSMAN_HTTP_NOT_FOUND_STATUS
  '-2144108273': 'session.otherAnswered',
  '-2144108269': 'session.otherAnswered',
};

/** A message of WSMan about Kerberos, in any language: the number of the security error is in its text. */
const kerberosMessage = '-2144108387';
const nameRefused = /\b0x80090(?:303|322)\b/i;

export function connectionCode(code: ErrorCode, details: { readonly message: string; readonly transport?: string }): ErrorCode {
  const { message, transport } = details;
  if (code !== 'session.connectFailed') return code;
  if (transport === kerberosMessage && nameRefused.test(message)) return 'session.nameWithoutSpn';
  // Stryker disable next-line ConditionalExpression: no code has that name
  return (transport === undefined ? undefined : codes[transport]) ?? code;
}
