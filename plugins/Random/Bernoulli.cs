using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>1 with the probability that the input says, else 0.</summary>
/// <param name="Dtype">The element type; by default that of the input.</param>
/// <param name="Seed">Chooses the sequence of runs; if there is none, each time the op is made ready chooses another.</param>
[Op("Bernoulli", 15, 22, Signature = "input -> output")]
public sealed record Bernoulli(ElementType? Dtype = null, float? Seed = null) : RandomOp(Seed)
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        return [new(Dtype ?? x.Element(), x.Shape())];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) =>
        [graph.Add(new RandomUniformLike(Seed: Seed), x[0])[0].Less(x[0]!).Cast(Dtype ?? x[0]!.Element)];
}
