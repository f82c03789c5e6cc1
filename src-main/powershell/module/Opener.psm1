# Opens further sessions of the same connection beside what goes on. They are opened in a runspace of its own, since
# this one is at work, and with what opened the first: the credential for which PowerShell asked is the same object.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Calls.psm1'))

# An opening that takes longer is not waited for.
$script:OpenMilliseconds = 60000
# What names the server of a connection, of which New-PSSession takes several.
$script:Targets = @('ConnectionUri', 'HostName')

# Begins to make that runspace, for which nobody has to wait before it is needed.
function Initialize-Opener {
    param($Link)
    if ($null -ne $Link['Runspace']) { return }
    $Link['Runspace'] = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    $Link['Runspace'].OpenAsync()
}

function Open-Further {
    param($Link, [int] $Count)
    Initialize-Opener $Link
    while ($Link['Runspace'].RunspaceStateInfo.State -eq 'Opening') { [System.Threading.Thread]::Sleep(5) }
    # A server that refuses one more, as Exchange does to who has many, refuses that one only.
    $parameters = @{ ErrorAction = 'SilentlyContinue' }
    foreach ($name in @($Link['Parameters'].Keys)) {
        $value = $Link['Parameters'][$name]
        $parameters[$name] = if ($script:Targets -contains $name) { @(for ($index = 0; $index -lt $Count; $index++) { $value }) } else { $value }
    }
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $Link['Runspace']
    [void] $shell.AddCommand('New-PSSession').AddParameters($parameters)
    $output = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $none = [System.Management.Automation.PSDataCollection[System.Management.Automation.PSObject]]::new()
    $none.Complete()
    return @{
        Link = $Link
        Shell = $shell
        Output = $output
        Running = $shell.BeginInvoke($none, $output)
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        Ended = $false
    }
}

# The sessions that were opened since the last look.
function Receive-Further {
    param($Opener)
    # Asked first: what comes between the two looks is taken.
    $ended = $Opener['Running'].IsCompleted
    $sessions = @($Opener['Output'].ReadAll())
    if ($ended) {
        try { [void] $Opener['Shell'].EndInvoke($Opener['Running']) } catch { $Opener['Link']['Refusal'] = (ConvertTo-Failure $_)['Message'] }
        foreach ($record in $Opener['Shell'].Streams.Error) { $Opener['Link']['Refusal'] = [string] $record.Exception.Message }
        $Opener['Shell'].Dispose()
        $Opener['Ended'] = $true
    }
    elseif ($Opener['Clock'].ElapsedMilliseconds -gt $script:OpenMilliseconds) { $sessions += @(Stop-Further $Opener) }
    return $sessions
}

# Gives up what is still being opened, and gives what was opened meanwhile.
function Stop-Further {
    param($Opener)
    $sessions = @($Opener['Output'].ReadAll())
    [void] $Opener['Shell'].BeginStop($null, $null)
    # Its runspace is busy until it has stopped.
    $Opener['Link']['Runspace'] = $null
    $Opener['Ended'] = $true
    return $sessions
}

Export-ModuleMember -Function 'Initialize-Opener', 'Open-Further', 'Receive-Further', 'Stop-Further'
