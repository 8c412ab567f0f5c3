namespace Nabla.Plugins;

/// <summary>What the ops that draw numbers share: something else each run, and no derivative, because at most the shape of an input matters.</summary>
/// <param name="Seed">Chooses the sequence of runs; if there is none, each time the op is made ready chooses another.</param>
public abstract record RandomOp(float? Seed) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => true;

    /// <summary>The type that is drawn, if it is one that can be.</summary>
    private protected static TensorType Drawn(Inference x, ElementType element, Shape shape)
    {
        x.Require(element.IsFloat(), $"draws floating-point numbers, not {element.Text()}; give dtype as 1 (float32), 10 (float16) or 11 (float64)");
        return new(element, shape);
    }

    /// <summary>The shape of the attribute of that name.</summary>
    private protected static Shape Given(Inference x, AttributeList<long> sizes)
    {
        x.Require(sizes.All(s => s >= 0), $"shape [{string.Join(',', sizes)}] has a negative size");
        return Shape.Of(sizes.Span);
    }

    /// <summary>The kernel for a distribution.</summary>
    private protected Kernel? Draw<D>(Binding b, double first, double second) where D : struct, IDistribution => b.Out().Element switch
    {
        ElementType.Float16 or ElementType.Float32 => new RandomKernel<float, D>(b, first, second, Seed),
        ElementType.Float64 => new RandomKernel<double, D>(b, first, second, Seed),
        _ => null,
    };
}
