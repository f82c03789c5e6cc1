# A certificate that signs programs and scripts, and that no computer trusts yet. Says to electron-builder that it signs with it.
param([Parameter(Mandatory)] [string] $Folder)
$ErrorActionPreference = 'Stop'
$made = New-SelfSignedCertificate -Type CodeSigningCert -Subject 'CN=Hybrid Certificate Wizard tests' -KeyExportPolicy Exportable -CertStoreLocation 'Cert:\CurrentUser\My' -NotAfter ([DateTime]::Now.AddDays(2))
$password = [Guid]::NewGuid().ToString('N')
$pfx = Join-Path $Folder 'signing.pfx'
# electron-builder reads no newer encryption of such a file.
[void] (Export-PfxCertificate -Cert $made -FilePath $pfx -Password (ConvertTo-SecureString $password -AsPlainText -Force) -CryptoAlgorithmOption TripleDES_SHA1)
[void] (Export-Certificate -Cert $made -FilePath (Join-Path $Folder 'signing.cer'))
Remove-Item -LiteralPath $made.PSPath
Write-Output "::add-mask::$password"
[System.IO.File]::AppendAllText($env:GITHUB_ENV, "CSC_LINK=$pfx`nCSC_KEY_PASSWORD=$password`n")
