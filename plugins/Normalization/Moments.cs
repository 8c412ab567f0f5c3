using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What normalizations share.</summary>
static class Moments
{
    /// <summary>The type that is computed in: float32 for anything narrower.</summary>
    public static Value Wide(Value x) => x.Element.Bits() < 32 ? x.Cast(ElementType.Float32) : x;

    /// <summary>The mean over some axes, how far each element lies from it, and the mean square of that.</summary>
    public static (Value Mean, Value Centred, Value Variance) Of(Value x, ReadOnlySpan<long> axes)
    {
        var mean = x.Mean(axes, keepDims: true);
        var centred = x - mean;
        return (mean, centred, (centred * centred).Mean(axes, keepDims: true));
    }

    /// <summary>√(v + ε).</summary>
    public static Value Deviation(Value variance, float epsilon) => (variance + epsilon).Sqrt();

    /// <summary>The axes from <paramref name="first"/> on.</summary>
    public static long[] From(int first, int rank) => [.. Enumerable.Range(first, rank - first).Select(i => (long)i)];

    /// <summary>One number a channel, made to broadcast to [N, C, d…].</summary>
    public static Value PerChannel(Value x, int rank) => rank <= 2 ? x : x.Unsqueeze(From(1, rank - 1));

    public static void RequirePerChannel(this Inference x, int input)
    {
        var channels = x.Shape().Rank > 1 ? x.Shape()[1] : 1;
        x.Require(x.Shape(input).Rank == 1, $"input {input} must hold one number for each of the {channels} channels; there is {x.Type(input)}");
        x.Require(Shape.TryBroadcast([channels], x.Shape(input), out var both) && (!both.IsStatic || !channels.IsStatic || both[0] == channels && (x.Shape(input)[0] == channels || !x.Shape(input)[0].IsStatic)),
            $"input {input} must hold one number for each of the {channels} channels; there is {x.Type(input)}");
    }
}
