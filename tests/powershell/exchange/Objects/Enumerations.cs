using System.Diagnostics.CodeAnalysis;

/// <summary>Exchange has it outside of all namespaces.</summary>
public enum HybridFeature { FreeBusy, MoveMailbox, Mailtips, MessageTracking, OwaRedirection, OnlineArchive, SecureMail, CentralizedTransport, Photos }

namespace Microsoft.Exchange.Data
{
    public enum ServerEditionType { Unknown, Standard, StandardEvaluation, Enterprise, EnterpriseEvaluation }

    public enum ProtocolLoggingLevel { None, Verbose }

    public enum TlsAuthLevel { EncryptionOnly = 1, CertificateValidation, DomainValidation }

    [Flags]
    public enum PermissionGroups { None = 0, AnonymousUsers = 1, ExchangeUsers = 2, ExchangeServers = 4, ExchangeLegacyServers = 8, Partners = 16, Custom = 32 }
}

namespace Microsoft.Exchange.Data.Directory.SystemConfiguration
{
    public enum AcceptedDomainType { Authoritative, ExternalRelay, InternalRelay }

    [Flags]
    public enum AuthMechanisms { None = 0, Tls = 1, Integrated = 2, BasicAuth = 4, BasicAuthRequireTLS = 8, ExchangeServer = 16, ExternalAuthoritative = 32 }

    [Flags]
    public enum ServerRole { None = 0, Mailbox = 2, ClientAccess = 4, UnifiedMessaging = 16, HubTransport = 32, Edge = 64, FrontendTransport = 16384 }
}

namespace Microsoft.Exchange.Management.SystemConfigurationTasks
{
    [Flags]
    public enum AllowedServices { None = 0, IMAP = 1, POP = 2, UM = 4, IIS = 8, SMTP = 16, Federation = 32, UMCallRouter = 64 }

    public enum CertificateStatus { Unknown, Valid, Revoked, DateInvalid, Untrusted, Invalid, RevocationCheckFailure, PendingRequest }

    public enum CertificateAuthorityType { None, ThirdParty, Enterprise, Registry, GroupPolicy, Unknown }
}

namespace SimulatedExchange
{
    internal static class Enumeration
    {
        /// <summary>The value that the text names, or the text itself when the enumeration has no such name.</summary>
        [return: NotNullIfNotNull(nameof(text))]
        public static object? Of<T>(string? text) where T : struct, Enum =>
            text is null ? null : Enum.TryParse<T>(text, ignoreCase: false, out var value) ? value : text;
    }
}
