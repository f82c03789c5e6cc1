/** What stands for a file that the administrator chose or dropped: the page gets a token and a name, and can name no path. */
import { randomUUID } from 'node:crypto';
import type { FileTicket } from '../../shared/ipc/channels.ts';
import { fileName } from '../../shared/model/file-name.ts';

export interface FileTickets {
  /** Remembers the path for this session; the same path gets the same ticket. */
  give(path: string): FileTicket;
  pathOf(token: string): string | undefined;
}

/** How many are remembered: what is examined is among the last ones. */
const most = 1024;

export function createFileTickets(): FileTickets {
  const tokens = new Map<string, string>();
  const paths = new Map<string, string>();
  return {
    give: (path) => {
      const token = tokens.get(path) ?? randomUUID();
      tokens.delete(path);
      tokens.set(path, token);
      paths.set(token, path);
      const [oldest] = tokens;
      if (tokens.size > most && oldest !== undefined) {
        tokens.delete(oldest[0]);
        paths.delete(oldest[1]);
      }
      return { token, name: fileName(path) };
    },
    pathOf: (token) => paths.get(token),
  };
}
