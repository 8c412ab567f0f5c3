using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>A row of a sample table at other sizes.</summary>
static class SampleVariants
{
    /// <summary>The positions of the inputs whose numbers are drawn and fed: those that may have other sizes.</summary>
    public static int[] Drawn(OpSample sample) =>
        [.. Enumerable.Range(0, sample.Inputs.Length).Where(i => sample.Inputs[i] is { Fixed: null } && !sample.Constant.Contains(i))];

    /// <summary>The sizes that occur in drawn inputs.</summary>
    public static long[] Sizes(OpSample sample) => [.. Drawn(sample).SelectMany(i => sample.Inputs[i]!.Sizes).Distinct()];

    /// <summary>The row with each size replaced, wherever it occurs.</summary>
    public static OpSample Resized(this OpSample sample, Func<long, long> map) => sample.With((i, spec) =>
    {
        long[] sizes = [.. spec.Sizes.Select(map)];
        // A larger matrix is as far from singular with more on its diagonal.
        return spec with { Sizes = sizes, Diagonal = spec.Diagonal == 0 ? 0 : Math.Max(spec.Diagonal, 2 * sizes[^1]) };
    });

    /// <summary>The row with the drawn inputs changed.</summary>
    public static OpSample With(this OpSample sample, Func<int, InputSpec, InputSpec> change)
    {
        var drawn = Drawn(sample);
        return sample with { Inputs = [.. sample.Inputs.Select((spec, i) => drawn.Contains(i) ? change(i, spec!) : spec)] };
    }

    /// <summary>The row with its first size that the op lets grow so large that the inputs have about so many elements; null if there is none.</summary>
    public static OpSample? Large(Registry registry, OpSample sample, long elements)
    {
        foreach (long size in Sizes(sample).Where(s => s > 1))
            for (long large = elements; large > size; large /= 2)
            {
                var variant = sample.Resized(s => s == size ? large : s);
                if (Count(variant) > elements) continue;
                if (Types(registry, variant) is { } types && types.Sum(t => Count(t.Shape.ToSizes())) is > 0 and var outputs && outputs <= 4 * elements) return variant;
                break;
            }
        return null;
    }

    /// <summary>What the shape rule says, or null where it refuses; whatever else it throws goes on.</summary>
    public static TensorType[]? Types(Registry registry, OpSample sample)
    {
        try
        {
            var function = CheckedFunction.Of(registry, sample);
            var graph = new Program(registry).AddGraph("sizes");
            TensorType[] types = [.. function.Build(graph, function.InputsIn(graph, Placeholders(sample))).Select(v => v.Type)];
            return types.All(t => t.Shape.IsStatic) ? types : null;
        }
        catch (GraphException)
        {
            return null;
        }
    }

    /// <summary>How an error names the sizes.</summary>
    public static string Text(OpSample sample) => string.Join(", ", sample.Inputs.Select(i => i is null ? "–" : $"[{string.Join(',', i.Sizes)}]"));

    // Only sizes are asked for: what is fed need not be drawn.
    static Tensor?[] Placeholders(OpSample sample)
    {
        var drawn = Drawn(sample);
        return [.. sample.Inputs.Select((spec, i) => spec is null ? null : drawn.Contains(i) ? Tensor.Filled(spec.Element, 0, spec.Sizes) : spec.ToTensor(spec.Draw(new(1)), ElementType.Float32))];
    }

    static long Count(OpSample sample) => Drawn(sample).Select(i => Count(sample.Inputs[i]!.Sizes)).DefaultIfEmpty().Max();

    static long Count(long[] sizes) => sizes.Aggregate(1L, (product, size) => checked(product * size));
}
