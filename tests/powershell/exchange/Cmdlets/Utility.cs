using System.Management.Automation;

namespace SimulatedExchange;

/// <summary>Stands in for PowerShell's own where only its engine is there.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObject : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[] Property { get; set; } = [];

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        var row = new PSObject();
        row.TypeNames.Insert(0, $"Selected.{InputObject.TypeNames[0]}");
        foreach (var pattern in Property)
        {
            var matched = WildcardPattern.ContainsWildcardCharacters(pattern)
                ? InputObject.Properties.Match(pattern).Select(property => property.Name)
                : [InputObject.Properties[pattern]?.Name ?? pattern];
            foreach (var name in matched.Where(name => row.Properties[name] is null)) row.Properties.Add(new PSNoteProperty(name, InputObject.Properties[name]?.Value));
        }
        WriteObject(Property.Length == 0 ? InputObject : row);
    }
}

/// <summary>Stands in for PowerShell's own where only its engine is there; counts.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObject : PSCmdlet
{
    private int _count;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord() => _count += InputObject is null ? 0 : 1;

    protected override void EndProcessing()
    {
        var measured = new PSObject();
        measured.Properties.Add(new PSNoteProperty("Count", _count));
        WriteObject(measured);
    }
}
