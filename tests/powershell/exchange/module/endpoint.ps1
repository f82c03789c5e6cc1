# What each new session runs before it serves its client: an endpoint restricted like Exchange's.
$ErrorActionPreference = 'Stop'

# An installed PowerShell has Select-Object; the engine alone has not, and gets the simulated Exchange's own.
$own = @('Get-*', 'Set-*')
if (Get-Module -Name Microsoft.PowerShell.Utility -ListAvailable) { Import-Module -Name Microsoft.PowerShell.Utility }
else { $own += 'Select-Object', 'Measure-Object' }
Import-Module -Name "$PSScriptRoot/SimulatedExchange.psd1" -Cmdlet $own

$visible = @('Get-Command', 'Select-Object', 'Measure-Object', 'Out-Default', 'Exit-PSSession', 'Get-FormatData') + [SimulatedExchange.Endpoint]::Cmdlets
foreach ($command in $ExecutionContext.SessionState.InvokeCommand.GetCommands('*', 'Alias, Function, Filter, Cmdlet, Script, Configuration', $true)) {
    if ($visible -notcontains $command.Name) { $command.Visibility = 'Private' }
}
# A hidden command would come back by itself otherwise.
$global:PSModuleAutoLoadingPreference = 'None'
$ExecutionContext.SessionState.Applications.Clear()
$ExecutionContext.SessionState.Scripts.Clear()
$ErrorActionPreference = 'Continue'
$ExecutionContext.SessionState.LanguageMode = 'NoLanguage'
