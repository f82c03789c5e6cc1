using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data.Directory.SystemConfiguration;
using SimulatedExchange;

namespace Microsoft.Exchange.Data.Directory.Management
{
    public sealed class ExchangeServer(JsonObject organization, JsonObject server) : ADPresentationObject(organization, ADObjectId.Server(organization, server.Text("name")))
    {
        public object Edition => Enumeration.Of<ServerEditionType>(server.Text("edition"));
        public string Fqdn => server.Text("fqdn");
        public string Domain => Fqdn.Split('.', 2)[^1];
        public bool IsHubTransportServer => !IsEdgeServer;
        public bool IsFrontendTransportServer => !IsEdgeServer;
        public bool IsMailboxServer => !IsEdgeServer;
        public bool IsEdgeServer => server.Text("serverRole").Contains("Edge", StringComparison.Ordinal);
        public bool IsE15OrLater => true;
        public ServerVersion AdminDisplayVersion { get; } = new(server.Text("version"));
        public object ServerRole => Enumeration.Of<ServerRole>(server.Text("serverRole"));
    }

    public sealed class TransportServer(JsonObject organization, JsonObject server) : ADPresentationObject(organization, ADObjectId.Server(organization, server.Text("name")))
    {
        public string? InternalTransportCertificateThumbprint => server.NullableText("internalTransportCertificateThumbprint");
    }
}

namespace Microsoft.Exchange.EdgeSync.Validation
{
    public enum ValidationStatus { NoSyncConfigured, Warning, Failed, Inconclusive, Normal }

    public enum SyncStatus { NotStarted, InProgress, Synchronized, NotSynchronized, Skipped }

    /// <summary>What a comparison has shown.</summary>
    public sealed class EdgeConfigStatus(SyncStatus status)
    {
        public SyncStatus SyncStatus { get; } = status;
        public int SynchronizedObjects => SyncStatus == SyncStatus.Synchronized ? 1 : 0;
        public override string ToString() => SyncStatus.ToString();
    }

    /// <summary>An Edge server has the send connectors of the file in `edgeSendConnectors`.</summary>
    public sealed class EdgeSubscriptionStatus(JsonObject organization, string name, bool compares)
    {
        public ValidationStatus SyncStatus => ValidationStatus.Normal;
        public string Name { get; } = name;
        public string FailureDetail => "";
        public EdgeConfigStatus SendConnectorStatus { get; } = new(
            !compares ? Validation.SyncStatus.Skipped
            : JsonNode.DeepEquals(organization.Child("edgeSendConnectors")?[name], organization["sendConnectors"]) ? Validation.SyncStatus.Synchronized
            : Validation.SyncStatus.NotSynchronized);
    }
}

namespace Microsoft.Exchange.Monitoring
{
    public sealed class ExchangeServicesStatus : Data.ConfigurableObject
    {
        /// <summary>The services that the roles of a Mailbox server need. The lists of Exchange are longer.</summary>
        private static readonly (string Role, string[] Services)[] OfRole =
        [
            ("Mailbox Server Role", ["IISAdmin", "MSExchangeADTopology", "MSExchangeDelivery", "MSExchangeIS", "MSExchangeServiceHost"]),
            ("Client Access Server Role", ["IISAdmin", "MSExchangeADTopology", "MSExchangeServiceHost"]),
            ("Hub Transport Server Role", ["IISAdmin", "MSExchangeADTopology", "MSExchangeEdgeSync", "MSExchangeServiceHost", "MSExchangeTransport"]),
        ];

        private ExchangeServicesStatus(JsonObject server, string role, string[] services)
        {
            var stopped = services.Intersect(server.Texts("stoppedServices"), StringComparer.OrdinalIgnoreCase).ToList();
            Role = role;
            ServicesRunning = new(services.Except(stopped));
            ServicesNotRunning = new(stopped);
        }

        public static IEnumerable<ExchangeServicesStatus> Of(JsonObject server) => OfRole.Select(one => new ExchangeServicesStatus(server, one.Role, one.Services));

        public string Role { get; }
        public bool RequiredServicesRunning => ServicesNotRunning.Count == 0;
        public Data.MultiValuedProperty<string> ServicesRunning { get; }
        public Data.MultiValuedProperty<string> ServicesNotRunning { get; }
        public override string ToString() => Role;
    }
}

namespace Microsoft.Exchange.Management.SystemConfigurationTasks
{
    /// <summary>Of its own properties only RawData crosses remoting, as PowerShell's own type data say of its base.</summary>
    public sealed class ExchangeCertificate(JsonObject certificate) : X509Certificate2(Convert.FromBase64String(certificate.Text("rawData")))
    {
        public object Services => Enumeration.Of<AllowedServices>(certificate.Text("services"));
        public object Status => Enumeration.Of<CertificateStatus>(certificate.Text("status"));
        public object RootCAType => Enumeration.Of<CertificateAuthorityType>(certificate.Text("rootCAType"));
        public bool IsSelfSigned => certificate.Flag("isSelfSigned");
        public new bool HasPrivateKey => certificate.Flag("hasPrivateKey");
        public bool PrivateKeyExportable => certificate.Flag("privateKeyExportable");
        public new string FriendlyName => certificate.Text("friendlyName");
        public int PublicKeySize => PublicKey.GetRSAPublicKey()?.KeySize ?? PublicKey.GetECDsaPublicKey()?.KeySize ?? 0;
        public Data.MultiValuedProperty<Data.SmtpDomainWithSubdomains> CertificateDomains =>
            new(Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames()).Select(name => new Data.SmtpDomainWithSubdomains(name)));
    }
}
