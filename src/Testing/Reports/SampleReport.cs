namespace Nabla.Testing;

/// <summary>What all checks of one row, or of one function, found.</summary>
/// <param name="Name">The row.</param>
/// <param name="Op">The op, if one was checked.</param>
/// <param name="Findings">One an aspect that applies.</param>
/// <param name="Excuse">Why another verdict than a pass is no failure, or null.</param>
public sealed record SampleReport(string Name, Op? Op, IReadOnlyList<Finding> Findings, string? Excuse = null)
{
    /// <summary>The worst of all verdicts.</summary>
    public Verdict Verdict => Findings.Select(f => f.Verdict).DefaultIfEmpty(Verdict.Pass).Max();

    /// <summary>True if this makes a run fail.</summary>
    public bool Counts => Verdict != Verdict.Pass && Excuse is null;

    /// <summary>The finding that decides the verdict, unless it is a plain pass.</summary>
    public Finding? Worst => Findings.OrderByDescending(f => f.Verdict).FirstOrDefault(f => f.Message.Length > 0);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Verdict}{string.Concat(Findings.Where(f => f.Message.Length > 0).Select(f => $"\n  {f.Aspect}: {f.Message}"))}";
}
