using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>The same bits on any number of threads, at sizes that are shared among them.</summary>
static class ThreadsAspect
{
    const long Elements = 1 << 15;

    public static Finding? Check(Registry registry, OpSample sample, IReadOnlyList<CpuBackend> backends, int seed)
    {
        if (!sample.Op.IsPure || SampleVariants.Large(registry, sample, Elements) is not { } large) return null;
        var function = CheckedFunction.Of(registry, large);
        var inputs = function.Draw(ElementType.Float32, seed);
        Tensor[]? first = null;
        foreach (var backend in backends)
        {
            // Fused code is another kernel at times; it is compared with itself.
            if (backend.Pool.Threads == 1) first = null;
            var results = Evaluate.Function(function, inputs, backend);
            first ??= results;
            for (int k = 0; k < results.Length; k++)
                if (!first[k].Bytes.SequenceEqual(results[k].Bytes))
                    return new(Aspect.Threads, Verdict.Fail, $"at sizes {SampleVariants.Text(large)} output {k} has other bits on {backend.Pool.Threads} threads than on 1; no sum may depend on how work is split");
        }
        return new(Aspect.Threads, Verdict.Pass);
    }
}
