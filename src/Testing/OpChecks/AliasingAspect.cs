using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Where the memory plan takes the op's word: outputs over inputs, one value as two inputs, outputs that are views.</summary>
static class AliasingAspect
{
    public static Finding? Check(Registry registry, OpSample sample, CpuBackend backend, int seed)
    {
        if (!sample.Op.IsPure) return null;
        var function = CheckedFunction.Of(registry, sample);
        var inputs = function.Draw(ElementType.Float32, seed);
        var alone = Evaluate.Function(function, inputs, backend);
        int[] drawn = SampleVariants.Drawn(sample);
        foreach (int i in drawn)
            for (int k = 0; k < alone.Length; k++)
            {
                if (!sample.Op.CanOverwrite(i, k)) continue;
                if (Difference(alone, Run(function, inputs, backend, (g, x) => [.. x.Select((v, j) => j == i ? g.Add(new Copy(), v)[0] : v)])) is { } wrong)
                    return Fail($"CanOverwrite lets output {k} be written over input {i}, but the result is another then: {wrong}; the kernel reads what it has written over");
            }
        if (sample.Op.IsView && !alone[0].Bytes.SequenceEqual(inputs[0]!.Bytes)) return Fail("IsView says that output 0 is the bytes of input 0; they differ");
        return Twice(function, sample, drawn, inputs, backend) ?? new(Aspect.Aliasing, Verdict.Pass);
    }

    // f(x, x) is f(x, copy of x), also where the one x may be written over.
    static Finding? Twice(CheckedFunction function, OpSample sample, int[] drawn, Tensor?[] inputs, CpuBackend backend)
    {
        foreach (int i in drawn)
            foreach (int j in drawn.Where(j => j > i && inputs[j]!.Type == inputs[i]!.Type))
            {
                Tensor?[] same = [.. inputs];
                same[j] = same[i];
                Tensor[] expected;
                try
                {
                    expected = Evaluate.Function(function, same, backend);
                }
                catch (NablaException)
                {
                    continue;
                }
                var actual = Run(function, same, backend, (g, x) =>
                {
                    Value?[] shared = [.. x];
                    shared[i] = shared[j] = g.Add(new Copy(), x[i])[0];
                    return shared;
                });
                if (Difference(expected, actual) is { } wrong) return Fail($"inputs {i} and {j} are one value, and the result is another than for two equal ones: {wrong}");
            }
        return null;
    }

    static Tensor[] Run(CheckedFunction function, Tensor?[] inputs, CpuBackend backend, Func<Graph, Value?[], Value?[]> change) =>
        Evaluate.Function(function with { Build = (g, x) => function.Build(g, change(g, [.. x])) }, inputs, backend);

    static string? Difference(Tensor[] expected, Tensor[] actual)
    {
        for (int k = 0; k < expected.Length; k++) if (!expected[k].Bytes.SequenceEqual(actual[k].Bytes)) return $"output {k}";
        return null;
    }

    static Finding Fail(string message) => new(Aspect.Aliasing, Verdict.Fail, message);
}
