/** The connected adapter over the simulated Exchange: both sides, as the wizard opens them. */
import { moduleSums } from '../../src-main/powershell/module-sums.ts';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sides } from '../../shared/commands/table.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { connectedExchange } from '../../src-main/exchange/connected.ts';
import type { Exchange, Target } from '../../src-main/exchange/port.ts';
import type { PowerShellSettings } from '../../src-main/powershell/sessions.ts';
import { practiceTarget } from '../contract/practice.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';

export const connectedTarget: Target = {
  ...practiceTarget,
  mode: 'connected',
  exchangeOnline: { userPrincipalName: 'admin@contoso.com', environment: 'O365Default', signIn: 'windows' },
};

export interface ConnectedExchange {
  readonly exchange: Exchange;
  readonly environment: ExchangeEnvironment;
  readonly dispose: () => Promise<void>;
}

export async function openConnectedExchange(organization: OrganizationFile): Promise<ConnectedExchange> {
  const environment = await createExchange(organization);
  const settings = settingsFor(environment);
  const exchange = connectedExchange({ settings: () => settings, onPremisesConnection: () => environment.onPremisesConnection });
  const { signal } = new AbortController();
  const opened = await Promise.all(sides.map((side) => exchange.open(side, connectedTarget, signal)));
  for (const result of opened) if (!result.ok) throw new Error(`Not opened: ${JSON.stringify(result.error)}`);
  return {
    exchange,
    environment,
    dispose: async () => {
      await exchange.close();
      await environment.dispose();
    },
  };
}

/** The settings that start the PowerShell of that environment with the product's module. */
export const settingsFor = (environment: Pick<ExchangeEnvironment, 'powershell' | 'env'>): PowerShellSettings => ({
  executable: environment.powershell,
  modulePath: fileURLToPath(new URL('../../src-main/powershell/module', import.meta.url)),
  moduleSums,
  env: environment.env,
  newNonce: () => randomUUID().replaceAll('-', ''),
  allowSsh: true,
});
