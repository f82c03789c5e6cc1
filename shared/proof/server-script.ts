/**
 * For a server whose port 25 the wizard cannot reach: the script that is run on that server itself, and the file that it writes. ASCII,
 * no syntax newer than Windows PowerShell 5.1, plain .NET, no empty line (one ends a statement that is pasted into a console). Nothing that
 * a person or a server supplied is in its text. It connects to its own computer only, and changes nothing.
 */
import * as v from 'valibot';
import { parsePlainJson } from '../model/plain-json.ts';

const answerFormat = 'hybrid-certificate-wizard/presented';
/** More certificates than any server presents */
const mostCertificates = 16;

export const serverScript = [
  '# Hybrid Certificate Wizard: asks this computer on port 25 which certificate it presents with STARTTLS.',
  '# It connects to this computer only, sends no mail, changes nothing, and asks for no password.',
  '# Run it on the server in Windows PowerShell, or paste all of it there. Then open the file that it writes in the wizard.',
  '& {',
  '    param($Path, $ComputerName, $Port)',
  "    $ErrorActionPreference = 'Stop'",
  '    $name = [System.Environment]::MachineName',
  '    if (-not $ComputerName) { $ComputerName = [System.Net.Dns]::GetHostEntry($name).HostName }',
  '    if (-not $Port) { $Port = 25 }',
  `    if (-not $Path) { $Path = [System.IO.Path]::Combine([System.Environment]::GetFolderPath('Desktop'), "hybrid-certificate-presented-$name.json") }`,
  `    $found = @{ format = '${answerFormat}'; version = 1; server = $name; host = $ComputerName; takenAt = [System.DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ss.fffZ'); state = 'failed'; detail = ''; certificates = @(); protocol = ''; answersInTls = $false }`,
  '    # The lines of one reply: the last one has no dash behind its number.',
  '    $reply = { param($from) $lines = @(); do { $line = $from.ReadLine(); $lines += [string] $line } while ($line -and $line.Length -gt 3 -and $line[3] -eq [char] 45 -and $lines.Length -lt 100); , $lines }',
  '    $say = { param($to, $text) $bytes = [System.Text.Encoding]::ASCII.GetBytes("$text`r`n"); $to.Write($bytes, 0, $bytes.Length); $to.Flush() }',
  '    # Whatever is presented is noted, and nothing is sent to it.',
  '    $note = {',
  '        param($sender, $certificate, $chain, $errors)',
  '        $all = @([System.Convert]::ToBase64String($certificate.GetRawCertData()))',
  '        foreach ($one in $chain.ChainPolicy.ExtraStore) { $all += [System.Convert]::ToBase64String($one.RawData) }',
  "        $found['certificates'] = @($all | Select-Object -Unique)",
  '        $true',
  '    }.GetNewClosure()',
  '    $client = New-Object -TypeName System.Net.Sockets.TcpClient',
  '    try {',
  '        $client.ReceiveTimeout = 15000',
  '        $client.SendTimeout = 15000',
  '        $client.Connect($ComputerName, $Port)',
  '        $stream = $client.GetStream()',
  '        $reader = New-Object -TypeName System.IO.StreamReader -ArgumentList $stream, ([System.Text.Encoding]::ASCII)',
  '        [void] (& $reply $reader)',
  "        & $say $stream 'EHLO certificate-wizard.invalid'",
  '        $offers = & $reply $reader',
  "        if (@($offers -match '^250[ -]STARTTLS\\s*$').Length -eq 0) { $found['state'] = 'notOffered' }",
  '        else {',
  "            & $say $stream 'STARTTLS'",
  '            $begin = & $reply $reader',
  "            if ($begin[0] -notmatch '^220') { throw $begin[0] }",
  '            $secure = New-Object -TypeName System.Net.Security.SslStream -ArgumentList $stream, $false, ([System.Net.Security.RemoteCertificateValidationCallback] $note)',
  '            $protocols = [System.Security.Authentication.SslProtocols] 4032',
  '            $secure.AuthenticateAsClient($ComputerName, $null, $protocols, $false)',
  "            $found['protocol'] = [string] $secure.SslProtocol",
  "            $found['state'] = 'presented'",
  '            try {',
  "                & $say $secure 'EHLO certificate-wizard.invalid'",
  '                $again = New-Object -TypeName System.IO.StreamReader -ArgumentList $secure, ([System.Text.Encoding]::ASCII)',
  "                $found['answersInTls'] = (& $reply $again)[0] -match '^250'",
  '            } catch { }',
  '        }',
  "    } catch { $found['detail'] = [string] $_.Exception.GetBaseException().Message }",
  '    finally { $client.Close() }',
  '    $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)',
  '    [System.IO.File]::WriteAllText($file, ($found | ConvertTo-Json), [System.Text.Encoding]::UTF8)',
  '    "Written: $file" | Out-Host',
  '} @args',
  '',
].join('\n');

const base64 = v.pipe(v.string(), v.maxLength(32_768), v.regex(/^[\d+/=A-Za-z]+$/));
const answerSchema = v.object({
  format: v.literal(answerFormat),
  version: v.literal(1),
  server: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  host: v.pipe(v.string(), v.maxLength(256)),
  takenAt: v.pipe(v.string(), v.isoTimestamp()),
  state: v.picklist(['presented', 'notOffered', 'failed']),
  detail: v.pipe(v.string(), v.maxLength(4096)),
  certificates: v.pipe(v.array(base64), v.maxLength(mostCertificates)),
  protocol: v.pipe(v.string(), v.maxLength(32)),
  answersInTls: v.boolean(),
});
export type ServerAnswerFile = v.InferOutput<typeof answerSchema>;

/** What the script wrote; `undefined` for any other text. */
export function readServerAnswer(text: string): ServerAnswerFile | undefined {
  try {
    const read = v.safeParse(answerSchema, parsePlainJson(text.replace(/^\uFEFF/, '')));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

/** As this program names them, e.g. `TLSv1.2` for `Tls12`. */
export const protocolName = (name: string): string => {
  const [, digits] = /^Tls(\d{0,2})$/.exec(name) ?? [];
  if (digits === undefined) return name;
  return digits === '' ? 'TLSv1' : `TLSv${digits[0] ?? ''}.${digits[1] ?? '0'}`;
};
