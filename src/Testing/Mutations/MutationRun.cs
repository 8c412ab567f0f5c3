using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>What became of a mistake that was made on purpose.</summary>
public enum MutantFate
{
    /// <summary>The check said no.</summary>
    Caught,
    /// <summary>The check passed it.</summary>
    Survived,
    /// <summary>It could not even be built: shapes or types stood against it.</summary>
    Refused,
}

/// <summary>One mutant: an op whose adjoint rule holds one mistake.</summary>
/// <param name="Op">The op.</param>
/// <param name="Sample">The row of its sample table.</param>
/// <param name="Mistakes">The kinds of mistakes that come to the same adjoint here: usually one.</param>
/// <param name="Description">What was changed.</param>
/// <param name="Fate">What the check made of it.</param>
/// <param name="Diagnosis">What the check took it for, if it was caught.</param>
public sealed record Mutant(string Op, string Sample, IReadOnlyList<Mistake> Mistakes, string Description, MutantFate Fate, Diagnosis? Diagnosis)
{
    /// <summary>True if the diagnosis names one of its kinds.</summary>
    public bool IsDiagnosed => Diagnosis is { } d && Mistakes.Contains(d.Mistake);
}

/// <summary>How good the check is: mistakes of every kind, made in the rule of every op, and what became of them.</summary>
/// <param name="Mutants">Those that compute something else than the right rule.</param>
/// <param name="Equivalent">How many changes made no difference, and so no mistake.</param>
public sealed record MutationReport(IReadOnlyList<Mutant> Mutants, int Equivalent)
{
    /// <summary>Those that could be built.</summary>
    public IEnumerable<Mutant> Built => Mutants.Where(m => m.Fate != MutantFate.Refused);

    /// <summary>Those the check passed.</summary>
    public IEnumerable<Mutant> Survivors => Mutants.Where(m => m.Fate == MutantFate.Survived);

    /// <summary>The caught share of those that could be built.</summary>
    public double CaughtShare => 1 - (double)Survivors.Count() / Math.Max(1, Built.Count());

    /// <summary>The share of rightly diagnosed ones among the caught.</summary>
    public double DiagnosedShare => (double)Built.Count(m => m.IsDiagnosed) / Math.Max(1, Built.Count(m => m.Fate == MutantFate.Caught));

    /// <summary>The closing line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Built.Count()} mutants of {Mutants.Select(m => m.Op).Distinct().Count()} ops: {100 * CaughtShare:F1} % caught, {100 * DiagnosedShare:F1} % of these rightly diagnosed; {Mutants.Count - Built.Count()} more could not be built, {Equivalent} made no difference");
}

/// <summary>Tests the check by mutation: kind of mistake × op, generated over the whole table.</summary>
public static class MutationRun
{
    const int RowsOfAnOp = 4, AlikeOfARow = 3;
    const long MostElements = 200;

    /// <summary>Makes mistakes in the rules of all ops that have differentiable rows, and checks each.</summary>
    /// <param name="registry">The ops.</param>
    /// <param name="samples">Their rows.</param>
    /// <param name="interrupt">Ends the run early.</param>
    public static MutationReport Over(Registry registry, IEnumerable<OpSample> samples, CancellationToken interrupt = default)
    {
        var rows = samples.GroupBy(s => s.Op.Schema.Title).SelectMany(RowsOf).ToList();
        var (mutants, equivalent) = (new List<Mutant>(), 0);
        Parallel.ForEach(rows, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = interrupt }, row =>
        {
            var bench = new MutationBench(CheckedFunction.Of(registry, row));
            List<Mutant> all = [.. bench.Mutants(AlikeOfARow).Select(bench.Judge)];
            lock (mutants)
            {
                mutants.AddRange(all);
                equivalent += bench.Equivalent;
            }
        });
        return new([.. mutants.OrderBy(m => m.Sample, StringComparer.Ordinal).ThenBy(m => m.Description, StringComparer.Ordinal)], equivalent);
    }

    // Rows with several elements that differ in more than sizes, those with the most dimensions first: there is the most to be wrong.
    static IEnumerable<OpSample> RowsOf(IEnumerable<OpSample> rows) => rows
        .Where(s => s.Differentiable && !s.AtKink && Elements(s) is > 2 and <= MostElements && s.DifferentiatedInputs.Any())
        .OrderByDescending(s => s.Inputs.Sum(i => i?.Sizes.Length ?? 0)).ThenBy(Elements)
        .GroupBy(s => (s.Op, string.Join(';', s.Inputs.Select(i => i?.Sizes.Length)))).Select(g => g.First()).Take(RowsOfAnOp);

    static long Elements(OpSample s) => s.Inputs.Sum(i => i?.Sizes.Aggregate(1L, (n, size) => n * size) ?? 0);
}
