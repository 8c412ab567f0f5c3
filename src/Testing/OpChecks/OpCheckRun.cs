using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Checks many ops, several at a time; then times them, one at a time.</summary>
public static class OpCheckRun
{
    /// <summary>Checks every op that has rows.</summary>
    /// <param name="registry">The ops.</param>
    /// <param name="samples">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="done">Told each op when its rows are checked; one at a time.</param>
    /// <param name="interrupt">Ends the run early.</param>
    public static GradientReport Over(Registry registry, IEnumerable<OpSample> samples, GradientCheckOptions? options = null, Action<OpGradientReport>? done = null, CancellationToken interrupt = default)
    {
        options ??= new();
        var plugins = registry.Ops.DistinctBy(o => o.Schema.OpType).ToDictionary(o => o.Schema.OpType, o => o.Plugin);
        var groups = samples.GroupBy(s => s.Op.Schema.Title).ToList();
        var report = GradientRun.Run(groups, g => plugins.GetValueOrDefault(g.First().Op.GetType()), () => new OpCheck(options), (check, s) => check.Check(registry, s), options.Seed, done, interrupt);
        if (!options.Wants(Aspect.Speed)) return report;
        var rows = groups.ToDictionary(g => g.Key, g => g.ToList());
        return report with { Ops = [.. report.Ops.Select(o => Timed(o, rows[o.Name]))] };

        OpGradientReport Timed(OpGradientReport op, List<OpSample> samples)
        {
            interrupt.ThrowIfCancellationRequested();
            for (int i = 0; i < samples.Count; i++)
            {
                OpSpeed? speed = null;
                Finding? finding = GradientCheck.Of(Aspect.Speed, () => SpeedAspect.Check(registry, samples[i], options.Seed, out speed)).FirstOrDefault();
                if (finding is null) continue;
                return op with { Speed = speed, Samples = [.. op.Samples.Select((s, j) => j == i ? s with { Findings = [.. s.Findings, finding] } : s)] };
            }
            return op;
        }
    }
}
