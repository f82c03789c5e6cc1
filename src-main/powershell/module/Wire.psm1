# Requests and replies as text: CLIXML in base64, compressed when large.
Set-StrictMode -Version 2.0

$script:ChunkLength = 65536
$script:CompressFrom = 16384
$script:Depth = 12

function ConvertFrom-Wire {
    param([string] $Text)
    # The first character says whether the rest is compressed.
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

# Writes the reply as lines of '<nonce>:<base64>' and a last line of the nonce and `$End`: '!' after the final reply to a
# request, ';' after a partial one. Each line is written in one call, so that nothing else is printed in the middle of it.
function Write-Reply {
    param([string] $Nonce, $Reply, [string] $End = '!')
    try {
        $document = [System.Management.Automation.PSSerializer]::Serialize($Reply, $script:Depth)
    }
    catch {
        # CLIXML cannot contain U+FFFE and U+FFFF. The message of this error contains one, so only its id is sent.
        $failure = @{ Code = 'powershell.replyUnreadable'; Message = 'PSSerializer'; Category = ''; Id = [string] $_.FullyQualifiedErrorId }
        $document = [System.Management.Automation.PSSerializer]::Serialize(@{ Failure = $failure; Index = $Reply['Index'] })
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
    [System.Console]::Out.WriteLine($Nonce + $End)
    [System.Console]::Out.Flush()
}

Export-ModuleMember -Function 'ConvertFrom-Wire', 'Write-Reply'
