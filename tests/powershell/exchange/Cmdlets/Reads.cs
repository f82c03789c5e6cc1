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
    protected override void Run(JsonObject organisation) =>
        WriteByIdentity(organisation, organisation.Objects("servers"), Wanted, IsServer, server => new ExchangeServer(organisation, server));
}

[Cmdlet(VerbsCommon.Get, "TransportService")]
public sealed class GetTransportService : GetByIdentity
{
    protected override void Run(JsonObject organisation) =>
        WriteByIdentity(organisation, organisation.Objects("servers"), Wanted, IsServer, server => new TransportServer(organisation, server));
}

[Cmdlet(VerbsCommon.Get, "SendConnector")]
public sealed class GetSendConnector : GetByIdentity
{
    protected override void Run(JsonObject organisation) =>
        WriteByIdentity(organisation, organisation.Objects("sendConnectors"), Wanted, HasName, connector => new SmtpSendConnectorConfig(organisation, connector));
}

[Cmdlet(VerbsCommon.Get, "ReceiveConnector")]
public sealed class GetReceiveConnector : GetByIdentity
{
    [Parameter]
    public string? Server { get; set; }

    protected override void Run(JsonObject organisation)
    {
        var connectors = organisation.Objects("receiveConnectors");
        if (IsGiven(nameof(Server)))
        {
            var server = organisation.Objects("servers").FirstOrDefault(candidate => IsServer(candidate, Server ?? ""));
            if (server is null)
            {
                WriteNotFound(organisation, Server ?? "");
                return;
            }
            connectors = connectors.Where(connector => Json.Same(connector.Text("server"), server.Text("name")));
        }
        WriteByIdentity(organisation, connectors, Wanted, IsReceiveConnector, connector => new ReceiveConnector(organisation, connector));
    }

    internal static bool IsReceiveConnector(JsonObject connector, string identity) => Json.Same(ReceiveConnector.IdentityOf(connector), identity);
}

[Cmdlet(VerbsCommon.Get, "HybridConfiguration")]
public sealed class GetHybridConfiguration : ExchangeCmdlet
{
    protected override void Run(JsonObject organisation)
    {
        if (organisation.Child("hybridConfiguration") is { } configuration) WriteObject(new HybridConfiguration(organisation, configuration));
    }
}

[Cmdlet(VerbsCommon.Get, "ExchangeCertificate")]
public sealed class GetExchangeCertificate : ExchangeCmdlet
{
    [Parameter]
    public string? Server { get; set; }

    [Parameter(Position = 0)]
    public string? Thumbprint { get; set; }

    protected override void Run(JsonObject organisation)
    {
        // Without -Server Exchange asks the server to which the session belongs.
        var server = organisation.Objects("servers").FirstOrDefault(candidate => !IsGiven(nameof(Server)) || IsServer(candidate, Server ?? ""));
        if (server is null)
        {
            if (IsGiven(nameof(Server))) WriteNotFound(organisation, Server ?? "");
            return;
        }
        var found = server.Objects("certificates")
            .Where(certificate => !IsGiven(nameof(Thumbprint)) || Json.Same(new ExchangeCertificate(certificate).Thumbprint, Thumbprint))
            .Select(certificate => SentCertificate.Of(server, certificate))
            .ToList();
        if (found.Count == 0 && IsGiven(nameof(Thumbprint)))
            WriteError(organisation, $"The certificate with thumbprint {Thumbprint} was not found.", "ArgumentException", ErrorCategory.InvalidArgument);
        WriteObject(found, enumerateCollection: true);
    }
}

[Cmdlet(VerbsCommon.Get, "AcceptedDomain")]
public sealed class GetAcceptedDomain : ExchangeCmdlet
{
    protected override void Run(JsonObject organisation)
    {
        var from = Endpoint.IsOnline ? organisation.Child("exchangeOnline")! : organisation;
        foreach (var (name, index) in from.Texts("acceptedDomains").Select((name, index) => (name, index)))
            WriteObject(Endpoint.IsOnline ? Online.AcceptedDomain(name, index == 0) : new AcceptedDomain(organisation, name, index == 0));
    }
}

[Cmdlet(VerbsCommon.Get, "OrganizationConfig")]
public sealed class GetOrganizationConfig : ExchangeCmdlet
{
    protected override void Run(JsonObject organisation) => WriteObject(Endpoint.IsOnline ? Online.OrganizationConfig(organisation) : new OrganizationConfig(organisation));
}

[Cmdlet(VerbsCommon.Get, "InboundConnector")]
public sealed class GetInboundConnector : GetByIdentity
{
    protected override void Run(JsonObject organisation) =>
        WriteByIdentity(organisation, organisation.Child("exchangeOnline")!.Objects("inboundConnectors"), Wanted, HasName, Online.InboundConnector);
}

[Cmdlet(VerbsCommon.Get, "OutboundConnector")]
public sealed class GetOutboundConnector : GetByIdentity
{
    protected override void Run(JsonObject organisation) =>
        WriteByIdentity(organisation, organisation.Child("exchangeOnline")!.Objects("outboundConnectors"), Wanted, HasName, Online.OutboundConnector);
}
