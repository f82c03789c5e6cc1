/** The simulated Exchange, on which the other tests rely. */
import { afterEach, describe, expect, it } from 'vitest';
import type { OrganizationFile } from '../../shared/model/sample-organization.ts';
import { practiceOrganization } from '../../src-main/exchange/practice/organizations/samples.ts';
import { createExchange, runningOf, type ExchangeEnvironment } from './environment/create-exchange.ts';
import { runInSession, runScript } from './environment/run-script.ts';

const day = new Date('2026-11-24T09:00:00.000Z');
const tasks = 'Microsoft.Exchange.Management.SystemConfigurationTasks';
const connector = 'EX01\\Default Frontend EX01';
const opened: ExchangeEnvironment[] = [];

async function exchange(
  change: (organization: OrganizationFile) => OrganizationFile = (organization) => organization,
): Promise<ExchangeEnvironment> {
  const environment = await createExchange(change(await practiceOrganization('renewal', day)));
  opened.push(environment);
  return environment;
}

const withFaults = (...faults: OrganizationFile['faults']) => exchange((organization) => ({ ...organization, faults }));

afterEach(async () => {
  for (const environment of opened.splice(0)) await environment.dispose();
});

/** The line without the parts that differ from call to call. */
const stable = (line: string): string =>
  line.replace(/\[Server=\w+,RequestId=[-0-9a-f]{36},TimeStamp=[^\]]+\] \[FailureCategory=Cmdlet-\w+\] [0-9A-F]{8},/, '<prefix>,');

const valuesOf = (organization: OrganizationFile, server: string) => {
  const found = organization.receiveConnectors.find(({ name }) => name === `Default Frontend ${server}`);
  return { name: found?.tlsCertificateName, capabilities: found?.tlsDomainCapabilities };
};

