# Opens further sessions of the connection while the first one works. This runspace is busy then, so they are opened in
# another one, with the parameters that opened the first: the credential that the user entered is the same object.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Calls.psm1'))

# How long opening may take before it is given up.
$script:OpenMilliseconds = 60000
# The parameters of New-PSSession that name the server. It opens one session for each element of their list.
$script:Targets = @('ConnectionUri', 'HostName')

# Begins to make the other runspace, so that it is there when it is needed.
function Initialize-SessionOpener {
    param($Connection)
    if ($null -ne $Connection['Runspace']) { return }
    $Connection['Runspace'] = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    $Connection['Runspace'].OpenAsync()
}

# Begins to open `$Count` sessions.
function Open-FurtherSession {
    param($Connection, [int] $Count)
    Initialize-SessionOpener $Connection
    while ($Connection['Runspace'].RunspaceStateInfo.State -eq 'Opening') { [System.Threading.Thread]::Sleep(5) }
    # Exchange refuses a session to a user who has too many. The others are opened all the same.
    $parameters = @{ ErrorAction = 'SilentlyContinue' }
    foreach ($name in @($Connection['Parameters'].Keys)) {
        $value = $Connection['Parameters'][$name]
        $parameters[$name] = if ($script:Targets -contains $name) { @(for ($index = 0; $index -lt $Count; $index++) { $value }) } else { $value }
    }
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $Connection['Runspace']
    [void] $shell.AddCommand('New-PSSession').AddParameters($parameters)
    $output = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $none = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $none.Complete()
    return @{
        Connection = $Connection
        Shell = $shell
        Output = $output
        Running = $shell.BeginInvoke($none, $output)
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        Ended = $false
    }
}

# The sessions that were opened since the last call.
function Receive-FurtherSession {
    param($Opener)
    # Asked before the output is read, so that nothing that comes in between is lost.
    $ended = $Opener['Running'].IsCompleted
    $sessions = @($Opener['Output'].ReadAll())
    if ($ended) {
        try { [void] $Opener['Shell'].EndInvoke($Opener['Running']) } catch { $Opener['Connection']['Refusal'] = (ConvertTo-Failure $_)['Message'] }
        foreach ($record in $Opener['Shell'].Streams.Error) { $Opener['Connection']['Refusal'] = [string] $record.Exception.Message }
        $Opener['Shell'].Dispose()
        $Opener['Ended'] = $true
    }
    elseif ($Opener['Clock'].ElapsedMilliseconds -gt $script:OpenMilliseconds) { $sessions += @(Stop-SessionOpener $Opener) }
    return $sessions
}

# Gives up what is still being opened, and returns the sessions that were opened meanwhile.
function Stop-SessionOpener {
    param($Opener)
    $sessions = @($Opener['Output'].ReadAll())
    [void] $Opener['Shell'].BeginStop($null, $null)
    # Its runspace is busy until the pipeline has stopped: the next opener makes a new one.
    $Opener['Connection']['Runspace'] = $null
    $Opener['Ended'] = $true
    return $sessions
}

Export-ModuleMember -Function 'Initialize-SessionOpener', 'Open-FurtherSession', 'Receive-FurtherSession', 'Stop-SessionOpener'
