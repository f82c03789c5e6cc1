# Many reads at once. Each lane is a session of its own with one pipeline at a time, begun as a command object and
# waited for together with the others.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Wire.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Calls.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Opener.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Groups.psm1'))

# How long a pipeline may take to stop before its session is given up.
$script:StopMilliseconds = 5000

# Answers every call by a reply of its own, marked with its index, as soon as there is one. `$Link` is the connection:
# a session in it that did not survive is replaced by one that did.
function Invoke-Many {
    param($Arguments, $Link, $Reply)
    $many = @{
        Nonce = $Arguments['Nonce']
        Limit = $Arguments['TimeoutMs']
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        Link = $Link
        Groups = New-GroupQueue $Arguments['Groups']
        Lanes = [System.Collections.ArrayList]::new()
        Replies = [System.Collections.Queue]::new()
        Opener = $null
        Open = 0
        Lost = $null
    }
    foreach ($calls in $Arguments['Groups']) { $many['Open'] += $calls.Count }
    Add-Lane $many $Link['Session']
    $further = [System.Math]::Min($Arguments['Lanes'], $many['Groups'].Count) - 1
    # The first is at work while the others are opened.
    Step-Many $many
    if ($further -gt 0) { $many['Opener'] = Open-Further $Link $further }
    while ($many['Open'] -gt 0 -and $null -eq $many['Lost']) {
        Wait-Many $many
        Step-Many $many
    }
    Close-Many $many
    $Reply['Failure'] = $many['Lost']
}

function Add-Lane {
    param($Many, $Session)
    [void] $Many['Lanes'].Add(@{ Session = $Session; Group = $null; Call = $null; Shell = $null; Output = $null; Running = $null; Stopping = $null; Until = 0; Dead = $false })
}

# One look at everything that may have ended or run out of time.
function Step-Many {
    param($Many)
    if ($null -ne $Many['Opener']) {
        foreach ($session in @(Receive-Further $Many['Opener'])) { Add-Lane $Many $session }
        if ($Many['Opener']['Ended']) { $Many['Opener'] = $null }
    }
    foreach ($lane in $Many['Lanes'].ToArray()) {
        if ($null -ne $lane['Stopping']) { Step-Stopping $Many $lane }
        elseif ($null -ne $lane['Running']) { Step-Running $Many $lane }
    }
    # What a lane leaves behind that was lost is for one of the others, which may have been looked at before.
    do {
        $left = $Many['Lanes'].Count
        foreach ($lane in @(Get-FreeLane $Many)) { Start-Next $Many $lane }
    } while ($Many['Lanes'].Count -lt $left)
    # Told last: what is written takes its time, in which the lanes are at work again.
    while ($Many['Replies'].Count -gt 0) { Write-Reply $Many['Nonce'] $Many['Replies'].Dequeue() ';' }
    if ($Many['Lanes'].Count -eq 0 -and $null -eq $Many['Opener'] -and $null -eq $Many['Lost']) {
        $Many['Lost'] = @{ Code = 'session.lost'; Message = [string] $Many['Link']['Refusal']; Category = ''; Id = '' }
    }
}

function Get-FreeLane {
    param($Many)
    foreach ($lane in $Many['Lanes']) { if ($null -eq $lane['Stopping'] -and $null -eq $lane['Running']) { $lane } }
}

# Sleeps until something ends or runs out of time. Sessions that were opened have no handle: they are looked for.
function Wait-Many {
    param($Many)
    $handles = [System.Collections.ArrayList]::new()
    $until = $Many['Clock'].ElapsedMilliseconds + 60000
    if ($null -ne $Many['Opener']) { $until = $Many['Clock'].ElapsedMilliseconds + 50 }
    foreach ($lane in $Many['Lanes']) {
        $pending = if ($null -ne $lane['Stopping']) { $lane['Stopping'] } else { $lane['Running'] }
        if ($null -eq $pending) { continue }
        [void] $handles.Add($pending.AsyncWaitHandle)
        $until = [System.Math]::Min($until, $lane['Until'])
    }
    if ($handles.Count -eq 0) { [void] $handles.Add($Many['Opener']['Running'].AsyncWaitHandle) }
    $left = [System.Math]::Max(0, $until - $Many['Clock'].ElapsedMilliseconds)
    [void] [System.Threading.WaitHandle]::WaitAny([System.Threading.WaitHandle[]] $handles.ToArray([System.Threading.WaitHandle]), [int] $left)
}

# Begins the next call of the lane's group, or of the next group.
function Start-Next {
    param($Many, $Lane)
    if ($Lane['Dead'] -or $Lane['Session'].Runspace.RunspaceStateInfo.State -ne 'Opened') {
        Remove-Lane $Many $Lane
        return
    }
    while ($null -ne ($call = Receive-Call $Many['Groups'] $Many['Lanes'] $Lane)) {
        $refusal = Test-Read $call
        if ($null -ne $refusal -or $call['Side'] -ne 'onPremises') {
            Send-Answer $Many $call @{ Failure = @{ Code = 'call.refused'; Message = [string] $refusal; Category = ''; Id = '' } }
        }
        elseif ($Lane['Group']['Silent'].ContainsKey($call['Cmdlet'])) {
            # What did not answer this cmdlet in its time is not asked for the same again.
            Send-TimedOut $Many $call
        }
        else {
            Start-Call $Many $Lane $call
            if ($Lane['Dead']) { Remove-Lane $Many $Lane }
            if ($Lane['Dead'] -or $null -ne $Lane['Running']) { return }
        }
    }
}

