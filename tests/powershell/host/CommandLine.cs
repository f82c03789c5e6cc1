using System.Text;

namespace PowerShellHost;

/// <summary>How a remoting server is spoken to: by the ssh transport, or by the process transport of jobs.</summary>
internal enum ServerTransport { Ssh, Process }

/// <summary>The command line, as far as it is that of <c>pwsh</c>. Names may be shortened as there.</summary>
internal sealed record CommandLine
{
    public string? Command { get; init; }
    /// <summary>Commands are lines of the standard input (<c>-Command -</c>, or nothing to run was named).</summary>
    public bool ReadsCommands { get; init; }
    public string? File { get; init; }
    public IReadOnlyList<string> FileArguments { get; init; } = [];
    public bool NoExit { get; init; }
    public string? ExecutionPolicy { get; init; }
    public string? WorkingDirectory { get; init; }
    public ServerTransport? Server { get; init; }
    public string? Error { get; init; }

    // In the order in which a shortened name is looked up.
    private static readonly string[] Names =
        ["sshservermode", "servermode", "command", "encodedcommand", "executionpolicy", "file", "nologo", "noprofile", "noninteractive", "noexit", "outputformat", "inputformat", "workingdirectory"];

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (!argument.StartsWith('-') || argument == "-") return line.WithFile(argument, arguments.Skip(index + 1));
            var name = FullName(argument);
            switch (name)
            {
                case "nologo" or "noprofile" or "noninteractive": continue;
                case "noexit": line = line with { NoExit = true }; continue;
                case "sshservermode": line = line with { Server = ServerTransport.Ssh }; continue;
                case "servermode": line = line with { Server = ServerTransport.Process }; continue;
                case null: return line with { Error = $"The argument '{argument}' is not recognized." };
            }
            if (++index >= arguments.Count) return line with { Error = $"Cannot process the command because of a missing parameter. {argument} needs a value." };
            var value = arguments[index];
            switch (name)
            {
                case "executionpolicy": line = line with { ExecutionPolicy = value }; continue;
                case "workingdirectory": line = line with { WorkingDirectory = value }; continue;
                case "encodedcommand": line = line with { Command = Encoding.Unicode.GetString(Convert.FromBase64String(value)) }; continue;
                case "file": return line.WithFile(value, arguments.Skip(index + 1));
                case "command": return line.WithCommand(string.Join(' ', arguments.Skip(index)));
                // The formats of the streams are always text.
                default: continue;
            }
        }
        return line.Command is null ? line with { ReadsCommands = true } : line;
    }

    private CommandLine WithCommand(string command) => command == "-" ? this with { ReadsCommands = true } : this with { Command = command };

    private CommandLine WithFile(string file, IEnumerable<string> arguments) =>
        file == "-" ? this with { ReadsCommands = true } : this with { File = file, FileArguments = [.. arguments] };

    private static string? FullName(string argument)
    {
        var given = argument.TrimStart('-').ToLowerInvariant();
        return given switch
        {
            "ep" => "executionpolicy",
            "ec" => "encodedcommand",
            "wd" => "workingdirectory",
            "sshs" => "sshservermode",
            "s" => "servermode",
            _ => Names.FirstOrDefault(name => name.StartsWith(given, StringComparison.Ordinal)),
        };
    }
}
