/**
 * The script that the administrator runs to collect what the inventory asks for. It is shown, copied
 * and saved as it is: ASCII, no syntax newer than Windows PowerShell 5.1, no empty line (an empty line
 * ends a statement that is pasted into a console without line editing), only Get- cmdlets of Exchange.
 * Nothing that a person or a server supplied is in its text.
 */
import { renderText, renderValue } from '../../../shared/commands/render.ts';
import { certificateProperties } from '../../../shared/read/certificate.ts';
import { sendConnectorSnapshotProperties, changeCmdlets } from '../../../shared/read/on-premises.ts';
import {
  collectionFileNames,
  collectionFormat,
  collectionFormatVersion,
  edgeFileName,
  type CollectedPlace,
} from '../../../shared/collected/collection.ts';

/** Export depth: the deepest value that is read is at level three (the Name of an ADObjectId in a list); more levels only enlarge the file. */
const depth = 4;

/** The text of the script for one place, in lines that end with LF. Each is run in a window of its own, since cmdlets have the same names in all of them. */
export const collectionScript = (part: CollectedPlace): string =>
  [...introduction[part], '& {', ...beginning[part], ...reading(part), ...calls[part], ...ending(part), '} @args', ''].join('\n');

const introduction: Readonly<Record<CollectedPlace, readonly string[]>> = {
  onPremises: [
    '# Hybrid Certificate Wizard: collects what the wizard has to know of the on-premises organization.',
    '# It only reads (Get- cmdlets), changes nothing, and asks for no password.',
    '# Run it in the Exchange Management Shell, or paste all of it there. Then open the file that it writes in the wizard.',
  ],
  exchangeOnline: [
    '# Hybrid Certificate Wizard: collects what the wizard has to know of Exchange Online.',
    '# It only reads (Get- cmdlets), changes nothing, and asks for no password.',
    '# Run it, or paste all of it, in a window of its own after Connect-ExchangeOnline. Then open the file that it writes in the wizard.',
  ],
  edge: [
    '# Hybrid Certificate Wizard: collects what the wizard has to know of one Edge Transport server, which no other server can read.',
    '# It only reads (Get- cmdlets), changes nothing, and asks for no password.',
    '# Run it in the Exchange Management Shell of that server, or paste all of it there. Then open the file that it writes in the wizard.',
  ],
};

/** As PowerShell text */
const fileNames: Readonly<Record<CollectedPlace, string>> = {
  onPremises: renderText(collectionFileNames.onPremises),
  exchangeOnline: renderText(collectionFileNames.exchangeOnline),
  edge: `"${edgeFileName('$([System.Environment]::MachineName)')}"`,
};

const toFile = (part: CollectedPlace): string[] => [
  '    # The file is put on the desktop, or where -Path says.',
  `    if (-not $Path) { $Path = [System.IO.Path]::Combine([System.Environment]::GetFolderPath('Desktop'), ${fileNames[part]}) }`,
  "    $ErrorActionPreference = 'Continue'",
  '    $answers = [System.Collections.ArrayList] @()',
];

const beginning: Readonly<Record<CollectedPlace, readonly string[]>> = {
  onPremises: [
    '    param($Path, $Session)',
    ...toFile('onPremises'),
    '    # The shell speaks to a server in a session. The server has to be asked directly: what it knows of certificates is lost on the way here.',
    '    foreach ($open in @(Get-PSSession)) {',
    "        $isExchange = $open.ConfigurationName -eq 'Microsoft.Exchange' -and $open.State -eq 'Opened'",
    "        $isOnline = $open.ComputerName -like '*.office365.com' -or $open.ComputerName -like '*.outlook.com'",
    '        if (-not $Session -and $isExchange -and -not $isOnline) { $Session = $open }',
    '    }',
  ],
  exchangeOnline: ['    param($Path)', ...toFile('exchangeOnline')],
  edge: ['    param($Path)', ...toFile('edge')],
};

const inThisRunspace: readonly string[] = [
  '        $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)',
];

const runspace: Readonly<Record<CollectedPlace, readonly string[]>> = {
  onPremises: [
    '        if ($Session) { $shell = [System.Management.Automation.PowerShell]::Create(); $shell.Runspace = $Session.Runspace }',
    '        else { $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace) }',
  ],
  exchangeOnline: inThisRunspace,
  edge: inThisRunspace,
};

