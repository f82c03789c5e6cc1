using System.Text.Json.Nodes;

namespace SimulatedExchange;

/// <summary>Values of the organization file, which its schema has checked.</summary>
internal static class Json
{
    public static string Text(this JsonObject from, string name) => from.NullableText(name) ?? "";
    public static string? NullableText(this JsonObject from, string name) => from[name]?.GetValue<string>();
    public static bool Flag(this JsonObject from, string name, bool absent = false) => from[name]?.GetValue<bool>() ?? absent;
    public static IEnumerable<string> Texts(this JsonObject from, string name) => from[name]?.AsArray().Select(item => item!.GetValue<string>()) ?? [];
    public static IEnumerable<JsonObject> Objects(this JsonObject from, string name) => from[name]?.AsArray().Select(item => item!.AsObject()) ?? [];
    public static JsonObject? Child(this JsonObject from, string name) => from[name]?.AsObject();
    public static JsonArray Array(IEnumerable<string> values) => new(values.Select(value => (JsonNode?)JsonValue.Create(value)).ToArray());

    /// <summary>Exchange and PowerShell compare names without case.</summary>
    public static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
