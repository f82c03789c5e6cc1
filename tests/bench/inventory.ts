/**
 * All servers of an organization over real remoting, where every call takes as long as on a network, beside a plain
 * script that collects the same and asks one server after the other: 205 calls. The wizard makes 156, in four sessions,
 * three of which it opens within the time that is measured.
 */
import { freshContext } from '../../shared/wizard/context.ts';
import { connectedExchange } from '../../src-main/exchange/connected.ts';
import { collectOrganization } from '../../src-main/exchange/inventory/inventory.ts';
import type { PowerShellSettings } from '../../src-main/powershell/sessions.ts';
import { createExchange, type ExchangeEnvironment } from '../powershell/environment/create-exchange.ts';
import { runInSession } from '../powershell/environment/run-script.ts';
import { settingsFor } from '../powershell/open-exchange.ts';
import { valueOf } from '../powershell/open-probe.ts';
import { inTurn, timed, type Bench } from './bench.ts';
import { organizationOf } from './organization-of.ts';

const servers = 50;
const certificatesEach = 4;
const latencyMs = 100;
const at = new Date('2026-11-24T09:00:00.000Z');

/** Collects the same data into one document; prints the milliseconds and the number of certificates. */
const plainScript = `
$clock = [System.Diagnostics.Stopwatch]::StartNew()
$configuration = @(Invoke-Exchange Get-HybridConfiguration)
$collected = @{
    Configuration = $configuration
    Servers = @(Invoke-Exchange Get-ExchangeServer)
    SendConnectors = @(Invoke-Exchange Get-SendConnector)
    AcceptedDomains = @(Invoke-Exchange Get-AcceptedDomain)
    Rights = @(Invoke-Exchange Get-Command @{ Name = @('Set-ReceiveConnector', 'Set-HybridConfiguration') })
    HybridServers = @(foreach ($server in $configuration[0].ReceivingTransportServers) {
        $name = [string] $server
        @{
            ReceiveConnectors = @(Invoke-Exchange Get-ReceiveConnector @{ Server = $name })
            Certificates = @(Invoke-Exchange Get-ExchangeCertificate @{ Server = $name })
            Details = @(Invoke-Exchange Get-ExchangeCertificate @{ Server = $name } @('Thumbprint', 'Services', 'Status', 'RootCAType', 'HasPrivateKey'))
            TransportService = @(Invoke-Exchange Get-TransportService @{ Identity = $name })
        }
    })
}
$document = [System.Management.Automation.PSSerializer]::Serialize($collected, 12)
$certificates = 0
foreach ($one in $collected['HybridServers']) { $certificates += $one['Certificates'].Count }
[Console]::Out.WriteLine($clock.Elapsed.TotalMilliseconds.ToString([System.Globalization.CultureInfo]::InvariantCulture))
[Console]::Out.WriteLine("$certificates $($document.Length)")
Remove-PSSession -Session $session
`;

async function byScript(environment: ExchangeEnvironment): Promise<number> {
  const { lines, errors } = await runInSession(environment, plainScript);
  const [milliseconds, counts = ''] = lines.slice(-2);
  if (Number(counts.split(' ')[0]) !== servers * certificatesEach) throw new Error(errors === '' ? lines.join('\n') : errors);
  return Number(milliseconds);
}

/** The session is already open, as it is when the wizard begins to collect. */
async function byWizard(environment: ExchangeEnvironment, settings: PowerShellSettings): Promise<number> {
  const exchange = connectedExchange({ settings: () => settings, onPremisesConnection: () => environment.onPremisesConnection });
  try {
    valueOf(await exchange.open('onPremises', { ...freshContext('en'), mode: 'connected' }, new AbortController().signal));
    return await timed(async () => {
      const { hybridServers } = valueOf(await collectOrganization(exchange, { now: () => at, onProgress: () => undefined }));
      const read = hybridServers.flatMap(({ certificates }) => (certificates.known ? certificates.value : []));
      if (read.length !== servers * certificatesEach) throw new Error(`${String(read.length)} certificates were read.`);
    });
  } finally {
    await exchange.close();
  }
}

export const inventory: Bench = {
  name: 'inventory',
  run: async () => {
    const made = await createExchange(await organizationOf(servers, certificatesEach, at));
    const environment = { ...made, env: { ...made.env, HCW_LATENCY_MS: String(latencyMs) } };
    const settings = settingsFor(environment);
    try {
      const pairs = await inTurn(
        { warm: 1, rounds: 5 },
        () => byWizard(environment, settings),
        () => byScript(environment),
      );
      return [
        {
          subject: `inventory, ${String(servers)} servers, ${String(latencyMs)} ms a call`,
          against: 'sequential script',
          pairs,
          goal: 0.3,
        },
      ];
    } finally {
      await made.dispose();
    }
  },
};
