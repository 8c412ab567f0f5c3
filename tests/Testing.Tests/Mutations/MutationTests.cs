using Nabla.Testing;

namespace Nabla.Tests.Mutations;

/// <summary>The check, checked: a mistake of every kind in the rule of every op.</summary>
public class MutationTests
{
    static readonly Lazy<MutationReport> Report = new(() => MutationRun.Over(Everything.Ops, Everything.Table.Rows));

    [Fact]
    public void At_least_99_of_100_mistakes_are_caught() => Assert.True(Report.Value.CaughtShare >= 0.99, $"{Report.Value}\n{string.Join('\n', Report.Value.Survivors)}");

    [Fact]
    public void At_least_9_of_10_caught_ones_are_rightly_named() => Assert.True(Report.Value.DiagnosedShare >= 0.9, $"{Report.Value}\n{string.Join('\n', Report.Value.Built.Where(m => !m.IsDiagnosed))}");

    [Fact]
    public void They_are_of_every_kind_and_of_nearly_every_op()
    {
        var kinds = Report.Value.Built.SelectMany(m => m.Mistakes).GroupBy(m => m).ToDictionary(g => g.Key, g => g.Count());
        foreach (var kind in Enum.GetValues<Mistake>().Except([Mistake.Factor, Mistake.Absent, Mistake.Broken])) Assert.True(kinds.GetValueOrDefault(kind) >= 20, $"{kind}: {kinds.GetValueOrDefault(kind)}");
        var differentiable = Everything.Table.Rows.Where(r => r.DifferentiatedInputs.Any()).Select(r => r.Op.Schema.Title).Distinct();
        Assert.InRange(Report.Value.Built.Select(m => m.Op).Distinct().Count(), differentiable.Count() - 2, int.MaxValue);
    }
}