describe('the on-premises endpoint', () => {
  it('offers only the cmdlets of Exchange and the few that every endpoint has', async () => {
    const { lines } = await runInSession(await exchange(), '(Invoke-Exchange Get-Command).Name | ForEach-Object { "$_" }');
    const expected = [
      'Exit-PSSession',
      'Get-AcceptedDomain',
      'Get-AuthConfig',
      'Get-Command',
      'Get-ExchangeCertificate',
      'Get-ExchangeServer',
      'Get-FormatData',
      'Get-HybridConfiguration',
      'Get-MessageTrackingLog',
      'Get-OrganizationConfig',
      'Get-Queue',
      'Get-ReceiveConnector',
      'Get-SendConnector',
      'Get-TransportService',
      'Measure-Object',
      'Out-Default',
      'Remove-ExchangeCertificate',
      'Select-Object',
      'Set-HybridConfiguration',
      'Set-ReceiveConnector',
      'Set-SendConnector',
      'Test-EdgeSynchronization',
      'Test-ServiceHealth',
    ];
    expect([...lines].sort()).toEqual(expected);
  });

  it('removes a certificate only when it is told not to ask, since nobody can answer there', async () => {
    const { lines } = await runInSession(
      await exchange(),
      `$own = @{ Server = 'EX01'; Thumbprint = (Invoke-Exchange Get-AuthConfig).CurrentCertificateThumbprint }
       Invoke-Exchange Remove-ExchangeCertificate $own
       Invoke-Exchange Get-ExchangeCertificate $own | ForEach-Object Thumbprint | Measure-Object | ForEach-Object Count
       $own['Confirm'] = $false
       Invoke-Exchange Remove-ExchangeCertificate $own
       $own.Remove('Confirm')
       Invoke-Exchange Get-ExchangeCertificate $own`,
    );
    expect(lines).toEqual([
      expect.stringMatching(/^(?:thrown|error): .*interactive/i),
      '1',
      expect.stringMatching(/^error: InvalidArgument .* was not found\.$/),
    ]);
  });

  it('takes no script and no other command', async () => {
    const { lines } = await runInSession(
      await exchange(),
      `Invoke-Exchange Import-Module @{ Name = 'x' }
       Invoke-Exchange Set-ReceiveConnector @{ Identity = '${connector}'; Nope = 1 }
       foreach ($text in 'Get-ExchangeServer | Where-Object { $true }', '(Get-ExchangeServer).Name', '1 + 1') {
         try { Invoke-Command -Session $session -ScriptBlock ([scriptblock]::Create($text)) -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
       }
       Invoke-Command -Session $session -ScriptBlock { Get-ExchangeServer | Select-Object Name } | ForEach-Object Name`,
    );
    expect(lines.filter((line) => !line.startsWith('Check the spelling'))).toEqual([
      expect.stringMatching(/^thrown: ObjectNotFound \| CommandNotFoundException \| .*'Import-Module'/),
      expect.stringContaining(`NamedParameterNotFound,${tasks}.SetReceiveConnector`),
      'ScriptsNotAllowed',
      'ScriptsNotAllowed',
      'ScriptsNotAllowed',
      'EX01',
      'EX02',
      'EX03',
    ]);
  });

  it('sends objects with the types and properties of Exchange', async () => {
    const { lines } = await runInSession(
      await exchange(),
      `$found = Invoke-Exchange Get-ReceiveConnector @{ Identity = '${connector.toLowerCase()}' }
       $found.PSObject.TypeNames[0]
       $found.TransportRole.ToString(), $found.AuthMechanism.ToString()
       $found.TlsCertificateName.PSObject.TypeNames[0], $found.TlsCertificateName.SubjectCommonName, "$($found.TlsCertificateName)"
       "$($found.Server) $($found.Server.Name)", "$($found.Identity)", $found.Bindings.GetType().Name, $found.Bindings[0].Port
       $server = Invoke-Exchange Get-ExchangeServer @{ Identity = 'EX02' }
       "$($server.AdminDisplayVersion)", $server.AdminDisplayVersion.Revision, $found.WhenChangedUTC.Kind
       $configuration = Invoke-Exchange Get-HybridConfiguration
       ($configuration.ReceivingTransportServers | ForEach-Object Name) -join ' '
       $configuration.Features[6].ToString()`,
    );
    expect(lines).toEqual([
      'Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector',
      'FrontendTransport',
      'Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer',
      'Deserialized.Microsoft.Exchange.Data.SmtpX509Identifier',
      'mail.contoso.com',
      expect.stringMatching(/^<I>CN=.*<S>CN=mail\.contoso\.com/),
      'EX01 EX01',
      connector,
      'ArrayList',
      '25',
      'Version 15.2 (Build 1748.53)',
      '53',
      'Utc',
      'EX01 EX02 EX03',
      'SecureMail',
    ]);
  });

  it('sends certificates as X509Certificate2 with nothing of Exchange, unless they were selected on the server', async () => {
    const environment = await exchange();
    const file = await environment.readOrganization();
    const { lines } = await runInSession(
      environment,
      `$plain = (Invoke-Exchange Get-ExchangeCertificate @{ Server = 'EX01' })[2]
       $plain.GetType().Name, [Convert]::ToBase64String($plain.RawData), $plain.HasPrivateKey, ($null -eq $plain.PSObject.Properties['Services'])
       $selected = (Invoke-Exchange Get-ExchangeCertificate @{ Server = 'ex01.contoso.com'; Thumbprint = $plain.Thumbprint } 'Thumbprint', 'Services', 'Status', 'RootCAType', 'IsSelfSigned', 'HasPrivateKey', 'FriendlyName', 'Subject', 'CertificateDomains', 'Nope')
       $selected.PSObject.TypeNames[0]
       ($selected.PSObject.Properties | Where-Object Name -NotLike 'PS*' | ForEach-Object Name) -join ' '
       ($selected.Thumbprint -eq $plain.Thumbprint), $selected.HasPrivateKey, $selected.FriendlyName, ($selected.Subject -eq $plain.Subject)
       $xml = [System.Management.Automation.PSSerializer]::Serialize($selected)
       foreach ($match in [regex]::Matches($xml, '<ToString>([^<]+)</ToString>\\s*<I32>(\\d+)</I32>')) { "$($match.Groups[1].Value) = $($match.Groups[2].Value)" }`,
    );
    const certificate = file.servers[0]?.certificates[2];
    expect(lines).toEqual([
      'X509Certificate2',
      certificate?.rawData,
      'False',
      'True',
      `Deserialized.Selected.${tasks}.ExchangeCertificate`,
      'Thumbprint Services Status RootCAType IsSelfSigned HasPrivateKey FriendlyName Subject CertificateDomains Nope',
      'True',
      'True',
      certificate?.friendlyName,
      'True',
      'IIS, SMTP = 24',
      'Valid = 1',
      'ThirdParty = 1',
    ]);
  });

  it('changes the organization, for other sessions too', async () => {
    const environment = await exchange();
    const before = await environment.readOrganization();
    const { lines } = await runInSession(
      environment,
      `Invoke-Exchange Set-ReceiveConnector @{ Identity = '${connector}'; TlsCertificateName = $null; TlsDomainCapabilities = $null }
       $other = Open-Session
       $seen = Invoke-Exchange Get-ReceiveConnector @{ Identity = '${connector}' } -In $other
       ($null -eq $seen.TlsCertificateName), $seen.TlsDomainCapabilities.Count
       Invoke-Exchange Set-ReceiveConnector @{ Identity = $seen; TlsCertificateName = $null }
       Invoke-Exchange Set-ReceiveConnector @{ Identity = 'ex02\\default frontend ex02'; TlsCertificateName = '<i>CN=日本<s>CN="a, b"'; TlsDomainCapabilities = [string[]] @('a:b', 'c:d') }
       Invoke-Exchange Set-HybridConfiguration @{ TlsCertificateName = '<I>CN=x<S>CN=y' }`,
    );
    expect(lines.filter((line) => !line.startsWith('WARNING: '))).toEqual([
      'True',
      '0',
      `warning: The command completed successfully but no settings of '${connector}' have been modified.`,
    ]);
    const after = await environment.readOrganization();
    expect(valuesOf(after, 'EX01')).toEqual({ name: null, capabilities: [] });
    expect(valuesOf(after, 'EX02')).toEqual({ name: '<i>CN=日本<s>CN="a, b"', capabilities: ['a:b', 'c:d'] });
    expect(valuesOf(after, 'EX03')).toEqual(valuesOf(before, 'EX03'));
    expect(after.hybridConfiguration?.tlsCertificateName).toBe('<I>CN=x<S>CN=y');
  });

  it('words errors as Exchange does', async () => {
    const environment = await exchange((organization) => ({ ...organization, hybridConfiguration: null }));
    const { lines } = await runInSession(
      environment,
      `foreach ($cmdlet in 'Get-ExchangeServer', 'Get-ReceiveConnector', 'Get-SendConnector', 'Get-TransportService', 'Set-ReceiveConnector') { Invoke-Exchange $cmdlet @{ Identity = 'EX09\\"it''s" $x' } }
       foreach ($cmdlet in 'Get-ReceiveConnector', 'Get-ExchangeCertificate') { Invoke-Exchange $cmdlet @{ Server = 'EX09' } }
       Invoke-Exchange Get-ExchangeCertificate @{ Thumbprint = '00' }
       Invoke-Exchange Get-HybridConfiguration
       Invoke-Exchange Set-HybridConfiguration @{ TlsCertificateName = $null }
       Invoke-Exchange Set-ReceiveConnector @{ Identity = '${connector}'; TlsCertificateName = 'ABCDEF' }
       Invoke-Exchange Get-Command @{ Name = [string[]] @('Set-Nope') }`,
    );
    const missing = (name: string, task: string) =>
      `error: NotSpecified | <prefix>,${tasks}.${task} | The operation couldn't be performed because object '${name}' couldn't be found on 'dc01.contoso.com'.`;
    const byIdentity = ['GetExchangeServer', 'GetReceiveConnector', 'GetSendConnector', 'GetTransportService', 'SetReceiveConnector'];
    expect(lines.filter((line) => !line.startsWith('Check the spelling')).map(stable)).toEqual([
      ...byIdentity.map((task) => missing(`EX09\\"it's" $x`, task)),
      missing('EX09', 'GetReceiveConnector'),
      missing('EX09', 'GetExchangeCertificate'),
      `error: InvalidArgument | <prefix>,${tasks}.GetExchangeCertificate | The certificate with thumbprint 00 was not found.`,
      missing('Hybrid Configuration', 'SetHybridConfiguration'),
      `thrown: InvalidData | ParameterArgumentTransformationError,${tasks}.SetReceiveConnector | Cannot process argument transformation on parameter 'TlsCertificateName'. Cannot convert value "ABCDEF" to type "Microsoft.Exchange.Data.SmtpX509Identifier". Error: ""ABCDEF" isn't a valid X.509 certificate identifier. The format is "<I>Issuer<S>Subject"."`,
      expect.stringContaining('error: ObjectNotFound | CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand | '),
    ]);
  });
});

