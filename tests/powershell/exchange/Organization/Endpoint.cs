using System.Management.Automation;

namespace SimulatedExchange;

/// <summary>Which cmdlets a session has.</summary>
public static class Endpoint
{
    private static readonly string[] OnPremises =
    [
        "Get-AcceptedDomain", "Get-AuthConfig", "Get-ExchangeCertificate", "Get-ExchangeServer", "Get-HybridConfiguration", "Get-MessageTrackingLog",
        "Get-OrganizationConfig", "Get-Queue", "Get-ReceiveConnector", "Get-SendConnector", "Get-TransportService", "Remove-ExchangeCertificate", "Set-HybridConfiguration",
        "Set-ReceiveConnector", "Set-SendConnector", "Test-EdgeSynchronization", "Test-ServiceHealth",
    ];

    private static readonly string[] ExchangeOnline =
    [
        "Get-AcceptedDomain", "Get-InboundConnector", "Get-MessageTraceDetailV2", "Get-MessageTraceV2", "Get-OrganizationConfig",
        "Get-OutboundConnector", "Set-InboundConnector", "Set-OutboundConnector", "Validate-OutboundConnector",
    ];

    private static readonly string[] OfPowerShell = ["Get-Command", "Select-Object", "Measure-Object", "Out-Default", "Exit-PSSession", "Get-FormatData"];

    private const CommandTypes Commands =
        CommandTypes.Alias | CommandTypes.Function | CommandTypes.Filter | CommandTypes.Cmdlet | CommandTypes.Script | CommandTypes.Configuration;

    /// <summary>Exchange Online answers instead of the organization's own servers: it has cmdlets of the same names.</summary>
    internal static bool IsOnline { get; set; }

    /// <summary>The cmdlets of this side that the signed-in user may call.</summary>
    public static string[] Cmdlets => [.. (IsOnline ? ExchangeOnline : OnPremises).Except(Faults.Hidden(Store.Current()), StringComparer.OrdinalIgnoreCase)];

    /// <summary>Leaves a session what Exchange's has: the cmdlets of this side and a few of PowerShell's, and no language.</summary>
    public static void Restrict(SessionState session)
    {
        var visible = Cmdlets.Concat(OfPowerShell).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var command in session.InvokeCommand.GetCommands("*", Commands, nameIsPattern: true).Where(command => !visible.Contains(command.Name)))
            command.Visibility = SessionStateEntryVisibility.Private;
        // A hidden command would come back by itself otherwise.
        session.PSVariable.Set("global:PSModuleAutoLoadingPreference", "None");
        session.Applications.Clear();
        session.Scripts.Clear();
        // Until here whatever fails ends the session: none is served unrestricted.
        session.PSVariable.Set("ErrorActionPreference", ActionPreference.Continue);
        session.LanguageMode = PSLanguageMode.NoLanguage;
    }
}
