using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The sums of the diagonals of square matrices [..., M, M].</summary>
[Op("Trace", 1, Domain = "nabla", Signature = "X -> Y")]
public sealed record Trace() : Op
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireSquare();
        return [new(x.Element(), [.. x.Shape().SkipLast(2)])];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.AddWith("Einsum", [("equation", "...ii->...")])];
}
