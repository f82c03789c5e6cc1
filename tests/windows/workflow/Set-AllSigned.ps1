# The policy "Turn on Script Execution: allow only signed scripts" of both PowerShells, as Group Policy sets it: the command line of the wizard does
# not go around it. From then on no script of the workflow runs either. The signer is valid, since its root is trusted, and no trusted publisher.
param([Parameter(Mandatory)] [string] $Certificate)
$ErrorActionPreference = 'Stop'
[void] (Import-Certificate -FilePath $Certificate -CertStoreLocation 'Cert:\LocalMachine\Root')

# PowerShell 7 brings modules of its own, whose signer Windows does not count as a part of itself.
$own = "$env:ProgramFiles\PowerShell\7\Modules\Microsoft.PowerShell.Security\Microsoft.PowerShell.Security.psd1"
$signer = (Get-AuthenticodeSignature -LiteralPath $own).SignerCertificate
if ($null -eq $signer) { throw "Nobody signed $own." }
$publishers = [System.Security.Cryptography.X509Certificates.X509Store]::new('TrustedPublisher', 'LocalMachine')
$publishers.Open('ReadWrite')
$publishers.Add($signer)
$publishers.Close()

foreach ($key in 'HKLM:\Software\Policies\Microsoft\Windows\PowerShell', 'HKLM:\Software\Policies\Microsoft\PowerShellCore') {
    [void] (New-Item -Path $key -Force)
    Set-ItemProperty -LiteralPath $key -Name 'EnableScripts' -Type DWord -Value 1
    Set-ItemProperty -LiteralPath $key -Name 'ExecutionPolicy' -Type String -Value 'AllSigned'
}
