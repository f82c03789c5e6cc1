/** A packaged program as its user starts it. Nothing can look into its page: it is known by what it writes and says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export interface PackagedProgram {
  /** Its standard error so far */
  readonly said: () => string;
  /** Resolves when it is true; throws with what the program said when that takes too long, or the program ends before. */
  readonly until: (holds: () => boolean) => Promise<void>;
  /** Its exit code */
  readonly ended: Promise<number | null>;
  readonly end: () => Promise<void>;
}

const patienceMs = 40_000;

export function startPackaged(executable: string, args: readonly string[], env: NodeJS.ProcessEnv): PackagedProgram {
  const child = spawn(executable, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  // Drained to the end: a program whose pipe is full stops.
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    said: () => said,
    ended,
    until: async (holds) => {
      const last = performance.now() + patienceMs;
      while (!holds()) {
        if (child.exitCode !== null || performance.now() > last) throw new Error(`It did not come to that: ${said.slice(-500)}`);
        await setTimeout(20);
      }
    },
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A port of this machine on which nothing listens now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Connects, and closes the connection; rejects where nothing listens. */
export async function connectionTo(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}
