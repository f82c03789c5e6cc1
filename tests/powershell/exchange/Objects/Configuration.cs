using System.Text.Json.Nodes;
using SimulatedExchange;

namespace Microsoft.Exchange.Data.Directory.SystemConfiguration;

public sealed class AcceptedDomain(JsonObject organization, string address, bool isDefault)
    : ADConfigurationObject(organization, new ADObjectId(organization, new SmtpDomainWithSubdomains(address).Domain, "CN=Accepted Domains,CN=Transport Settings"))
{
    public SmtpDomainWithSubdomains DomainName { get; } = new(address);
    public bool MatchSubDomains => DomainName.IncludeSubDomains;
    public AcceptedDomainType DomainType => AcceptedDomainType.Authoritative;
    public bool Default => isDefault;
}

public sealed class HybridConfiguration(JsonObject organization, JsonObject configuration)
    : ADConfigurationObject(organization, new ADObjectId(organization, DefaultName, $"CN={DefaultName}"))
{
    internal const string DefaultName = "Hybrid Configuration";

    public ADMultiValuedProperty<ADObjectId> ClientAccessServers { get; } = new([]);
    public ADMultiValuedProperty<ADObjectId> EdgeTransportServers => Servers("edgeTransportServers");
    public ADMultiValuedProperty<ADObjectId> ReceivingTransportServers => Servers("receivingTransportServers");
    public ADMultiValuedProperty<ADObjectId> SendingTransportServers => Servers("sendingTransportServers");
    public SmtpDomain? OnPremisesSmartHost => configuration.NullableText("onPremisesSmartHost") is { } host ? new SmtpDomain(host) : null;
    public MultiValuedProperty<AutoDiscoverSmtpDomain> Domains => new(configuration.Texts("domains").Select(domain => new AutoDiscoverSmtpDomain(domain)));
    public ADMultiValuedProperty<object> Features => new(configuration.Texts("features").Select(feature => Enumeration.Of<HybridFeature>(feature)));
    public MultiValuedProperty<string> ExternalIPAddresses { get; } = new([]);
    public SmtpX509Identifier? TlsCertificateName => SmtpX509Identifier.Stored(configuration.NullableText("tlsCertificateName"));

    private ADMultiValuedProperty<ADObjectId> Servers(string name) => new(configuration.Texts(name).Select(server => ADObjectId.Server(Organization, server)));
}

public sealed class AuthConfig(JsonObject organization, JsonObject configuration)
    : ADConfigurationObject(organization, new ADObjectId(organization, "Auth Configuration"))
{
    public string? CurrentCertificateThumbprint => configuration.NullableText("current");
    public string? PreviousCertificateThumbprint => configuration.NullableText("previous");
    public string? NextCertificateThumbprint => configuration.NullableText("next");
}

public sealed class ReceiveConnector(JsonObject organization, JsonObject connector) : ADConfigurationObject(
    organization,
    new ADObjectId(organization, connector.Text("name"), ADObjectId.UnderServer(connector.Text("server"), "CN=SMTP Receive Connectors,CN=Protocols"), IdentityOf(connector)))
{
    /// <summary>A receive connector is named by <c>SERVER\name</c>.</summary>
    internal static string IdentityOf(JsonObject connector) => $@"{connector.Text("server")}\{connector.Text("name")}";

    public object AuthMechanism => Enumeration.Of<AuthMechanisms>(connector.Text("authMechanism"));
    public MultiValuedProperty<IPBinding> Bindings => new(connector.Texts("bindings").Select(binding => new IPBinding(binding)));
    public Fqdn? Fqdn => connector.NullableText("fqdn") is { } name ? new Fqdn(name) : null;
    public SmtpX509Identifier? TlsCertificateName => SmtpX509Identifier.Stored(connector.NullableText("tlsCertificateName"));
    public bool Enabled => connector.Flag("enabled");
    public object PermissionGroups => Enumeration.Of<PermissionGroups>(connector.Text("permissionGroups"));
    public MultiValuedProperty<IPRange> RemoteIPRanges => new(connector.Texts("remoteIPRanges").Select(range => new IPRange(range)));
    public bool RequireTLS => connector.Flag("requireTls");
    public MultiValuedProperty<SmtpReceiveDomainCapabilities> TlsDomainCapabilities =>
        new(connector.Texts("tlsDomainCapabilities").Select(capability => new SmtpReceiveDomainCapabilities(capability)));
    public ADObjectId Server => ADObjectId.Server(Organization, connector.Text("server"));
    public object TransportRole => Enumeration.Of<ServerRole>(connector.Text("transportRole"));
}

public abstract class SendConnector(JsonObject organization, ADObjectId identity) : ADLegacyVersionableObject(organization, identity);

public abstract class MailGateway(JsonObject organization, ADObjectId identity) : SendConnector(organization, identity);

public sealed class SmtpSendConnectorConfig(JsonObject organization, JsonObject connector) : MailGateway(
    organization,
    new ADObjectId(organization, connector.Text("name"), "CN=Connections,CN=Exchange Routing Group (DWBGZMFD01QNBJR),CN=Routing Groups"))
{
    public bool DNSRoutingEnabled => connector.Flag("dnsRoutingEnabled", absent: true);
    public SmtpDomainWithSubdomains? TlsDomain => connector.NullableText("tlsDomain") is { } domain ? new SmtpDomainWithSubdomains(domain) : null;
    public object? TlsAuthLevel => Enumeration.Of<TlsAuthLevel>(connector.NullableText("tlsAuthLevel"));
    public MultiValuedProperty<SmartHost> SmartHosts => new(connector.Texts("smartHosts").Select(host => new SmartHost(host)));
    public object? ProtocolLoggingLevel => Enumeration.Of<ProtocolLoggingLevel>(connector.NullableText("protocolLoggingLevel") ?? "None");
    public int Port => 25;
    public bool IgnoreSTARTTLS => connector.Flag("ignoreStartTls");
    public bool CloudServicesMailEnabled => connector.Flag("cloudServicesMailEnabled");
    public Fqdn? Fqdn => connector.NullableText("fqdn") is { } name ? new Fqdn(name) : null;
    public SmtpX509Identifier? TlsCertificateName => SmtpX509Identifier.Stored(connector.NullableText("tlsCertificateName"));
    public bool RequireTLS => connector.Flag("requireTls");
    public bool Enabled => connector.Flag("enabled");
    public string SmartHostsString => string.Join(',', connector.Texts("smartHosts"));
    public MultiValuedProperty<AddressSpace> AddressSpaces => new(connector.Texts("addressSpaces").Select(space => new AddressSpace(space)));
    public ADMultiValuedProperty<ADObjectId> SourceTransportServers => new(connector.Texts("sourceTransportServers").Select(server => ADObjectId.Server(Organization, server)));
}
