using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Management.SystemConfigurationTasks;

namespace SimulatedExchange;

/// <summary>A certificate in the shape in which its server sends it.</summary>
internal static class SentCertificate
{
    public static PSObject Of(JsonObject server, JsonObject certificate)
    {
        var own = new ExchangeCertificate(certificate);
        // Another server had sent it to the one that answers: all but RawData was lost between those two.
        if (server.NullableText("certificateShape") == "deserialized") return Online.Bag(typeof(ExchangeCertificate).FullName!, [("RawData", own.RawData)]);
        var sent = new PSObject(HasProperties(server) ? own : new X509Certificate2(own.RawData));
        // Exchange's type data attach it; it crosses remoting with the object.
        if (certificate.NullableText("attachedPayload") is { } payload) sent.Properties.Add(new PSNoteProperty("SerializationData", Convert.FromBase64String(payload)));
        return sent;
    }

    /// <summary>A broken server is left with Windows' own object.</summary>
    private static bool HasProperties(JsonObject server) => server["certificateProperties"]?.GetValue<bool>() ?? true;
}
