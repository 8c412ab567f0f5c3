using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = x, or in training mode x/(1 − ratio) where a random mask is true and 0 elsewhere; then the mask.</summary>
/// <remarks>The mask follows from the seed, the run and the position alone: the same at any thread count.</remarks>
/// <param name="Seed">Chooses the masks; if there is none, each time the op is made ready chooses others.</param>
[Op("Dropout", 12, 13, 22, Signature = "data, ratio?, training_mode? -> output, mask?")]
public sealed record Dropout(long? Seed = null) : Op
{
    /// <inheritdoc/>
    public override bool IsPure => false;

    /// <inheritdoc/>
    public override bool HasZeroDerivative(int input) => input == 1;

    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        if (x.Has(1)) x.Require(x.Element(1).IsFloat() && !(x.Shape(1).IsStatic && !x.Shape(1).Count.Is(1)), $"ratio must be one floating-point number; there is {x.Type(1)}");
        if (x.Has(2)) x.Require(x.Element(2) == ElementType.Bool && !(x.Shape(2).IsStatic && !x.Shape(2).Count.Is(1)), $"training_mode must be one bool; there is {x.Type(2)}");
        return [x.Type(), new(ElementType.Bool, x.Shape())];
    }

    // x̄ = ȳ/(1 − ratio) where the mask is true, else 0; without training x̄ = ȳ.
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        if (p.dYs[0] is not { } dy) return [];
        if (!p.Has(2)) return [dy];
        var zero = p.Literal(0);
        var ratio = p.X(2).Where(p.Has(1) ? p.X(1).Cast(dy.Element) : p.Literal(0.5), zero);
        return [p.Y(1).Where(dy / (1 - ratio), zero)];
    }

    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => Training(x) == false;

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) =>
        Training(x) == false ? [graph.Add("Identity", x[0]), graph.Constant(Tensor.Scalar(true)).Expand(x[0]!.ShapeOf())] : null;

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x)
    {
        float? ratio = x.Count < 2 || x[1] is null ? 0.5f : x[1]!.KnownTensor is { Element: ElementType.Float32 } known ? known.Span<float>()[0] : null;
        return Seed is null && Training(x) == false && ratio is { } given ? new(new Dropout10(given), [x[0]]) : null;
    }

    // Null where it is decided at run time.
    static bool? Training(IReadOnlyList<Value?> x) => x.Count < 3 || x[2] is null ? false : x[2]!.KnownTensor is { } known ? known.Span<bool>()[0] : null;

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => b.In().Element switch
    {
        ElementType.Float32 => new DropoutKernel<float>(b, Seed),
        ElementType.Float64 => new DropoutKernel<double>(b, Seed),
        _ => null,
    };
}

/// <summary>Before version 12 a graph was run in training or not, and files are for use: y = x.</summary>
[Op("Dropout", 10, Signature = "data -> output, mask?")]
public sealed record Dropout10(float Ratio = 0.5f) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [.. graph.Add(new Dropout(), x[0], graph.Constant(Tensor.Scalar(Ratio)))];
}

/// <summary>Before version 10 the mask had the element type of the data.</summary>
[Op("Dropout", 7, Signature = "data -> output, mask?")]
public sealed record Dropout7(float Ratio = 0.5f) : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var y = new Dropout10(Ratio).Body(graph, x);
        return [y[0], y[1].Cast(x[0]!.Element)];
    }
}

/// <summary>Before version 7 an attribute told whether a node is random.</summary>
[Op("Dropout", 6, Signature = "data -> output, mask?")]
public sealed record Dropout6(long IsTest = 0, float Ratio = 0.5f) : Upgrade
{
    /// <inheritdoc/>
    public override bool IsPure => IsTest != 0;

    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        if (IsTest != 0) return new Dropout7(Ratio).Body(graph, x);
        var y = graph.Add(new Dropout(), x[0], graph.Constant(Tensor.Scalar(Ratio)), graph.Constant(Tensor.Scalar(true)));
        return [y[0], y[1].Cast(x[0]!.Element)];
    }
}
