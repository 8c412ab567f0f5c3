namespace Nabla.Plugins;

/// <summary>Numbers of the normal distribution, in the shape of another tensor.</summary>
/// <remarks>They follow from the seed, the run and the position alone: the same at any thread count. Those of float64 are those of float32 with more digits.</remarks>
/// <param name="Dtype">The element type; by default that of the input.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Scale">The standard deviation.</param>
/// <param name="Seed">Chooses the sequence of runs; if there is none, each time the op is made ready chooses another.</param>
[Op("RandomNormalLike", 1, 22, Signature = "input -> output")]
public sealed record RandomNormalLike(ElementType? Dtype = null, float Mean = 0, float Scale = 1, float? Seed = null) : RandomOp(Seed)
{
    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => [Drawn(x, Dtype ?? x.Element(), x.Shape())];

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => Draw<Normal>(b, Mean, Scale);
}
