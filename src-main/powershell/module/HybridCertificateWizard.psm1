# The one module that the wizard loads into PowerShell. It runs on Windows PowerShell 5.1 and on PowerShell 7.
# No script text is made from data: a request is data, and what it asks for becomes a command object.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'CmdletTable.psm1'))

$script:Session = $null
$script:ChunkLength = 65536
$script:CompressFrom = 16384
$script:Depth = 12

# Answers one request. Its only argument is base64 of CLIXML; the reply is lines of '<nonce>:<base64>' and a last '<nonce>!'.
function Invoke-WizardRequest {
    param([string] $Request)
    $arguments = ConvertFrom-Wire $Request
    $reply = @{ Failure = $null; Objects = @(); Errors = @(); Warnings = @(); Verbose = @() }
    try {
        switch ($arguments['Operation']) {
            'Describe' { $reply['Objects'] = @(Get-Description) }
            'OpenOnPremises' { Open-OnPremises $arguments $reply }
            'OpenExchangeOnline' { Open-ExchangeOnline $arguments $reply }
            'Invoke' { Invoke-Cmdlet $arguments $reply }
            'Close' { Close-Everything $arguments }
            default { $reply['Failure'] = @{ Code = 'call.refused'; Message = 'Unknown operation'; Category = ''; Id = '' } }
        }
    }
    catch {
        $reply['Failure'] = ConvertTo-Failure $_ $arguments
    }
    Write-Reply $arguments['Nonce'] $reply
}

function ConvertFrom-Wire {
    param([string] $Text)
    # The first character tells whether the rest is compressed.
    $bytes = [System.Convert]::FromBase64String($Text.Substring(1))
    if ($Text[0] -eq 'z') {
        $packed = [System.IO.MemoryStream]::new($bytes)
        $unpack = [System.IO.Compression.GZipStream]::new($packed, [System.IO.Compression.CompressionMode]::Decompress)
        $plain = [System.IO.MemoryStream]::new()
        $unpack.CopyTo($plain)
        $unpack.Dispose()
        $bytes = $plain.ToArray()
    }
    return [System.Management.Automation.PSSerializer]::Deserialize([System.Text.Encoding]::UTF8.GetString($bytes))
}

function Write-Reply {
    param([string] $Nonce, $Reply)
    try {
        $document = [System.Management.Automation.PSSerializer]::Serialize($Reply, $script:Depth)
    }
    catch {
        # CLIXML cannot carry the characters U+FFFE and U+FFFF. The message of that error has one.
        $failure = @{ Code = 'powershell.replyUnreadable'; Message = 'PSSerializer'; Category = ''; Id = [string] $_.FullyQualifiedErrorId }
        $document = [System.Management.Automation.PSSerializer]::Serialize(@{ Failure = $failure })
    }
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($document)
    $mark = 'p'
    if ($bytes.Length -ge $script:CompressFrom) {
        $packed = [System.IO.MemoryStream]::new()
        $pack = [System.IO.Compression.GZipStream]::new($packed, [System.IO.Compression.CompressionLevel]::Fastest)
        $pack.Write($bytes, 0, $bytes.Length)
        $pack.Dispose()
        $bytes = $packed.ToArray()
        $mark = 'z'
    }
    $text = $mark + [System.Convert]::ToBase64String($bytes)
    for ($at = 0; $at -lt $text.Length; $at += $script:ChunkLength) {
        $length = [System.Math]::Min($script:ChunkLength, $text.Length - $at)
        [System.Console]::Out.WriteLine($Nonce + ':' + $text.Substring($at, $length))
    }
    [System.Console]::Out.WriteLine($Nonce + '!')
    [System.Console]::Out.Flush()
}

function Get-Description {
    return @{
        Version = $PSVersionTable['PSVersion'].ToString()
        Edition = [string] $PSVersionTable['PSEdition']
    }
}

function Open-OnPremises {
    param($Arguments, $Reply)
    Close-Session
    $connection = $Arguments['Connection']
    $parameters = @{ ErrorAction = 'Stop' }
    foreach ($name in @($connection.Keys)) { $parameters[$name] = $connection[$name] }
    if ($Arguments['AskForCredential']) {
        # PowerShell 7 asks on the console, which a program without one does not have.
        if ($PSVersionTable['PSEdition'] -eq 'Core') { throw [System.InvalidOperationException]::new('PowerShell 7 cannot ask for a password here. Choose Windows PowerShell 5.1, or the signed-in user.') }
        $parameters['Credential'] = $Host.UI.PromptForCredential('', '', '', '')
    }
    $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    [void] $shell.AddCommand('New-PSSession').AddParameters($parameters)
    $opened = Invoke-Shell $shell $Reply
    if ($null -ne $Reply['Failure']) { $Reply['Failure']['Code'] = 'session.connectFailed' }
    elseif (@($opened).Count -ne 1) { $Reply['Failure'] = @{ Code = 'session.connectFailed'; Message = 'No session was opened.'; Category = ''; Id = '' } }
    else { $script:Session = @($opened)[0] }
}

