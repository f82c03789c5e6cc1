/** A real organization: one PowerShell process for each side, since their cmdlets share names. */
import { reads } from '../../shared/commands/call.ts';
import type { Side } from '../../shared/commands/table.ts';
import { ok, type Result } from '../../shared/model/error.ts';
import type { OnPremisesConnection } from '../../shared/model/sign-in.ts';
import type { PowerShellSession, PowerShellSettings } from '../powershell/sessions.ts';
import { bySide, inTurn, notConnected, notOpen, refused, type Exchange, type Target } from './port.ts';

export interface ConnectedTools {
  /** The executable is Windows PowerShell or PowerShell 7, as the administrator chose */
  readonly settings: (target: Target) => PowerShellSettings;
  /** The connection that the form describes; tests connect over SSH */
  readonly onPremisesConnection: (target: Target) => OnPremisesConnection;
}

export function connectedExchange(tools: ConnectedTools): Exchange {
  const sessions = new Map<Side, PowerShellSession>();

  async function openSession(side: Side, target: Target, signal: AbortSignal): Promise<Result<PowerShellSession>> {
    // Loaded with the first connection: the start of the program does not need it.
    const { openExchangeOnline, openOnPremises } = await import('../powershell/sessions.ts');
    return side === 'onPremises'
      ? openOnPremises(tools.settings(target), tools.onPremisesConnection(target), { signal })
      : openExchangeOnline(tools.settings(target), { ...target.exchangeOnline }, { signal });
  }

  return {
    get sides() {
      return new Set(sessions.keys());
    },
    open: async (side, target, signal) => {
      const before = sessions.get(side);
      sessions.delete(side);
      await before?.close();
      const session = await openSession(side, target, signal);
      if (!session.ok) return session;
      sessions.set(side, session.value);
      return ok(null);
    },
    read: bySide((side, calls, options) => {
      const session = sessions.get(side);
      if (session === undefined) return notOpen(side, calls, options);
      // Only the on-premises process has several sessions.
      return side === 'onPremises'
        ? session.invokeMany(calls, options)
        : inTurn(calls, options, (call, { signal }) => session.invoke(call, signal === undefined ? {} : { signal }));
    }),
    change: async (call, options) => {
      const session = sessions.get(call.side);
      if (session === undefined) return notConnected(call);
      return reads(call) ? refused(call) : session.invoke(call, options);
    },
    process: (side) => sessions.get(side)?.process ?? null,
    close: async () => {
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.all(open.map((session) => session.close()));
    },
  };
}
