# What belongs to one server is a group: a lane asks its calls one after the other, so that a server that does not
# answer keeps one lane busy and no more.
Set-StrictMode -Version 2.0

# `Waiting` are the calls that were not begun, `Silent` the cmdlets that were not answered in their time.
function New-GroupQueue {
    param($Groups)
    $queue = [System.Collections.Queue]::new()
    foreach ($calls in $Groups) { $queue.Enqueue(@{ Waiting = [System.Collections.ArrayList]::new($calls); Silent = @{} }) }
    return , $queue
}

# The next call of the lane's group, or of the group that the lane turns to; none when there is nothing left for it.
function Receive-Call {
    param($Queue, $Lanes, $Lane)
    while ($null -eq $Lane['Group'] -or $Lane['Group']['Waiting'].Count -eq 0) {
        $Lane['Group'] = if ($Queue.Count -gt 0) { $Queue.Dequeue() } else { Split-Group $Lanes }
        if ($null -eq $Lane['Group']) { return $null }
    }
    $call = $Lane['Group']['Waiting'][0]
    $Lane['Group']['Waiting'].RemoveAt(0)
    return $call
}

# Where no group waits any more, one call of a group that another lane is at: never the cmdlet that is asked there now,
# which may be the one that is not answered.
function Split-Group {
    param($Lanes)
    foreach ($other in $Lanes) {
        if ($null -eq $other['Group'] -or $null -eq $other['Call']) { continue }
        foreach ($call in $other['Group']['Waiting'].ToArray()) {
            if ($call['Cmdlet'] -eq $other['Call']['Cmdlet']) { continue }
            $other['Group']['Waiting'].Remove($call)
            return @{ Waiting = [System.Collections.ArrayList]::new(@($call)); Silent = $other['Group']['Silent'] }
        }
    }
}

# Leaves the rest of the lane's group to whichever lane is free next.
function Restore-Group {
    param($Queue, $Lane)
    if ($null -ne $Lane['Group'] -and $Lane['Group']['Waiting'].Count -gt 0) { $Queue.Enqueue($Lane['Group']) }
    $Lane['Group'] = $null
}

Export-ModuleMember -Function 'New-GroupQueue', 'Receive-Call', 'Restore-Group'
