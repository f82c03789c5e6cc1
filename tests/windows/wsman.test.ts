/**
 * Sessions over WSMan itself, to an endpoint of this computer that tests/windows/workflow/Register-SimulatedExchange.ps1 has made. HCW_WSMAN is
 * its address, HCW_ORGANIZATION_FILE the organization that its cmdlets work on, and HCW_PWSH the PowerShell that connects.
 */
import { execFile } from 'node:child_process';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ok, type Result } from '../../shared/model/error.ts';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { connectedSettings } from '../../src-main/exchange/connected-settings.ts';
import { connectedExchange } from '../../src-main/exchange/connected.ts';
import type { Exchange } from '../../src-main/exchange/port.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { contractTime, readingContract, type OpenedExchange } from '../contract/exchange-contract.ts';
import { observe, onPremises } from '../contract/observe.ts';
import { practiceTarget } from '../contract/practice.ts';
import { withPayloads } from '../powershell/environment/with-payloads.ts';

const { HCW_PWSH: powershell = '', HCW_WSMAN: endpoint = '', HCW_ORGANIZATION_FILE: file = '' } = process.env;
const tools = connectedSettings({ packaged: false, modulePath: join(import.meta.dirname, '../../src-main/powershell/module') });

/** `authentication`: a computer without a domain has no Kerberos. */
async function openAt(connectionUri: string): Promise<Result<Exchange>> {
  const connection = { kind: 'kerberos', connectionUri, authentication: 'Negotiate', credential: 'signedIn' } as const;
  const exchange = connectedExchange({ ...tools, onPremisesConnection: () => connection });
  const opened = await exchange.open('onPremises', { ...practiceTarget, mode: 'connected' }, new AbortController().signal);
  return opened.ok ? ok(exchange) : opened;
}

async function open(organization: OrganizationFile): Promise<OpenedExchange> {
  await writeFile(`${file}.new`, JSON.stringify(withPayloads(organization)));
  await rename(`${file}.new`, file);
  const opened = await openAt(endpoint);
  if (!opened.ok) throw new Error(`Not opened: ${JSON.stringify(opened.error)}`);
  return { exchange: opened.value, dispose: () => opened.value.close() };
}

describe.skipIf(process.platform !== 'win32' || endpoint === '')('over WSMan', () => {
  readingContract('connected adapter', open);

  it('a change takes effect, and is read back', async () => {
    const { exchange, dispose } = await open(await practiceOrganization('renewal', contractTime));
    const Identity = 'EX01\\Default Frontend EX01';
    try {
      expect(await observe(exchange, onPremises('Set-ReceiveConnector', { Identity, TlsCertificateName: null }))).toMatchObject({
        code: 'ok',
      });
      const [read] = await exchange.read([{ call: onPremises('Get-ReceiveConnector', { Identity }), queue: 'EX01' }]);
      expect(JSON.stringify(read)).toContain('TlsCertificateName');
      expect(JSON.stringify(read)).not.toContain('<I>');
    } finally {
      await dispose();
    }
  });

  it('no language is spoken: script text is refused by the endpoint', async () => {
    const remote = `Invoke-Command -ConnectionUri '${endpoint}' -ConfigurationName 'Microsoft.Exchange' -Authentication Negotiate`;
    const command = `try { ${remote} -ScriptBlock { 1 + 1 } -ErrorAction Stop; 'it ran' } catch { $_.FullyQualifiedErrorId }`;
    const { stdout } = await promisify(execFile)(powershell, ['-NoProfile', '-Command', command], { windowsHide: true });
    expect(stdout.trim()).toContain('ScriptsNotAllowed');
  });

  it.each([
    ['where nothing listens', new URL('http://localhost:5999/wsman'), 'session.notReached'],
    ['where something else answers', new URL('http://localhost:5985/PowerShell/'), 'session.otherAnswered'],
  ] as const)('is refused %s, with the number of Windows', async (_, address, code) => {
    expect(await openAt(address.href)).toMatchObject({
      ok: false,
      error: { code, effect: 'none', details: { transport: expect.stringMatching(/^-21\d{8}$/) as unknown } },
    });
  });
});
