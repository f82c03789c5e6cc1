using System.Management.Automation;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data.QueueViewer;
using Microsoft.Exchange.Management.TransportLogSearchTasks;
using SimulatedExchange;

// Class names are those of Exchange: PowerShell puts them into the ids of errors.
namespace Microsoft.Exchange.Management.SystemConfigurationTasks;

[Cmdlet(VerbsCommon.Get, "Queue")]
public sealed class GetQueue : ServerCmdlet
{
    protected override void Run(JsonObject organization, JsonObject server) =>
        WriteObject(server.Objects("queues").Select(queue => new ExtensibleQueueInfo(organization, queue)), enumerateCollection: true);
}

[Cmdlet(VerbsCommon.Get, "MessageTrackingLog")]
public sealed class GetMessageTrackingLog : ServerCmdlet
{
    [Parameter]
    public string? MessageSubject { get; set; }

    [Parameter]
    public DateTime? Start { get; set; }

    [Parameter]
    public string? ResultSize { get; set; }

    protected override void Run(JsonObject organization, JsonObject server) => WriteObject(
        from message in organization.Objects("messages")
        where message.Text("subject").Contains(MessageSubject ?? "", StringComparison.OrdinalIgnoreCase)
        from tracked in message.Objects("tracked")
        where HasName(server, tracked.Text("server")) && (Start is null || Mail.Moment(tracked.Text("at")) >= Start.Value.ToUniversalTime())
        select new MessageTrackingEvent(message, tracked),
        enumerateCollection: true);
}

[Cmdlet(VerbsCommon.Get, "MessageTraceV2")]
public sealed class GetMessageTraceV2 : ExchangeCmdlet
{
    [Parameter]
    public string? Subject { get; set; }

    [Parameter]
    public string? SubjectFilterType { get; set; }

    [Parameter]
    public string? Status { get; set; }

    [Parameter]
    public int ResultSize { get; set; } = 1000;

    protected override void Run(JsonObject organization) => WriteObject(
        from message in organization.Objects("messages")
        where message.Child("traced") is not null && message.Text("subject").Contains(Subject ?? "", StringComparison.OrdinalIgnoreCase)
        let traced = message.Child("traced")!
        where Status is null || Json.Same(Status, traced.Text("status"))
        select Mail.Traced(message, traced),
        enumerateCollection: true);
}

[Cmdlet(VerbsCommon.Get, "MessageTraceDetailV2")]
public sealed class GetMessageTraceDetailV2 : ExchangeCmdlet
{
    [Parameter]
    public string MessageTraceId { get; set; } = "";

    [Parameter]
    public string RecipientAddress { get; set; } = "";

    protected override void Run(JsonObject organization) => WriteObject(
        from message in organization.Objects("messages")
        where message.Child("traced") is not null && Json.Same(message.Text("recipient"), RecipientAddress)
        let traced = message.Child("traced")!
        where Json.Same(traced.Text("id"), MessageTraceId)
        from detail in traced.Objects("details")
        select Mail.Detail(message, traced, detail),
        enumerateCollection: true);
}

/// <summary>It asks for confirmation, which nobody can give in such a session.</summary>
[Cmdlet("Validate", "OutboundConnector", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ValidateOutboundConnector : ExchangeCmdlet
{
    [Parameter(Mandatory = true)]
    public string Identity { get; set; } = "";

    [Parameter(Mandatory = true)]
    public string[] Recipients { get; set; } = [];

    protected override void Run(JsonObject organization)
    {
        if (!ShouldProcess(Identity)) return;
        var online = organization.Child("exchangeOnline")!;
        if (online.Objects("outboundConnectors").Any(connector => HasName(connector, Identity)))
            WriteObject(online.Objects("validation").Select(Mail.Validated), enumerateCollection: true);
        else WriteNotFound(organization, Identity);
    }
}
