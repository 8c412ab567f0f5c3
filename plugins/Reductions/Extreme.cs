using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What ReduceMax and ReduceMin share.</summary>
/// <param name="Keepdims">1 to keep reduced dimensions with size 1.</param>
/// <param name="NoopWithEmptyAxes">1 to reduce no dimension, rather than all, where no axes are given.</param>
public abstract record Extreme<R>(long Keepdims, long NoopWithEmptyAxes) : Reduction<R>(Keepdims, NoopWithEmptyAxes) where R : struct, IReduction
{
    // x̄ = ȳ shared equally by all x that equal y.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        var ties = p.X().EqualTo(Kept(p, p.Y())).Cast(p.dY.Element);
        var count = p.Graph.Add(new ReduceSum(Keepdims, NoopWithEmptyAxes), ties, p.Has(1) ? p.X(1) : null)[0];
        return [ties * Kept(p, p.dY / count)];
    }
}
