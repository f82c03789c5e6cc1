/** A small SMTP server on a real socket, honest or not. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { type Issued, asPem } from './issue.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Answers each connection; gives the port, which may be asked for so that two addresses have the same. */
export async function serve(answer: (socket: Socket) => void, host = '127.0.0.1', port = 0): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    answer(socket);
  });
  servers.push(server);
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** After a test: nothing listens, and nothing is open. */
export async function endServers(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
}

/** The commands that came, one a line, until the socket is given on. */
export function onCommands(socket: Socket, answer: (command: string) => void): () => void {
  let text = '';
  const onData = (chunk: Buffer): void => {
    text += chunk.toString('latin1');
    const lines = text.split('\r\n');
    text = lines.pop() ?? '';
    for (const command of lines) answer(command);
  };
  socket.on('data', onData);
  return () => {
    socket.off('data', onData);
  };
}

export interface SmtpOptions {
  readonly greeting?: string;
  readonly offers?: readonly string[];
  readonly begin?: string;
  /** What it answers to EHLO in TLS; `null`: it closes */
  readonly inTls?: string | null;
  readonly commands?: string[];
}

/** One that presents those certificates, with the key of the first. */
export function smtp(presented: readonly [Issued, ...Issued[]], options: SmtpOptions = {}): (socket: Socket) => void {
  const { greeting = '220 ex01.contoso.com Microsoft ESMTP MAIL Service ready\r\n', offers = ['SIZE 37748736', 'STARTTLS', '8BITMIME'] } =
    options;
  // Without `ca: []` OpenSSL itself would present a public root of the issuer's name.
  const secureContext = createSecureContext({ ca: [], cert: asPem(...presented), key: presented[0].keyPem });
  return (socket) => {
    const release = onCommands(socket, (command) => {
      options.commands?.push(command);
      if (command.startsWith('EHLO')) {
        const lines = ['ex01.contoso.com Hello', ...offers];
        socket.write(lines.map((line, index) => `250${index === lines.length - 1 ? ' ' : '-'}${line}\r\n`).join(''));
      }
      if (command !== 'STARTTLS') return;
      const begin = options.begin ?? '220 2.0.0 SMTP server ready\r\n';
      socket.write(begin);
      if (!begin.startsWith('220')) return;
      release();
      const secure = new TLSSocket(socket, { isServer: true, secureContext });
      secure.on('error', () => undefined);
      onCommands(secure, (inTls) => {
        options.commands?.push(`TLS ${inTls}`);
        if (!inTls.startsWith('EHLO')) return;
        if (options.inTls === null) secure.destroy();
        else secure.write(options.inTls ?? '250 ex01.contoso.com Hello\r\n');
      });
    });
    socket.write(greeting);
  };
}
