# One call: checked against the closed table, made into a command object, and its result.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'CmdletTable.psm1'))

# Checked again here, so that this module runs nothing else whatever it is sent. Returns the name that is refused, or $null.
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

# The same for a call that runs in parallel with others: it must be a read.
function Test-Read {
    param($Arguments)
    $refusal = Test-Call $Arguments
    if ($null -ne $refusal) { return $refusal }
    if ((Get-CmdletTable)[$Arguments['Cmdlet']]['Effect'] -ne 'read') { return $Arguments['Cmdlet'] }
    return $null
}

# Adds the cmdlet to a shell with its parameters, those of the call and those that the table fixes, and a Select-Object when only some properties are wanted.
function Add-Call {
    param($Shell, $Arguments)
    [void] $Shell.AddCommand($Arguments['Cmdlet'])
    $parameters = $Arguments['Parameters']
    foreach ($name in @($parameters.Keys)) {
        $value = $parameters[$name]
        # A list arrives as an ArrayList, which some parameters do not accept.
        if ($value -is [System.Collections.ArrayList]) { $value = [string[]] $value.ToArray() }
        [void] $Shell.AddParameter($name, $value)
    }
    $fixed = (Get-CmdletTable)[$Arguments['Cmdlet']]['Fixed']
    foreach ($name in @($fixed.Keys)) { [void] $Shell.AddParameter($name, $fixed[$name]) }
    $select = $Arguments['Select']
    if ($null -ne $select) { [void] $Shell.AddCommand('Select-Object').AddParameter('Property', [string[]] $select.ToArray()) }
}

# Runs the shell, keeps every stream as data, and turns an exception into a failure.
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

# Puts errors, warnings and verbose texts into the reply, and returns the remaining output: the objects.
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

# Whether the call failed because its session was lost. The state of the session may change a moment after the failure.
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

# What kept a session from being opened, the same in every language: the number that WSMan gave, or that there is no WSMan.
function Get-TransportMark {
    param($Exception)
    if ($Exception.InnerException -is [System.DllNotFoundException]) { return 'noClient' }
    if ($Exception.ErrorCode -eq 0) { return '' }
    return [string] $Exception.ErrorCode
}

# The failure in the innermost exception that carries an error record, with the code that the wizard has for its id.
function ConvertTo-Failure {
    param($Thrown)
    $record = $Thrown
    $exception = $Thrown.Exception
    $broken = $false
    $transport = ''
    while ($null -ne $exception) {
        if ($exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) {
            $broken = $true
            $transport = Get-TransportMark $exception
        }
        # An exception without a record makes one up when it is asked; that one says nothing.
        if ($null -ne $exception.PSObject.Properties['ErrorRecord'] -and $null -ne $exception.ErrorRecord -and
            $exception.ErrorRecord.FullyQualifiedErrorId -ne 'RuntimeException') { $record = $exception.ErrorRecord }
        $exception = $exception.InnerException
    }
    $failure = ConvertTo-Record $record
    $failure['Code'] = 'cmdlet.failed'
    $failure['Broken'] = $broken
    if ($record.Exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { $transport = Get-TransportMark $record.Exception }
    $failure['Transport'] = $transport
    if ($failure['Id'] -like 'CommandNotFoundException*') { $failure['Code'] = 'cmdlet.notAvailable' }
    if ($failure['Id'] -like '*ManagementObjectNotFoundException*') { $failure['Code'] = 'cmdlet.objectNotFound' }
    return $failure
}

Export-ModuleMember -Function 'Test-Call', 'Test-Read', 'Add-Call', 'Invoke-Shell', 'Read-Stream', 'Test-Lost', 'ConvertTo-Record', 'ConvertTo-Failure'
