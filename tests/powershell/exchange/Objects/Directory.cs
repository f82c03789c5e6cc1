using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Exchange.Data.Directory;
using SimulatedExchange;

// The names of types, namespaces and properties are those of Exchange: they cross remoting.
namespace Microsoft.Exchange.Data
{
    public enum ObjectState { New, Unchanged, Changed, Deleted }

    public abstract class ConfigurableObject
    {
        public bool IsValid => true;
        public ObjectState ObjectState => ObjectState.Unchanged;
    }

    public sealed class ExchangeObjectVersion
    {
        public override string ToString() => "0.20 (15.0.0.0)";
    }
}

namespace Microsoft.Exchange.Data.Directory
{
    public abstract class ADRawEntry : ConfigurableObject;

    public abstract class ADObject : ADRawEntry
    {
        protected ADObject(JsonObject organization, ADObjectId identity)
        {
            Organization = organization;
            Identity = identity;
            OriginatingServer = organization.Text("domainController");
        }

        protected JsonObject Organization { get; }

        public string AdminDisplayName => "";
        public ExchangeObjectVersion ExchangeVersion { get; } = new();
        public string Name => Identity.Name;
        public string DistinguishedName => Identity.DistinguishedName;
        public ADObjectId Identity { get; }
        public Guid Guid => Identity.ObjectGuid;
        public ADObjectId Id => Identity;
        public string OriginatingServer { get; }
        public DateTime WhenChangedUTC { get; } = Store.LastChanged;
        public DateTime WhenChanged => WhenChangedUTC.ToLocalTime();
        public override string ToString() => Identity.ToString();
    }

    public abstract class ObjectId;

    /// <summary>The name of an object in the directory.</summary>
    public sealed class ADObjectId : ObjectId
    {
        private const string Servers = "CN=Servers,CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups";
        private readonly string _text;

        /// <param name="containers">Those between the object and the organization, nearest first, as distinguished names.</param>
        /// <param name="text">What it prints; its name when null.</param>
        public ADObjectId(JsonObject organization, string name, string containers = "", string? text = null)
        {
            _text = text ?? name;
            Name = name;
            DomainId = PartitionFQDN = organization.Text("domainController").Split('.', 2)[^1];
            var path = new[] { $"CN={Escaped(name)}", containers, $"CN={Escaped(organization.Text("name"))},CN=Microsoft Exchange,CN=Services,CN=Configuration" }
                .Concat(DomainId.Split('.').Select(part => $"DC={part}"));
            DistinguishedName = string.Join(',', path.Where(part => part.Length > 0));
        }

        public static ADObjectId Server(JsonObject organization, string name) => new(organization, name, Servers);

        public static string UnderServer(string server, string containers) => $"{containers},CN={Escaped(server)},{Servers}";

        public bool IsDeleted => false;
        public string Rdn => $"CN={Escaped(Name)}";
        public string DistinguishedName { get; }
        public bool IsRelativeDn => false;
        public string DomainId { get; }
        public string PartitionFQDN { get; }
        /// <summary>The same for the same name, in every session.</summary>
        public Guid ObjectGuid => new(SHA256.HashData(Encoding.UTF8.GetBytes(DistinguishedName)).AsSpan(0, 16));
        public string Name { get; }
        public override string ToString() => _text;

        private static string Escaped(string name) => Regex.Replace(name, @"[,+""\\<>;=#]", @"\$0");
    }
}

namespace Microsoft.Exchange.Data.Directory.SystemConfiguration
{
    public abstract class ADConfigurationObject(JsonObject organization, ADObjectId identity) : ADObject(organization, identity);

    public abstract class ADLegacyVersionableObject(JsonObject organization, ADObjectId identity) : ADConfigurationObject(organization, identity);
}

namespace Microsoft.Exchange.Data.Directory.Management
{
    public abstract class ADPresentationObject(JsonObject organization, ADObjectId identity) : ADObject(organization, identity);

    public sealed class OrganizationConfig(JsonObject organization) : ADPresentationObject(organization, new ADObjectId(organization, organization.Text("name")));
}
