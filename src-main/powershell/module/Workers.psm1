# Reads in parallel. Each worker is a session with one pipeline at a time, which is begun as a command object. One loop
# waits for the pipelines of all workers together.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Wire.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Calls.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'SessionOpener.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'ServerQueues.psm1'))

# How long a pipeline may take to stop before its session is given up.
$script:StopMilliseconds = 5000

# Answers each call as soon as its result is there, by a partial reply with the index of the call. If the session of
# `$Connection` does not survive, one that does takes its place.
function Read-InParallel {
    param($Arguments, $Connection, $Reply)
    $batch = @{
        Nonce = $Arguments['Nonce']
        Limit = $Arguments['TimeoutMs']
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        Connection = $Connection
        Queues = New-ServerQueue $Arguments['Queues']
        Workers = [System.Collections.ArrayList]::new()
        Replies = [System.Collections.Queue]::new()
        Opener = $null
        Unanswered = 0
        Lost = $null
    }
    foreach ($calls in $Arguments['Queues']) { $batch['Unanswered'] += $calls.Count }
    Add-Worker $batch $Connection['Session']
    $further = [System.Math]::Min($Arguments['Workers'], $batch['Queues'].Count) - 1
    # The first worker begins while the other sessions are opened.
    Step-Batch $batch
    if ($further -gt 0) { $batch['Opener'] = Open-FurtherSession $Connection $further }
    while ($batch['Unanswered'] -gt 0 -and $null -eq $batch['Lost']) {
        Wait-Batch $batch
        Step-Batch $batch
    }
    Close-Batch $batch
    $Reply['Failure'] = $batch['Lost']
}

function Add-Worker {
    param($Batch, $Session)
    [void] $Batch['Workers'].Add(@{ Session = $Session; Queue = $null; Call = $null; Shell = $null; Output = $null; Running = $null; Stopping = $null; Until = 0; Dead = $false })
}

# Handles everything that has ended or run out of time.
function Step-Batch {
    param($Batch)
    if ($null -ne $Batch['Opener']) {
        foreach ($session in @(Receive-FurtherSession $Batch['Opener'])) { Add-Worker $Batch $session }
        if ($Batch['Opener']['Ended']) { $Batch['Opener'] = $null }
    }
    foreach ($worker in $Batch['Workers'].ToArray()) {
        if ($null -ne $worker['Stopping']) { Step-StoppingWorker $Batch $worker }
        elseif ($null -ne $worker['Running']) { Step-RunningWorker $Batch $worker }
    }
    # A worker that was lost leaves its calls to the others, which this loop may have passed already.
    do {
        $count = $Batch['Workers'].Count
        foreach ($worker in @(Get-FreeWorker $Batch)) { Start-NextCall $Batch $worker }
    } while ($Batch['Workers'].Count -lt $count)
    # Written last: writing takes time, and the workers are busy again meanwhile.
    while ($Batch['Replies'].Count -gt 0) { Write-Reply $Batch['Nonce'] $Batch['Replies'].Dequeue() ';' }
    if ($Batch['Workers'].Count -eq 0 -and $null -eq $Batch['Opener'] -and $null -eq $Batch['Lost']) {
        $Batch['Lost'] = @{ Code = 'session.lost'; Message = [string] $Batch['Connection']['Refusal']; Category = ''; Id = '' }
    }
}

function Get-FreeWorker {
    param($Batch)
    foreach ($worker in $Batch['Workers']) { if ($null -eq $worker['Stopping'] -and $null -eq $worker['Running']) { $worker } }
}

