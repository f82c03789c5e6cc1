# The one module that the wizard loads into PowerShell. It runs on Windows PowerShell 5.1 and on PowerShell 7.
# Script text is never made from data: a request is data, and the cmdlet in it becomes a command object.
Set-StrictMode -Version 2.0

Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Wire.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Calls.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'Workers.psm1'))
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'SessionOpener.psm1'))

# The on-premises session, and what opens further sessions of the same connection.
$script:Connection = @{ Session = $null; Parameters = $null; Runspace = $null; Refusal = '' }

# Answers one request. Its only argument is base64 of CLIXML.
function Invoke-WizardRequest {
    param([string] $Request)
    $arguments = ConvertFrom-Wire $Request
    $reply = @{ Failure = $null; Objects = @(); Errors = @(); Warnings = @(); Verbose = @() }
    try {
        switch ($arguments['Operation']) {
            'Describe' { $reply['Objects'] = @(Get-Description) }
            'OpenOnPremises' { Open-OnPremises $arguments $reply }
            'DescribeExchangeOnline' { Read-OnlineModule $reply }
            'OpenExchangeOnline' { Open-ExchangeOnline $arguments $reply }
            'Invoke' { Invoke-Cmdlet $arguments $reply }
            'ReadInParallel' { Invoke-ParallelRead $arguments $reply }
            'Close' { Close-Everything $arguments }
            default { $reply['Failure'] = @{ Code = 'call.refused'; Message = 'Unknown operation'; Category = ''; Id = '' } }
        }
    }
    catch {
        $reply['Failure'] = ConvertTo-Failure $_
    }
    Write-Reply $arguments['Nonce'] $reply
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
    else {
        [void] $parameters.Remove('ErrorAction')
        $script:Connection['Session'] = @($opened)[0]
        $script:Connection['Parameters'] = $parameters
        Initialize-SessionOpener $script:Connection
    }
}

# The module that signs in to Exchange Online: the newest one that PowerShell finds. Nothing where it cannot be used, with the reason in the reply.
function Find-OnlineModule {
    param($Reply)
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
    return $newest
}

# What is shown of it before the sign-in. It is not loaded.
function Read-OnlineModule {
    param($Reply)
    $newest = Find-OnlineModule $Reply
    if ($null -eq $newest) { return }
    $signature = Get-ModuleSignature $newest
    $Reply['Objects'] = @(@{
        Version = $newest.Version.ToString()
        Path = [string] $newest.Path
        Signature = $signature['Kind']
        Signer = $signature['Signer']
    })
}

function Open-ExchangeOnline {
    param($Arguments, $Reply)
    $newest = Find-OnlineModule $Reply
    if ($null -eq $newest) { return }
    $signature = Get-ModuleSignature $newest
    if ($signature['Kind'] -eq 'other') {
        $message = [string]::Join(' ', @($newest.Version.ToString(), $newest.Path, $signature['Status'], $signature['Signer']))
        $Reply['Failure'] = @{ Code = 'online.moduleUnsigned'; Message = $message; Category = ''; Id = '' }
        return
    }
    Import-Module -Name $newest.Path -ErrorAction Stop -Global
    $parameters = @{
        UserPrincipalName = $Arguments['UserPrincipalName']
        ExchangeEnvironmentName = $Arguments['Environment']
        ShowBanner = $false
        ErrorAction = 'Stop'
    }
    if ($Arguments['InBrowser']) {
        $command = Get-Command -Name 'Connect-ExchangeOnline' -ErrorAction Stop
        if ($command.Parameters.ContainsKey('DisableWAM')) { $parameters['DisableWAM'] = $true }
        # Before version 3.7.0 the module signs in with the browser by itself.
        elseif ($newest.Version -ge [version] '3.7.0') {
            $Reply['Failure'] = @{ Code = 'online.browserNotOffered'; Message = $newest.Version.ToString(); Category = ''; Id = '' }
            return
        }
    }
    $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    [void] $shell.AddCommand('Connect-ExchangeOnline').AddParameters($parameters)
    [void] (Invoke-Shell $shell $Reply)
    if ($null -ne $Reply['Failure']) {
        $Reply['Failure']['Code'] = if (Test-BrokerFailure $Reply['Failure']['Message']) { 'online.brokerFailed' } else { 'online.signInFailed' }
    }
}

# Whether it was the broker of Windows that could not be used. Its words are English on every system: it had no window to
# stand before, or there is no sign-in to Windows of that user (ERROR_NO_SUCH_LOGON_SESSION), as after "Run as".
function Test-BrokerFailure {
    param([string] $Message)
    return $Message -match 'window handle must be configured' -or $Message -match '0xf*80070520\b' -or $Message -match 'error code -2147023584\b'
}

# Who signed the module: 'microsoft', 'other' (also nobody), or 'unknown', since only Windows can tell.
function Get-ModuleSignature {
    param($Module)
    if ($null -eq (Get-Command -Name 'Get-AuthenticodeSignature' -ErrorAction SilentlyContinue)) { return @{ Kind = 'unknown'; Status = ''; Signer = '' } }
    $signature = Get-AuthenticodeSignature -LiteralPath $Module.Path
    $signer = ''
    if ($null -ne $signature.SignerCertificate) { $signer = [string] $signature.SignerCertificate.Subject }
    $kind = 'other'
    if ([string] $signature.Status -eq 'Valid' -and $signer -match '(^|, )O=Microsoft Corporation(,|$)') { $kind = 'microsoft' }
    return @{ Kind = $kind; Status = [string] $signature.Status; Signer = $signer }
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
        if ($null -eq $script:Connection['Session']) {
            $Reply['Failure'] = @{ Code = 'session.notConnected'; Message = ''; Category = ''; Id = '' }
            return
        }
        $shell = [System.Management.Automation.PowerShell]::Create()
        $shell.Runspace = $script:Connection['Session'].Runspace
    }
    else {
        $shell = [System.Management.Automation.PowerShell]::Create([System.Management.Automation.RunspaceMode]::CurrentRunspace)
    }
    Add-Call $shell $Arguments
    if ($Arguments['Side'] -ne 'onPremises' -and $null -eq $Arguments['Select']) {
        # A pipeline inside another one has no streams of its own except that of errors: these arrive among its objects.
        foreach ($stream in 'Warning', 'Verbose') { $shell.Commands.Commands[0].MergeMyResults($stream, 'Output') }
    }
    $Reply['Objects'] = @(Invoke-Shell $shell $Reply)
    if ($Arguments['Side'] -eq 'onPremises' -and (Test-Lost $Reply['Failure'] $script:Connection['Session'])) {
        $Reply['Failure']['Code'] = 'session.lost'
        Close-Session
    }
}

# Runs reads of the on-premises side in parallel.
function Invoke-ParallelRead {
    param($Arguments, $Reply)
    if ($null -eq $script:Connection['Session']) { $Reply['Failure'] = @{ Code = 'session.notConnected'; Message = ''; Category = ''; Id = '' } }
    else { Read-InParallel $Arguments $script:Connection $Reply }
}

function Close-Session {
    if ($null -ne $script:Connection['Session']) {
        Remove-PSSession -Session $script:Connection['Session'] -ErrorAction SilentlyContinue
        $script:Connection['Session'] = $null
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
