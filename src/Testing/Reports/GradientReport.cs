namespace Nabla.Testing;

/// <summary>What all rows of one op found.</summary>
/// <param name="Name">The op.</param>
/// <param name="Plugin">The plugin that brought it, or null if it was registered by code.</param>
/// <param name="Samples">Its rows.</param>
/// <param name="Seconds">How long the checks took.</param>
public sealed record OpGradientReport(string Name, string? Plugin, IReadOnlyList<SampleReport> Samples, double Seconds)
{
    /// <summary>The worst verdict of its rows, those that are excused left out.</summary>
    public Verdict Verdict => Samples.Where(s => s.Excuse is null).Select(s => s.Verdict).DefaultIfEmpty(Verdict.Pass).Max();

    /// <summary>How fast it is, if that was measured.</summary>
    public OpSpeed? Speed { get; init; }

    /// <summary>True if some input was differentiated by.</summary>
    public bool IsDifferentiable => Samples.Any(s => s.Findings.Any(f => f.Aspect == Aspect.Reverse));

    /// <summary>Rows that are excused, and would count otherwise.</summary>
    public IEnumerable<SampleReport> Excused => Samples.Where(s => s.Excuse is not null && s.Verdict != Verdict.Pass);
}

/// <summary>What a run over ops found.</summary>
/// <param name="Ops">One an op, in the order of their names.</param>
/// <param name="Seed">What decided points and directions.</param>
public sealed record GradientReport(IReadOnlyList<OpGradientReport> Ops, int Seed)
{
    /// <summary>True if nothing counts against it.</summary>
    public bool Passed => Ops.All(o => o.Verdict == Verdict.Pass);

    /// <summary>How many ops have a verdict.</summary>
    public int Count(Verdict verdict) => Ops.Count(o => o.Verdict == verdict);

    /// <summary>The closing line: <c>N ops: N pass, N fail, N inconclusive</c>.</summary>
    public override string ToString() => $"{Ops.Count} ops: {Count(Verdict.Pass)} pass, {Count(Verdict.Fail)} fail, {Count(Verdict.Inconclusive)} inconclusive";
}