# Sleeps until something ends or runs out of time. A session that is being opened has no handle, so it is polled.
function Wait-Batch {
    param($Batch)
    $handles = [System.Collections.ArrayList]::new()
    $until = $Batch['Clock'].ElapsedMilliseconds + 60000
    if ($null -ne $Batch['Opener']) { $until = $Batch['Clock'].ElapsedMilliseconds + 50 }
    foreach ($worker in $Batch['Workers']) {
        $pending = if ($null -ne $worker['Stopping']) { $worker['Stopping'] } else { $worker['Running'] }
        if ($null -eq $pending) { continue }
        [void] $handles.Add($pending.AsyncWaitHandle)
        $until = [System.Math]::Min($until, $worker['Until'])
    }
    if ($handles.Count -eq 0) { [void] $handles.Add($Batch['Opener']['Running'].AsyncWaitHandle) }
    $left = [System.Math]::Max(0, $until - $Batch['Clock'].ElapsedMilliseconds)
    [void] [System.Threading.WaitHandle]::WaitAny([System.Threading.WaitHandle[]] $handles.ToArray([System.Threading.WaitHandle]), [int] $left)
}

# Begins the next call of the worker's queue, or of the next queue.
function Start-NextCall {
    param($Batch, $Worker)
    if ($Worker['Dead'] -or $Worker['Session'].Runspace.RunspaceStateInfo.State -ne 'Opened') {
        Remove-Worker $Batch $Worker
        return
    }
    while ($null -ne ($call = Receive-Call $Batch['Queues'] $Batch['Workers'] $Worker)) {
        $refusal = Test-Read $call
        if ($null -ne $refusal -or $call['Side'] -ne 'onPremises') {
            Send-Answer $Batch $call @{ Failure = @{ Code = 'call.refused'; Message = [string] $refusal; Category = ''; Id = '' } }
        }
        elseif ($Worker['Queue']['TimedOut'].ContainsKey($call['Cmdlet'])) {
            # A server that did not answer this cmdlet in its time is not asked for the same again.
            Send-TimedOut $Batch $call
        }
        else {
            Start-Call $Batch $Worker $call
            if ($Worker['Dead']) { Remove-Worker $Batch $Worker }
            if ($Worker['Dead'] -or $null -ne $Worker['Running']) { return }
        }
    }
}

function Start-Call {
    param($Batch, $Worker, $Call)
    $Batch['Replies'].Enqueue(@{ Index = $Call['Index']; Begun = $true })
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $Worker['Session'].Runspace
    Add-Call $shell $Call
    $Worker['Call'] = $Call
    $Worker['Shell'] = $shell
    $Worker['Output'] = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $Worker['Until'] = $Batch['Clock'].ElapsedMilliseconds + $Batch['Limit']
    $none = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $none.Complete()
    try {
        $Worker['Running'] = $shell.BeginInvoke($none, $Worker['Output'])
    }
    catch {
        Complete-Call $Batch $Worker (ConvertTo-Failure $_)
    }
}

function Step-RunningWorker {
    param($Batch, $Worker)
    if ($Worker['Running'].IsCompleted) {
        $failure = $null
        try {
            [void] $Worker['Shell'].EndInvoke($Worker['Running'])
        }
        catch {
            $failure = ConvertTo-Failure $_
        }
        Complete-Call $Batch $Worker $failure
        return
    }
    if ($Batch['Clock'].ElapsedMilliseconds -lt $Worker['Until']) { return }
    $Worker['Queue']['TimedOut'][$Worker['Call']['Cmdlet']] = $true
    Send-TimedOut $Batch $Worker['Call']
    # The rest of the queue need not wait until this pipeline has stopped.
    Restore-ServerQueue $Batch['Queues'] $Worker
    $Worker['Until'] = $Batch['Clock'].ElapsedMilliseconds + $script:StopMilliseconds
    $Worker['Stopping'] = $Worker['Shell'].BeginStop($null, $null)
}

