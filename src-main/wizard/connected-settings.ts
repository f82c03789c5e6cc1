/** How the answers become PowerShell processes and sessions. */
import { randomBytes } from 'node:crypto';
import { parsePlainJson } from '../../shared/model/plain-json.ts';
import { onPremisesConnectionSchema, type OnPremisesConnection } from '../../shared/wizard/forms.ts';
import type { WizardContext } from '../../shared/wizard/context.ts';
import * as v from 'valibot';
import type { PowerShellSettings } from '../powershell/sessions.ts';
import type { ConnectedTools } from './connected-connections.ts';

/** Name the connection (as JSON) and the executable of a development tree's tests; an installed wizard does not look at them. */
const testConnectionVariable = 'HCW_TEST_CONNECTION';
const testExecutableVariable = 'HCW_PWSH';

export function connectedSettings(options: { readonly packaged: boolean; readonly modulePath: string }): ConnectedTools {
  const test = options.packaged ? undefined : testConnection();
  return {
    settings: (context): PowerShellSettings => ({
      executable: (options.packaged ? undefined : process.env[testExecutableVariable]) ?? executableOf(context),
      modulePath: options.modulePath,
      env: process.env,
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

const executableOf = ({ onPremises }: WizardContext): string =>
  process.platform === 'win32' && onPremises.powershell === 'windowsPowerShell' ? 'powershell.exe' : 'pwsh';

function testConnection(): OnPremisesConnection | undefined {
  const text = process.env[testConnectionVariable];
  return text === undefined ? undefined : v.parse(onPremisesConnectionSchema, parsePlainJson(text));
}
