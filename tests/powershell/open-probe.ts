/** PowerShell with one of `probes/` in the place of Exchange: it reports what arrived, or fails as ordered. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Result } from '../../shared/model/error.ts';
import type { ExchangeOnlineConnection } from '../../shared/model/sign-in.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import {
  openExchangeOnline,
  openOnPremises,
  type OpenOptions,
  type PowerShellSession,
  type PowerShellSettings,
} from '../../src-main/powershell/sessions.ts';
import { createExchange, type ExchangeEnvironment } from './environment/create-exchange.ts';

const root = join(import.meta.dirname, '../..');
const productModule = join(root, 'src-main/powershell/module');

export interface Probe {
  readonly environment: ExchangeEnvironment;
  readonly settings: PowerShellSettings;
  /** Opens a session; `other` replaces some of the settings. `dispose` closes it. */
  online(
    options?: OpenOptions,
    other?: Partial<PowerShellSettings>,
    signIn?: ExchangeOnlineConnection['signIn'],
  ): Promise<Result<PowerShellSession>>;
  onPremises(options?: OpenOptions, other?: Partial<PowerShellSettings>): Promise<Result<PowerShellSession>>;
  dispose(): Promise<void>;
}

/** `name` is a folder of `probes/`. A test that brings its own modules passes their folders and variables. */
export async function createProbe(
  name: string,
  { modules, env = {} }: { readonly modules?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Probe> {
  const folder = join(import.meta.dirname, 'probes', name);
  const environment = await createExchange(await practiceOrganization('renewal', new Date('2026-11-24T09:00:00.000Z')), {
    endpoint: join(folder, 'endpoint.ps1'),
    modules: modules ?? [join(folder, 'modules')],
  });
  const settings: PowerShellSettings = {
    executable: environment.powershell,
    modulePath: productModule,
    moduleSums: {},
    env: { ...environment.env, HCW_CMDLET_TABLE: join(productModule, 'CmdletTable.psm1'), ...env },
    newNonce: () => randomUUID().replaceAll('-', ''),
    allowSsh: true,
  };
  const sessions: PowerShellSession[] = [];
  const kept = (opened: Result<PowerShellSession>): Result<PowerShellSession> => {
    if (opened.ok) sessions.push(opened.value);
    return opened;
  };
  return {
    environment,
    settings,
    online: async (options, other, signIn = 'windows') =>
      kept(
        await openExchangeOnline(
          { ...settings, ...other },
          { userPrincipalName: 'admin@contoso.com', environment: 'O365Default', signIn },
          options,
        ),
      ),
    onPremises: async (options, other) => kept(await openOnPremises({ ...settings, ...other }, environment.onPremisesConnection, options)),
    dispose: async () => {
      for (const session of sessions) await session.close();
      await environment.dispose();
    },
  };
}

/** The value. Throws the error, if it is one. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Failed: ${JSON.stringify(result.error)}`);
  return result.value;
}
