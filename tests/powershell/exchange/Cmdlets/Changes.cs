using System.Management.Automation;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data;
using Microsoft.Exchange.Data.Directory.SystemConfiguration;
using SimulatedExchange;

namespace Microsoft.Exchange.Management.SystemConfigurationTasks;

/// <summary>Takes the text of an identifier, and refuses what is none.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CertificateIdentifierAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (inputData is null or SmtpX509Identifier) return inputData;
        try
        {
            return SmtpX509Identifier.Parse(inputData.ToString() ?? "");
        }
        catch (FormatException exception)
        {
            throw new ArgumentTransformationMetadataException($"Cannot convert value \"{inputData}\" to type \"{typeof(SmtpX509Identifier).FullName}\". Error: \"{exception.Message}\"", exception);
        }
    }
}

public abstract class SetObject : ExchangeCmdlet
{
    [Parameter]
    [AllowNull]
    [CertificateIdentifier]
    public SmtpX509Identifier? TlsCertificateName { get; set; }

    /// <summary>Changes one object of the file; warns, as Exchange does, when there was nothing to do.</summary>
    /// <param name="find">The object in the organization as it is now, or null.</param>
    protected void Change(JsonObject organization, string identity, Func<JsonObject, JsonObject?> find, Func<JsonObject, string> nameOf, Action<JsonObject> set)
    {
        JsonObject? found = null;
        var changed = Store.Change(current =>
        {
            found = find(current);
            if (found is null) return false;
            var before = found.ToJsonString();
            set(found);
            return found.ToJsonString() != before;
        });
        if (found is null) WriteNotFound(organization, identity);
        else if (!changed) WriteWarning($"The command completed successfully but no settings of '{nameOf(found)}' have been modified.");
    }

    protected void SetCertificateName(JsonObject item)
    {
        if (!IsGiven(nameof(TlsCertificateName))) return;
        var name = TlsCertificateName?.ToString();
        item["tlsCertificateName"] = string.IsNullOrEmpty(name) ? null : name;
    }
}

[Cmdlet(VerbsCommon.Set, "ReceiveConnector")]
public sealed class SetReceiveConnector : SetObject
{
    /// <summary><c>SERVER\name</c>, or a receive connector.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object? Identity { get; set; }

    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? TlsDomainCapabilities { get; set; }

    protected override void Run(JsonObject organization)
    {
        var identity = IdentityOf(Identity);
        Change(
            organization,
            identity,
            current => current.Objects("receiveConnectors").FirstOrDefault(connector => GetReceiveConnector.IsReceiveConnector(connector, identity)),
            ReceiveConnector.IdentityOf,
            connector =>
            {
                SetCertificateName(connector);
                if (IsGiven(nameof(TlsDomainCapabilities))) connector["tlsDomainCapabilities"] = Json.Array(TlsDomainCapabilities ?? []);
            });
    }
}

[Cmdlet(VerbsCommon.Set, "HybridConfiguration")]
public sealed class SetHybridConfiguration : SetObject
{
    protected override void Run(JsonObject organization) =>
        Change(organization, HybridConfiguration.DefaultName, current => current.Child("hybridConfiguration"), _ => HybridConfiguration.DefaultName, SetCertificateName);
}
