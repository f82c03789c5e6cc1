using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data;

namespace SimulatedExchange;

/// <summary>Exchange Online answers over REST: its objects are property bags, its enums and names plain text.</summary>
internal static class Online
{
    public static PSObject AcceptedDomain(string address, bool isDefault)
    {
        var domain = new SmtpDomainWithSubdomains(address);
        return Bag(
            "Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain",
            [
                ("DomainName", domain.Domain), ("DomainType", "Authoritative"), ("MatchSubDomains", domain.IncludeSubDomains),
                ("Default", isDefault), ("Name", domain.Domain), ("Identity", domain.Domain),
            ]);
    }

    public static PSObject OrganizationConfig(JsonObject organization) => Bag(
        "Microsoft.Exchange.Data.Directory.Management.OrganizationConfig",
        [("Name", organization.Text("name")), ("Identity", organization.Text("name")), ("IsValid", true)]);

    public static PSObject InboundConnector(JsonObject connector) => Bag(
        "Microsoft.Exchange.Management.SystemConfigurationTasks.TenantInboundConnector",
        [
            .. Common("Inbound", connector),
            ("RequireTls", connector.Flag("requireTls")),
            ("SenderDomains", connector.Texts("senderDomains").ToArray()),
            ("RestrictDomainsToIPAddresses", connector.Flag("restrictDomainsToIPAddresses")),
            ("RestrictDomainsToCertificate", connector.Flag("restrictDomainsToCertificate")),
            ("TlsSenderCertificateName", connector.NullableText("tlsSenderCertificateName")),
        ]);

    public static PSObject OutboundConnector(JsonObject connector) => Bag(
        "Microsoft.Exchange.Management.SystemConfigurationTasks.TenantOutboundConnector",
        [
            .. Common("Outbound", connector),
            ("RecipientDomains", connector.Texts("recipientDomains").ToArray()),
            ("SmartHosts", connector.Texts("smartHosts").ToArray()),
            ("UseMXRecord", connector.Flag("useMXRecord")),
            ("TlsSettings", connector.NullableText("tlsSettings")),
            ("TlsDomain", connector.NullableText("tlsDomain")),
            ("MtaStsMode", connector.Text("mtaStsMode")),
            ("SmtpDaneMode", connector.Text("smtpDaneMode")),
            ("RouteAllMessagesViaOnPremises", connector.Flag("routeAllMessagesViaOnPremises")),
            ("IsTransportRuleScoped", false),
        ]);

    private static (string, object?)[] Common(string kind, JsonObject connector) =>
    [
        ("Enabled", connector.Flag("enabled")),
        ("ConnectorType", connector.Text("connectorType")),
        ("ConnectorSource", connector.Text("connectorSource")),
        ("CloudServicesMailEnabled", connector.Flag("cloudServicesMailEnabled")),
        ("Name", connector.Text("name")),
        ("Identity", connector.Text("name")),
        ("Guid", new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {connector.Text("name")}")).AsSpan(0, 16)).ToString()),
        ("IsValid", true),
    ];

    internal static PSObject Bag(string type, (string Name, object? Value)[] properties)
    {
        var bag = new PSObject();
        bag.TypeNames.Insert(0, $"Deserialized.{type}");
        foreach (var (name, value) in properties) bag.Properties.Add(new PSNoteProperty(name, value));
        return bag;
    }
}
