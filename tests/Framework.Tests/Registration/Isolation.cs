using Nabla.Ops;

namespace Nabla.Tests.Registration;

/// <summary>Plugins know nothing of each other, and a bad one is named.</summary>
public class Isolation
{
    static Registry Load(TemporaryFolder folder)
    {
        var registry = PluginFolder.Load(BuiltIn.NewRegistry(), folder.Path);
        Assert.All(registry.Plugins, p => Assert.Null(p.Failure));
        return registry;
    }

    [Fact]
    public void Two_plugins_have_their_own_versions_of_one_dependency()
    {
        using var folder = new TemporaryFolder();
        foreach (var (plugin, version, factor) in ((string, int, int)[])[("Double", 1, 2), ("Triple", 2, 3)])
        {
            var library = Path.Combine(Path.GetDirectoryName(folder.PathOf(plugin))!, "Factors.dll");
            // The second lacks what the first one's caller uses.
            Sources.Compile(library, $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0.0\")] public static class Factors {{ public static float V{version} => {factor}; }}");
            Sources.Compile(folder.PathOf(plugin), Sources.Op(plugin, $"graph.Add(\"Mul\", x[0], graph.Constant(Tensor.Scalar(Factors.V{version})))"), library);
        }
        var registry = Load(folder);
        var g = new Program(registry).AddGraph("forward");
        var x = g.Input("x", ElementType.Float32, [2]);
        Value[] outputs = [g.Add(registry.Make("Double", domain: "test"), x)[0], g.Add(registry.Make("Triple", domain: "test"), x)[0]];
        var results = Running.Compiled(outputs, new Dictionary<Value, Tensor> { [x] = Tensor.Vector(1f, -5) });
        Assert.Equal([2f, -10], results[0].Span<float>());
        Assert.Equal([3f, -15], results[1].Span<float>());
    }

    [Fact]
    public void What_throws_in_its_constructor_is_named()
    {
        using var folder = new TemporaryFolder();
        Sources.Compile(folder.PathOf("Bad"), Sources.Op("Bad", more: "readonly int _size = int.Parse(\"many\");"));
        var error = Assert.Throws<NablaException>(() => Load(folder).Make("Bad", domain: "test"));
        Assert.Equal("test.Bad-1: its constructor threw FormatException: The input string 'many' was not in a correct format. (plugin 'Bad')", error.Message);
    }

    const string Throw = "throw new InvalidOperationException(\"out of chalk\")";
    const string Shape = "public override TensorType[] Infer(Inference x) => [x.Type()];";
    const string Works = $"public override Kernel? Bind(Binding b) => new Work(); sealed class Work : Kernel {{ public override void Run(WorkerPool pool) => {Throw}; }}";

    [Theory]
    [InlineData($"public override TensorType[] Infer(Inference x) => {Throw};", "its shape rule threw")]
    [InlineData($"{Shape} public override Kernel? Bind(Binding b) => {Throw};", "its kernel threw")]
    [InlineData($"{Shape} {Works}", "its kernel threw")]
    [InlineData($"public override Value?[] Adjoint(Pullback p) => {Throw};", "The adjoint rule of")]
    public void What_throws_in_a_rule_is_named_with_op_node_and_plugin(string rule, string what)
    {
        using var folder = new TemporaryFolder();
        Sources.Compile(folder.PathOf("Bad"), Sources.Op("Bad", more: rule));
        var registry = Load(folder);
        var error = Assert.ThrowsAny<NablaException>(() =>
        {
            var g = new Program(registry).AddGraph("forward");
            var x = g.Input("x", ElementType.Float32, [2]);
            var y = g.AddNamed(registry.Make("Bad", domain: "test"), "first", null, x).Outputs[0];
            Running.Compiled([Adjoint.Of(y.Sum(), x)[x]!, y], new Dictionary<Value, Tensor> { [x] = Tensor.Vector(1f, 2) });
        });
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("test.Bad-1 'first'", error.Message, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: out of chalk", error.Message, StringComparison.Ordinal);
        Assert.Contains("plugin 'Bad'", error.Message, StringComparison.Ordinal);
    }
}
