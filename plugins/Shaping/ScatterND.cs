namespace Nabla.Plugins;

/// <summary>The data with slices replaced or added to: the last dimension of the indices holds places in the first dimensions of the data.</summary>
/// <remarks>Its derivatives: of equals in a maximum or minimum each has an equal share; the second of a product is right where no update is zero.</remarks>
/// <param name="Reduction">How an update meets what is there: <c>none</c> (assigns), <c>add</c>, <c>mul</c>, <c>max</c> or <c>min</c>.</param>
[Op("ScatterND", 11, 13, 16, 18, Signature = "data, indices, updates -> output")]
public sealed record ScatterND(string Reduction = "none") : Op
{
    // add: x̄ = ȳ, ū = ȳ where it went; none: x̄ is 0 there, and with equal indices any of the updates counts. Others: see ScatterRules.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => new ScatterRules(p, r => new ScatterND(r), new GatherND()).Of(Reduction);

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => input == 0;

    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => Scattering.Since(Reduction);

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Element(1) == ElementType.Int64, $"indices must be i64, not {x.Element(1).Text()}");
        x.Require(x.Element(2) == x.Element(), $"updates are {x.Element(2).Text()}, data is {x.Element().Text()}; cast one with Cast");
        x.Require(Scattering.Knows(Reduction), $"reduction '{Reduction}' is none of none, add, mul, max, min");
        var indices = x.Shape(1);
        x.Require(indices.Rank > 0 && indices.Dims[^1].IsStatic && indices.Dims[^1].Size <= x.Shape().Rank, "the last dimension of the indices must be known and not above the rank of the data");
        int depth = (int)indices.Dims[^1].Size, rank = indices.Rank - 1 + x.Shape().Rank - depth;
        x.Require(x.Shape(2).Rank == rank, $"updates need {rank} dimensions, the indices' but the last, then the data's from {depth} on");
        Dim[] wanted = [.. indices.Dims[..^1], .. x.Shape().Dims[depth..]];
        for (int i = 0; i < rank; i++) x.RequireEqual(wanted[i], x.Shape(2)[i], $"updates are {x.Shape(2)}; {Nabla.Shape.Create(wanted)} is needed");
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b)
    {
        var places = new SlicePlaces(b.In(1), b.In(), 0);
        return Scattering.Bind(b, Reduction, places.Of, places.Count, places.Slice);
    }
}
