/** Connections to a real organization: one PowerShell process for each side. */
import { fail, appError, ok, type Result } from '../../shared/model/error.ts';
import type { OnPremisesConnection } from '../../shared/wizard/forms.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import { connectedGateway } from '../exchange/connected.ts';
import type { ExchangeGateway } from '../exchange/port.ts';
import type { PowerShellSession, PowerShellSettings } from '../powershell/sessions.ts';
import type { Connections } from './connections.ts';

export interface ConnectedTools {
  /** The executable differs with the administrator's choice of Windows PowerShell or PowerShell 7 */
  readonly settings: (context: WizardContext) => PowerShellSettings;
  /** How the form becomes a connection; tests connect over SSH here */
  readonly onPremisesConnection: (context: WizardContext) => OnPremisesConnection;
}

export function connectedConnections(tools: ConnectedTools): Connections {
  let onPremises: PowerShellSession | undefined;
  let online: PowerShellSession | undefined;
  let gateway: ExchangeGateway | undefined;

  const closeAll = async (): Promise<void> => {
    const sessions = [onPremises, online];
    onPremises = undefined;
    online = undefined;
    gateway = undefined;
    await Promise.all(sessions.map(async (session) => session?.close()));
  };

  const renew = (): Result<null> => {
    if (onPremises === undefined) return fail(appError('session.notConnected', { side: 'onPremises' }));
    gateway = connectedGateway(onPremises, online);
    return ok(null);
  };

  return {
    openOnPremises: async (context, signal) => {
      await onPremises?.close();
      const { openOnPremises } = await import('../powershell/sessions.ts');
      const session = await openOnPremises(tools.settings(context), tools.onPremisesConnection(context), { signal });
      if (!session.ok) return session;
      onPremises = session.value;
      return renew();
    },
    openExchangeOnline: async (context, signal) => {
      await online?.close();
      const { openExchangeOnline } = await import('../powershell/sessions.ts');
      const session = await openExchangeOnline(tools.settings(context), { ...context.exchangeOnline }, { signal });
      if (!session.ok) return session;
      online = session.value;
      return renew();
    },
    gateway: () => gateway,
    lost: closeAll,
    close: closeAll,
  };
}
