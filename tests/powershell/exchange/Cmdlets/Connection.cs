using System.Management.Automation;
using System.Text.Json.Nodes;
using SimulatedExchange;

namespace Microsoft.Exchange.Management.ExoPowershellSnapin;

/// <summary>The connection of this process to Exchange Online.</summary>
internal static class OnlineConnection
{
    public static PSObject? Current { get; set; }
    public static PSModuleInfo? Module { get; set; }
}

[Cmdlet(VerbsCommunications.Connect, "ExchangeOnline")]
public sealed class ConnectExchangeOnline : ExchangeCmdlet
{
    [Parameter]
    public string? UserPrincipalName { get; set; }

    [Parameter]
    [ValidateSet("O365Default", "O365China", "O365USGovDoD", "O365USGovGCCHigh")]
    public string ExchangeEnvironmentName { get; set; } = "O365Default";

    [Parameter]
    public SwitchParameter ShowBanner { get; set; } = true;

    protected override void Run(JsonObject organization)
    {
        if (ShowBanner) Host.UI.WriteLine("This V3 EXO PowerShell module contains new REST API backed Exchange Online cmdlets.");
        Endpoint.IsOnline = true;
        // The real module brings the cmdlets to which the user has rights once it is connected, in a module of their own.
        var loaded = InvokeCommand.InvokeScript(
            false,
            ScriptBlock.Create("param($Manifest, $Cmdlets) Import-Module -Name $Manifest -Cmdlet $Cmdlets -Global -PassThru -DisableNameChecking"),
            null,
            Path.Combine(Path.GetDirectoryName(GetType().Assembly.Location)!, "module", "SimulatedExchange.psd1"),
            Endpoint.Cmdlets);
        OnlineConnection.Module = loaded.Select(item => item.BaseObject).OfType<PSModuleInfo>().Single();
        OnlineConnection.Current = Online.Bag(
            "Microsoft.Exchange.Management.ExoPowershellSnapin.ConnectionInformation",
            [
                ("ConnectionId", Guid.NewGuid()),
                ("State", "Connected"),
                ("UserPrincipalName", UserPrincipalName ?? $"admin@{organization.Text("name")}"),
                ("ConnectionUri", ExchangeEnvironmentName == "O365Default" ? "https://outlook.office365.com" : $"https://{ExchangeEnvironmentName}.contoso.com"),
                ("ModuleName", OnlineConnection.Module.Name),
                ("TokenStatus", "Active"),
                ("IsEopSession", false),
            ]);
    }
}

[Cmdlet(VerbsCommunications.Disconnect, "ExchangeOnline", SupportsShouldProcess = true)]
public sealed class DisconnectExchangeOnline : ExchangeCmdlet
{
    protected override void Run(JsonObject organization)
    {
        if (OnlineConnection.Module is { } module) InvokeCommand.InvokeScript(false, ScriptBlock.Create("param($Module) Remove-Module -ModuleInfo $Module"), null, module);
        OnlineConnection.Module = null;
        OnlineConnection.Current = null;
    }
}

[Cmdlet(VerbsCommon.Get, "ConnectionInformation")]
public sealed class GetConnectionInformation : ExchangeCmdlet
{
    protected override void Run(JsonObject organization)
    {
        if (OnlineConnection.Current is { } connection) WriteObject(connection);
    }
}
