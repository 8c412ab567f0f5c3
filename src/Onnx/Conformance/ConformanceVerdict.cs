namespace Nabla.Onnx;

/// <summary>What a test came to.</summary>
public enum ConformanceVerdict
{
    /// <summary>All outputs are as expected.</summary>
    Passed,
    /// <summary>The model could not be read or run, or gave something else.</summary>
    Failed,
    /// <summary>The model uses an op of which no version is registered.</summary>
    Unregistered,
}

/// <summary>A verdict and why.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why it did not pass; null where it did.</param>
public sealed record ConformanceOutcome(ConformanceVerdict Verdict, string? Reason = null)
{
    internal static ConformanceOutcome Passed { get; } = new(ConformanceVerdict.Passed);

    internal static ConformanceOutcome Failed(string reason) => new(ConformanceVerdict.Failed, reason.ReplaceLineEndings(" "));
}

/// <summary>What one test came to.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Ops">The ops of its model, functions and inner graphs included, by name.</param>
/// <param name="Own">Nabla's outcome.</param>
/// <param name="Peer">The other runtime's outcome; null if none was asked.</param>
public sealed record ConformanceResult(string Name, IReadOnlyList<string> Ops, ConformanceOutcome Own, ConformanceOutcome? Peer)
{
    /// <summary>Nabla's verdict.</summary>
    public ConformanceVerdict Verdict => Own.Verdict;
}

/// <summary>What all tests came to.</summary>
/// <param name="Tests">The results, by name.</param>
public sealed record ConformanceReport(IReadOnlyList<ConformanceResult> Tests)
{
    /// <summary>How many tests have a verdict.</summary>
    public int Count(ConformanceVerdict verdict) => Tests.Count(t => t.Verdict == verdict);

    /// <summary><c>705 of 932 passed, 12 failed, 215 use ops that are not registered</c>.</summary>
    public override string ToString() => $"{Count(ConformanceVerdict.Passed)} of {Tests.Count} passed, {Count(ConformanceVerdict.Failed)} failed, "
        + $"{Count(ConformanceVerdict.Unregistered)} use ops that are not registered";
}
