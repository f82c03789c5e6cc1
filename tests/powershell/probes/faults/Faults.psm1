# Cmdlets that do what their identity says: 'verb' or 'verb:argument'.
Set-StrictMode -Version 2.0

# Every stream is shown, so that a test sees what the bridge drops.
$global:VerbosePreference = 'Continue'
$global:DebugPreference = 'Continue'
$global:InformationPreference = 'Continue'

function New-Record {
    param($Id, $Category, $Message)
    return [System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new($Message), $Id, $Category, $null)
}

function Invoke-Order {
    param($Caller, [string] $Order)
    $verb, $argument = $Order.Split(':', 2)
    switch ($verb) {
        'process' { return $PID }
        'exit' {
            [System.Console]::Error.WriteLine('the reason')
            [System.Environment]::Exit([int] $argument)
        }
        # Holds a connection until the test closes it, which sees the beginning and the end of the call.
        'hold' {
            $client = [System.Net.Sockets.TcpClient]::new('127.0.0.1', [int] $argument)
            [void] $client.GetStream().ReadByte()
            $client.Dispose()
            return 'released'
        }
        'stderr' {
            for ($line = 0; $line -lt [int] $argument; $line++) { [System.Console]::Error.WriteLine('x' * 1023) }
            return 'done'
        }
        # To the standard output, and by the host, because that is how a remote session prints.
        'print' {
            $text = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($argument))
            $Caller.Host.UI.Write($text)
            if ($Caller.Host.Name -ne 'ServerRemoteHost') { [System.Console]::Out.Write($text) }
            return 'done'
        }
        'streams' {
            $Caller.WriteWarning('first')
            $Caller.WriteVerbose("second`r`n`u{2018}")
            $Caller.WriteDebug('third')
            $Caller.WriteInformation('fourth', [string[]] @('tag'))
            $Caller.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'fifth', 'half'))
            $Caller.Host.UI.WriteLine('sixth')
            $Caller.WriteWarning('')
            return 'done'
        }
        'errors' {
            $Caller.WriteError((New-Record 'Probe.First' 'ResourceBusy' 'first'))
            $Caller.WriteError((New-Record '[Server=EX01,RequestId=1,TimeStamp=2] [FailureCategory=Cmdlet-X] 7B2C9A1D,Probe.Second' 'InvalidData' "second`n`u{201C}"))
            return 'done'
        }
        'fail' {
            $Caller.WriteObject('lost')
            $Caller.ThrowTerminatingError((New-Record $argument 'PermissionDenied' 'stopped'))
        }
        'throw' { throw $argument }
        # Bytes that do not compress.
        'volume' {
            $bytes = [byte[]]::new([int] $argument)
            [System.Random]::new(1).NextBytes($bytes)
            $Caller.WriteObject($bytes)
            return [System.Convert]::ToBase64String([System.Security.Cryptography.SHA256]::Create().ComputeHash($bytes))
        }
        'lines' {
            $line = ('y' * 1023) + "`n"
            for ($count = 0; $count -lt [int] $argument; $count++) { [System.Console]::Out.Write($line) }
            return 'done'
        }
        'line' {
            $piece = 'z' * 65536
            for ($count = 0; $count -lt [int] $argument; $count += 65536) { [System.Console]::Out.Write($piece) }
            return 'done'
        }
        'objects' { return @(for ($count = 0; $count -lt [int] $argument; $count++) { @{ Number = $count; Text = 'a' * 64 } }) }
        'nothing' { return }
    }
}

function Get-ReceiveConnector { [CmdletBinding()] param([string] $Identity) Invoke-Order $PSCmdlet $Identity }
function Set-ReceiveConnector { [CmdletBinding()] param([string] $Identity, $TlsCertificateName, $TlsDomainCapabilities) Invoke-Order $PSCmdlet $Identity }
function Get-InboundConnector { [CmdletBinding()] param([string] $Identity) Invoke-Order $PSCmdlet $Identity }

Export-ModuleMember -Function 'Get-ReceiveConnector', 'Set-ReceiveConnector', 'Get-InboundConnector'
