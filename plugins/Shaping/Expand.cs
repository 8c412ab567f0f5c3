using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Repeated along dimensions of size 1 and in front, as NumPy broadcasts it with the given shape.</summary>
[Op("Expand", 8, 13, Signature = "input, shape -> output")]
public sealed record Expand() : Op
{
    // x̄ = ȳ; the framework sums what was repeated.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.dY];

    /// <inheritdoc/>
    public override bool Broadcasts => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape(1).Rank == 1, $"the shape must be a vector, not {x.Type(1)}");
        if (x.Content(1) is { } wanted)
        {
            x.Require(Nabla.Shape.TryBroadcast(x.Shape(), Nabla.Shape.Create(wanted), out var shape), $"{x.Shape()} does not broadcast with {Nabla.Shape.Create(wanted)}");
            x.TakeAsEqual(x.Shape(), shape);
            return [new(x.Element(), shape)];
        }
        x.Require(x.Shape(1)[0].IsStatic, "how many dimensions the result has must be known; give the shape as a constant");
        int rank = Math.Max(x.Shape().Rank, (int)x.Shape(1)[0].Size);
        return [new(x.Element(), [.. x.Unknowns(rank)])];
    }

    /// <inheritdoc/>
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        int lead = y.Rank - x.Rank;
        var (from, to) = (StridedCopy.Strides(x.Sizes), StridedCopy.Strides(y.Sizes));
        var axes = new StridedAxis[y.Rank];
        for (int i = 0; i < axes.Length; i++)
            axes[i] = new((nint)y.Sizes[i], i < lead || x.Sizes[i - lead] == 1 ? 0 : from[i - lead], to[i]);
        return StridedCopy.Bind(x.Element, x.Pointer, y.Pointer, axes);
    }
}
