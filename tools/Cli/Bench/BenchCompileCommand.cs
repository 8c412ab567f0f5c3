using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary><c>nabla bench compile</c>: building, differentiating and compiling a chain of many nodes; the time a node must not grow with the chain.</summary>
sealed class BenchCompileCommand : BenchSubcommand
{
    public BenchCompileCommand() : base("compile", "Build, differentiate and compile chains of 1000 to 100 000 nodes.", "nabla bench compile") { }

    protected override void Measure(ParseResult line, Stopclock clock)
    {
        var registry = PluginOption.Load(line);
        Chain(registry, 200, clock);
        foreach (int nodes in new[] { 1000, 10_000, 100_000 })
        {
            var (build, adjoint, compile) = Chain(registry, nodes, clock);
            foreach (var (what, time) in new[] { ("build", build), ("adjoint", adjoint), ("compile", compile), ("all", build + adjoint + compile) })
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nabla\t{what}\t{nodes}\tb1\tt{clock.Threads}\t{time.TotalMicroseconds:F0}\t{time.TotalMicroseconds / nodes:F2} µs a node"));
        }
    }

    static (TimeSpan Build, TimeSpan Adjoint, TimeSpan Compile) Chain(Registry registry, int nodes, Stopclock clock)
    {
        long start = Stopwatch.GetTimestamp();
        var program = new Program(registry);
        var graph = program.AddGraph("chain");
        var x = graph.Input("x", ElementType.Float32, [16]);
        var y = x;
        for (int i = 0; i < nodes; i++) y = i % 3 == 0 ? y.Tanh() : i % 3 == 1 ? y * x : y.Sin();
        var sum = y.Sum();
        var build = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var bar = Adjoint.Of(sum, x)[x];
        var adjoint = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        Cpu.Backend(clock.Threads).Compile(program, [sum, bar]);
        return (build, adjoint, Stopwatch.GetElapsedTime(start));
    }
}
