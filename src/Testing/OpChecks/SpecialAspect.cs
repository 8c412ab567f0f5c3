using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Not-a-number, infinities, signed zeros, the smallest and largest numbers: the same answer at every position, in fused code, in both precisions, and
/// no NaN that is lost on the way.</summary>
static class SpecialAspect
{
    const int Positions = 67;
    static readonly float[] Values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.MaxValue, float.MinValue, float.Epsilon, 1e-40f];

    public static Finding? Check(Registry registry, OpSample sample, int seed)
    {
        int[] floats = [.. SampleVariants.Drawn(sample).Where(i => sample.Inputs[i]!.IsFloat)];
        if (!sample.Op.IsPure || floats.Length == 0 || floats.All(i => sample.Inputs[i]!.Sizes.Contains(0))) return null;
        try
        {
            return Everywhere(registry, sample, floats, seed) ?? Inside(registry, sample, floats, seed) ?? Lost(registry, sample, seed) ?? new(Aspect.Special, Verdict.Pass);
        }
        catch (NablaException e) when (!SizesAspect.Crashed(e))
        {
            // An op may refuse such numbers, as a matrix that is not positive definite, with a sentence.
            return new(Aspect.Special, Verdict.Pass);
        }
    }

    // An elementwise kernel has code for whole registers and for what is left over: one value has one answer.
    static Finding? Everywhere(Registry registry, OpSample sample, int[] floats, int seed)
    {
        if (sample.Op is not IElementwise || sample.Constant.Count > 0 || sample.Inputs.Any(i => i is null || i.Fixed is not null)) return null;
        var variant = sample.With((_, spec) => spec with { Sizes = [Positions] });
        foreach (float value in Values)
        {
            var inputs = variant.Draw(ElementType.Float32, seed);
            foreach (int i in floats) inputs[i] = Tensor.Filled(ElementType.Float32, value, Positions);
            for (int i = 0; i < inputs.Length; i++) if (!floats.Contains(i)) inputs[i] = Tensor.Filled(inputs[i]!.Element, 1, Positions);
            var outputs = Evaluate.Op(registry, variant.Op, inputs, variant.Constant);
            if (Peers(registry, variant, inputs, outputs) is { } other) return Fail(FormattableString.Invariant($"for {value} everywhere, {other} in ONNX Runtime"));
            foreach (var y in outputs)
            {
                var numbers = Numbers.Of(y);
                int odd = Array.FindIndex(numbers, v => !v.Equals(numbers[0]) || v == 0 && double.IsNegative(v) != double.IsNegative(numbers[0]));
                if (odd >= 0) return Fail(FormattableString.Invariant($"for {value} element 0 is {numbers[0]:R} and element {odd} is {numbers[odd]:R}: whole registers and what is left over do not compute the same"));
            }
        }
        return null;
    }

    static Finding? Inside(Registry registry, OpSample sample, int[] floats, int seed)
    {
        var function = CheckedFunction.Of(registry, sample);
        foreach (float value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            foreach (int i in floats.Where(i => !sample.Inputs[i]!.Sizes.Contains(0)))
            {
                var (single, twice) = (sample.Draw(ElementType.Float32, seed), sample.Draw(ElementType.Float64, seed));
                for (int j = 0; j < single.Length; j++) if (single[j]?.Element == ElementType.Float32) twice[j] = Tensor.Of([.. single[j]!.Span<float>().ToArray().Select(v => (double)v)], single[j]!.Dims);
                var (f, d) = (single[i]!.Span<float>().ToArray(), twice[i]!.Span<double>().ToArray());
                f[^1] = value;
                d[^1] = value;
                (single[i], twice[i]) = (Tensor.Of(f, single[i]!.Dims), Tensor.Of(d, twice[i]!.Dims));
                var expected = Evaluate.Function(function, single);
                if (Peers(registry, sample, single, expected) is { } peer) return Fail($"with {value} as the last element of input {i}, {peer} in ONNX Runtime");
                if (Kinds(expected, Evaluate.Function(function, single, Cpu.Backend(1))) is { } fused) return Fail($"with {value} as the last element of input {i}, {fused} in fused code");
                if (Kinds(expected, Evaluate.Function(function, twice)) is { } other) return Fail($"with {value} as the last element of input {i}, {other} in float64");
            }
        return null;
    }

    static Finding? Lost(Registry registry, OpSample sample, int seed)
    {
        int[] smooth = [.. sample.DifferentiatedInputs.Where(i => sample.Inputs[i]!.Fixed is null && !sample.Inputs[i]!.Sizes.Contains(0))];
        if (smooth.Length == 0) return null;
        var inputs = sample.Draw(ElementType.Float32, seed);
        foreach (int i in smooth) inputs[i] = Tensor.Filled(ElementType.Float32, double.NaN, inputs[i]!.Dims);
        var outputs = Evaluate.Op(registry, sample.Op, inputs, sample.Constant);
        if (HasNaN(outputs) || !outputs.Any(t => t.Element == ElementType.Float32 && t.Count > 0)) return null;
        if (outputs.SequenceEqual(Evaluate.Op(registry, sample.Op, sample.Draw(ElementType.Float32, seed), sample.Constant))) return null;
        try
        {
            // Where another runtime does the same, that is what the op means.
            if (sample.NotOnOrt is null && sample.Op.Schema.Domain.Length == 0 && !HasNaN(OrtOps.Run(registry, sample.Op, inputs, sample.Constant))) return null;
        }
        catch (NablaException)
        {
            // It has no opinion.
        }
        return Fail("all inputs are NaN and no output is: an error before it would go unseen; let NaN pass, as Max and Where of a comparison that is false do");
    }

    // Where IEEE 754 says which number it is, it must be the same; elsewhere, whether it is one, and which infinity.
    static string? Peers(Registry registry, OpSample sample, Tensor?[] inputs, Tensor[] outputs) =>
        SpecialExceptions.Of(sample.Op) is null && Peer.Run(registry, sample, inputs) is { } peer ? Kinds(outputs, peer, SpecialExceptions.IsExact(sample.Op)) : null;

    static bool HasNaN(Tensor[] tensors) => tensors.Any(t => t.Element.IsFloat() && Numbers.Of(t).Any(double.IsNaN));

    static string? Kinds(Tensor[] expected, Tensor[] actual, bool exactly = false)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            if (!expected[k].Element.IsFloat()) continue;
            var (e, a) = (Numbers.Of(expected[k]), Numbers.Of(actual[k]));
            for (int n = 0; n < e.Length; n++)
                if (Kind(e[n]) != Kind(a[n]) || exactly && !(e[n].Equals(a[n]) && double.IsNegative(e[n]) == double.IsNegative(a[n]) || double.IsNaN(e[n]))) return FormattableString.Invariant($"element {n} of output {k} is {e[n]:R}, but {a[n]:R}");
        }
        return null;
    }

    static int Kind(double v) => double.IsNaN(v) ? 3 : double.IsPositiveInfinity(v) ? 1 : double.IsNegativeInfinity(v) ? 2 : 0;

    static Finding Fail(string message) => new(Aspect.Special, Verdict.Fail, message);
}
