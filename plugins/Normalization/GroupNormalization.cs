using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = (x − μ)/√(σ² + ε)·scale + bias for x [N, C, d…], with the mean μ and the variance σ² of each group of channels of each instance.</summary>
/// <param name="NumGroups">How many groups the channels are divided into.</param>
/// <param name="Epsilon">What keeps the root from 0.</param>
/// <param name="StashType">The element type to compute in, 1 for float32. What is narrower is computed in float32, float64 stays.</param>
[Op("GroupNormalization", 21, Signature = "X, scale, bias -> Y")]
public sealed record GroupNormalization(long NumGroups, float Epsilon = 1e-5f, ElementType StashType = ElementType.Float32) : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        x.SameElement();
        x.Require(x.Shape().Rank >= 2, "needs [N, C, d…]");
        x.RequirePerChannel(1);
        x.RequirePerChannel(2);
        x.Require(NumGroups > 0 && (!x.Shape()[1].IsStatic || x.Shape()[1].Size % NumGroups == 0), $"{x.Shape()[1]} channels cannot be divided into {NumGroups} groups");
        return [x.Type()];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var data = x[0]!;
        var (_, centred, variance) = Moments.Of(Moments.Wide(data).Reshape(0, NumGroups, -1), [2]);
        var y = (centred / Moments.Deviation(variance, Epsilon)).Reshape(data.ShapeOf()).Cast(data.Element);
        return [y * Moments.PerChannel(x[1]!, data.Shape.Rank) + Moments.PerChannel(x[2]!, data.Shape.Rank)];
    }
}

/// <summary>Before version 21 there were a scale and a bias for each group, not for each channel.</summary>
[Op("GroupNormalization", 18, Signature = "X, scale, bias -> Y")]
public sealed record GroupNormalization18(long NumGroups, float Epsilon = 1e-5f) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var data = x[0]!;
        foreach (var each in (Value[])[x[1]!, x[2]!])
            Require(each.Shape.Rank == 1 && (!each.Shape[0].IsStatic || each.Shape[0].Is(NumGroups)),
                $"scale and bias must hold {NumGroups} numbers, one a group; there is {each.Type}");
        var (_, centred, variance) = Moments.Of(data.Reshape(0, NumGroups, -1), [2]);
        return [(centred / Moments.Deviation(variance, Epsilon) * x[1]!.Unsqueeze(1) + x[2]!.Unsqueeze(1)).Reshape(data.ShapeOf())];
    }
}