# Answers the call. If its session was lost, another worker runs the call again, once: reads can be repeated.
function Complete-Call {
    param($Batch, $Worker, $Failure)
    $call = $Worker['Call']
    $reply = @{ Failure = $Failure; Objects = @() }
    $reply['Objects'] = @(Read-Stream $Worker['Shell'] @($Worker['Output'].ReadAll()) $reply)
    $Worker['Shell'].Dispose()
    foreach ($name in 'Call', 'Shell', 'Output', 'Running') { $Worker[$name] = $null }
    if (-not (Test-Lost $Failure $Worker['Session'])) {
        Send-Answer $Batch $call $reply
        return
    }
    $Worker['Dead'] = $true
    $Failure['Code'] = 'session.lost'
    $Batch['Connection']['Refusal'] = $Failure['Message']
    if ($call.ContainsKey('Lost')) {
        $Batch['Lost'] = $Failure
        return
    }
    $call['Lost'] = $true
    $Worker['Queue']['Waiting'].Insert(0, $call)
}

function Step-StoppingWorker {
    param($Batch, $Worker)
    if ($Worker['Stopping'].IsCompleted) {
        try { $Worker['Shell'].EndStop($Worker['Stopping']) } catch { $Batch['Connection']['Refusal'] = $_.Exception.Message }
        $Worker['Shell'].Dispose()
        foreach ($name in 'Call', 'Shell', 'Output', 'Running', 'Stopping') { $Worker[$name] = $null }
        return
    }
    if ($Batch['Clock'].ElapsedMilliseconds -lt $Worker['Until']) { return }
    # A pipeline that does not even stop is abandoned: it ends with its session, or with this process.
    Remove-Worker $Batch $Worker
    if ($null -eq $Batch['Opener'] -and $Batch['Queues'].Count -gt 0) { $Batch['Opener'] = Open-FurtherSession $Batch['Connection'] 1 }
}

function Remove-Worker {
    param($Batch, $Worker)
    Restore-ServerQueue $Batch['Queues'] $Worker
    $Batch['Workers'].Remove($Worker)
    Close-WorkerSession $Worker['Session']
}

# Nobody waits for it: a server that does not answer does not answer this either.
function Close-WorkerSession {
    param($Session)
    try { $Session.Runspace.CloseAsync() } catch [System.Management.Automation.RuntimeException] { return }
}

function Send-Answer {
    param($Batch, $Call, $Answer)
    $Answer['Index'] = $Call['Index']
    $Batch['Unanswered'] -= 1
    $Batch['Replies'].Enqueue($Answer)
}

function Send-TimedOut {
    param($Batch, $Call)
    $limit = [string]::Format([System.Globalization.CultureInfo]::InvariantCulture, '{0} s', $Batch['Limit'] / 1000)
    Send-Answer $Batch $Call @{ Failure = @{ Code = 'cmdlet.timedOut'; Message = $limit; Category = ''; Id = '' } }
}

# Keeps one session that answers, opening a new one if none is left, and closes the others.
function Close-Batch {
    param($Batch)
    $kept = $null
    $anew = $false
    while ($null -eq $Batch['Lost']) {
        $free = @(Get-FreeWorker $Batch)
        if ($free.Count -gt 0) {
            $kept = $free[0]
            break
        }
        if ($Batch['Workers'].Count -eq 0 -and $null -eq $Batch['Opener'] -and -not $anew) {
            $anew = $true
            $Batch['Opener'] = Open-FurtherSession $Batch['Connection'] 1
        }
        Wait-Batch $Batch
        Step-Batch $Batch
    }
    if ($null -ne $Batch['Opener']) {
        foreach ($session in @(Stop-SessionOpener $Batch['Opener'])) { Close-WorkerSession $session }
    }
    foreach ($worker in $Batch['Workers'].ToArray()) {
        if ($null -eq $kept -or $worker['Session'].Id -ne $kept['Session'].Id) { Close-WorkerSession $worker['Session'] }
    }
    $Batch['Connection']['Session'] = if ($null -eq $kept) { $null } else { $kept['Session'] }
}

Export-ModuleMember -Function 'Read-InParallel'
