using System.Runtime.Loader;
using Nabla.Ops;

namespace Nabla.Tests.Registration;

public class Folders
{
    static readonly string[] All = ["Activations", "Arithmetic", "MatMul", "Reductions", "Shaping"];

    static string? Failure(Registry registry, string plugin) => Assert.Single(registry.Plugins, p => p.Name == plugin).Failure;

    [Fact]
    public void Plugins_are_loaded_from_their_folders_and_their_ops_run()
    {
        using var folder = new TemporaryFolder().With(All);
        var registry = PluginFolder.Load(new(), folder.Path);
        Assert.Equal(All, registry.Plugins.Select(p => p.Name));
        Assert.All(registry.Plugins, p => Assert.Null(p.Failure));
        Assert.All(registry.Ops, o => Assert.Contains(o.Plugin, All));
        var g = new Program(registry).AddGraph("forward");
        var x = g.Input("x", ElementType.Float32, [2]);
        Assert.Equal([0f, 6f], Running.Compiled([x.Relu() * 2], new Dictionary<Value, Tensor> { [x] = Tensor.Vector(-1f, 3) })[0].Span<float>());
    }

    [Fact]
    public void Its_op_classes_are_its_own_but_the_op_they_derive_from_is_ours()
    {
        using var folder = new TemporaryFolder().With(All);
        var (registry, again) = (PluginFolder.Load(new(), folder.Path), PluginFolder.Load(new(), folder.Path));
        var op = registry.Make("Relu");
        Assert.IsAssignableFrom<Op>(op);
        Assert.IsAssignableFrom<IElementwise>(op);
        Assert.IsNotType<Nabla.Plugins.Relu>(op);
        Assert.NotSame(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(op.GetType().Assembly));
        Assert.NotSame(AssemblyLoadContext.GetLoadContext(op.GetType().Assembly), AssemblyLoadContext.GetLoadContext(registry.Make("MatMul").GetType().Assembly));
        Assert.NotSame(op.GetType(), again.Make("Relu").GetType());
    }

    [Fact]
    public void A_plugin_whose_needs_nobody_provides_is_left_out_and_so_is_one_that_needs_it()
    {
        using var folder = new TemporaryFolder().With("MatMul");
        var registry = PluginFolder.Load(new(), folder.Path);
        Assert.Empty(registry.Ops);
        Assert.Equal("its rules need Add, Equal, Gather, Mul, Range, ReduceSum, Reshape, Shape, Squeeze, Transpose, Unsqueeze, Where, which no loaded plugin provides; add the plugin that does.", Failure(registry, "MatMul"));
        Assert.Equal($"No plugin provides op 'MatMul'. No op is registered at all: load plugins with PluginFolder.Load, or register op classes with Registry.Add. "
            + $"Plugin 'MatMul' could not be loaded: {Failure(registry, "MatMul")}", Assert.Throws<NablaException>(() => registry.Make("MatMul")).Message);
    }

    [Fact]
    public void Where_one_fails_that_others_need_it_is_the_one_that_is_named()
    {
        using var folder = new TemporaryFolder().With("MatMul", "Activations");
        File.WriteAllText(folder.PathOf("Arithmetic"), "MZ, not really");
        var registry = PluginFolder.Load(new(), folder.Path);
        Assert.Empty(registry.Ops);
        Assert.EndsWith("Where, which no loaded plugin provides; Arithmetic did not load.", Failure(registry, "MatMul"), StringComparison.Ordinal);
        Assert.EndsWith("with Registry.Add. Plugin 'Arithmetic' could not be loaded: the file is not a .NET assembly. So ops are missing that the rules of Activations, MatMul need, and these were left out too.",
            Assert.Throws<NablaException>(() => registry.Make("Relu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_registered_already_counts_as_provided()
    {
        using var folder = new TemporaryFolder().With("MatMul");
        var registry = new Registry().AddAssembly(typeof(Nabla.Plugins.Add).Assembly).AddAssembly(typeof(Nabla.Plugins.Reshape).Assembly).AddAssembly(typeof(Nabla.Plugins.ReduceSum).Assembly);
        Assert.Null(Failure(PluginFolder.Load(registry, folder.Path), "MatMul"));
    }

    [Fact]
    public void What_is_no_assembly_says_so_and_the_others_are_there()
    {
        using var folder = new TemporaryFolder().With(All);
        File.WriteAllText(folder.PathOf("Broken"), "MZ, not really");
        File.WriteAllBytes(folder.PathOf("Empty"), []);
        var registry = PluginFolder.Load(new(), folder.Path);
        Assert.Equal("the file is not a .NET assembly.", Failure(registry, "Broken"));
        Assert.Equal("the file is not a .NET assembly.", Failure(registry, "Empty"));
        Assert.True(registry.Knows("", "Relu"));
    }

    [Fact]
    public void A_folder_without_its_assembly_says_what_is_looked_for()
    {
        using var folder = new TemporaryFolder();
        folder.PathOf("Forgotten");
        Assert.Equal("there is no Forgotten.dll in its folder.", Failure(PluginFolder.Load(new(), folder.Path), "Forgotten"));
    }

    [Fact]
    public void No_folder_is_no_plugin() => Assert.Empty(PluginFolder.Load(new(), Path.Combine(Path.GetTempPath(), "nabla-that-is-not-there")).Plugins);

    [Fact]
    public void What_was_not_built_for_us_says_so()
    {
        using var folder = new TemporaryFolder().WithEmpty("Stranger").WithEmpty("Future", "Nabla.Framework", new(7, 0, 0, 0)).WithEmpty("Lonely", "Nabla.Elsewhere")
            .WithEmpty("Hollow", "Nabla.Framework");
        var registry = PluginFolder.Load(new(), folder.Path);
        Assert.Equal("it does not reference Nabla.Framework, so it holds no op.", Failure(registry, "Stranger"));
        Assert.Equal("it is built for Nabla.Framework 7.x and this is 0.x: update this application, or build it again with this version.", Failure(registry, "Future"));
        Assert.Equal("it is built on Nabla.Elsewhere, which this application does not have.", Failure(registry, "Lonely"));
        Assert.Equal("it holds no op: a public record that derives from Nabla.Op and has an [Op] attribute.", Failure(registry, "Hollow"));
    }

    [Fact]
    public void Of_a_plugin_with_an_op_that_is_there_already_nothing_is_kept()
    {
        using var folder = new TemporaryFolder().With(All);
        // One of its last: those before it must not stay.
        var registry = PluginFolder.Load(new Registry().Add<Nabla.Plugins.Xor>(), folder.Path);
        Assert.Equal("Xor-7 is registered twice: by Nabla.Plugins.Xor and by plugin 'Arithmetic'; remove one of them.", Failure(registry, "Arithmetic"));
        Assert.False(registry.Knows("", "Add"));
        Assert.StartsWith("its rules need", Failure(registry, "MatMul"));
        Assert.Single(registry.Ops);
    }

    [Fact]
    public void Of_two_plugins_with_one_op_the_second_is_left_out()
    {
        using var folder = new TemporaryFolder().With(All);
        File.Copy(folder.PathOf("Arithmetic"), folder.PathOf("Zweitens"));
        var registry = PluginFolder.Load(new(), folder.Path);
        Assert.Null(Failure(registry, "Arithmetic"));
        Assert.Equal("Abs-6 is registered twice: by plugin 'Arithmetic' and by plugin 'Zweitens'; remove one of them.", Failure(registry, "Zweitens"));
    }
}
