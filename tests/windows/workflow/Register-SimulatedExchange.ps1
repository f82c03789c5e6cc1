# An endpoint of WSMan on this computer that is named like that of Exchange and has the simulated cmdlets, in no language. PowerShell 7 serves it,
# since the simulated cmdlets are for .NET; whoever connects may be either PowerShell. Restarts the service WinRM.
param(
    # Folder that `dotnet publish` of tests/powershell/exchange made
    [Parameter(Mandatory)] [string] $Simulated,
    # The organization that the cmdlets work on
    [Parameter(Mandatory)] [string] $OrganizationFile
)
$ErrorActionPreference = 'Stop'
$literal = { param([string] $Text) "'" + $Text.Replace("'", "''") + "'" }

# The environment of the service was made before this script: each session is told where the organization is.
$startup = Join-Path (Split-Path -Parent $OrganizationFile) 'endpoint.ps1'
$endpoint = Join-Path $Simulated 'module/endpoint.ps1'
if (-not (Test-Path -LiteralPath $endpoint)) { throw "There is no $endpoint." }
Set-Content -LiteralPath $startup -Encoding utf8BOM -Value @(
    "`$env:HCW_ORGANIZATION_FILE = $(& $literal $OrganizationFile)"
    ". $(& $literal $endpoint)"
)

Enable-PSRemoting -SkipNetworkProfileCheck -Force | Out-Null
$name = 'Microsoft.Exchange'
if (Get-PSSessionConfiguration -Name $name -ErrorAction SilentlyContinue) { Unregister-PSSessionConfiguration -Name $name -Force }
Register-PSSessionConfiguration -Name $name -StartupScript $startup -Force | Out-Null
# A session whose client was ended lives on until it is idle for too long, and there are tests that end clients.
Set-Item -Path "WSMan:\localhost\Plugin\$name\Quotas\IdleTimeoutms" -Value 60000 -Force
Set-Item -Path 'WSMan:\localhost\Shell\MaxShellsPerUser' -Value 1000 -Force
Restart-Service -Name WinRM
Get-PSSessionConfiguration -Name $name | Format-List -Property Name, PSVersion, Enabled, StartupScript, Permission
