// Looks up every type and static member that scripts name in the reference assemblies of .NET Framework 4.7.2 and Windows PowerShell 5.1.
// Arguments: script files. Prints one JSON object.
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.Json;
using FrameworkChecker;

var reference = new Reference(Path.Combine(AppContext.BaseDirectory, "reference"));
var checks = args.Select(path => new ScriptCheck(reference, path)).ToList();
Console.WriteLine(JsonSerializer.Serialize(new
{
    types = checks.Sum(check => check.Types),
    staticMembers = checks.Sum(check => check.StaticMembers),
    instanceMembers = checks.SelectMany(check => check.UnknownInstanceMembers).Distinct().Order().ToArray(),
    problems = checks.SelectMany(check => check.Problems).ToArray(),
}));

namespace FrameworkChecker
{
    /// <summary>The public types of the reference assemblies. Their code is never loaded.</summary>
    internal sealed class Reference
    {
        // PowerShell's own names for types, where they are not the name without its namespace.
        private static readonly Dictionary<string, string> Accelerators = new(StringComparer.OrdinalIgnoreCase)
        {
            ["bool"] = "System.Boolean", ["byte"] = "System.Byte", ["char"] = "System.Char", ["double"] = "System.Double",
            ["int"] = "System.Int32", ["long"] = "System.Int64", ["string"] = "System.String", ["void"] = "System.Void",
            ["array"] = "System.Array", ["datetime"] = "System.DateTime", ["hashtable"] = "System.Collections.Hashtable",
            ["ordered"] = "System.Collections.Specialized.OrderedDictionary", ["regex"] = "System.Text.RegularExpressions.Regex",
            ["xml"] = "System.Xml.XmlDocument", ["pscustomobject"] = "System.Management.Automation.PSObject",
            ["psobject"] = "System.Management.Automation.PSObject", ["scriptblock"] = "System.Management.Automation.ScriptBlock",
            ["switch"] = "System.Management.Automation.SwitchParameter", ["powershell"] = "System.Management.Automation.PowerShell",
            ["runspacefactory"] = "System.Management.Automation.Runspaces.RunspaceFactory",
            ["pscredential"] = "System.Management.Automation.PSCredential",
            ["cmdletbinding"] = "System.Management.Automation.CmdletBindingAttribute",
            ["parameter"] = "System.Management.Automation.ParameterAttribute",
        };

        private readonly Dictionary<string, Type> types = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> members = new(StringComparer.OrdinalIgnoreCase);

        public Reference(string folder)
        {
            var paths = Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories);
            var context = new MetadataLoadContext(new PathAssemblyResolver(paths), "mscorlib");
            foreach (var type in paths.SelectMany(path => ExportedTypes(context, path)))
            {
                types.TryAdd(type.FullName ?? type.Name, type);
                foreach (var member in Members(type)) members.Add(member.Name);
            }
        }

        public int Count => types.Count;

        public Type? Find(string name)
        {
            var full = Accelerators.GetValueOrDefault(name, name);
            return new[] { full, "System." + full }.Select(one => types.GetValueOrDefault(one)).FirstOrDefault(type => type is not null);
        }

        public bool HasMember(string name) => members.Contains(name);

        private static IEnumerable<Type> ExportedTypes(MetadataLoadContext context, string path)
        {
            try { return context.LoadFromAssemblyPath(path).GetExportedTypes(); }
            // Two of the files are native, or no assembly; nothing in a script can name what is in them.
            catch (Exception error) when (error is InvalidOperationException or BadImageFormatException or FileNotFoundException or FileLoadException) { return []; }
        }

        private static IEnumerable<MemberInfo> Members(Type type)
        {
            try { return type.GetMembers(); }
            catch (Exception error) when (error is FileNotFoundException or TypeLoadException) { return []; }
        }
    }

    /// <summary>What one script names.</summary>
    internal sealed class ScriptCheck
    {
        private readonly Reference reference;
        private readonly string name;

        public ScriptCheck(Reference reference, string path)
        {
            this.reference = reference;
            name = Path.GetFileName(path);
            var script = Parser.ParseFile(path, out _, out var errors);
            foreach (var error in errors) Add(error.Extent, $"cannot be parsed: {error.Message}");
            foreach (var node in script.FindAll(node => node is TypeExpressionAst or TypeConstraintAst, true)) CheckType(node);
            foreach (var node in script.FindAll(node => node is MemberExpressionAst { Static: true }, true)) CheckStatic((MemberExpressionAst)node);
            UnknownInstanceMembers = script.FindAll(node => node is MemberExpressionAst { Static: false }, true)
                .Select(node => (node as MemberExpressionAst)?.Member).OfType<StringConstantExpressionAst>().Select(member => member.Value)
                .Where(member => !reference.HasMember(member)).ToList();
        }

        public int Types { get; private set; }
        public int StaticMembers { get; private set; }
        public List<string> Problems { get; } = [];

        /// <summary>Names of no type of the references: properties of data, or a mistake.</summary>
        public List<string> UnknownInstanceMembers { get; }

        private void Add(IScriptExtent at, string problem) => Problems.Add($"{name}:{at.StartLineNumber}: {problem}");

        private void CheckType(Ast node)
        {
            Types += 1;
            var type = node is TypeExpressionAst expression ? expression.TypeName : ((TypeConstraintAst)node).TypeName;
            if (Find(type) is null) Add(node.Extent, $"no type {type.FullName}");
        }

        private void CheckStatic(MemberExpressionAst node)
        {
            StaticMembers += 1;
            if (node is not { Expression: TypeExpressionAst { TypeName: var name }, Member: StringConstantExpressionAst { Value: var member } })
            {
                Add(node.Extent, "a static member that is not named");
                return;
            }
            if (Find(name) is not { } type) return;
            var count = (node as InvokeMemberExpressionAst)?.Arguments?.Count ?? 0;
            if (member.Equals("new", StringComparison.OrdinalIgnoreCase))
            {
                var isThere = (type.IsValueType && count == 0) || type.GetConstructors().Any(one => Takes(one, count));
                if (!isThere) Add(node.Extent, $"no constructor of {type.FullName} with {count} arguments");
                return;
            }
            var found = type.GetMember(member, BindingFlags.Public | BindingFlags.Static | BindingFlags.IgnoreCase | BindingFlags.FlattenHierarchy);
            if (found.Length == 0) Add(node.Extent, $"no member {type.FullName}::{member}");
            else if (node is InvokeMemberExpressionAst && !found.OfType<MethodInfo>().Any(one => Takes(one, count)))
                Add(node.Extent, $"no overload of {type.FullName}::{member} with {count} arguments");
        }

        private Type? Find(ITypeName type) => type switch
        {
            ArrayTypeName array => Find(array.ElementType),
            GenericTypeName generic => generic.GenericArguments.All(one => Find(one) is not null)
                ? reference.Find($"{generic.TypeName.FullName}`{generic.GenericArguments.Count}")
                : null,
            _ => reference.Find(type.FullName),
        };

        private static bool Takes(MethodBase method, int count)
        {
            var parameters = method.GetParameters();
            var isOpen = parameters.LastOrDefault()?.CustomAttributes.Any(one => one.AttributeType.Name == nameof(ParamArrayAttribute)) ?? false;
            var required = parameters.Count(one => !one.IsOptional) - (isOpen ? 1 : 0);
            return count >= required && (isOpen || count <= parameters.Length);
        }
    }
}
