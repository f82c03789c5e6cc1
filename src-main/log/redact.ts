/** What must not be in a log is removed where the log is written, so that no caller can forget it. */

const redacted = '[redacted]';

/** `-Password x`, `password=x`, `"token": "x"` and the like, up to the end of the value. */
export const redactNamedSecrets = (line: string): string =>
  line.replaceAll(/\b(password|passwd|pwd|secret|token|api[-_ ]?key|credential)(["']?\s*[:=]\s*|\s+)("[^"]*"|'[^']*'|[^\s,;}]+)/gi, (_, name: string, between: string) => `${name}${between}${redacted}`);

/** User names and passwords in addresses. */
export const redactUserInfo = (line: string): string => line.replaceAll(/\b([a-z][a-z0-9+.-]*:\/\/)[^/\s@:]+(?::[^/\s@]*)?@/gi, `$1${redacted}@`);

/** Bearer and basic authentication. */
export const redactAuthorization = (line: string): string => line.replaceAll(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${redacted}`);

/** JSON Web Tokens wherever they stand. */
export const redactTokens = (line: string): string => line.replaceAll(/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, redacted);

export const redact = (line: string): string => [redactTokens, redactAuthorization, redactUserInfo, redactNamedSecrets].reduce((text, step) => step(text), line);
