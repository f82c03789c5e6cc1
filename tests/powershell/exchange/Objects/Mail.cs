using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data.Directory.SystemConfiguration;
using SimulatedExchange;

namespace Microsoft.Exchange.Data
{
    public sealed class QueueIdentity(string text)
    {
        public override string ToString() => text;
    }
}

namespace Microsoft.Exchange.Data.QueueViewer
{
    public sealed class ExtensibleQueueInfo(JsonObject organization, JsonObject queue)
    {
        public QueueIdentity Identity { get; } = new(queue.Text("identity"));
        public string DeliveryType => queue.Text("deliveryType");
        public string NextHopDomain => queue.Text("nextHopDomain");
        public string? TlsDomain => queue.NullableText("tlsDomain");
        public Guid NextHopConnector { get; } = organization.Objects("sendConnectors")
            .Where(connector => connector.Text("name") == queue.NullableText("connector"))
            .Select(connector => new SmtpSendConnectorConfig(organization, connector).Guid)
            .FirstOrDefault();
        public string Status => queue.Text("status");
        public int MessageCount => queue["messageCount"]!.GetValue<int>();
        public string? LastError => queue.NullableText("lastError");
        public DateTime? LastRetryTime => Mail.Moment(queue.NullableText("lastRetryTime"));
        public override string ToString() => Identity.ToString();
    }
}

namespace Microsoft.Exchange.Management.TransportLogSearchTasks
{
    public sealed class MessageTrackingEvent(JsonObject message, JsonObject tracked)
    {
        public DateTime? Timestamp => Mail.Moment(tracked.Text("at"));
        public string ClientIp => tracked.Text("clientIp");
        public string ServerHostname => tracked.Text("server");
        public string SourceContext => tracked.Text("sourceContext");
        public string ConnectorId => tracked.Text("connector");
        public string Source => tracked.Text("source");
        public string EventId => tracked.Text("event");
        public string MessageId => message.Text("messageId");
        public Data.MultiValuedProperty<string> Recipients { get; } = new([message.Text("recipient")]);
        public Data.MultiValuedProperty<string> RecipientStatus { get; } = new(tracked.Texts("recipientStatus"));
        public string MessageSubject => message.Text("subject");
        public string Sender => message.Text("sender");
    }
}

namespace SimulatedExchange
{
    /// <summary>Message trace and validation answer over REST. The names of the validation are not those of Exchange Online, which are not published.</summary>
    internal static class Mail
    {
        public static DateTime? Moment(string? iso) =>
            iso is null ? null : DateTime.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

        public static PSObject Traced(JsonObject message, JsonObject traced) => Online.Bag(
            "Microsoft.Exchange.Management.FfoReporting.MessageTrace",
            [
                ("MessageId", message.Text("messageId")), ("Received", Moment(traced.Text("at"))), ("SenderAddress", message.Text("sender")),
                ("RecipientAddress", message.Text("recipient")), ("Subject", message.Text("subject")), ("Status", traced.Text("status")),
                ("ToIP", traced.NullableText("toIp")), ("FromIP", traced.NullableText("fromIp")), ("MessageTraceId", traced.Text("id")),
            ]);

        public static PSObject Detail(JsonObject message, JsonObject traced, JsonObject detail) => Online.Bag(
            "Microsoft.Exchange.Management.FfoReporting.MessageTraceDetail",
            [
                ("MessageId", message.Text("messageId")), ("MessageTraceId", traced.Text("id")), ("Date", Moment(detail.Text("at"))),
                ("Event", detail.Text("event")), ("Detail", detail.Text("detail")),
            ]);

        public static PSObject Validated(JsonObject task) => Online.Bag(
            "System.Management.Automation.PSCustomObject",
            [("TaskName", task.Text("task")), ("Status", task.Text("status")), ("Details", task.Text("detail"))]);
    }
}
