# The installer, silently: refused over an older wizard that runs, installed once that has ended, and its removal refused and done. What does not
# hold ends the script with an error.
param(
    [Parameter(Mandatory)] [string] $Older,
    [Parameter(Mandatory)] [string] $Newer,
    [Parameter(Mandatory)] [string] $Folder
)
$ErrorActionPreference = 'Stop'
$refused = 20
$program = Join-Path $Folder 'Hybrid Certificate Wizard.exe'
$uninstaller = Join-Path $Folder 'Uninstall Hybrid Certificate Wizard.exe'

function Invoke-Program {
    param([string] $Path, [string[]] $Arguments, [int] $Expected, [string] $What)
    $ended = Start-Process -FilePath $Path -ArgumentList $Arguments -Wait -PassThru
    if ($ended.ExitCode -ne $Expected) { throw "$What ended with $($ended.ExitCode), not $Expected." }
    Write-Output "$What ended with $Expected."
}
function Test-Version {
    param([string] $Expected)
    $found = (Get-Item -LiteralPath $program).VersionInfo.ProductVersion
    if (-not $found.StartsWith($Expected)) { throw "The wizard that is installed has the version $found, not $Expected." }
}
# Neither the folder behind /D nor that behind _? is in quotes, and each is the last.
$install = @('/S', '/currentuser', "/D=$Folder")
$remove = @('/S', '/currentuser', "_?=$Folder")
$versionOf = { param([string] $Path) (Get-Item -LiteralPath $Path).VersionInfo.ProductVersion }
$versions = @((& $versionOf $Older), (& $versionOf $Newer))
if ($versions[0] -eq $versions[1]) { throw "Both installers have the version $($versions[0])." }

Invoke-Program $Older $install 0 'The silent installation of the older version'
Test-Version $versions[0]

$wizard = Start-Process -FilePath $program -PassThru
$log = Join-Path $env:APPDATA 'Hybrid Certificate Wizard/logs/wizard.log'
$patience = [System.Diagnostics.Stopwatch]::StartNew()
while (-not (Test-Path -LiteralPath $log) -or -not (Select-String -LiteralPath $log -Pattern 'title' -Quiet)) {
    if ($wizard.HasExited -or $patience.Elapsed.TotalSeconds -gt 60) { throw 'The wizard did not open its window.' }
    Start-Sleep -Milliseconds 200
}
Invoke-Program $Newer $install $refused 'The silent installation while the older wizard runs'
Invoke-Program $uninstaller $remove $refused 'The silent removal while it runs'
if ($wizard.HasExited) { throw 'The wizard that ran was ended.' }
Test-Version $versions[0]

[void] $wizard.CloseMainWindow()
if (-not $wizard.WaitForExit(30000)) { throw 'The wizard did not end when its window was closed.' }
Invoke-Program $Newer $install 0 'The silent installation over the older version'
Test-Version $versions[1]
Invoke-Program $Newer $install 0 'The silent installation over itself'
Invoke-Program $program @('--check', (Join-Path $env:TEMP 'nothing-here')) 3 '--check of a file that is not there'
Invoke-Program $uninstaller $remove 0 'The silent removal'
if (Test-Path -LiteralPath $program) { throw 'The program is still there.' }
if (-not (Test-Path -LiteralPath $log)) { throw 'What the wizard kept is gone.' }
