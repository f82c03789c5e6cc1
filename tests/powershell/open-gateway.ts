/** The connected gateway over the simulated Exchange: both sides, as the wizard opens them. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../shared/model/error.ts';
import { connectedGateway } from '../../src-main/exchange/connected.ts';
import { openExchangeOnline, openOnPremises, type PowerShellSettings } from '../../src-main/powershell/sessions.ts';
import type { OpenGateway } from '../contract/gateway-contract.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';

export const openConnectedGateway: OpenGateway = async (organization) => {
  const environment = await createExchange(organization);
  const settings = settingsFor(environment);
  const [onPremises, online] = await Promise.all([
    openOnPremises(settings, environment.onPremisesConnection),
    openExchangeOnline(settings, { userPrincipalName: 'admin@contoso.com', environment: 'O365Default' }),
  ]);
  const gateway = connectedGateway(valueOf(onPremises), valueOf(online));
  return {
    gateway,
    dispose: async () => {
      await gateway.close();
      await environment.dispose();
    },
  };
};

/** The settings that start the PowerShell of that environment with the product's module. */
export const settingsFor = (environment: Pick<ExchangeEnvironment, 'powershell' | 'env'>): PowerShellSettings => ({
  executable: environment.powershell,
  modulePath: fileURLToPath(new URL('../../src-main/powershell/module', import.meta.url)),
  env: environment.env,
  newNonce: () => randomUUID().replaceAll('-', ''),
  allowSsh: true,
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Not opened: ${JSON.stringify(result.error)}`);
  return result.value;
}
