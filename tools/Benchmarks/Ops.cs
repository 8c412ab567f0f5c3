using Nabla.Ops;

namespace Nabla.Benchmarks;

/// <summary>Graphs of the built-in ops in the processes that BenchmarkDotNet starts.</summary>
static class Ops
{
    public static Registry Registry { get; } = PluginFolder.Load(new(), Plugins());

    /// <summary>One executable, its input drawn from <paramref name="low"/> … <paramref name="low"/> + 1.</summary>
    public static Executable Compile(long[] sizes, Func<Value, Value> formula, float low = -0.5f, int threads = 1)
    {
        var graph = new Program(Registry).AddGraph("benchmark");
        var x = graph.Input("x", ElementType.Float32, Shape.Of(sizes));
        var run = Cpu.Backend(threads).Compile(graph.Program, [graph.Output(formula(x), "y")]);
        var random = new Random(1);
        foreach (ref float v in run.Input<float>(x)) v = random.NextSingle() + low;
        return run;
    }

    // Those processes run in a folder below the one that this was built into, which has the plugins.
    static string Plugins()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "plugins", "MatMul"))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new NablaException($"There is no folder of plugins above {AppContext.BaseDirectory}."), "plugins");
    }
}
