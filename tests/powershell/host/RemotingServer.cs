using System.Management.Automation;
using System.Reflection;

namespace PowerShellHost;

/// <summary>What <c>pwsh -sshs</c> and <c>pwsh -s</c> are: a PSRP server on the standard streams.</summary>
internal static class RemotingServer
{
    /// <param name="initialCommand">Script that each new session runs before it serves its client.</param>
    /// <param name="ssh">Standard error goes into the same stream as the protocol, as the ssh transport wants it.</param>
    public static void Run(string initialCommand, string workingDirectory, bool ssh)
    {
        // The engine keeps its servers internal: its own console calls them through friend access.
        var mediator = typeof(PSObject).Assembly.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator", throwOnError: true)!;
        var run = mediator.GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?? throw new MissingMethodException(mediator.FullName, "Run");
        run.Invoke(null, [initialCommand, workingDirectory, null, null, ssh]);
    }
}
