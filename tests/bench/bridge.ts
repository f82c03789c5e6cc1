/** Large output through the bridge: ten times as much must take about ten times as long, not a hundred times. */
import { join } from 'node:path';
import type { PowerShellSession } from '../../src-main/powershell/sessions.ts';
import { createProbe, valueOf } from '../powershell/open-probe.ts';
import { inTurn, timed, type Bench } from './bench.ts';

/** Texts of 1000 characters: 32 MB, and a tenth of it. */
const many = 32_000;
const few = many / 10;

const ask = (session: PowerShellSession, texts: number): Promise<number> =>
  timed(async () => {
    const { objects } = valueOf(
      await session.invoke({ side: 'exchangeOnline', cmdlet: 'Get-OutboundConnector', parameters: { Identity: String(texts) } }),
    );
    if (objects.length !== texts) throw new Error(`${String(objects.length)} of ${String(texts)} texts came.`);
  });

export const bridge: Bench = {
  name: 'bridge',
  run: async () => {
    const probe = await createProbe('echo', { modules: [join(import.meta.dirname, 'large-output')] });
    try {
      const session = valueOf(await probe.online());
      const pairs = await inTurn(
        { warm: 1, rounds: 5 },
        () => ask(session, many),
        () => ask(session, few),
      );
      return [{ subject: 'PowerShell bridge, 32 MB of output', against: '3.2 MB', pairs, goal: 15 }];
    } finally {
      await probe.dispose();
    }
  },
};
