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

    // Those processes run in a folder below the one that this was built into; theirs has plugins too, with copies of the libraries beside them.
    static string Plugins()
    {
        string? found = null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "plugins") is var plugins && File.Exists(Path.Combine(plugins, "MatMul", "MatMul.dll"))) found = plugins;
        return found ?? throw new NablaException($"There is no folder of plugins above {AppContext.BaseDirectory}.");
    }
}
