/** Chain and revocation, when the administrator asks for them. */
import type { Handlers } from '../../shared/ipc/channels.ts';
import { ok } from '../../shared/model/error.ts';
import type { ChainChecker, ChainCheckTools } from './chain-check.ts';

export type VerifyHandlers = Pick<Handlers, 'verify:server' | 'verify:chain' | 'verify:revocation' | 'verify:cancel'>;

export function verifyHandlers(tools: ChainCheckTools): VerifyHandlers {
  let made: Promise<ChainChecker> | undefined;
  // What works with certificates and sockets is read when it is first needed: the start does not wait for it.
  const checker = (): Promise<ChainChecker> =>
    (made ??= import('./chain-check.ts').then(({ createChainChecker }) => createChainChecker(tools)));
  return {
    'verify:server': async ({ thumbprint, server }) => (await checker()).askServer(server, thumbprint),
    'verify:chain': async ({ thumbprint }) => (await checker()).chains(thumbprint),
    'verify:revocation': async ({ thumbprint, certificate }) => (await checker()).askRevocation(thumbprint, certificate),
    'verify:cancel': async () => {
      if (made !== undefined) (await made).cancel();
      return ok(null);
    },
  };
}
