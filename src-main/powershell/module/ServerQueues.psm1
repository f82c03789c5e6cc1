# The calls to one server form a queue. A worker runs the calls of its queue one after the other, so a server that does
# not answer keeps one worker busy and no more.
Set-StrictMode -Version 2.0

# `Waiting` are the calls that have not begun, `TimedOut` the cmdlets that were not answered in their time.
function New-ServerQueue {
    param($Queues)
    $waiting = [System.Collections.Queue]::new()
    foreach ($calls in $Queues) { $waiting.Enqueue(@{ Waiting = [System.Collections.ArrayList]::new($calls); TimedOut = @{} }) }
    return , $waiting
}

# The next call of the worker's queue, or of the queue that it takes next; $null when nothing is left for it.
function Receive-Call {
    param($Queues, $Workers, $Worker)
    while ($null -eq $Worker['Queue'] -or $Worker['Queue']['Waiting'].Count -eq 0) {
        $Worker['Queue'] = if ($Queues.Count -gt 0) { $Queues.Dequeue() } else { Split-ServerQueue $Workers }
        if ($null -eq $Worker['Queue']) { return $null }
    }
    $call = $Worker['Queue']['Waiting'][0]
    $Worker['Queue']['Waiting'].RemoveAt(0)
    return $call
}

# When no queue waits any more: one call of a queue that another worker runs. Never the cmdlet that runs there now, which
# may be the one that the server does not answer.
function Split-ServerQueue {
    param($Workers)
    foreach ($other in $Workers) {
        if ($null -eq $other['Queue'] -or $null -eq $other['Call']) { continue }
        foreach ($call in $other['Queue']['Waiting'].ToArray()) {
            if ($call['Cmdlet'] -eq $other['Call']['Cmdlet']) { continue }
            $other['Queue']['Waiting'].Remove($call)
            return @{ Waiting = [System.Collections.ArrayList]::new(@($call)); TimedOut = $other['Queue']['TimedOut'] }
        }
    }
}

# Returns the rest of the worker's queue, for whichever worker is free next.
function Restore-ServerQueue {
    param($Queues, $Worker)
    if ($null -ne $Worker['Queue'] -and $Worker['Queue']['Waiting'].Count -gt 0) { $Queues.Enqueue($Worker['Queue']) }
    $Worker['Queue'] = $null
}

Export-ModuleMember -Function 'New-ServerQueue', 'Receive-Call', 'Restore-ServerQueue'
