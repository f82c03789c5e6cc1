/** What a cmdlet call gave: the same for a connected, a guided and a practice organization. */
import type { PsValue } from '../clixml/value.ts';

/**
 * An error as PowerShell reports it. `id` is the FullyQualifiedErrorId without the volatile
 * `[Server=…,RequestId=…] [FailureCategory=…] <hash>` prefix that Exchange puts before it.
 */
export interface CmdletError {
  readonly message: string;
  readonly category: string;
  readonly id: string;
  readonly terminating: boolean;
}

export interface CallOutcome {
  readonly objects: readonly PsValue[];
  /** Non-terminating errors: the cmdlet went on. A terminating one is a failed `Result`. */
  readonly errors: readonly CmdletError[];
  readonly warnings: readonly string[];
  readonly verbose: readonly string[];
}
