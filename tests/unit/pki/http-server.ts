/** A real HTTP server on this machine, which answers as the test says and notes what was asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const servers: Server[] = [];

export interface HttpServer {
  /** e.g. `http://127.0.0.1:1234` */
  readonly url: string;
  /** Method and path of each request */
  readonly asked: readonly string[];
  readonly bodies: readonly Buffer[];
}

export async function serveHttp(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<HttpServer> {
  const asked: string[] = [];
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      answer(request, response);
    });
    response.on('error', () => undefined);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked, bodies };
}

export async function endHttp(): Promise<void> {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
}
