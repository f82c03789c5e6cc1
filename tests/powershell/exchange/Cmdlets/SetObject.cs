using System.Management.Automation;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Exchange.Data;
using SimulatedExchange;

namespace Microsoft.Exchange.Management.SystemConfigurationTasks;

/// <summary>The field of the organization file that a parameter sets.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute(string name) : Attribute
{
    public string Name => name;
}

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

/// <summary>Sets exactly what it is given of one object of the file; warns, as Exchange does, when there was nothing to do.</summary>
public abstract class SetObject : ExchangeCmdlet
{
    /// <summary>The text that names the object.</summary>
    protected abstract string Wanted { get; }

    /// <summary>The objects of this kind in the organization as it is now.</summary>
    protected abstract IEnumerable<JsonObject> Among(JsonObject organization);

    protected abstract string NameOf(JsonObject item);

    protected override void Run(JsonObject organization)
    {
        JsonObject? found = null;
        var changed = Store.Change(current =>
        {
            found = Among(current).FirstOrDefault(item => Json.Same(NameOf(item), Wanted));
            if (found is null) return false;
            var before = found.ToJsonString();
            foreach (var (field, value) in Given()) found[field] = value;
            return found.ToJsonString() != before;
        });
        if (found is null) WriteNotFound(organization, Wanted);
        else if (!changed) WriteWarning($"The command completed successfully but no settings of '{NameOf(found)}' have been modified.");
    }

    private IEnumerable<(string Field, JsonNode? Value)> Given() =>
        from parameter in GetType().GetProperties()
        let field = parameter.GetCustomAttribute<FieldAttribute>()
        where field is not null && IsGiven(parameter.Name)
        select (field.Name, Stored(parameter));

    /// <summary><c>$null</c> and the empty text, which PowerShell makes of it, empty a value that may be empty.</summary>
    private JsonNode? Stored(PropertyInfo parameter)
    {
        if (parameter.PropertyType == typeof(string[])) return Json.Array((string[]?)parameter.GetValue(this) ?? []);
        if (parameter.GetValue(this) is bool flag) return flag;
        var text = parameter.GetValue(this)?.ToString() ?? "";
        return text.Length == 0 && parameter.GetCustomAttribute<AllowNullAttribute>() is not null ? null : text;
    }
}

public abstract class SetConnector : SetObject
{
    /// <summary>What names the connector, or the connector itself.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object? Identity { get; set; }

    protected override string Wanted => IdentityOf(Identity);

    protected override string NameOf(JsonObject item) => item.Text("name");
}
