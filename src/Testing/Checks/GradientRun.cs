using System.Diagnostics;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Checks many ops, several at a time.</summary>
public static class GradientRun
{
    /// <summary>Checks every op that has rows.</summary>
    /// <param name="registry">The ops.</param>
    /// <param name="samples">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="done">Told each op when its rows are checked; one at a time.</param>
    /// <param name="interrupt">Ends the run early.</param>
    public static GradientReport Over(Registry registry, IEnumerable<OpSample> samples, GradientCheckOptions? options = null, Action<OpGradientReport>? done = null, CancellationToken interrupt = default)
    {
        var plugins = registry.Ops.DistinctBy(o => o.Schema.OpType).ToDictionary(o => o.Schema.OpType, o => o.Plugin);
        options ??= new();
        return Run(samples.GroupBy(s => s.Op.Schema.Title), g => plugins.GetValueOrDefault(g.First().Op.GetType()), () => new GradientCheck(options), (check, s) => check.Check(registry, s), options.Seed, done, interrupt);
    }

    /// <summary>Checks a graph: every node where it stands, and the whole.</summary>
    public static GradientReport Over(Graph graph, GradientCheckOptions? options = null, Action<OpGradientReport>? done = null, CancellationToken interrupt = default)
    {
        var functions = new GraphFunctions(graph);
        var plugins = graph.Registry.Ops.DistinctBy(o => o.Schema.Title).ToDictionary(o => o.Schema.Title, o => o.Plugin);
        var all = functions.Nodes.Append((Op: "the whole", Function: functions.Whole));
        options ??= new();
        return Run(all.GroupBy(f => f.Op, f => f.Function), g => plugins.GetValueOrDefault(g.Key), () => new GradientCheck(options), (check, f) => check.Check(f), options.Seed, done, interrupt);
    }

    /// <summary>Several groups at a time, each on a checker of its thread.</summary>
    internal static GradientReport Run<C, T>(IEnumerable<IGrouping<string, T>> groups, Func<IGrouping<string, T>, string?> pluginOf, Func<C> make, Func<C, T, SampleReport> check,
        int seed, Action<OpGradientReport>? done, CancellationToken interrupt)
    {
        var reports = new List<OpGradientReport>();
        using var checks = new ThreadLocal<C>(make);
        // The longest first, so that no thread is left with one at the end.
        Parallel.ForEach(groups.OrderByDescending(g => g.Count()).ToList(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = interrupt }, group =>
        {
            long start = Stopwatch.GetTimestamp();
            var rows = new List<SampleReport>();
            foreach (var row in group)
            {
                interrupt.ThrowIfCancellationRequested();
                rows.Add(check(checks.Value!, row));
            }
            var report = new OpGradientReport(group.Key, pluginOf(group), rows, Stopwatch.GetElapsedTime(start).TotalSeconds);
            lock (reports)
            {
                reports.Add(report);
                done?.Invoke(report);
            }
        });
        return new([.. reports.OrderBy(r => r.Name, StringComparer.Ordinal)], seed);
    }
}
