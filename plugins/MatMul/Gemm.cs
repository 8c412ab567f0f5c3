using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Y = α·op(A)·op(B) + β·C of matrices, C broadcast to Y; op is the transpose where asked for. With a bias for C this is a dense layer.</summary>
/// <param name="Alpha">α.</param>
/// <param name="Beta">β.</param>
/// <param name="TransA">Not 0: A is read transposed.</param>
/// <param name="TransB">Not 0: B is read transposed.</param>
[Op("Gemm", 7, 9, 11, 13, Signature = "A, B, C? -> Y")]
public sealed record Gemm(float Alpha = 1, float Beta = 1, [OnnxName("transA")] long TransA = 0, [OnnxName("transB")] long TransB = 0) : Op
{
    /// <inheritdoc/>
    public override int OldestVersion(IReadOnlyList<Value?> x) => x.Count > 2 && x[2] is not null ? 7 : 11;

    /// <inheritdoc/>
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape(0).Rank == 2 && x.Shape(1).Rank == 2, "A and B must be matrices; use MatMul for other ranks");
        var (m, k) = TransA == 0 ? (x.Shape(0)[0], x.Shape(0)[1]) : (x.Shape(0)[1], x.Shape(0)[0]);
        var (l, n) = TransB == 0 ? (x.Shape(1)[0], x.Shape(1)[1]) : (x.Shape(1)[1], x.Shape(1)[0]);
        x.Require(k == l || !k.IsStatic || !l.IsStatic, $"needs [m,k]·[k,n]; k is {k} on the left and {l} on the right");
        Shape shape = [m, n];
        x.Require(!x.Has(2) || Shape.TryBroadcast(shape, x.Shape(2), out var sum) && sum == shape, $"C {(x.Has(2) ? x.Shape(2) : default)} does not broadcast to {shape}");
        return [new(x.SameElement(), shape)];
    }

    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var y = (TransA == 0 ? x[0]! : x[0]!.T).MatMul(TransB == 0 ? x[1]! : x[1]!.T);
        if (Alpha != 1) y *= Alpha;
        return [x[2] is { } c && Beta != 0 ? y + (Beta == 1 ? c : c * Beta) : y];
    }

    // What C was repeated for is summed by the framework.
    /// <inheritdoc/>
    public override bool Broadcasts => true;

    // Ā = α·Ȳ·op(B)ᵀ, B̄ = α·op(A)ᵀ·Ȳ (transposed as A and B are), C̄ = β·Ȳ
    /// <inheritdoc/>
    public override Value?[] Adjoint(Pullback p)
    {
        bool ta = TransA != 0, tb = TransB != 0;
        return
        [
            !p.Wants(0) ? null : ta ? p.X(1).Gemm(p.dY, transA: tb, transB: true, alpha: Alpha) : p.dY.Gemm(p.X(1), transB: !tb, alpha: Alpha),
            !p.Wants(1) ? null : tb ? p.dY.Gemm(p.X(0), transA: true, transB: ta, alpha: Alpha) : p.X(0).Gemm(p.dY, transA: !ta, alpha: Alpha),
            !p.Wants(2) ? null : Beta == 1 ? p.dY : p.dY * Beta,
        ];
    }
}

/// <summary>Before version 7 C was only spread over Y if asked for.</summary>
[Op("Gemm", 6, Signature = "A, B, C -> Y")]
public sealed record Gemm6(float Alpha = 1, float Beta = 1, long Broadcast = 0, [OnnxName("transA")] long TransA = 0, [OnnxName("transB")] long TransB = 0)
    : Upgrade
{
    /// <inheritdoc/>
    public override Value[] Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var y = graph.Add(new Gemm(Alpha, Beta, TransA, TransB), x[0], x[1], x[2])[0];
        var c = x[2]!.Shape;
        Require(Broadcast != 0 || c.Rank == 2 && c.Zip(y.Shape).All(d => d.First == d.Second || !d.First.IsStatic || !d.Second.IsStatic),
            $"C must be {y.Shape}, not {c}; with broadcast = 1 it may be a part of it");
        return [y];
    }
}