/** One cmdlet call: its objects, errors, and warnings. */
const reading = (part: CollectedPlace): string[] => [
  '    # An error as text.',
  '    function Get-Problem($Record, [bool] $Terminating) {',
  '        @{ Message = [string] $Record.Exception.Message; Category = [string] $Record.CategoryInfo.Category; Id = [string] $Record.FullyQualifiedErrorId; Terminating = $Terminating }',
  '    }',
  '    # Runs one Get- cmdlet, and keeps what it returned and every error and warning.',
  '    function Read-Exchange([string] $Cmdlet, [hashtable] $Parameters = @{}, [string[]] $Select = @()) {',
  '        "Reading: $Cmdlet $($Parameters.Values)" | Out-Host',
  "        $answer = @{ Cmdlet = $Cmdlet; Parameters = $Parameters; Select = $Select; Time = [System.DateTime]::UtcNow.ToString('o'); Objects = @(); Errors = @(); Warnings = @() }",
  ...runspace[part],
  '        [void] $shell.AddCommand($Cmdlet).AddParameters($Parameters)',
  "        if ($Select.Length -gt 0) { [void] $shell.AddCommand('Select-Object').AddParameter('Property', $Select) }",
  '        $found = @()',
  '        try { $found = @($shell.Invoke()) }',
  '        catch {',
  '            # What Exchange itself said is in the innermost exception that has an error record.',
  '            $record = $_',
  '            for ($exception = $_.Exception; $null -ne $exception; $exception = $exception.InnerException) {',
  '                if ($exception -is [System.Management.Automation.IContainsErrorRecord]) { $record = $exception.ErrorRecord }',
  '            }',
  "            $answer['Errors'] += Get-Problem $record $true",
  '        }',
  "        foreach ($record in $shell.Streams.Error) { $answer['Errors'] += Get-Problem $record $false }",
  "        foreach ($record in $shell.Streams.Warning) { $answer['Warnings'] += [string] $record.Message }",
  '        $shell.Dispose()',
  "        $answer['Objects'] = $found",
  '        [void] $answers.Add($answer)',
  "        $answer['Objects']",
  '    }',
];

const listed = (names: readonly string[]): string => names.map((name) => renderValue(name)).join(', ');

const calls: Readonly<Record<CollectedPlace, readonly string[]>> = {
  onPremises: [
    '    # The hybrid configuration names the servers that send mail to Exchange Online and receive it from there.',
    '    $servers = @()',
    '    $edges = @()',
    "    foreach ($configuration in @(Read-Exchange 'Get-HybridConfiguration')) {",
    '        foreach ($server in @($configuration.ReceivingTransportServers) + @($configuration.SendingTransportServers)) {',
    '            $name = [string] $server',
    '            if ($server.Name) { $name = [string] $server.Name }',
    '            if ($name -and $servers -notcontains $name) { $servers += $name }',
    '        }',
    '        $edges += @($configuration.EdgeTransportServers)',
    '    }',
    "    $listed = @(Read-Exchange 'Get-ExchangeServer')",
    '    # Edge servers cannot be read from here. Where they carry the mail, the HCW looks for the certificate on the Mailbox servers.',
    '    if ($edges.Length -gt 0 -and $servers.Length -eq 0) {',
    '        foreach ($server in $listed) { if (-not $server.IsEdgeServer -and $servers -notcontains $server.Name) { $servers += [string] $server.Name } }',
    '    }',
    '    # A send connector may hold a password for a smart host: only these of its properties are asked for.',
    `    [void] (Read-Exchange 'Get-SendConnector' @{} ${listed(sendConnectorSnapshotProperties)})`,
    "    [void] (Read-Exchange 'Get-AcceptedDomain')",
    "    [void] (Read-Exchange 'Get-OrganizationConfig')",
    "    [void] (Read-Exchange 'Get-AuthConfig')",
    '    # Only whether you may run these commands; they are not run.',
    `    [void] (Read-Exchange 'Get-Command' @{ Name = ${renderValue(changeCmdlets)} } 'Name', 'CommandType')`,
    '    foreach ($server in $servers) {',
    "        [void] (Read-Exchange 'Get-ReceiveConnector' @{ Server = $server })",
    "        [void] (Read-Exchange 'Get-ExchangeCertificate' @{ Server = $server })",
    `        [void] (Read-Exchange 'Get-ExchangeCertificate' @{ Server = $server } ${listed(certificateProperties)})`,
    "        [void] (Read-Exchange 'Get-TransportService' @{ Identity = $server })",
    '    }',
  ],
  exchangeOnline: [
    "    [void] (Read-Exchange 'Get-InboundConnector')",
    "    [void] (Read-Exchange 'Get-OutboundConnector')",
    "    [void] (Read-Exchange 'Get-AcceptedDomain')",
  ],
  edge: [
    "    [void] (Read-Exchange 'Get-ReceiveConnector')",
    '    # Not the whole certificate objects: on the server itself they lead to the keys.',
    `    [void] (Read-Exchange 'Get-ExchangeCertificate' @{} ${listed(['RawData', ...certificateProperties])})`,
    "    [void] (Read-Exchange 'Get-TransportService')",
  ],
};

const ending = (part: CollectedPlace): string[] => [
  `    $collection = @{ Format = '${collectionFormat}'; Version = ${String(collectionFormatVersion)}; Side = '${part}'; Time = [System.DateTime]::UtcNow.ToString('o'); Computer = [System.Environment]::MachineName; PowerShell = $PSVersionTable['PSVersion'].ToString(); Answers = $answers }`,
  '    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)',
  `    [System.IO.File]::WriteAllText($file, [System.Management.Automation.PSSerializer]::Serialize($collection, ${String(depth)}), [System.Text.Encoding]::UTF8)`,
  '    "Written: $file" | Out-Host',
];
