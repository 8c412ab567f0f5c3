using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The data with y[i, index[i, j, k], k] = or ⊕= update[i, j, k] for axis 1, and so for others.</summary>
/// <remarks>Its derivatives: of equals in a maximum or minimum each has an equal share; the second of a product is right where no update is zero.</remarks>
/// <param name="Axis">Along which dimension the indices count.</param>
/// <param name="Reduction">⊕: <c>none</c> (assigns), <c>add</c>, <c>mul</c>, <c>max</c> or <c>min</c>.</param>
[Op("ScatterElements", 11, 13, 16, 18, Signature = "data, indices, updates -> output")]
public sealed record ScatterElements(long Axis = 0, string Reduction = "none") : Op
{
    // add: x̄ = ȳ, ū = ȳ where it went; none: x̄ is 0 there, and with equal indices any of the updates counts. Others: see ScatterRules.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => new ScatterRules(p, r => new ScatterElements(Axis, r), new GatherElements(Axis)).Of(Reduction);

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => input == 0;

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Scattering.Since(Reduction);

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireIndices(1);
        x.Axis(Axis, x.Shape().Rank);
        x.Require(x.Shape(1).Rank == x.Shape().Rank && x.Shape(2).Rank == x.Shape().Rank, "data, indices and updates need the same number of dimensions");
        x.Require(x.Element(2) == x.Element(), $"updates are {x.Element(2).Text()}, data is {x.Element().Text()}; cast one with Cast");
        x.RequireWithin(Axis);
        for (int i = 0; i < x.Shape().Rank; i++) x.RequireEqual(x.Shape(1)[i], x.Shape(2)[i], $"updates {x.Shape(2)} must have the shape of the indices {x.Shape(1)}");
        x.Require(Scattering.Knows(Reduction), $"reduction '{Reduction}' is none of none, add, mul, max, min");
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        var places = new IndexedPlaces(b.In(1), b.In(), Axes.Axis(Axis, b.In().Rank));
        return Scattering.Bind(b, Reduction, places.Of, (nint)b.In(1).Count, 1);
    }
}
