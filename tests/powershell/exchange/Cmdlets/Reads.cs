using System.Management.Automation;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data.Directory.Management;
using Microsoft.Exchange.Data.Directory.SystemConfiguration;
using SimulatedExchange;

// Class names are those of Exchange: PowerShell puts them into the ids of errors.
namespace Microsoft.Exchange.Management.SystemConfigurationTasks;

public abstract class GetByIdentity : ExchangeCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? Identity { get; set; }

    /// <summary>PowerShell makes an empty text of <c>$null</c>; only what was given narrows the search.</summary>
    protected string? Wanted => IsGiven(nameof(Identity)) ? Identity ?? "" : null;
}

[Cmdlet(VerbsCommon.Get, "ExchangeServer")]
public sealed class GetExchangeServer : GetByIdentity
{
    protected override void Run(JsonObject organization) =>
        WriteByIdentity(organization, organization.Objects("servers"), Wanted, IsServer, server => new ExchangeServer(organization, server));
}

[Cmdlet(VerbsCommon.Get, "TransportService")]
public sealed class GetTransportService : GetByIdentity
{
    protected override void Run(JsonObject organization) =>
        WriteByIdentity(organization, organization.Objects("servers"), Wanted, IsServer, server => new TransportServer(organization, server));
}

[Cmdlet(VerbsCommon.Get, "SendConnector")]
public sealed class GetSendConnector : GetByIdentity
{
    [Parameter]
    public string? DomainController { get; set; }

    protected override void Run(JsonObject organization) =>
        WriteByIdentity(organization, organization.Objects("sendConnectors"), Wanted, HasName, connector => new SmtpSendConnectorConfig(organization, connector));
}

[Cmdlet(VerbsCommon.Get, "ReceiveConnector")]
public sealed class GetReceiveConnector : GetByIdentity
{
    [Parameter]
    public string? Server { get; set; }

    [Parameter]
    public string? DomainController { get; set; }

    protected override void Run(JsonObject organization)
    {
        var connectors = organization.Objects("receiveConnectors");
        if (IsGiven(nameof(Server)))
        {
            var server = organization.Objects("servers").FirstOrDefault(candidate => IsServer(candidate, Server ?? ""));
            if (server is null)
            {
                WriteNotFound(organization, Server ?? "");
                return;
            }
            connectors = connectors.Where(connector => Json.Same(connector.Text("server"), server.Text("name")));
        }
        WriteByIdentity(organization, connectors, Wanted, IsReceiveConnector, connector => new ReceiveConnector(organization, connector));
    }

    internal static bool IsReceiveConnector(JsonObject connector, string identity) => Json.Same(ReceiveConnector.IdentityOf(connector), identity);
}

[Cmdlet(VerbsCommon.Get, "HybridConfiguration")]
public sealed class GetHybridConfiguration : ExchangeCmdlet
{
    [Parameter]
    public string? DomainController { get; set; }

    protected override void Run(JsonObject organization)
    {
        if (organization.Child("hybridConfiguration") is { } configuration) WriteObject(new HybridConfiguration(organization, configuration));
    }
}

[Cmdlet(VerbsCommon.Get, "AuthConfig")]
public sealed class GetAuthConfig : ExchangeCmdlet
{
    protected override void Run(JsonObject organization)
    {
        if (organization.Child("authConfig") is { } configuration) WriteObject(new AuthConfig(organization, configuration));
    }
}

[Cmdlet(VerbsCommon.Get, "ExchangeCertificate")]
public sealed class GetExchangeCertificate : ExchangeCmdlet
{
    [Parameter]
    public string? Server { get; set; }

    [Parameter(Position = 0)]
    public string? Thumbprint { get; set; }

    protected override void Run(JsonObject organization)
    {
        // Without -Server Exchange asks the server to which the session belongs.
        var server = organization.Objects("servers").FirstOrDefault(candidate => !IsGiven(nameof(Server)) || IsServer(candidate, Server ?? ""));
        if (server is null)
        {
            if (IsGiven(nameof(Server))) WriteNotFound(organization, Server ?? "");
            return;
        }
        var found = server.Objects("certificates")
            .Where(certificate => !IsGiven(nameof(Thumbprint)) || Json.Same(new ExchangeCertificate(certificate).Thumbprint, Thumbprint))
            .Select(certificate => SentCertificate.Of(server, certificate))
            .ToList();
        if (found.Count == 0 && IsGiven(nameof(Thumbprint)))
            WriteError(organization, $"The certificate with thumbprint {Thumbprint} was not found.", "ArgumentException", ErrorCategory.InvalidArgument);
        WriteObject(found, enumerateCollection: true);
    }
}

[Cmdlet(VerbsCommon.Get, "AcceptedDomain")]
public sealed class GetAcceptedDomain : ExchangeCmdlet
{
    protected override void Run(JsonObject organization)
    {
        var from = Endpoint.IsOnline ? organization.Child("exchangeOnline")! : organization;
        foreach (var (name, index) in from.Texts("acceptedDomains").Select((name, index) => (name, index)))
            WriteObject(Endpoint.IsOnline ? Online.AcceptedDomain(name, index == 0) : new AcceptedDomain(organization, name, index == 0));
    }
}

[Cmdlet(VerbsCommon.Get, "OrganizationConfig")]
public sealed class GetOrganizationConfig : ExchangeCmdlet
{
    protected override void Run(JsonObject organization) => WriteObject(Endpoint.IsOnline ? Online.OrganizationConfig(organization) : new OrganizationConfig(organization));
}

[Cmdlet(VerbsCommon.Get, "InboundConnector")]
public sealed class GetInboundConnector : GetByIdentity
{
    protected override void Run(JsonObject organization) =>
        WriteByIdentity(organization, organization.Child("exchangeOnline")!.Objects("inboundConnectors"), Wanted, HasName, Online.InboundConnector);
}

[Cmdlet(VerbsCommon.Get, "OutboundConnector")]
public sealed class GetOutboundConnector : GetByIdentity
{
    protected override void Run(JsonObject organization) =>
        WriteByIdentity(organization, organization.Child("exchangeOnline")!.Objects("outboundConnectors"), Wanted, HasName, Online.OutboundConnector);
}