describe('faults', () => {
  const setBoth = `foreach ($server in 'EX01', 'EX02') { Invoke-Exchange Set-ReceiveConnector @{ Identity = "$server\\Default Frontend $server"; TlsCertificateName = $null } }`;

  it('hide a cmdlet', async () => {
    const environment = await withFaults({ cmdlet: 'Set-ReceiveConnector', after: 0, fault: { kind: 'hidden' } });
    const { lines } = await runInSession(
      environment,
      `Invoke-Exchange Set-ReceiveConnector @{ Identity = '${connector}' }; (Invoke-Exchange Get-Command).Name -contains 'Set-ReceiveConnector'`,
    );
    expect(lines[0]).toMatch(/^thrown: ObjectNotFound \| CommandNotFoundException \| .*'Set-ReceiveConnector'/);
    expect(lines.at(-1)).toBe('False');
  });

  it.each([false, true])('report an error from a certain call on (terminating: %s)', async (terminating) => {
    const fault = {
      kind: 'error',
      message: 'Active Directory „日本“ $x',
      category: 'ResourceUnavailable',
      id: `${tasks}.SetReceiveConnector`,
      terminating,
    } as const;
    const environment = await withFaults({ cmdlet: 'Set-ReceiveConnector', after: 1, fault });
    const before = await environment.readOrganization();
    const { lines } = await runInSession(environment, setBoth);
    expect(lines.map(stable)).toEqual([
      `${terminating ? 'thrown' : 'error'}: ResourceUnavailable | <prefix>,${tasks}.SetReceiveConnector | ${fault.message}`,
    ]);
    const after = await environment.readOrganization();
    expect([valuesOf(after, 'EX01').name, valuesOf(after, 'EX02').name]).toEqual([null, valuesOf(before, 'EX02').name]);
  });

  it.each([false, true])('end the session during a call (it took effect: %s)', async (effect) => {
    const environment = await withFaults({
      cmdlet: 'Set-ReceiveConnector',
      match: { parameter: 'Identity', value: 'EX02\\Default Frontend EX02' },
      after: 0,
      fault: { kind: 'sessionLost', effect },
    });
    const before = await environment.readOrganization();
    const { lines } = await runInSession(environment, `${setBoth}\n"$($session.State) $($session.Runspace.RunspaceStateInfo.State)"`);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^thrown: /);
    expect(lines[1]).toBe('Broken Broken');
    const after = await environment.readOrganization();
    expect([valuesOf(after, 'EX01').name, valuesOf(after, 'EX02').name]).toEqual([null, effect ? null : valuesOf(before, 'EX02').name]);
    expect(await environment.servers()).toEqual([]);
  });

  it('keep a call from ever ending, while other sessions answer, until dispose ends what serves it', async () => {
    const environment = await withFaults({ cmdlet: 'Get-SendConnector', after: 0, fault: { kind: 'hang' } });
    const { lines } = await runInSession(
      environment,
      `$shell = [powershell]::Create()
       $shell.Runspace = $session.Runspace
       $call = $shell.AddCommand('Get-SendConnector').BeginInvoke()
       $other = Open-Session
       (Invoke-Exchange Get-ExchangeServer -In $other).Count
       "$($call.IsCompleted) $($shell.InvocationStateInfo.State)"
       [System.Diagnostics.Process]::GetCurrentProcess().Kill()`,
    );
    expect(lines).toEqual(['3', 'False Running']);
    const served = await environment.servers();
    expect(served).not.toEqual([]);
    await environment.dispose();
    expect(await runningOf(served)).toEqual([]);
    await expect(environment.readOrganization()).rejects.toThrow('ENOENT');
  });
});