function Open-ExchangeOnline {
    param($Arguments, $Reply)
    $found = @(Get-Module -Name 'ExchangeOnlineManagement' -ListAvailable)
    if ($found.Count -eq 0) {
        $Reply['Failure'] = @{ Code = 'online.moduleMissing'; Message = ''; Category = ''; Id = '' }
        return
    }
    $newest = $found[0]
    foreach ($candidate in $found) { if ($candidate.Version -gt $newest.Version) { $newest = $candidate } }
    if ($newest.Version.Major -lt 3) {
        $Reply['Failure'] = @{ Code = 'online.moduleTooOld'; Message = $newest.Version.ToString(); Category = ''; Id = '' }
        return
    }
    Import-Module -Name $newest.Path -ErrorAction Stop -Global
    $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    [void] $shell.AddCommand('Connect-ExchangeOnline').AddParameters(@{
        UserPrincipalName = $Arguments['UserPrincipalName']
        ExchangeEnvironmentName = $Arguments['Environment']
        ShowBanner = $false
        ErrorAction = 'Stop'
    })
    [void] (Invoke-Shell $shell $Reply)
    if ($null -ne $Reply['Failure']) { $Reply['Failure']['Code'] = 'online.signInFailed' }
}

# Runs one cmdlet of the closed table: remotely as a command object in the session, or here for Exchange Online.
function Invoke-Cmdlet {
    param($Arguments, $Reply)
    $refusal = Test-Call $Arguments
    if ($null -ne $refusal) {
        $Reply['Failure'] = @{ Code = 'call.refused'; Message = $refusal; Category = ''; Id = '' }
        return
    }
    if ($Arguments['Side'] -eq 'onPremises') {
        if ($null -eq $script:Session) {
            $Reply['Failure'] = @{ Code = 'session.notConnected'; Message = ''; Category = ''; Id = '' }
            return
        }
        $shell = [System.Management.Automation.PowerShell]::Create()
        $shell.Runspace = $script:Session.Runspace
    }
    else {
        $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    }
    [void] $shell.AddCommand($Arguments['Cmdlet'])
    $parameters = $Arguments['Parameters']
    foreach ($name in @($parameters.Keys)) {
        $value = $parameters[$name]
        # A list arrives as an ArrayList, which some parameters do not take for what it is.
        if ($value -is [System.Collections.ArrayList]) { $value = [string[]] $value.ToArray() }
        [void] $shell.AddParameter($name, $value)
    }
    $select = $Arguments['Select']
    if ($null -ne $select) { [void] $shell.AddCommand('Select-Object').AddParameter('Property', [string[]] $select.ToArray()) }
    elseif ($Arguments['Side'] -ne 'onPremises') {
        # A pipeline inside of another has no streams of its own but that of errors: these come among its objects.
        foreach ($stream in 'Warning', 'Verbose') { $shell.Commands.Commands[0].MergeMyResults($stream, 'Output') }
    }
    $Reply['Objects'] = @(Invoke-Shell $shell $Reply)
    if ($null -ne $Reply['Failure'] -and $Arguments['Side'] -eq 'onPremises' -and $script:Session.Runspace.RunspaceStateInfo.State -ne 'Opened') {
        $Reply['Failure']['Code'] = 'session.lost'
        Close-Session
    }
}

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

# Invokes, keeps every stream as data, and turns what was thrown into a failure.
function Invoke-Shell {
    param($Shell, $Reply)
    $output = @()
    try {
        $output = @($Shell.Invoke())
    }
    catch {
        $Reply['Failure'] = ConvertTo-Failure $_ $null
    }
    $Reply['Errors'] = @(foreach ($record in $Shell.Streams.Error) { ConvertTo-Record $record })
    $objects = [System.Collections.ArrayList]::new()
    $warnings = [System.Collections.ArrayList]::new()
    $verbose = [System.Collections.ArrayList]::new()
    foreach ($item in @($Shell.Streams.Warning) + @($Shell.Streams.Verbose) + $output) {
        if ($item -is [System.Management.Automation.WarningRecord]) { [void] $warnings.Add($item) }
        elseif ($item -is [System.Management.Automation.VerboseRecord]) { [void] $verbose.Add($item) }
        else { [void] $objects.Add($item) }
    }
    $Reply['Warnings'] = @(foreach ($record in $warnings) { [string] $record.Message })
    $Reply['Verbose'] = @(foreach ($record in $verbose) { [string] $record.Message })
    $Shell.Dispose()
    return $objects
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
    param($Thrown, $Arguments)
    $record = $Thrown
    $exception = $Thrown.Exception
    while ($null -ne $exception) {
        # An exception without a record makes one of its own when it is asked, which says nothing.
        if ($null -ne $exception.PSObject.Properties['ErrorRecord'] -and $null -ne $exception.ErrorRecord -and
            $exception.ErrorRecord.FullyQualifiedErrorId -ne 'RuntimeException') { $record = $exception.ErrorRecord }
        $exception = $exception.InnerException
    }
    $failure = ConvertTo-Record $record
    $failure['Code'] = 'cmdlet.failed'
    if ($failure['Id'] -like 'CommandNotFoundException*') { $failure['Code'] = 'cmdlet.notAvailable' }
    if ($failure['Id'] -like '*ManagementObjectNotFoundException*') { $failure['Code'] = 'cmdlet.objectNotFound' }
    return $failure
}

function Close-Session {
    if ($null -ne $script:Session) {
        Remove-PSSession -Session $script:Session -ErrorAction SilentlyContinue
        $script:Session = $null
    }
}

function Close-Everything {
    param($Arguments)
    Close-Session
    if ($Arguments['Side'] -eq 'exchangeOnline') {
        $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
        [void] $shell.AddCommand('Disconnect-ExchangeOnline').AddParameter('Confirm', $false)
        [void] $shell.Invoke()
        $shell.Dispose()
    }
}

Export-ModuleMember -Function 'Invoke-WizardRequest'
