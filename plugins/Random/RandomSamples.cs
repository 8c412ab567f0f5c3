using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over.</summary>
public sealed class RandomSamples : IOpSamples
{
    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. new long[] { 0, 1, 255, 257, 10_007 }.SelectMany(n => new[]
        {
            Row($"RandomNormal [{n}]", new RandomNormal([n], Seed: 7)), Row($"RandomUniform [{n}]", new RandomUniform([n], Seed: 7)),
            Row($"RandomNormalLike [{n}]", new RandomNormalLike(Seed: 7), InputSpec.Float(n)), Row($"RandomUniformLike [{n}]", new RandomUniformLike(Seed: 7), InputSpec.Float(n)),
            Row($"Bernoulli [{n}]", new Bernoulli(Seed: 7), InputSpec.Float(n).In(0, 1)),
        }),
        Row("RandomNormal scaled", new RandomNormal([5, 99], ElementType.Float64, 3, 0.5f, 1)), Row("RandomUniform between", new RandomUniform([5, 99], ElementType.Float64, 5, -3, 1)),
        Row("RandomNormalLike integers", new RandomNormalLike(ElementType.Float32, -2, 3, 1), InputSpec.Ints(1, 2, 3)),
        Row("RandomUniformLike bools", new RandomUniformLike(ElementType.Float64, 5, -3, 1), InputSpec.Bools(3, 4)),
        Row("RandomNormal of a scalar", new RandomNormal([], Seed: 7)), Row("Bernoulli bools", new Bernoulli(ElementType.Bool, 3), InputSpec.Float(4, 99).In(0, 1)),
    ];

    static OpSample Row(string name, Op op, params InputSpec?[] inputs) => new(name, op, inputs) { NotOnOrt = "its numbers are its own", Tolerance = 2e-5, Differentiable = false };
}
