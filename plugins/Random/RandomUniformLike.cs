namespace Nabla.Plugins;

/// <summary>Numbers from low up to but not including high, each equally likely, in the shape of another tensor.</summary>
/// <remarks>They follow from the seed, the run and the position alone: the same at any thread count. Those of float64 are those of float32 with more digits.</remarks>
/// <param name="Dtype">The element type; by default that of the input.</param>
/// <param name="High">The upper bound.</param>
/// <param name="Low">The lower bound.</param>
/// <param name="Seed">Chooses the sequence of runs; if there is none, each time the op is made ready chooses another.</param>
[Op("RandomUniformLike", 1, 22, Signature = "input -> output")]
public sealed record RandomUniformLike(ElementType? Dtype = null, float High = 1, float Low = 0, float? Seed = null) : RandomOp(Seed)
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        Uniform.Check(x, Low, High);
        return [Drawn(x, Dtype ?? x.Element(), x.Shape())];
    }

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => Draw<Uniform>(b, Low, High);
}
