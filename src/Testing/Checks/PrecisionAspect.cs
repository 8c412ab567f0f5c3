namespace Nabla.Testing;

/// <summary>What float32 gives against what float64 gives for the same numbers.</summary>
static class PrecisionAspect
{
    public static Finding Check(CheckedFunction function, int seed)
    {
        var single = function.Draw(ElementType.Float32, seed);
        var twice = function.Draw(ElementType.Float64, seed);
        // What float32 rounded, float64 takes as it is.
        for (int i = 0; i < twice.Length; i++)
            if (twice[i]?.Element == ElementType.Float64 && single[i]!.Element == ElementType.Float32) twice[i] = Tensor.Of(Numbers.Of(single[i]!), twice[i]!.Dims);
        var (expected, actual) = (Evaluate.Function(function, twice), Evaluate.Function(function, single));
        for (int k = 0; k < expected.Length; k++)
            if (Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(actual[k]), function.Tolerance, function.Tolerance) is { } difference)
                return new(Aspect.Precision, Verdict.Fail, $"float32 differs from float64 in output {k}: {difference}");
        return new(Aspect.Precision, Verdict.Pass);
    }
}
