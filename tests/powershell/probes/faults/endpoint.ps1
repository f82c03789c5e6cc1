# An on-premises endpoint whose cmdlets follow orders.
Import-Module -Name "$PSScriptRoot/Faults.psm1" -DisableNameChecking
