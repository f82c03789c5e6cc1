/** The gateway to a real organization: each call goes to the session of its side. */
import type { Side } from '../../shared/commands/table.ts';
import { appError, fail } from '../../shared/model/error.ts';
import type { PowerShellSession } from '../powershell/sessions.ts';
import type { ExchangeGateway } from './port.ts';

export function connectedGateway(onPremises: PowerShellSession, online: PowerShellSession | undefined): ExchangeGateway {
  const sessions: Readonly<Record<Side, PowerShellSession | undefined>> = { onPremises, exchangeOnline: online };
  return {
    mode: 'connected',
    sides: new Set<Side>(online === undefined ? ['onPremises'] : ['onPremises', 'exchangeOnline']),
    invoke: (call, options) => {
      const session = sessions[call.side];
      return session === undefined
        ? Promise.resolve(fail(appError('session.notConnected', { side: call.side })))
        : session.invoke(call, options);
    },
    invokeMany: (calls, options) => onPremises.invokeMany(calls, options),
    close: async () => {
      await Promise.all([onPremises.close(), online?.close()]);
    },
  };
}
