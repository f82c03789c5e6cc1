/** A log of the HCW on the disk: read as a stream, without writing, beside the HCW that writes it. */
import type { BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { emptyHcwLog, endHcwLog, readHcwLog, type HcwLogState } from '../../shared/hcw-log/read.ts';
import { appError, fail, messageOf, ok, type Result } from '../../shared/model/error.ts';
import { logText, type LogText } from './log-text.ts';

/** Larger ones would be kept in memory until the next full garbage collection. */
const pieceBytes = 64 * 1024;
/** So many bytes before the place where reading goes on must still be the same. */
const seamBytes = 64;

export interface LogFile {
  readonly path: string;
  /**
   * Reads what was appended. A file that has become shorter, or is another one, is read from its beginning. `file.unreadable` leaves
   * the state as it is.
   */
  readonly read: () => Promise<Result<HcwLogState>>;
  /** What was read, as if nothing followed */
  readonly ended: () => HcwLogState;
  /** Where reading goes on, and how often it began */
  readonly progress: () => { readonly bytes: number; readonly beginnings: number };
}

interface Reading {
  readonly text: LogText;
  readonly identity: string;
  readonly seam: Buffer;
  readonly bytes: number;
  readonly state: HcwLogState;
}

export function logFile(path: string): LogFile {
  let reading: Reading | undefined;
  let beginnings = 0;

  const go = async (file: FileHandle): Promise<HcwLogState> => {
    const found = regular(await file.stat({ bigint: true }));
    const identity = `${String(found.dev)} ${String(found.ino)}`;
    let current: Reading | undefined = reading;
    if (current === undefined || !(await goesOn(current, file, identity, Number(found.size)))) {
      beginnings += 1;
      current = { text: logText(), identity, seam: Buffer.alloc(0), bytes: 0, state: emptyHcwLog };
    }
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (;;) {
      reading = current;
      const { bytesRead }: { readonly bytesRead: number } = await file.read(piece, 0, piece.length, current.bytes);
      if (bytesRead === 0) return current.state;
      const bytes = piece.subarray(0, bytesRead);
      current = {
        ...current,
        bytes: current.bytes + bytesRead,
        seam: Buffer.concat([current.seam, bytes.subarray(-seamBytes)]).subarray(-seamBytes),
        state: readHcwLog(current.state, current.text.add(bytes)),
      };
    }
  };

  return {
    path,
    read: async () => {
      try {
        // Asked before it is opened: what is no file, e.g. a pipe, may never end, nor even begin.
        regular(await stat(path, { bigint: true }));
        const file = await open(path, 'r');
        try {
          return ok(await go(file));
        } finally {
          await file.close();
        }
      } catch (error) {
        return fail(appError('file.unreadable', { path, message: messageOf(error) }));
      }
    },
    ended: () => (reading === undefined ? emptyHcwLog : endHcwLog(readHcwLog(reading.state, reading.text.end()))),
    progress: () => ({ bytes: reading?.bytes ?? 0, beginnings }),
  };
}

function regular(found: BigIntStats): BigIntStats {
  if (!found.isFile()) throw new Error('Not a file.');
  return found;
}

/** A file system may give a new file the number of the old one, so the bytes before the seam are compared too. */
async function goesOn({ identity, seam, bytes }: Reading, file: FileHandle, now: string, size: number): Promise<boolean> {
  if (identity !== now || size < bytes) return false;
  const there = Buffer.alloc(seam.length);
  const { bytesRead } = await file.read(there, 0, seam.length, bytes - seam.length);
  return bytesRead === seam.length && there.equals(seam);
}

/** The whole file, with a last line that has no end. */
export async function readLogFile(path: string): Promise<Result<HcwLogState>> {
  const file = logFile(path);
  const read = await file.read();
  return read.ok ? ok(file.ended()) : read;
}
