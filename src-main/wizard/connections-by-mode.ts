/** The connections of the mode that was chosen. */
import type { Connections } from './connections.ts';
import type { Mode } from '../../shared/wizard/pages.ts';

export function connectionsByMode(all: Readonly<Record<Mode, Connections>>): Connections {
  let active: Connections | undefined;
  return {
    openOnPremises: async (context, signal) => {
      const next = all[context.mode ?? 'practice'];
      if (active !== undefined && active !== next) await active.close();
      active = next;
      return next.openOnPremises(context, signal);
    },
    openExchangeOnline: (context, signal) => {
      active ??= all[context.mode ?? 'practice'];
      return active.openExchangeOnline(context, signal);
    },
    gateway: () => active?.gateway(),
    lost: async () => active?.lost(),
    close: async () => active?.close(),
  };
}
