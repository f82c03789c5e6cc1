using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.Exchange.Data
{
    public abstract class MultiValuedPropertyBase : ArrayList
    {
        protected MultiValuedPropertyBase(ICollection values) : base(values) { }
    }

    public class MultiValuedProperty<T>(IEnumerable<T> values) : MultiValuedPropertyBase(values.ToList());

    public class SmtpDomain(string domain)
    {
        public string Domain { get; } = domain;
        public override string ToString() => Domain;
    }

    public sealed class Fqdn(string domain) : SmtpDomain(domain);

    public sealed class AutoDiscoverSmtpDomain(string domain) : SmtpDomain(domain);

    public sealed class SmtpDomainWithSubdomains(string address)
    {
        public string Address { get; } = address;
        public bool IncludeSubDomains => Address.StartsWith("*.", StringComparison.Ordinal);
        public string Domain => IncludeSubDomains ? Address[2..] : Address;
        public bool IsStar => Address == "*";
        public override string ToString() => Address;
    }

    public sealed class SmartHost(string text)
    {
        public override string ToString() => text;
    }

    public sealed class SmtpReceiveDomainCapabilities(string text)
    {
        public override string ToString() => text;
    }

    public sealed class IPBinding(string text)
    {
        public int Port { get; } = int.Parse(text[(text.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        public string AddressFamily => text.StartsWith('[') ? "InterNetworkV6" : "InterNetwork";
        public override string ToString() => text;
    }

    /// <summary><c>0.0.0.0-255.255.255.255</c></summary>
    public sealed class IPRange(string text)
    {
        public string Expression => text;
        public override string ToString() => text;
    }

    /// <summary><c>smtp:contoso.com;1</c></summary>
    public sealed class AddressSpace
    {
        private readonly string _text;

        public AddressSpace(string text)
        {
            _text = text;
            var parts = Regex.Match(text, "^([^:]+):(.*);([0-9]+)$", RegexOptions.Singleline);
            Type = parts.Success ? parts.Groups[1].Value : "SMTP";
            Address = parts.Success ? parts.Groups[2].Value : text;
            Cost = parts.Success ? int.Parse(parts.Groups[3].Value, CultureInfo.InvariantCulture) : 1;
        }

        public string Address { get; }
        public string Type { get; }
        public int Cost { get; }
        public string Domain => Address;
        public override string ToString() => _text;
    }

    /// <summary><c>Version 15.2 (Build 1748.53)</c></summary>
    public sealed class ServerVersion(string text)
    {
        private readonly Version _version = Version.Parse(text);
        public int Major => _version.Major;
        public int Minor => _version.Minor;
        public int Build => _version.Build;
        public int Revision => _version.Revision;
        public string? FilePatchLevelDescription => null;
        public override string ToString() => $"Version {Major}.{Minor} (Build {Build}.{Revision})";
    }

    /// <summary><c>&lt;I&gt;issuer&lt;S&gt;subject</c></summary>
    public sealed class SmtpX509Identifier
    {
        private readonly string _text;

        private SmtpX509Identifier(string text, Match parts)
        {
            _text = text;
            CertificateIssuer = parts.Success ? parts.Groups[1].Value : null;
            CertificateSubject = parts.Success ? parts.Groups[2].Value : text;
            var name = Regex.Match(CertificateSubject, "(?:^|, )CN=([^,]*)", RegexOptions.IgnoreCase);
            SubjectCommonName = name.Success ? name.Groups[1].Value : null;
        }

        public string CertificateSubject { get; }
        public string? CertificateIssuer { get; }
        public string? SubjectCommonName { get; }
        public override string ToString() => _text;

        /// <summary>What a cmdlet's parameter takes; the empty text empties the value.</summary>
        public static SmtpX509Identifier Parse(string text)
        {
            var parts = Split(text);
            if (!parts.Success && text.Length > 0) throw new FormatException($"\"{text}\" isn't a valid X.509 certificate identifier. The format is \"<I>Issuer<S>Subject\".");
            return new SmtpX509Identifier(text, parts);
        }

        /// <summary>What the directory holds, in whatever form.</summary>
        internal static SmtpX509Identifier? Stored(string? text) => text is null ? null : new SmtpX509Identifier(text, Split(text));

        private static Match Split(string text) => Regex.Match(text, "^<I>(.*)<S>(.*)$", RegexOptions.IgnoreCase | RegexOptions.Singleline);
    }
}

namespace Microsoft.Exchange.Data.Directory
{
    public sealed class ADMultiValuedProperty<T>(IEnumerable<T> values) : MultiValuedProperty<T>(values);
}
