# An on-premises endpoint whose cmdlets do as they are told.
Import-Module -Name "$PSScriptRoot/Faults.psm1" -DisableNameChecking
