/** What the administrator chose, as settings of PowerShell processes and sessions. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { parsePlainJson } from '../../shared/model/plain-json.ts';
import { onPremisesConnectionSchema, type OnPremisesConnection } from '../../shared/model/sign-in.ts';
import { moduleSums } from '../powershell/module-sums.ts';
import { inSystem32 } from '../powershell/process-identity.ts';
import type { PowerShellSettings } from '../powershell/sessions.ts';
import type { ConnectedTools } from './connected.ts';
import type { Target } from './port.ts';

/** Set by tests of a development tree: the connection as JSON, and the executable. An installed wizard ignores both. */
const testConnectionVariable = 'HCW_TEST_CONNECTION';
const testExecutableVariable = 'HCW_PWSH';

export function connectedSettings(options: { readonly packaged: boolean; readonly modulePath: string }): ConnectedTools {
  const test = options.packaged ? undefined : testConnection();
  return {
    settings: (target): PowerShellSettings => ({
      executable: (options.packaged ? undefined : process.env[testExecutableVariable]) ?? executableOf(target),
      modulePath: options.modulePath,
      moduleSums,
      env: test === undefined ? ownEnvironment(process.env) : process.env,
      newNonce: () => randomBytes(16).toString('hex'),
      allowSsh: test !== undefined,
    }),
    onPremisesConnection: ({ onPremises }) =>
      test ?? {
        kind: 'kerberos',
        connectionUri: `http://${onPremises.server.trim()}/PowerShell/`,
        authentication: onPremises.authentication,
        credential: onPremises.credential,
      },
  };
}

/** Windows PowerShell is a part of Windows: another program of its name may come earlier on PATH. */
const executableOf = ({ onPremises }: Target): string =>
  process.platform === 'win32' && onPremises.powershell === 'windowsPowerShell'
    ? inSystem32('WindowsPowerShell', 'v1.0', 'powershell.exe')
    : 'pwsh';

/**
 * Without the module path of the program that started the wizard: each PowerShell makes its own. Of a prompt of PowerShell 7 it has folders
 * in which Windows PowerShell finds modules that it cannot load (PowerShell/PowerShell#27774), and of another program any folder.
 */
const ownEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.toLowerCase() !== 'psmodulepath'));

function testConnection(): OnPremisesConnection | undefined {
  const text = process.env[testConnectionVariable];
  return text === undefined ? undefined : v.parse(onPremisesConnectionSchema, parsePlainJson(text));
}
