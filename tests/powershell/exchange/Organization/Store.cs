using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedExchange;

/// <summary>The organization file (shared/model/sample-organization.ts), looked at anew for every call: tests and other sessions change it too.</summary>
public static class Store
{
    /// <summary>Names the organization file.</summary>
    public const string PathVariable = "HCW_ORGANIZATION_FILE";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Location =>
        Environment.GetEnvironmentVariable(PathVariable) ?? throw new InvalidOperationException($"{PathVariable} does not name an organization file.");

    public static DateTime LastChanged => File.GetLastWriteTimeUtc(Location);

    private static ((DateTime Written, long Length) Of, JsonObject? Organization) read;

    /// <summary>For who only looks: the same organization until its file is replaced. A large one takes long to parse, which a real server does not have to.</summary>
    public static JsonObject Current()
    {
        var file = new FileInfo(Location);
        var of = (file.LastWriteTimeUtc, file.Length);
        if (read.Organization is { } known && read.Of == of) return known;
        var organization = Read();
        read = (of, organization);
        return organization;
    }

    public static JsonObject Read() => JsonNode.Parse(File.ReadAllText(Location, Encoding.UTF8))!.AsObject();

    /// <summary>Changes the file in one step, alone among all sessions.</summary>
    /// <param name="change">Changes the organization; gives whether anything is different now.</param>
    public static bool Change(Func<JsonObject, bool> change)
    {
        using var alone = Alone();
        var organization = Read();
        if (!change(organization)) return false;
        var next = $"{Location}.{Environment.ProcessId}.new";
        File.WriteAllText(next, organization.ToJsonString(Written), new UTF8Encoding(false));
        File.Move(next, Location, overwrite: true);
        return true;
    }

    private static FileStream Alone()
    {
        while (true)
        {
            try
            {
                return new FileStream($"{Location}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(Location))
            {
                Thread.Sleep(2);
            }
        }
    }
}
