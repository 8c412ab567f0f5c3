using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>The shape rule, with sizes and with symbols, and the kernel at sizes that the row does not have. A rule may refuse any of them; what it lets pass must hold.</summary>
static class SizesAspect
{
    const int MostSizes = 4;
    static readonly long[][][] Broadcasts = [[[3, 1], [1, 4]], [[3, 4], [4]], [[2, 3, 4], [3, 1]], [[], [3]], [[5], []], [[0, 3], [1, 3]]];

    public static Finding Check(Registry registry, OpSample sample, int seed) =>
        sample.AtKink || SampleVariants.Drawn(sample).Length == 0 ? new(Aspect.Sizes, Verdict.Pass)
        : Others(registry, sample, seed) ?? Scalars(registry, sample, seed) ?? Broadcasting(registry, sample, seed) ?? new(Aspect.Sizes, Verdict.Pass);

    static Finding? Others(Registry registry, OpSample sample, int seed)
    {
        var symbolic = Symbolic(registry, sample);
        foreach (long size in SampleVariants.Sizes(sample).Where(s => s is > 1 and < 1000).Take(MostSizes))
            foreach (long other in (long[])[0, 1, size + 1, size + 3])
            {
                // What becomes equal to another size by chance, a rule may take for the same.
                if (other > 1 && SampleVariants.Sizes(sample).Contains(other)) continue;
                var variant = sample.Resized(s => s == size ? other : s);
                if (Variant(registry, variant, seed, out var given) is { } wrong) return wrong;
                if (given is null || symbolic is null || other == 1 || IsOfFixed(sample, size)) continue;
                var sizes = SampleVariants.Sizes(sample).Where(s => s != 1).ToDictionary(s => $"S{s}", s => s == size ? other : s);
                for (int k = 0; k < symbolic.Length; k++)
                {
                    var bound = symbolic[k].Bind(sizes);
                    if (bound.Shape.IsStatic && bound != given[k].Type)
                        return Fail($"with symbols the shape rule says {symbolic[k]} for output {k}; at sizes {SampleVariants.Text(variant)} that is {bound}, and the kernel gives {given[k].Type}");
                }
            }
        return null;
    }

    // All drawn inputs without dimensions.
    static Finding? Scalars(Registry registry, OpSample sample, int seed) => Variant(registry, sample.With((_, spec) => spec with { Sizes = [], Diagonal = 0 }), seed, out _);

    static Finding? Broadcasting(Registry registry, OpSample sample, int seed)
    {
        var drawn = SampleVariants.Drawn(sample);
        if (!sample.Op.Broadcasts || drawn.Length < 2 || drawn.Length != sample.Inputs.Length) return null;
        foreach (var shapes in Broadcasts)
        {
            var variant = sample.With((i, spec) => spec with { Sizes = shapes[i % shapes.Length] });
            if (Variant(registry, variant, seed, out var given) is { } wrong) return wrong;
            if (given is null || given.Any(t => t.Element is not (ElementType.Float32 or ElementType.Bool or ElementType.Int64 or ElementType.Int32))) continue;
            // What broadcasts in part, as the leading dimensions of MatMul, takes no inputs that are repeated.
            if (Expanded(registry, variant, seed) is not { } expected) continue;
            for (int k = 0; k < given.Length; k++)
                if (expected[k].Type != given[k].Type || Numbers.Difference(Numbers.Of(expected[k]), Numbers.Of(given[k]), sample.Tolerance, sample.Tolerance) is not null)
                    return Fail($"shapes {SampleVariants.Text(variant)} broadcast, but output {k} is not what the op gives for inputs that are repeated beforehand");
            if (given.Any(t => t.Count > 0) && variant.DifferentiatedInputs.Any() && ReverseAspect.Check(Trial.At(CheckedFunction.Of(registry, variant), seed), seed) is { Verdict: Verdict.Fail } slope)
                return Fail($"shapes {SampleVariants.Text(variant)} broadcast, and the adjoint is wrong there: {slope.Message}");
        }
        return null;
    }

