using System.Text;
using PowerShellHost;

// Bytes on the standard streams are UTF-8 without a mark, whatever the locale of the machine.
Console.InputEncoding = Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var parsed = CommandLine.Parse(args);
if (parsed.Error is not null)
{
    Console.Error.WriteLine(parsed.Error);
    return 64;
}

if (parsed.Server is not null)
{
    RemotingServer.Run(parsed.Command ?? "", parsed.WorkingDirectory ?? "", parsed.Server == ServerTransport.Ssh);
    return 0;
}

using var shell = new Shell(parsed.ExecutionPolicy);
return shell.Run(parsed);
