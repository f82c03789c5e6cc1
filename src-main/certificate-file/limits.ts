/** What a file may ask of this program, so that a hostile one cannot hang it. */
import { refusal } from './refuse.ts';

export const maxFileBytes = 16 * 1024 * 1024;
export const maxCertificates = 64;
export const maxKeys = 64;
/** In rounds of PBKDF2, over all passwords and parts of one file: some seconds. Windows uses 2,000 rounds a part, OpenSSL 2,048. */
const maxRounds = 10_000_000;

/** Counts the work of one file down. Throws `certificateFile.tooCostly` before the work is done. */
export interface WorkBudget {
  spend(rounds: number): void;
}

export function workBudget(): WorkBudget {
  let left = maxRounds;
  return {
    spend(rounds) {
      left -= rounds;
      if (left < 0) throw refusal('certificateFile.tooCostly', { limit: String(maxRounds) });
    },
  };
}
