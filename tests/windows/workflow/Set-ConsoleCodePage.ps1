# The code page of every console that is opened from now on: PowerShell reads its input and writes its errors in it, and the wizard gives it a
# console of its own, which does not take that of its parent.
param([Parameter(Mandatory)] [int] $CodePage)
$ErrorActionPreference = 'Stop'
$key = 'HKCU:\Console'
if (-not (Test-Path -LiteralPath $key)) { [void] (New-Item -Path $key) }
Set-ItemProperty -LiteralPath $key -Name 'CodePage' -Type DWord -Value $CodePage
