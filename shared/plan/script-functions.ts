/**
 * The part of the scripts that is the same for every plan: PowerShell functions that read, compare, send, and read back. ASCII, no syntax
 * newer than Windows PowerShell 5.1, valid in strict mode. Values count by their text, since a remote session sends copies of other types.
 */
export const scriptFunctions: readonly string[] = String.raw`
# A line for the reader. What a server said may have control characters in it.
function Show-Line {
    param([string] $Text)
    Write-Host ($Text -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', ' ')
}

function Stop-Run {
    param([int] $Code, [string] $Text)
    Show-Line $Text
    Show-Line "Stopped. Changes sent: $($run['Sent']). Exit code: $Code"
    exit $Code
}

# A step that failed without an effect: the run stops, or goes on with the other steps and stops after them, as was decided in the plan.
function Stop-Step {
    param([int] $Code)
    if (-not $run['GoesOn']) { Stop-Run $Code 'The steps after this one were not carried out.' }
    if ($run['Code'] -eq 0) { $run['Code'] = $Code }
}

function Assert-Cmdlet {
    param([string] $From, [string[]] $Names)
    Show-Line "Needed from $($From): $($Names -join ', ')"
    foreach ($name in $Names) {
        if ($null -eq (Get-Command -Name $name -ErrorAction SilentlyContinue)) { $run['Missing'] += $name }
    }
}

# An object of the directory counts by its name, everything else by its text.
function Get-Text {
    param($Item, [string] $Kind)
    if ($null -eq $Item) { return '' }
    if ($Kind -eq 'names' -and $null -ne $Item.PSObject.Properties['Name']) { return [string] $Item.Name }
    return [string] $Item
}

function Test-List {
    param($Value)
    return ($Value -isnot [string] -and $Value -is [System.Collections.IEnumerable])
}

function Format-Value {
    param($Value, [string] $Kind)
    $texts = @(foreach ($item in $Value) { Get-Text $item $Kind })
    if ($texts.Count -eq 0 -or ($texts.Count -eq 1 -and $texts[0] -eq '')) { return '(empty)' }
    return (@(foreach ($text in $texts) { "'$text'" }) -join ', ')
}

# Exactly, character by character; -ceq would take some different texts for equal.
function Test-Value {
    param($Found, $Expected, [string] $Kind)
    if ($Kind -eq 'boolean') {
        if ($null -eq $Found -or $null -eq $Expected) { return ($null -eq $Found -and $null -eq $Expected) }
        return ($Found -is [bool] -and $Expected -is [bool] -and $Found -eq $Expected)
    }
    if ($Kind -eq 'text') {
        if (Test-List $Found) { return $false }
        return ([string]::CompareOrdinal((Get-Text $Found $Kind), (Get-Text $Expected $Kind)) -eq 0)
    }
    $left = @(foreach ($item in $Found) { Get-Text $item $Kind })
    $right = @(foreach ($item in $Expected) { Get-Text $item $Kind })
    if ($Found -is [string] -and $Found -eq '') { $left = @() }
    if ($left.Count -ne $right.Count) { return $false }
    for ($at = 0; $at -lt $left.Count; $at++) {
        if ([string]::CompareOrdinal($left[$at], $right[$at]) -ne 0) { return $false }
    }
    return $true
}

# One line for each parameter whose value is not the expected one, which stands under $Key of each value.
function Find-Difference {
    param([object[]] $Objects, $Guid, [object[]] $Values, [string] $Key)
    if ($Objects.Count -ne 1) { return "expected one object, found $($Objects.Count)" }
    $properties = $Objects[0].PSObject.Properties
    if ($null -ne $Guid) {
        $found = '(not returned)'
        if ($null -ne $properties['Guid']) { $found = [string] $properties['Guid'].Value }
        if ($found -ne $Guid) { "Guid: expected $Guid, found $found (the object was made anew)" }
    }
    foreach ($value in $Values) {
        $expected = Format-Value $value[$Key] $value['Kind']
        $property = $properties[$value['Name']]
        if ($null -eq $property) { "$($value['Name']): expected $expected, found (not returned)" }
        elseif (-not (Test-Value $property.Value $value[$Key] $value['Kind'])) {
            "$($value['Name']): expected $expected, found $(Format-Value $property.Value $value['Kind'])"
        }
    }
}

# What is known of one certificate of a server by all that it has; without a thumbprint of each of them nothing is.
function Get-CertificateState {
    param([object[]] $All, [string] $Thumbprint)
    foreach ($one in $All) {
        if ($null -eq $one -or $null -eq $one.PSObject.Properties['Thumbprint']) { return }
    }
    if ($All.Count -eq 0) { return }
    $found = @(foreach ($one in $All) { if ($one.Thumbprint -eq $Thumbprint) { $one } })
    $isEnabled = $false
    if ($found.Count -gt 0) {
        $services = $found[0].PSObject.Properties['Services']
        $isEnabled = $null
        if ($null -ne $services) { $isEnabled = [bool] ([string] $services.Value -match '\bSMTP\b') }
    }
    return [pscustomobject] @{ Installed = ($found.Count -gt 0); EnabledForSmtp = $isEnabled }
}

# Whether a service runs; a service that is in neither list, or in both, is not known.
function Get-ServiceState {
    param([object[]] $Roles, [string] $Service)
    $running = @(foreach ($role in $Roles) { if (@($role.ServicesRunning) -contains $Service) { $role } }).Count -gt 0
    $stopped = @(foreach ($role in $Roles) { if (@($role.ServicesNotRunning) -contains $Service) { $role } }).Count -gt 0
    if ($running -eq $stopped) { return }
    return [pscustomobject] @{ Running = $running }
}

# Whether an Edge server has the send connectors of the organization, by a full comparison; anything but a clear answer is not known.
function Get-SynchronizationState {
    param([object[]] $All, [string] $Server)
    $found = @(foreach ($one in $All) { if ($null -ne $one -and ([string] $one.Name -split '\.')[0] -eq $Server) { $one } })
    if ($found.Count -ne 1) { return }
    $sync = [string] $found[0].SyncStatus
    $connectors = $found[0].SendConnectorStatus
    if ($null -ne $connectors -and $null -ne $connectors.PSObject.Properties['SyncStatus']) { $connectors = $connectors.SyncStatus }
    if ($sync -eq 'Failed' -or [string] $connectors -eq 'NotSynchronized') { return [pscustomobject] @{ Synchronized = $false } }
    if ($sync -eq 'Normal' -and [string] $connectors -eq 'Synchronized') { return [pscustomobject] @{ Synchronized = $true } }
}

# A step on an Edge server, which no session reaches: the person who has taken the step names it.
function Confirm-Step {
    param([string] $Number, [string] $Object, [string] $Name, [string] $On, [object[]] $Values, [string[]] $Ask)
    $step = "Step $Number, $Object"
    if ($run['Confirmed'] -contains $Name) {
        $run['Trusted'] += $Name
        Show-Line "$($step): confirmed by a person, not read."
        return
    }
    if ($run['Code'] -ne 0) { return }
    Show-Line "$($step): this is for you to do, and it cannot be read from here. It is expected to have these values on $($On):"
    foreach ($value in $Values) { Show-Line "    $($value['Name']): $(Format-Value $value['Before'] $value['Kind'])" }
    Show-Line "If it has them, run on $($On), in the Exchange Management Shell:"
    foreach ($line in $Ask) { Show-Line "    $line" }
    $names = @(foreach ($one in @($run['Trusted']) + @($Name)) { "'$($one -replace "'", "''")'" }) -join ', '
    Stop-Run 7 "Then run this script again with -Confirmed $names"
}

function Test-Now {
    param($Guid, [object[]] $Values, [scriptblock] $Read)
    try { return (@(Find-Difference @(& $Read) $Guid $Values 'After').Count -eq 0) }
    catch { return $false }
}

function Invoke-Step {
    param([string] $Number, [string] $Object, $Guid, [object[]] $Values, [scriptblock] $Read, [scriptblock] $Set, [string] $On, [string[]] $Ask)
    $step = "Step $Number, $Object"
    try { $objects = @(& $Read) }
    catch {
        Show-Line "$($step): could not be read, nothing was sent. $($_.Exception.Message)"
        Stop-Step 4
        return
    }
    if (@(Find-Difference $objects $Guid $Values 'After').Count -eq 0) {
        Show-Line "$($step): already so, nothing is sent."
        return
    }
    $differences = @(Find-Difference $objects $Guid $Values 'Before')
    if ($differences.Count -gt 0) {
        Show-Line "$($step): has neither the expected values nor those of the change. It was left as it is."
        foreach ($difference in $differences) { Show-Line "    $difference" }
        Stop-Step 3
        return
    }
    if ($null -ne $Ask -and $Ask.Count -gt 0) {
        Show-Line "$($step): this is for you to do. Run on $($On), in the Exchange Management Shell:"
        foreach ($line in $Ask) { Show-Line "    $line" }
        Stop-Run 7 'Then run this script again: it reads whether it was done.'
    }
    Show-Line "$($step): sending $(([string] $Set).Trim())"
    $run['Sent']++
    try { $null = @(& $Set) }
    catch {
        Stop-Run 4 "$($step): the cmdlet failed, and whether it changed the object is not known. Run this script again: it reads before it sends. $($_.Exception.Message)"
    }
    # Another server may answer the reading, and know of the change a moment later.
    for ($reading = 1; $reading -le 3; $reading++) {
        if ($reading -gt 1) { Start-Sleep -Seconds 5 }
        try { $differences = @(Find-Difference @(& $Read) $Guid $Values 'After') }
        catch { $differences = @("could not be read: $($_.Exception.Message)") }
        if ($differences.Count -eq 0) {
            Show-Line "$($step): changed, and proven by reading it again."
            return
        }
    }
    Show-Line "$($step): the change was sent but is not proven."
    foreach ($difference in $differences) { Show-Line "    $difference" }
    Stop-Run 5 'The steps after this one were not carried out.'
}
`
  .trim()
  .split('\n');
