/** A call that does not end: the cmdlet holds a connection to the test, so its beginning and its end are events. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Hold {
  /** The identity that makes a cmdlet of `probes/faults` hold */
  readonly order: string;
  /** The cmdlet runs. */
  readonly begun: Promise<void>;
  /** The process in which it ran is gone, or the cmdlet went on. */
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
    // A socket that nobody reads does not see its other end go.
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
  return {
    order: `hold:${String((server.address() as AddressInfo).port)}`,
    begun: held.then(() => undefined),
    ended,
    release: () => void held.then((socket) => socket.end()),
    close: () => {
      server.close();
      void held.then((socket) => socket.destroy());
    },
  };
}
