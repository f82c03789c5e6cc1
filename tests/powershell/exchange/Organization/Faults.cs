using System.Text.Json.Nodes;

namespace SimulatedExchange;

/// <summary>What goes wrong on purpose. Calls are counted for <c>after</c> from the start of the session's process.</summary>
internal static class Faults
{
    private static readonly Dictionary<string, int> Calls = [];

    /// <summary>The fault that this call meets, if any; counts the call.</summary>
    /// <param name="textOf">The text of a bound parameter, or null.</param>
    public static JsonObject? Meet(JsonObject organization, string cmdlet, Func<string, string?> textOf)
    {
        JsonObject? met = null;
        lock (Calls)
        {
            foreach (var fault in organization.Objects("faults").Where(fault => !IsHidden(fault) && Concerns(fault, cmdlet, textOf)))
            {
                var key = fault.ToJsonString();
                var before = Calls.GetValueOrDefault(key);
                Calls[key] = before + 1;
                if (before >= (fault["after"]?.GetValue<int>() ?? 0)) met ??= fault.Child("fault");
            }
        }
        return met;
    }

    /// <summary>Cmdlets to which the signed-in user has no right: they do not exist in the session.</summary>
    public static IEnumerable<string> Hidden(JsonObject organization) => organization.Objects("faults").Where(IsHidden).Select(fault => fault.Text("cmdlet"));

    private static bool IsHidden(JsonObject fault) => fault.Child("fault")?.Text("kind") == "hidden";

    private static bool Concerns(JsonObject fault, string cmdlet, Func<string, string?> textOf)
    {
        if (!Json.Same(fault.Text("cmdlet"), cmdlet)) return false;
        return fault.Child("match") is not { } match || Json.Same(textOf(match.Text("parameter")), match.Text("value"));
    }
}