describe('Exchange Online', () => {
  it('brings its cmdlets once it is connected, and takes them away again', async () => {
    const { lines, errors } = await runScript(
      await exchange(),
      `$ErrorActionPreference = 'Stop'
       function Test-Command($Name) { try { $null = & $Name; "$Name answers" } catch { "$Name $($_.FullyQualifiedErrorId)" } }
       Import-Module ExchangeOnlineManagement
       Get-Module ExchangeOnlineManagement | ForEach-Object { "$($_.Version)" }
       Test-Command Get-InboundConnector
       Connect-ExchangeOnline -UserPrincipalName admin@contoso.com -ExchangeEnvironmentName O365Default -ShowBanner:$false
       Get-ConnectionInformation | ForEach-Object { "$($_.State) $($_.UserPrincipalName) $($_.TokenStatus)" }
       $inbound = Get-InboundConnector
       $inbound.PSObject.TypeNames[0], $inbound.TlsSenderCertificateName, $inbound.RequireTls
       (Get-OutboundConnector).TlsSettings
       (Get-AcceptedDomain).DomainName -join ' '
       Test-Command Get-ReceiveConnector
       try { Get-OutboundConnector -Identity nope } catch { $_.FullyQualifiedErrorId }
       Disconnect-ExchangeOnline -Confirm:$false
       Test-Command Get-InboundConnector
       "$(Get-ConnectionInformation)"`,
    );
    expect(errors).toBe('');
    expect(lines.map(stable)).toEqual([
      '3.9.0',
      'Get-InboundConnector CommandNotFoundException',
      'Connected admin@contoso.com Active',
      `Deserialized.${tasks}.TenantInboundConnector`,
      '*.contoso.com',
      'True',
      'DomainValidation',
      'contoso.com contoso.mail.onmicrosoft.com contoso.onmicrosoft.com',
      'Get-ReceiveConnector CommandNotFoundException',
      `<prefix>,${tasks}.GetOutboundConnector`,
      'Get-InboundConnector CommandNotFoundException',
    ]);
  });

  it('reports what a sign-in that fails says', async () => {
    const fault = {
      kind: 'error',
      message: 'User canceled authentication.',
      category: 'AuthenticationError',
      id: 'Microsoft.Exchange.Management.ExoPowershellSnapin.ConnectExchangeOnline',
      terminating: true,
    } as const;
    const environment = await withFaults({ cmdlet: 'Connect-ExchangeOnline', after: 0, fault });
    const { lines } = await runScript(
      environment,
      `try { Connect-ExchangeOnline -ShowBanner:$false } catch { "$_"; $_.FullyQualifiedErrorId -replace '^.*,'; "$(Get-ConnectionInformation)" }`,
    );
    expect(lines).toEqual([fault.message, fault.id]);
  });
});
