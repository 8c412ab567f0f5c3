using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Inputs are left alone, and outputs and adjoints have the same bits in each run and on any number of threads; what fused code gives agrees with
/// what the ops give one by one.</summary>
static class PurityAspect
{
    public static Finding? Check(CheckedFunction function, IReadOnlyList<CpuBackend> backends, int seed, bool withAdjoint)
    {
        var single = new SinglePrecision(function, seed, withAdjoint);
        if (!single.IsPure) return null;
        Tensor[]? first = null;
        foreach (var backend in backends)
        {
            var results = single.Run(backend, runs: 2, out var changed);
            if (changed is not null) return Fail($"input '{changed}' is changed by a run; a kernel may write only over what CanOverwrite allows");
            if (Difference(results[0], results[1]) is { } between) return Fail($"a second run gives other bits than the first: {between}; is the op pure?");
            first ??= results[0];
            if (Difference(first, results[0]) is { } threads)
                return Fail($"{backend.Pool.Threads} threads give other bits than {backends[0].Pool.Threads}: {threads}; no sum may depend on how work is split");
        }
        return first is null || Compare(first, single.Run(new CpuBackend(1), 1, out _)[0], function.Tolerance) is not { } passes ? new(Aspect.Purity, Verdict.Pass)
            : Fail($"fused code differs from the ops one by one: {passes}");
    }

    static Finding Fail(string message) => new(Aspect.Purity, Verdict.Fail, message);

    static string? Difference(Tensor[] expected, Tensor[] actual)
    {
        for (int k = 0; k < expected.Length; k++)
            if (!expected[k].Equals(actual[k])) return $"value {k}, {Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), 0, 0) ?? "in its sign of zero or its NaN"}";
        return null;
    }

    static string? Compare(Tensor[] expected, Tensor[] actual, double tolerance)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            var (e, a) = (Numbers.Of(expected[k]), Numbers.Of(actual[k]));
            if (Numbers.Difference(e, a, tolerance * Math.Max(1, Vectors.Largest([.. e.Where(double.IsFinite)])), tolerance) is { } difference) return $"value {k}, {difference}";
        }
        return null;
    }
}
