using System.Reflection;
using System.Xml.Linq;

namespace Nabla.Tests;

/// <summary>The arrows of docs/architecture.md: who may know whom.</summary>
public class Arrows
{
    static readonly string Root = typeof(Arrows).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Nabla.Framework"] = [],
        ["Nabla.Ops"] = ["Nabla.Framework"],
        ["Nabla.Onnx"] = ["Nabla.Framework"],
        ["Nabla.Weights"] = ["Nabla.Framework"],
        ["Nabla.OnnxRuntime"] = ["Nabla.Framework", "Nabla.Onnx"],
        ["Nabla.Training"] = ["Nabla.Framework", "Nabla.Ops"],
        ["Nabla.Testing"] = ["Nabla.Framework", "Nabla.Ops", "Nabla.Onnx", "Nabla.OnnxRuntime"],
        ["Nabla.Symbolic"] = ["Nabla.Framework", "Nabla.Ops"],
    };

    static readonly string[] Plugins = ["MatMul", "Activations", "SoftmaxCrossEntropy", "Arithmetic", "Reductions", "Shaping", "Normalization", "Random", "LinearAlgebra", "Optimizers"];

    public static TheoryData<string> Assemblies => [.. MayKnow.Keys, .. Plugins];

    static IEnumerable<string> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(n => n.Name!);

    [Theory, MemberData(nameof(Assemblies))]
    public void An_assembly_knows_only_what_lies_below(string assembly)
    {
        string[] allowed = MayKnow.GetValueOrDefault(assembly, ["Nabla.Framework", "Nabla.Ops"]);
        Assert.Empty(References(assembly).Where(r => r.StartsWith("Nabla", StringComparison.Ordinal) || Plugins.Contains(r)).Except(allowed));
    }

    [Theory]
    [InlineData("Google.Protobuf", "Nabla.Onnx", "Nabla.OnnxRuntime", "Nabla.Testing")]
    [InlineData("Microsoft.ML.OnnxRuntime", "Nabla.OnnxRuntime")]
    [InlineData("McMaster.NETCore.Plugins", "Nabla.Framework")]
    [InlineData("CsvHelper", "Nabla.Training")]
    [InlineData("ScottPlot")]
    public void A_library_is_known_only_where_it_belongs(string library, params string[] places) =>
        Assert.Equal(places, MayKnow.Keys.Concat(Plugins).Where(a => References(a).Contains(library)));

    [Fact]
    public void Nothing_references_a_plugin_but_to_build_it_first()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(Root, "tools"), "*.csproj", SearchOption.AllDirectories)))
        {
            var references = XDocument.Load(project).Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value);
            Assert.DoesNotContain(references, r => r.Contains("plugins/", StringComparison.Ordinal));
        }
    }

    // Without the files the analyzer is not there, and nobody would notice.
    [Fact]
    public void Every_library_that_is_packed_lists_its_public_API()
    {
        foreach (var project in Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            if (XDocument.Load(project).Descendants("IsPackable").All(p => p.Value != "true")) continue;
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "PublicAPI.Shipped.txt")), $"{project}: run tools/public-api.sh");
            Assert.True(File.ReadAllLines(Path.Combine(Path.GetDirectoryName(project)!, "PublicAPI.Unshipped.txt")).Length > 1, $"{project}: run tools/public-api.sh");
        }
    }

    [Fact]
    public void The_core_names_five_ops_in_one_file()
    {
        var names = Plugins.SelectMany(p => Assembly.Load(p).GetTypes()).Select(t => t.GetCustomAttribute<OpAttribute>()).Where(a => a is not null).Select(a => a!.Name).ToHashSet();
        var named = new Dictionary<string, HashSet<string>>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src", "Framework"), "*.cs", SearchOption.AllDirectories))
        {
            var code = string.Join('\n', File.ReadLines(file).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));
            foreach (var name in names.Where(n => code.Contains($"\"{n}\"", StringComparison.Ordinal)))
                (named.TryGetValue(Path.GetFileName(file), out var set) ? set : named[Path.GetFileName(file)] = []).Add(name);
        }
        Assert.Equal(["CoreOps.cs"], named.Keys);
        Assert.Equal(["Add", "Cast", "ReduceSum", "Shape", "Size"], named["CoreOps.cs"].Order());
    }

    [Fact]
    public void Every_op_lies_in_a_file_of_its_name_with_its_older_meanings()
    {
        foreach (var plugin in Plugins)
            foreach (var type in Assembly.Load(plugin).GetTypes())
            {
                if (type.GetCustomAttribute<OpAttribute>() is not { } op) continue;
                var file = Path.Combine(Root, "plugins", plugin, $"{op.Name}.cs");
                Assert.True(File.Exists(file), $"plugins/{plugin}/{op.Name}.cs is missing");
                Assert.Contains($" {type.Name}(", File.ReadAllText(file), StringComparison.Ordinal);
            }
    }
}
