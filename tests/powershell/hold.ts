/** A call that does not end by itself: the cmdlet holds a connection to the test, so its beginning and its end are events. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Hold {
  /** The identity that makes a cmdlet of `probes/faults` wait */
  readonly order: string;
  /** Where it listens; `ExchangeEnvironment.hold` sends a call of the simulated Exchange here */
  readonly port: number;
  /** Resolves when the cmdlet runs. */
  readonly begun: Promise<void>;
  /** Resolves when the cmdlet goes on (in the simulated Exchange: when its effect is there), or its process has ended. */
  readonly ended: Promise<void>;
  /** Lets the cmdlet go on. */
  release(): void;
  close(): void;
}

export async function openHold(): Promise<Hold> {
  const server = createServer();
  const held = once(server, 'connection').then(([socket]) => {
    const connection = socket as Socket;
    connection.on('error', () => undefined);
    // A socket that nobody reads does not notice that the other end has closed.
    connection.resume();
    return connection;
  });
  const ended = held.then(
    (socket) =>
      new Promise<void>((resolve) =>
        socket.once('close', () => {
          resolve();
        }),
      ),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    order: `hold:${String(port)}`,
    port,
    begun: held.then(() => undefined),
    ended,
    release: () => void held.then((socket) => socket.end()),
    close: () => {
      server.close();
      void held.then((socket) => socket.destroy());
    },
  };
}
