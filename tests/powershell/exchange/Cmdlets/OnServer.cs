using System.Management.Automation;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data;
using Microsoft.Exchange.EdgeSync.Validation;
using Microsoft.Exchange.Monitoring;
using SimulatedExchange;

// Class names are those of Exchange: PowerShell puts them into the ids of errors.
namespace Microsoft.Exchange.Management.SystemConfigurationTasks;

/// <summary>Asks one server; without -Server the one to which the session belongs.</summary>
public abstract class ServerCmdlet : ExchangeCmdlet
{
    [Parameter]
    public string? Server { get; set; }

    protected sealed override void Run(JsonObject organization)
    {
        var server = organization.Objects("servers").FirstOrDefault(candidate => !IsGiven(nameof(Server)) || IsServer(candidate, Server ?? ""));
        if (server is null) WriteNotFound(organization, Server ?? "");
        else Run(organization, server);
    }

    protected abstract void Run(JsonObject organization, JsonObject server);
}

[Cmdlet(VerbsDiagnostic.Test, "ServiceHealth")]
public sealed class TestServiceHealth : ServerCmdlet
{
    protected override void Run(JsonObject organization, JsonObject server) => WriteObject(ExchangeServicesStatus.Of(server), enumerateCollection: true);
}

/// <summary>One object for each Edge server that is subscribed, or for the one that -TargetServer names.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EdgeSynchronization")]
public sealed class TestEdgeSynchronization : ExchangeCmdlet
{
    [Parameter]
    public string? DomainController { get; set; }

    [Parameter]
    public string? TargetServer { get; set; }

    [Parameter]
    public SwitchParameter FullCompareMode { get; set; }

    [Parameter]
    public SwitchParameter ExcludeRecipientTest { get; set; }

    protected override void Run(JsonObject organization) => WriteObject(
        organization.Objects("servers")
            .Where(server => server.Text("serverRole").Contains("Edge", StringComparison.Ordinal) && (TargetServer is null || HasName(server, TargetServer)))
            .Select(server => new EdgeSubscriptionStatus(organization, server.Text("name"), FullCompareMode)),
        enumerateCollection: true);
}

[Cmdlet(VerbsCommon.Remove, "ExchangeCertificate", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveExchangeCertificate : ServerCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Thumbprint { get; set; } = "";

    protected override void Run(JsonObject organization, JsonObject server)
    {
        if (!ShouldProcess(Thumbprint, $"Remove certificate with thumbprint {Thumbprint} from the computer's certificate store?")) return;
        var name = server.Text("name");
        var (isFound, refusal) = (false, (string?)null);
        Store.Change(current =>
        {
            var certificates = current.Objects("servers").First(one => HasName(one, name))["certificates"]!.AsArray();
            var removed = certificates.FirstOrDefault(one => Json.Same(new ExchangeCertificate(one!.AsObject()).Thumbprint, Thumbprint));
            isFound = removed is not null;
            if (removed is null) return false;
            refusal = Refusal(current, server, new ExchangeCertificate(removed.AsObject()));
            return refusal is null && certificates.Remove(removed);
        });
        if (!isFound) WriteError(organization, $"The certificate with thumbprint {Thumbprint} was not found.", "ArgumentException", ErrorCategory.InvalidArgument);
        else if (refusal is not null)
            WriteError(organization, $"A special Rpc error occurs on server {name}: {refusal}", "InvalidOperationException", ErrorCategory.InvalidArgument);
    }

    private static string? Refusal(JsonObject organization, JsonObject server, ExchangeCertificate certificate)
    {
        if (Json.Same(server.NullableText("internalTransportCertificateThumbprint"), certificate.Thumbprint))
            return "The internal transport certificate cannot be removed because that would cause the Microsoft Exchange Transport service to stop. "
                + "To replace the internal transport certificate, create a new certificate. The new certificate will automatically become the internal "
                + "transport certificate. You can then remove the existing certificate.";
        var tagged = organization.Objects("sendConnectors").Where(connector => Names(connector, certificate)).Select(connector => connector.Text("name")).ToList();
        return tagged.Count == 0
            ? null
            : $"These certificates are tagged with following Send Connectors : {string.Join(", ", tagged)}. Removing and replacing certificates from Send "
                + "Connector would break the mail flow. If you still want to proceed then replace or remove these certificates from Send Connector and then "
                + "try this command.";
    }

    /// <summary>Issuer and subject alone: a renewal can have the same.</summary>
    private static bool Names(JsonObject connector, ExchangeCertificate certificate) =>
        SmtpX509Identifier.Stored(connector.NullableText("tlsCertificateName")) is { } name
        && Json.Same(name.CertificateIssuer, certificate.Issuer)
        && Json.Same(name.CertificateSubject, certificate.Subject);
}
