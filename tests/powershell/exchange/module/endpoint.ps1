# What each new session runs before it serves its client: an endpoint restricted like Exchange's.
$ErrorActionPreference = 'Stop'

Import-Module -Name Microsoft.PowerShell.Utility
Import-Module -Name "$PSScriptRoot/SimulatedExchange.psd1" -Cmdlet 'Get-*', 'Remove-*', 'Set-*', 'Test-*'
[SimulatedExchange.Endpoint]::Restrict($ExecutionContext.SessionState)
