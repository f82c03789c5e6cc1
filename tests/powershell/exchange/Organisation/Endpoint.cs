namespace SimulatedExchange;

/// <summary>Which cmdlets a session has.</summary>
public static class Endpoint
{
    private static readonly string[] OnPremises =
    [
        "Get-AcceptedDomain", "Get-ExchangeCertificate", "Get-ExchangeServer", "Get-HybridConfiguration", "Get-OrganizationConfig",
        "Get-ReceiveConnector", "Get-SendConnector", "Get-TransportService", "Set-HybridConfiguration", "Set-ReceiveConnector",
    ];

    private static readonly string[] ExchangeOnline = ["Get-AcceptedDomain", "Get-InboundConnector", "Get-OrganizationConfig", "Get-OutboundConnector"];

    /// <summary>Exchange Online answers instead of the organisation's own servers: it has cmdlets of the same names.</summary>
    internal static bool IsOnline { get; set; }

    /// <summary>The cmdlets of this side that the signed-in user may call.</summary>
    public static string[] Cmdlets => [.. (IsOnline ? ExchangeOnline : OnPremises).Except(Faults.Hidden(Store.Read()), StringComparer.OrdinalIgnoreCase)];
}
