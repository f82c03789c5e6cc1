/** One remote call by the wizard compared with the same call by PowerShell alone over the same remoting. */
import { createProbe, valueOf } from '../powershell/open-probe.ts';
import { runInSession } from '../powershell/environment/run-script.ts';
import { inTurn, timed, type Bench } from './bench.ts';
import { median } from './figures.ts';

/** Calls in a row; the first of them only warm up. */
const warm = 20;
const calls = 100;

/** Milliseconds of each call, a line each. */
const bare = `
foreach ($call in 1..${warm + calls}) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $shell = [powershell]::Create()
    $shell.Runspace = $session.Runspace
    $null = $shell.AddCommand('Get-AcceptedDomain')
    $null = $shell.Invoke()
    $shell.Dispose()
    [Console]::Out.WriteLine($clock.Elapsed.TotalMilliseconds.ToString([System.Globalization.CultureInfo]::InvariantCulture))
}
Remove-PSSession -Session $session
`;

export const roundTrip: Bench = {
  name: 'round-trip',
  run: async () => {
    const probe = await createProbe('echo');
    try {
      const session = valueOf(await probe.onPremises());
      const call = (): Promise<number> =>
        timed(async () => valueOf(await session.invoke({ side: 'onPremises', cmdlet: 'Get-AcceptedDomain', parameters: {} })));
      const throughBridge = async (): Promise<number> => {
        const times: number[] = [];
        for (let index = 0; index < warm + calls; index += 1) times.push(await call());
        return median(times.slice(warm));
      };
      const byPowerShellAlone = async (): Promise<number> => {
        const { lines, errors } = await runInSession({ ...probe.environment, env: probe.settings.env }, bare);
        const times = lines.map(Number);
        if (times.length !== warm + calls || times.some(Number.isNaN)) throw new Error(errors === '' ? lines.join('\n') : errors);
        return median(times.slice(warm));
      };
      const pairs = await inTurn({ warm: 0, rounds: 5 }, throughBridge, byPowerShellAlone);
      return [{ subject: 'one remote call through the bridge', against: 'by PowerShell alone', pairs, goal: 4 }];
    } finally {
      await probe.dispose();
    }
  },
};