function Start-Call {
    param($Many, $Lane, $Call)
    $Many['Replies'].Enqueue(@{ Index = $Call['Index']; Begun = $true })
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $Lane['Session'].Runspace
    Add-Call $shell $Call
    $Lane['Call'] = $Call
    $Lane['Shell'] = $shell
    $Lane['Output'] = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $Lane['Until'] = $Many['Clock'].ElapsedMilliseconds + $Many['Limit']
    $none = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $none.Complete()
    try {
        $Lane['Running'] = $shell.BeginInvoke($none, $Lane['Output'])
    }
    catch {
        Complete-Call $Many $Lane (ConvertTo-Failure $_)
    }
}

function Step-Running {
    param($Many, $Lane)
    if ($Lane['Running'].IsCompleted) {
        $failure = $null
        try {
            [void] $Lane['Shell'].EndInvoke($Lane['Running'])
        }
        catch {
            $failure = ConvertTo-Failure $_
        }
        Complete-Call $Many $Lane $failure
        return
    }
    if ($Many['Clock'].ElapsedMilliseconds -lt $Lane['Until']) { return }
    $Lane['Group']['Silent'][$Lane['Call']['Cmdlet']] = $true
    Send-TimedOut $Many $Lane['Call']
    # The rest of the group need not wait until this pipeline has stopped.
    Restore-Group $Many['Groups'] $Lane
    $Lane['Until'] = $Many['Clock'].ElapsedMilliseconds + $script:StopMilliseconds
    $Lane['Stopping'] = $Lane['Shell'].BeginStop($null, $null)
}

# The answer to the call, unless the session was lost over it: then another lane asks again, once, since a read can be repeated.
function Complete-Call {
    param($Many, $Lane, $Failure)
    $call = $Lane['Call']
    $reply = @{ Failure = $Failure; Objects = @() }
    $reply['Objects'] = @(Read-Stream $Lane['Shell'] @($Lane['Output'].ReadAll()) $reply)
    $Lane['Shell'].Dispose()
    foreach ($name in 'Call', 'Shell', 'Output', 'Running') { $Lane[$name] = $null }
    if (-not (Test-Lost $Failure $Lane['Session'])) {
        Send-Answer $Many $call $reply
        return
    }
    $Lane['Dead'] = $true
    $Failure['Code'] = 'session.lost'
    $Many['Link']['Refusal'] = $Failure['Message']
    if ($call.ContainsKey('Lost')) {
        $Many['Lost'] = $Failure
        return
    }
    $call['Lost'] = $true
    $Lane['Group']['Waiting'].Insert(0, $call)
}

function Step-Stopping {
    param($Many, $Lane)
    if ($Lane['Stopping'].IsCompleted) {
        try { $Lane['Shell'].EndStop($Lane['Stopping']) } catch { $Many['Link']['Refusal'] = $_.Exception.Message }
        $Lane['Shell'].Dispose()
        foreach ($name in 'Call', 'Shell', 'Output', 'Running', 'Stopping') { $Lane[$name] = $null }
        return
    }
    if ($Many['Clock'].ElapsedMilliseconds -lt $Lane['Until']) { return }
    # Whoever does not even stop is left alone: its shell ends with its session, or with this process.
    Remove-Lane $Many $Lane
    if ($null -eq $Many['Opener'] -and $Many['Groups'].Count -gt 0) { $Many['Opener'] = Open-Further $Many['Link'] 1 }
}

function Remove-Lane {
    param($Many, $Lane)
    Restore-Group $Many['Groups'] $Lane
    $Many['Lanes'].Remove($Lane)
    Close-Lane $Lane['Session']
}

# Not waited for: a server that does not answer does not answer this either.
function Close-Lane {
    param($Session)
    try { $Session.Runspace.CloseAsync() } catch [System.Management.Automation.RuntimeException] { return }
}

function Send-Answer {
    param($Many, $Call, $Answer)
    $Answer['Index'] = $Call['Index']
    $Many['Open'] -= 1
    $Many['Replies'].Enqueue($Answer)
}

function Send-TimedOut {
    param($Many, $Call)
    $limit = [string]::Format([System.Globalization.CultureInfo]::InvariantCulture, '{0} s', $Many['Limit'] / 1000)
    Send-Answer $Many $Call @{ Failure = @{ Code = 'cmdlet.timedOut'; Message = $limit; Category = ''; Id = '' } }
}

# Keeps one session that answers, of those that are there or anew, and closes the others.
function Close-Many {
    param($Many)
    $kept = $null
    $anew = $false
    while ($null -eq $Many['Lost']) {
        $free = @(Get-FreeLane $Many)
        if ($free.Count -gt 0) {
            $kept = $free[0]
            break
        }
        if ($Many['Lanes'].Count -eq 0 -and $null -eq $Many['Opener'] -and -not $anew) {
            $anew = $true
            $Many['Opener'] = Open-Further $Many['Link'] 1
        }
        Wait-Many $Many
        Step-Many $Many
    }
    if ($null -ne $Many['Opener']) {
        foreach ($session in @(Stop-Further $Many['Opener'])) { Close-Lane $session }
    }
    foreach ($lane in $Many['Lanes'].ToArray()) {
        if ($null -eq $kept -or $lane['Session'].Id -ne $kept['Session'].Id) { Close-Lane $lane['Session'] }
    }
    $Many['Link']['Session'] = if ($null -eq $kept) { $null } else { $kept['Session'] }
}

Export-ModuleMember -Function 'Invoke-Many'
