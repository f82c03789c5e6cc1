using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Reflection;
using System.Security;

namespace PowerShellHost;

/// <summary>A host without a person in front of it, as <c>pwsh -NonInteractive</c> with redirected streams is.</summary>
internal sealed class ConsoleHost : PSHost
{
    public int? ExitCode { get; private set; }
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "ConsoleHost";
    public override PSHostUserInterface UI { get; } = new ConsoleUI();
    public override Version Version { get; } = Assembly.GetExecutingAssembly().GetName().Version ?? new Version(1, 0);
    public override void EnterNestedPrompt() => throw NotInteractive();
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public static PSInvalidOperationException NotInteractive() => new("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
}

internal sealed class ConsoleUI : PSHostUserInterface
{
    // Without a raw interface the formatter takes the width of a redirected console.
    public override PSHostRawUserInterface? RawUI => null;
    public override bool SupportsVirtualTerminal => false;
    public override void Write(string value) => Console.Out.Write(Plain(value));
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Console.Out.Write(Plain(value));
    public override void WriteLine(string value) => Console.Out.WriteLine(Plain(value));
    public override void WriteErrorLine(string value) => Console.Error.WriteLine(Plain(value));
    public override void WriteDebugLine(string message) => Console.Out.WriteLine($"DEBUG: {message}");
    public override void WriteVerboseLine(string message) => Console.Out.WriteLine($"VERBOSE: {message}");
    public override void WriteWarningLine(string message) => Console.Out.WriteLine($"WARNING: {message}");
    public override void WriteProgress(long sourceId, ProgressRecord record) { }

    /// <summary>What goes into a file or a pipe has no escape codes.</summary>
    private static string Plain(string value) => value.Contains('\x1b') ? new StringDecorated(value).ToString(OutputRendering.PlainText) : value;

    public override string ReadLine() => throw ConsoleHost.NotInteractive();
    public override SecureString ReadLineAsSecureString() => throw ConsoleHost.NotInteractive();
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw ConsoleHost.NotInteractive();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw ConsoleHost.NotInteractive();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw ConsoleHost.NotInteractive();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        throw ConsoleHost.NotInteractive();
}
