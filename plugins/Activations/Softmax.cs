using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>y = eˣ / Σ eˣ along an axis.</summary>
/// <param name="Axis">The axis; negative from the end.</param>
[Op("Softmax", 13, Signature = "input -> output")]
public sealed record Softmax(long Axis = -1) : Op
{
    /// <inheritdoc/>
    public override bool ComputesWide => true;

    /// <inheritdoc/>
    public override OlderForm? Downgrade(IReadOnlyList<Value?> x) =>
        x[0]!.Shape.Rank > 0 && Axes.Axis(Axis, x[0]!.Shape.Rank) == x[0]!.Shape.Rank - 1 ? new(new Softmax11(x[0]!.Shape.Rank - 1), [x[0]]) : null;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x) => SoftmaxRows.Infer(x, Axis);

    // x̄ = y∘(ȳ − Σ ȳ∘y)
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p) => [p.Y() * (p.dY - (p.dY * p.Y()).Sum([Axis], keepDims: true))];

    /// <inheritdoc/>
    public override bool CanOverwrite(int input, int output) => true;

    /// <inheritdoc/>
    public override bool PrefersBody(IReadOnlyList<Value?> x) => !SoftmaxRows.IsLast(x[0]!, Axis);

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => SoftmaxRows.Body(x[0]!, Axis, v => v.Softmax());

    /// <inheritdoc/>
    public override Kernel? Bind(Binding b) => SoftmaxRows.Bind(b, log: false);
}

/// <summary>Before version 13 all dimensions from the axis on were one row.</summary>
[Op("Softmax", 1, 11, Signature = "input -> output")]
public sealed record Softmax11(long Axis = 1) : RowsUpgrade(Axis);
