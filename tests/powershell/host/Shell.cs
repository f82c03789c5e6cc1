using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;
using Microsoft.PowerShell;

namespace PowerShellHost;

/// <summary>One runspace, to which commands come from the command line, a file or the standard input.</summary>
internal sealed class Shell : IDisposable
{
    private enum Outcome { Succeeded, HadErrors, Threw }

    private readonly ConsoleHost _host = new();
    private readonly Runspace _runspace;

    public Shell(string? executionPolicy)
    {
        // Every other default asks for snap-ins that only an installed PowerShell has.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows() && Enum.TryParse<ExecutionPolicy>(executionPolicy, ignoreCase: true, out var policy)) state.ExecutionPolicy = policy;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    /// <summary>Runs what the command line names.</summary>
    /// <returns>The exit code, as <c>pwsh</c> gives it.</returns>
    public int Run(CommandLine line)
    {
        if (line.WorkingDirectory is not null) _runspace.SessionStateProxy.Path.SetLocation(line.WorkingDirectory);
        var outcome = Outcome.Succeeded;
        if (line.Command is not null) outcome = Execute(shell => shell.AddScript(line.Command, useLocalScope: false));
        if (line.File is not null) outcome = RunFile(line.File, line.FileArguments);
        if ((line.ReadsCommands || line.NoExit) && _host.ExitCode is null) ReadCommands();
        return _host.ExitCode ?? outcome switch
        {
            Outcome.Succeeded => 0,
            Outcome.Threw => 1,
            // A file that went on after its errors succeeded, unless it ended with `exit`.
            _ => line.File is null ? 1 : LastExitCode() ?? 0,
        };
    }

    /// <summary>What a script file gave to <c>exit</c>.</summary>
    private int? LastExitCode() => _runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code and not 0 ? code : null;

    private Outcome RunFile(string path, IReadOnlyList<string> arguments)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Console.Error.WriteLine($"The argument '{path}' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");
            _host.SetShouldExit(64);
            return Outcome.Threw;
        }
        return Execute(shell =>
        {
            shell.AddCommand(full, useLocalScope: false);
            // `-Name` before a value is a parameter's name, as on the command line of pwsh.
            for (var index = 0; index < arguments.Count; index++)
            {
                var argument = arguments[index];
                if (argument.Length < 2 || argument[0] != '-' || char.IsDigit(argument[1])) shell.AddArgument(argument);
                else if (index + 1 < arguments.Count && !arguments[index + 1].StartsWith('-')) shell.AddParameter(argument[1..], arguments[++index]);
                else shell.AddParameter(argument[1..]);
            }
        });
    }

    /// <summary>A statement that is not complete runs on to the next empty line.</summary>
    private void ReadCommands()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
        var pending = new StringBuilder();
        while (_host.ExitCode is null && input.ReadLine() is { } line)
        {
            if (pending.Length > 0)
            {
                if (line.Length > 0)
                {
                    pending.Append('\n').Append(line);
                    continue;
                }
            }
            else if (IsIncomplete(line))
            {
                pending.Append(line);
                continue;
            }
            else
            {
                pending.Append(line);
            }
            var statement = pending.ToString();
            pending.Clear();
            if (statement.Length > 0) Execute(shell => shell.AddScript(statement, useLocalScope: false));
        }
        if (pending.Length > 0) Execute(shell => shell.AddScript(pending.ToString(), useLocalScope: false));
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }

    /// <summary>Runs commands, prints what comes of them.</summary>
    private Outcome Execute(Action<PowerShell> add)
    {
        using var shell = PowerShell.Create(_runspace);
        add(shell);
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        try
        {
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = false });
            return shell.HadErrors ? Outcome.HadErrors : Outcome.Succeeded;
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord);
            return Outcome.Threw;
        }
    }

    private void Report(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        // Written as a non-terminating error, it takes the same way to the error stream as those.
        shell.AddScript("[CmdletBinding()] param($Record) $PSCmdlet.WriteError($Record)", useLocalScope: true).AddArgument(error);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default").Invoke();
    }

    public void Dispose() => _runspace.Dispose();
}
