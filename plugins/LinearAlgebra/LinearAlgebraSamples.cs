using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>The samples that the ops of this plugin are checked over. On ONNX Runtime the bodies are run, in float32.</summary>
public sealed class LinearAlgebraSamples : IOpSamples
{
    static readonly Tensor Exchanging = Tensor.Of([0f, 2, 1, 1, 0, 0, 3, 0, 1], 3, 3);

    /// <inheritdoc/>
    IEnumerable<OpSample> IOpSamples.Samples =>
    [
        .. new long[] { 0, 1, 2, 3, 7, 16 }.SelectMany(n => Sizes(n)),
        .. Sizes(33).Select(r => r.Op is Det or Trace ? r : r with { NotOnOrt = "the body would be too long" }),
        .. Batches(2, 3), .. Batches(2, 1, 3), .. Batches(0),
        Row("Det any", new Det(), InputSpec.Float(5, 3, 3)), Row("Det of a singular matrix", new Det(), InputSpec.Of(Tensor.Of([1f, 2, 2, 4], 2, 2))) with { Differentiable = false },
        Row("Det by exchange", new Det(), InputSpec.Of(Exchanging)) with { Differentiable = false },
        Row("Cofactors any", new Cofactors(), InputSpec.Float(5, 3, 3)), Row("Cofactors by exchange", new Cofactors(), InputSpec.Of(Exchanging)) with { Differentiable = false },
        Row("Inverse by exchange", new Inverse(), InputSpec.Of(Exchanging)) with { Differentiable = false },
        Row("Solve by exchange", new Solve(), InputSpec.Of(Exchanging), InputSpec.Float(3, 2)),
        Row("Solve one for many", new Solve(), Regular(3, 3), InputSpec.Float(4, 3, 2)), Row("Solve many for one", new Solve(), Regular(4, 3, 3), InputSpec.Float(3, 2)),
        Row("Solve each for each", new Solve(), Regular(2, 1, 3, 3), InputSpec.Float(4, 3, 2)), Row("Solve nothing", new Solve(), Regular(3, 3), InputSpec.Float(3, 0)),
        Row("Cholesky of the lower triangle", new Cholesky(), InputSpec.Of(Tensor.Of([4f, 99, 2, 5], 2, 2))) with { Differentiable = false },
    ];

    static IEnumerable<OpSample> Sizes(long n) =>
    [
        Row($"Det [{n}]", new Det(), InputSpec.Float(n, n).In(-0.2, 0.2).WithDiagonal(1)), Row($"Trace [{n}]", new Trace(), InputSpec.Float(n, n)),
        Row($"Cofactors [{n}]", new Cofactors(), InputSpec.Float(n, n).In(-0.2, 0.2).WithDiagonal(1)), Row($"Inverse [{n}]", new Inverse(), Regular(n, n)),
        Row($"Solve [{n}]", new Solve(), Regular(n, n), InputSpec.Float(n, 3)), Row($"Cholesky [{n}]", new Cholesky(), Regular(n, n)),
    ];

    static IEnumerable<OpSample> Batches(params long[] batch)
    {
        var text = string.Join(',', batch);
        yield return Row($"Det {text} matrices", new Det(), InputSpec.Float([.. batch, 3, 3]).WithDiagonal(1));
        yield return Row($"Trace {text} matrices", new Trace(), InputSpec.Float([.. batch, 3, 3]));
        yield return Row($"Cofactors {text} matrices", new Cofactors(), InputSpec.Float([.. batch, 3, 3]).WithDiagonal(1));
        yield return Row($"Inverse {text} matrices", new Inverse(), Regular([.. batch, 3, 3]));
        yield return Row($"Solve {text} matrices", new Solve(), Regular([.. batch, 3, 3]), InputSpec.Float([.. batch, 3, 2]));
        yield return Row($"Cholesky {text} matrices", new Cholesky(), Regular([.. batch, 3, 3]));
    }

    // Far from singular, and positive definite if taken for symmetric.
    static InputSpec Regular(params long[] sizes) => InputSpec.Float(sizes).In(-1, 1).WithDiagonal(2 + sizes[^1] / 2.0);

    static OpSample Row(string name, Op op, params InputSpec?[] inputs) => new(name, op, inputs) { Tolerance = 2e-5 };
}
