# What each new session runs before it serves its client: an endpoint restricted like Exchange's.
$ErrorActionPreference = 'Stop'

# An installed PowerShell has Select-Object; the engine alone has not, and gets the simulated Exchange's own.
$own = @('Get-*', 'Set-*')
if ([System.IO.Directory]::Exists("$PSHOME/Modules/Microsoft.PowerShell.Utility")) { Import-Module -Name Microsoft.PowerShell.Utility }
else { $own += 'Select-Object', 'Measure-Object' }
Import-Module -Name "$PSScriptRoot/SimulatedExchange.psd1" -Cmdlet $own
[SimulatedExchange.Endpoint]::Restrict($ExecutionContext.SessionState)
