/** FullyQualifiedErrorId without what differs from call to call. */

/**
 * Exchange puts `[Server=EX01,RequestId=…,TimeStamp=…] [FailureCategory=…] 7B2C9A1D,` before the
 * class of the cmdlet; what is left names the error (domain.md section 9).
 */
export const stableErrorId = (id: string): string => id.replace(/^(?:\[[^\]]*\]\s*)+(?:[0-9A-F]{1,8},)?/i, '');
