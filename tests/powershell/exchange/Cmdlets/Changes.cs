using System.Management.Automation;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data;
using Microsoft.Exchange.Data.Directory.SystemConfiguration;
using SimulatedExchange;

namespace Microsoft.Exchange.Management.SystemConfigurationTasks;

// Each cmdlet names its parameters with their fields, and where its objects are; SetObject does the rest.

[Cmdlet(VerbsCommon.Set, "ReceiveConnector")]
public sealed class SetReceiveConnector : SetConnector
{
    [Parameter, AllowNull, CertificateIdentifier, Field("tlsCertificateName")]
    public SmtpX509Identifier? TlsCertificateName { get; set; }

    [Parameter, AllowNull, AllowEmptyCollection, Field("tlsDomainCapabilities")]
    public string[]? TlsDomainCapabilities { get; set; }

    [Parameter, AllowNull, Field("fqdn")]
    public string? Fqdn { get; set; }

    [Parameter, AllowEmptyCollection, Field("bindings")]
    public string[] Bindings { get; set; } = [];

    [Parameter, AllowEmptyCollection, Field("remoteIPRanges")]
    public string[] RemoteIPRanges { get; set; } = [];

    [Parameter, Field("authMechanism")]
    public string AuthMechanism { get; set; } = "";

    [Parameter, Field("permissionGroups")]
    public string PermissionGroups { get; set; } = "";

    [Parameter, Field("requireTls")]
    public bool RequireTLS { get; set; }

    [Parameter]
    public string? DomainController { get; set; }

    protected override IEnumerable<JsonObject> Among(JsonObject organization) => organization.Objects("receiveConnectors");

    protected override string NameOf(JsonObject item) => ReceiveConnector.IdentityOf(item);
}

[Cmdlet(VerbsCommon.Set, "SendConnector")]
public sealed class SetSendConnector : SetConnector
{
    [Parameter, AllowNull, CertificateIdentifier, Field("tlsCertificateName")]
    public SmtpX509Identifier? TlsCertificateName { get; set; }

    [Parameter, AllowEmptyCollection, Field("addressSpaces")]
    public string[] AddressSpaces { get; set; } = [];

    [Parameter, AllowNull, AllowEmptyCollection, Field("smartHosts")]
    public string[]? SmartHosts { get; set; }

    [Parameter, AllowEmptyCollection, Field("sourceTransportServers")]
    public string[] SourceTransportServers { get; set; } = [];

    [Parameter, AllowNull, Field("fqdn")]
    public string? Fqdn { get; set; }

    [Parameter, Field("requireTls")]
    public bool RequireTLS { get; set; }

    [Parameter, AllowNull, Field("tlsAuthLevel")]
    public string? TlsAuthLevel { get; set; }

    [Parameter, AllowNull, Field("tlsDomain")]
    public string? TlsDomain { get; set; }

    [Parameter, Field("cloudServicesMailEnabled")]
    public bool CloudServicesMailEnabled { get; set; }

    [Parameter, Field("dnsRoutingEnabled")]
    public bool DNSRoutingEnabled { get; set; }

    [Parameter, Field("protocolLoggingLevel")]
    public ProtocolLoggingLevel ProtocolLoggingLevel { get; set; }

    [Parameter]
    public string? DomainController { get; set; }

    protected override IEnumerable<JsonObject> Among(JsonObject organization) => organization.Objects("sendConnectors");
}

[Cmdlet(VerbsCommon.Set, "HybridConfiguration")]
public sealed class SetHybridConfiguration : SetObject
{
    [Parameter, AllowNull, CertificateIdentifier, Field("tlsCertificateName")]
    public SmtpX509Identifier? TlsCertificateName { get; set; }

    [Parameter]
    public string? DomainController { get; set; }

    protected override string Wanted => HybridConfiguration.DefaultName;

    protected override IEnumerable<JsonObject> Among(JsonObject organization) => organization.Child("hybridConfiguration") is { } configuration ? [configuration] : [];

    protected override string NameOf(JsonObject item) => HybridConfiguration.DefaultName;
}

[Cmdlet(VerbsCommon.Set, "InboundConnector")]
public sealed class SetInboundConnector : SetConnector
{
    [Parameter, AllowNull, Field("tlsSenderCertificateName")]
    public string? TlsSenderCertificateName { get; set; }

    [Parameter, Field("connectorType")]
    public string ConnectorType { get; set; } = "";

    [Parameter, AllowEmptyCollection, Field("senderDomains")]
    public string[] SenderDomains { get; set; } = [];

    [Parameter, Field("requireTls")]
    public bool RequireTls { get; set; }

    [Parameter, Field("restrictDomainsToCertificate")]
    public bool RestrictDomainsToCertificate { get; set; }

    [Parameter, Field("restrictDomainsToIPAddresses")]
    public bool RestrictDomainsToIPAddresses { get; set; }

    [Parameter, Field("cloudServicesMailEnabled")]
    public bool CloudServicesMailEnabled { get; set; }

    protected override IEnumerable<JsonObject> Among(JsonObject organization) => organization.Child("exchangeOnline")!.Objects("inboundConnectors");
}

[Cmdlet(VerbsCommon.Set, "OutboundConnector")]
public sealed class SetOutboundConnector : SetConnector
{
    [Parameter, Field("connectorType")]
    public string ConnectorType { get; set; } = "";

    [Parameter, AllowEmptyCollection, Field("recipientDomains")]
    public string[] RecipientDomains { get; set; } = [];

    [Parameter, AllowNull, AllowEmptyCollection, Field("smartHosts")]
    public string[]? SmartHosts { get; set; }

    [Parameter, Field("useMXRecord")]
    public bool UseMXRecord { get; set; }

    [Parameter, AllowNull, Field("tlsSettings")]
    public string? TlsSettings { get; set; }

    [Parameter, AllowNull, Field("tlsDomain")]
    public string? TlsDomain { get; set; }

    [Parameter, Field("cloudServicesMailEnabled")]
    public bool CloudServicesMailEnabled { get; set; }

    [Parameter, Field("routeAllMessagesViaOnPremises")]
    public bool RouteAllMessagesViaOnPremises { get; set; }

    protected override IEnumerable<JsonObject> Among(JsonObject organization) => organization.Child("exchangeOnline")!.Objects("outboundConnectors");
}
