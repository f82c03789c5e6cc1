using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SimulatedExchange;

/// <summary>Holds one call until the test lets it go on: its effect may come when its client is gone.</summary>
internal static class Hold
{
    /// <summary>The parameters of a call that is carried out for another process.</summary>
    private const string ParametersVariable = "HCW_HELD_PARAMETERS";

    private static string Order => $"{Store.Location}.hold";

    /// <summary>Waits when the test holds the next call of this cmdlet. As in a server that is busy, not even Stop ends it.</summary>
    /// <returns>The connection to the test, to be closed when the effect is there; null when the call is not held.</returns>
    public static IDisposable? Meet(string cmdlet)
    {
        if (!Concerns(cmdlet) || Take() is not { } port) return null;
        // A server is on another machine: ending the client with all that it started does not end it.
        _ = LeaveGroup();
        var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        _ = client.GetStream().ReadByte();
        return client;
    }

    /// <summary>
    /// Exchange Online's cmdlets run in the process of the client, and ask its servers. Another process stands in for these while the test
    /// holds the call, since the effect must come without the client.
    /// </summary>
    /// <returns>Whether the call was carried out there.</returns>
    public static bool IsCarriedOutElsewhere(string cmdlet, IDictionary<string, object> parameters)
    {
        if (!Endpoint.IsOnline || !Concerns(cmdlet)) return false;
        var manifest = Path.Combine(Path.GetDirectoryName(typeof(Hold).Assembly.Location)!, "module", "SimulatedExchange.psd1");
        string[] arguments =
        [
            "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
            $"Import-Module -Name '{manifest}' -Cmdlet {cmdlet}; $given = [System.Management.Automation.PSSerializer]::Deserialize($env:{ParametersVariable}); {cmdlet} @given",
        ];
        // PowerShell may be started by dotnet, whose first argument is its program then.
        var program = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") arguments = [Environment.GetCommandLineArgs()[0], .. arguments];
        // With streams of its own: who waits for the end of the client's streams must not wait for this process.
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[ParametersVariable] = PSSerializer.Serialize(new Hashtable((IDictionary)parameters));
        using var server = Process.Start(start)!;
        server.WaitForExit();
        return true;
    }

    private static bool Concerns(string cmdlet)
    {
        try
        {
            return Json.Same(File.ReadAllText(Order).Split(' ')[0], cmdlet);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The port that the test listens on. One call takes it; the others run.</summary>
    private static int? Take()
    {
        try
        {
            var own = $"{Order}.{Environment.ProcessId}";
            File.Move(Order, own, overwrite: true);
            return int.Parse(File.ReadAllText(own).Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Gives the process a session of its own. Fails where it has one already.</summary>
    [DllImport("libc", EntryPoint = "setsid")]
    private static extern int LeaveGroup();
}
