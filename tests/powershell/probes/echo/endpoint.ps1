# An on-premises endpoint whose cmdlets say what arrived.
Import-Module -Name "$PSScriptRoot/Echo.psm1" -DisableNameChecking
