using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SimulatedExchange;

/// <summary>What all cmdlets have in common: the organization, its faults, and errors in Exchange's form.</summary>
public abstract class ExchangeCmdlet : PSCmdlet
{
    protected abstract void Run(JsonObject organization);

    /// <summary>Milliseconds that every call takes longer, as over a network with real servers behind it.</summary>
    private static readonly int Latency = int.TryParse(Environment.GetEnvironmentVariable("HCW_LATENCY_MS"), out var latency) ? latency : 0;

    protected sealed override void ProcessRecord()
    {
        Thread.Sleep(Latency);
        var organization = Store.Current();
        var fault = Faults.Meet(organization, MyInvocation.MyCommand.Name, TextOf);
        switch (fault?.Text("kind"))
        {
            case null:
                if (Hold.IsCarriedOutElsewhere(MyInvocation.MyCommand.Name, MyInvocation.BoundParameters)) return;
                using (Hold.Meet(MyInvocation.MyCommand.Name)) RunAtController(organization);
                return;
            case "error":
                var error = Error(organization, fault.Text("message"), "RemoteException", Enum.Parse<ErrorCategory>(fault.Text("category")), IdBefore(fault.Text("id")));
                if (fault.Flag("terminating")) ThrowTerminatingError(error);
                WriteError(error);
                return;
            case "sessionLost":
                if (fault.Flag("effect")) RunAtController(organization);
                Process.GetCurrentProcess().Kill();
                return;
            case "hang":
                // As a call to a server that does not answer: not even Stop ends it.
                Thread.Sleep(Timeout.Infinite);
                return;
        }
    }

    /// <summary>A domain controller that is not the organization's own cannot be reached. The text is not confirmed by a capture.</summary>
    private void RunAtController(JsonObject organization)
    {
        if (TextOf("DomainController") is { } controller && !Json.Same(controller, organization.Text("domainController")))
        {
            WriteError(
                organization,
                $"An Active Directory error 0x51 occurred when trying to check the suitability of server '{controller}'. Error: 'Active directory response: The LDAP server is unavailable.'",
                "SuitabilityDirectoryException",
                ErrorCategory.NotSpecified);
            return;
        }
        Run(organization);
    }

    /// <summary>The object that <c>-Identity</c> or <c>-Server</c> names does not exist.</summary>
    protected void WriteNotFound(JsonObject organization, string identity) => WriteError(Error(
        organization,
        $"The operation couldn't be performed because object '{identity}' couldn't be found on '{organization.Text("domainController")}'.",
        "ManagementObjectNotFoundException",
        ErrorCategory.NotSpecified));

    protected void WriteError(JsonObject organization, string message, string exception, ErrorCategory category) => WriteError(Error(organization, message, exception, category));

    /// <summary>All objects, or those that <paramref name="identity"/> names, or Exchange's error that there is none.</summary>
    protected void WriteByIdentity(JsonObject organization, IEnumerable<JsonObject> candidates, string? identity, Func<JsonObject, string, bool> matches, Func<JsonObject, object> render)
    {
        var found = candidates.Where(candidate => identity is null || matches(candidate, identity)).ToList();
        if (found.Count == 0 && identity is not null) WriteNotFound(organization, identity);
        foreach (var candidate in found) WriteObject(render(candidate));
    }

    internal static bool IsServer(JsonObject server, string identity) => Json.Same(server.Text("name"), identity) || Json.Same(server.Text("fqdn"), identity);
    internal static bool HasName(JsonObject item, string identity) => Json.Same(item.Text("name"), identity);

    /// <summary>The text that names an object: what was typed, or the identity of an object from the pipeline.</summary>
    protected static string IdentityOf(object? given) =>
        given is null ? "" : (PSObject.AsPSObject(given).Properties["Identity"]?.Value ?? given).ToString() ?? "";

    /// <summary>Whether the caller gave the parameter, be it <c>$null</c>.</summary>
    protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private string? TextOf(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out var value) && value is not null ? IdentityOf(value) : null;

    /// <summary>PowerShell adds the name of the cmdlet's class by itself.</summary>
    private string IdBefore(string id) => id == GetType().FullName ? "" : $",{id}";

    private static ErrorRecord Error(JsonObject organization, string message, string exception, ErrorCategory category, string idBefore = "")
    {
        var server = organization.Objects("servers").FirstOrDefault()?.Text("name") ?? organization.Text("domainController");
        var time = DateTime.UtcNow.ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(message)), 0, 4);
        var id = $"[Server={server},RequestId={Guid.NewGuid()},TimeStamp={time}] [FailureCategory=Cmdlet-{exception}] {hash}{idBefore}";
        return new ErrorRecord(new ManagementException(message), id, category, null);
    }
}

/// <summary>What Exchange's cmdlets say when they fail.</summary>
public sealed class ManagementException(string message) : Exception(message);