    static Tensor[]? Expanded(Registry registry, OpSample variant, int seed)
    {
        var inputs = variant.Draw(ElementType.Float32, seed);
        var shape = Shape.Scalar;
        foreach (var t in inputs) Shape.TryBroadcast(shape, t!.Type.Shape, out shape);
        long[] dims = shape.ToSizes();
        return SampleVariants.Types(registry, variant.With((_, spec) => spec with { Sizes = dims })) is null ? null
            : Evaluate.Op(registry, variant.Op, [.. inputs.Select(t => Repeated(t!, dims))], variant.Constant);
    }

    static Tensor Repeated(Tensor t, long[] dims)
    {
        int width = t.Element.Bytes(1) is var b ? (int)b : 0;
        long count = dims.Aggregate(1L, (product, size) => product * size);
        var bytes = new byte[count * width];
        for (long at = 0; at < count; at++)
        {
            long from = 0, stride = 1, left = at;
            for (int axis = 1; axis <= dims.Length; axis++)
            {
                long index = left % dims[^axis];
                left /= dims[^axis];
                if (axis > t.Dims.Length) continue;
                if (t.Dims[^axis] != 1) from += index * stride;
                stride *= t.Dims[^axis];
            }
            t.Bytes.Slice((int)from * width, width).CopyTo(bytes.AsSpan((int)at * width));
        }
        return Tensor.FromBytes(t.Element, bytes, dims);
    }

    /// <summary>What the kernel gives where the shape rule lets the sizes pass, and what is wrong with it.</summary>
    static Finding? Variant(Registry registry, OpSample variant, int seed, out Tensor[]? given)
    {
        given = null;
        if (SampleVariants.Types(registry, variant) is not { } types) return null;
        try
        {
            given = Evaluate.Op(registry, variant.Op, variant.Draw(ElementType.Float32, seed), variant.Constant);
        }
        catch (NablaException e) when (!Crashed(e) && (SampleVariants.Sizes(variant).Contains(0) || HasIndices(variant)))
        {
            // Of nothing there is no greatest, and indices of the row may lie outside then: it may say so, unless another runtime has an answer.
            return Peer.Answers(registry, variant, seed) ? Fail($"the shape rule accepts sizes {SampleVariants.Text(variant)}, and ONNX Runtime has an answer there; here it is refused: {e.Message}") : null;
        }
        catch (Exception e)
        {
            return Fail($"the shape rule accepts sizes {SampleVariants.Text(variant)}; running fails: {e.Message}");
        }
        for (int k = 0; k < types.Length; k++)
            if (types[k] != given[k].Type) return Fail($"at sizes {SampleVariants.Text(variant)} the shape rule says {types[k]} for output {k}; the kernel gives {given[k].Type}");
        return null;
    }

    /// <summary>True for what an op did not mean to throw.</summary>
    internal static bool Crashed(NablaException e) => e.InnerException is not null and not NablaException;

    // A symbol would be that of an input that keeps its size.
    static bool IsOfFixed(OpSample sample, long size) =>
        Enumerable.Range(0, sample.Inputs.Length).Any(i => sample.Inputs[i] is { Fixed: not null } spec && !sample.Constant.Contains(i) && spec.Sizes.Contains(size));

    static bool HasIndices(OpSample sample) =>
        Enumerable.Range(0, sample.Inputs.Length).Any(i => sample.Inputs[i] is { } spec && spec.Element.IsInteger() && !sample.Constant.Contains(i));

    static TensorType[]? Symbolic(Registry registry, OpSample sample)
    {
        var function = CheckedFunction.Of(registry, sample);
        var graph = new Program(registry).AddGraph("symbols");
        try
        {
            return [.. function.Build(graph, function.InputsIn(graph, sample.Draw(ElementType.Float32), t => [.. t.Dims.ToArray().Select(s => s == 1 ? new Dim(1) : Dim.Symbol($"S{s}"))])).Select(v => v.Type)];
        }
        catch (GraphException)
        {
            // It asks for known sizes.
            return null;
        }
    }

    static Finding Fail(string message) => new(Aspect.Sizes, Verdict.Fail, message);
}
