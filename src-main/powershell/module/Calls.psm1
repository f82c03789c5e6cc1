# One call: what the closed table says of it, the command object that it becomes, and what came of it.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'CmdletTable.psm1'))

# The table is checked here again: whoever speaks to this module can send nothing else.
function Test-Call {
    param($Arguments)
    $table = Get-CmdletTable
    $cmdlet = $Arguments['Cmdlet']
    if (-not $table.ContainsKey($cmdlet)) { return $cmdlet }
    $entry = $table[$cmdlet]
    if ($entry['Sides'] -notcontains $Arguments['Side']) { return $cmdlet }
    foreach ($name in @($Arguments['Parameters'].Keys)) {
        if ($entry['Parameters'] -notcontains $name) { return $name }
    }
    return $null
}

# The same for what is asked together with others: it may change nothing.
function Test-Read {
    param($Arguments)
    $refusal = Test-Call $Arguments
    if ($null -ne $refusal) { return $refusal }
    if ((Get-CmdletTable)[$Arguments['Cmdlet']]['Effect'] -ne 'read') { return $Arguments['Cmdlet'] }
    return $null
}

# Adds the cmdlet with its parameters to a shell, and a Select-Object behind it where only some properties are wanted.
function Add-Call {
    param($Shell, $Arguments)
    [void] $Shell.AddCommand($Arguments['Cmdlet'])
    $parameters = $Arguments['Parameters']
    foreach ($name in @($parameters.Keys)) {
        $value = $parameters[$name]
        # A list arrives as an ArrayList, which some parameters do not take for what it is.
        if ($value -is [System.Collections.ArrayList]) { $value = [string[]] $value.ToArray() }
        [void] $Shell.AddParameter($name, $value)
    }
    $select = $Arguments['Select']
    if ($null -ne $select) { [void] $Shell.AddCommand('Select-Object').AddParameter('Property', [string[]] $select.ToArray()) }
}

# Invokes, keeps every stream as data, and turns what was thrown into a failure.
function Invoke-Shell {
    param($Shell, $Reply)
    $output = @()
    try {
        $output = @($Shell.Invoke())
    }
    catch {
        $Reply['Failure'] = ConvertTo-Failure $_
    }
    $objects = Read-Stream $Shell $output $Reply
    $Shell.Dispose()
    return $objects
}

# Errors, warnings and verbose texts go into the reply; what is left of the output are the objects.
function Read-Stream {
    param($Shell, $Output, $Reply)
    $Reply['Errors'] = @(foreach ($record in $Shell.Streams.Error) { ConvertTo-Record $record })
    $objects = [System.Collections.ArrayList]::new()
    $warnings = [System.Collections.ArrayList]::new()
    $verbose = [System.Collections.ArrayList]::new()
    foreach ($item in @($Shell.Streams.Warning) + @($Shell.Streams.Verbose) + $Output) {
        if ($item -is [System.Management.Automation.WarningRecord]) { [void] $warnings.Add($item) }
        elseif ($item -is [System.Management.Automation.VerboseRecord]) { [void] $verbose.Add($item) }
        else { [void] $objects.Add($item) }
    }
    $Reply['Warnings'] = @(foreach ($record in $warnings) { [string] $record.Message })
    $Reply['Verbose'] = @(foreach ($record in $verbose) { [string] $record.Message })
    return $objects
}

# Whether a failed call took its session with it. The state of the session can follow the failure a moment later.
function Test-Lost {
    param($Failure, $Session)
    return $null -ne $Failure -and ($Failure['Broken'] -or $Session.Runspace.RunspaceStateInfo.State -ne 'Opened')
}

function ConvertTo-Record {
    param($Record)
    return @{
        Message = [string] $Record.Exception.Message
        Category = $Record.CategoryInfo.Category.ToString()
        Id = [string] $Record.FullyQualifiedErrorId
    }
}

# The real error is in the innermost exception that carries a record.
function ConvertTo-Failure {
    param($Thrown)
    $record = $Thrown
    $exception = $Thrown.Exception
    $broken = $false
    while ($null -ne $exception) {
        if ($exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { $broken = $true }
        # An exception without a record makes one of its own when it is asked, which says nothing.
        if ($null -ne $exception.PSObject.Properties['ErrorRecord'] -and $null -ne $exception.ErrorRecord -and
            $exception.ErrorRecord.FullyQualifiedErrorId -ne 'RuntimeException') { $record = $exception.ErrorRecord }
        $exception = $exception.InnerException
    }
    $failure = ConvertTo-Record $record
    $failure['Code'] = 'cmdlet.failed'
    $failure['Broken'] = $broken
    if ($failure['Id'] -like 'CommandNotFoundException*') { $failure['Code'] = 'cmdlet.notAvailable' }
    if ($failure['Id'] -like '*ManagementObjectNotFoundException*') { $failure['Code'] = 'cmdlet.objectNotFound' }
    return $failure
}

Export-ModuleMember -Function 'Test-Call', 'Test-Read', 'Add-Call', 'Invoke-Shell', 'Read-Stream', 'Test-Lost', 'ConvertTo-Record', 'ConvertTo-Failure'
