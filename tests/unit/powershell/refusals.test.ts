/** What is refused before anything is sent to PowerShell. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { psHashtable, type PsValue } from '../../../shared/clixml/value.ts';
import type { CmdletCall } from '../../../shared/commands/call.ts';
import { appError, ok } from '../../../shared/model/error.ts';
import { freshContext } from '../../../shared/wizard/context.ts';
import type { Bridge } from '../../../src-main/powershell/bridge.ts';
import { readInParallel } from '../../../src-main/powershell/parallel-reads.ts';
import { openOnPremises, type PowerShellSettings } from '../../../src-main/powershell/sessions.ts';
import { connectedSettings } from '../../../src-main/exchange/connected-settings.ts';
import { changeLimits } from '../../../src-main/wizard/change-limits.ts';

const ssh = { kind: 'ssh', host: 'ex01.contoso.com', userName: 'admin', keyFile: '/key', port: 22, subsystem: 'powershell' } as const;
const context = freshContext('en');

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a connection over SSH', () => {
  const settings: PowerShellSettings = {
    executable: '/nowhere/pwsh',
    modulePath: '/nowhere',
    moduleSums: {},
    env: {},
    newNonce: () => '0'.repeat(32),
    allowSsh: false,
  };

  it('is refused where the settings do not allow it, before PowerShell is looked for', async () => {
    expect(await openOnPremises(settings, ssh)).toEqual({ ok: false, error: appError('call.refused', { connection: 'ssh' }) });
    expect(await openOnPremises({ ...settings, allowSsh: true }, ssh)).toMatchObject({ ok: false, error: { code: 'powershell.notFound' } });
  });

  it('is not allowed in an installed wizard, which ignores the variables of the tests', () => {
    vi.stubEnv('HCW_TEST_CONNECTION', JSON.stringify(ssh));
    vi.stubEnv('HCW_PWSH', '/elsewhere/pwsh');
    vi.stubEnv('HCW_TEST_CHANGE_LIMIT_MS', '5000');
    expect(changeLimits({ packaged: true }).connected).toEqual({ limitMs: 120_000, settleMs: 2000, replicationMs: 30_000 });
    expect(changeLimits({ packaged: false }).connected).toEqual({ limitMs: 5000, settleMs: 2000, replicationMs: 5000 });
    const installed = connectedSettings({ packaged: true, modulePath: '/module' });
    expect(installed.settings(context).allowSsh).toBe(false);
    expect(installed.settings(context).executable).not.toBe('/elsewhere/pwsh');
    expect(installed.onPremisesConnection(context).kind).toBe('kerberos');
    const development = connectedSettings({ packaged: false, modulePath: '/module' });
    expect(development.settings(context)).toMatchObject({ allowSsh: true, executable: '/elsewhere/pwsh' });
    expect(development.onPremisesConnection(context)).toEqual(ssh);
  });
});

describe('reads in parallel', () => {
  const read: CmdletCall = { side: 'onPremises', cmdlet: 'Get-SendConnector', parameters: {} };

  it.each<[string, CmdletCall]>([
    ['a change', { side: 'onPremises', cmdlet: 'Set-HybridConfiguration', parameters: { TlsCertificateName: 'a' } }],
    ['a read of Exchange Online', { side: 'exchangeOnline', cmdlet: 'Get-InboundConnector', parameters: {} }],
    ['a text that PowerShell cannot serialize', { ...read, parameters: { Identity: '\uffff' } }],
  ])('do not contain %s: it is refused, and the others are sent', async (_, call) => {
    const sent: Readonly<Record<string, PsValue>>[] = [];
    const bridge: Bridge = {
      process: { pid: 1, startedAt: '' },
      request: (_operation, parameters) => {
        sent.push(parameters);
        return Promise.resolve(ok(psHashtable({})));
      },
      close: () => Promise.resolve(),
    };
    const { results } = await readInParallel(
      bridge,
      [call, read].map((each) => ({ call: each, queue: 'ex01' })),
      {},
    );
    expect(results[0]).toMatchObject({ ok: false, error: { code: 'call.refused', effect: 'none' } });
    expect(JSON.stringify(sent)).toContain('Get-SendConnector');
    expect(JSON.stringify(sent).match(/"Cmdlet"/g)).toHaveLength(1);
  });
});
