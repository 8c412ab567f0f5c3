using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>Softmax regression: scores Z = XW + 𝟏bᵀ, P = softmax of the rows of Z, f = −Σ ln P[i, yᵢ]; W is D×K and b has K elements.</summary>
public class SoftmaxRegression
{
    static readonly Gen<(Matrix X, Matrix W, Matrix B, Matrix Y)> Data = Gen.Select(Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[2, 4]).SelectMany((n, d, k) =>
        Gen.Select(Draw.Matrix(n, d), Draw.Matrix(d, k), Draw.Matrix(1, k), Gen.Int[0, k - 1].Array[n])).Select((x, w, b, y) => (x, w, b, Matrix.Of(x.Rows, w.Columns, (i, c) => y[i] == c ? 1 : 0)));

    static Matrix Ones(int n) => Matrix.Of(n, 1, (_, _) => 1);

    static Matrix Softmax(Matrix z)
    {
        var e = z.Map(Math.Exp);
        var sums = e * Ones(z.Columns);
        return Matrix.Of(z.Rows, z.Columns, (i, c) => e[i, c] / sums[i, 0]);
    }

    static Value Written(Value z, Value y) => -(y * z.LogSoftmax()).Sum();

    static Value AsOp(Value z, Value y) =>
        z.AddWith("SoftmaxCrossEntropyLoss", [("reduction", "sum")], y.AddWith("ArgMax", [("axis", 1L), ("keepdims", 0L)]));

    public static TheoryData<bool> Forms => [false, true];

    [Theory, MemberData(nameof(Forms))]
    public void Its_gradients(bool asOp) => Data.Sample(d =>
    {
        var g = Running.NewGraph();
        Value x = Running.Input(g, "X", d.X), w = Running.Input(g, "W", d.W), b = Running.Input(g, "b", d.B), y = Running.Input(g, "Y", d.Y);
        var z = x.MatMul(w) + b;
        var f = asOp ? AsOp(z, y) : Written(z, y);
        var adjoint = Adjoint.Of(f, w, b, x);
        var numbers = Running.Run([f, adjoint[w], adjoint[b], adjoint[x]], (x, d.X), (w, d.W), (b, d.B), (y, d.Y));

        var p = Softmax(d.X * d.W + Ones(d.X.Rows) * d.B);
        Assert.Equal(-d.Y.Times(p.Map(Math.Log)).Elements.Sum(), numbers[0][0], 1e-11);
        Assert.InRange((d.X.T * (p - d.Y)).DistanceTo(numbers[1]), 0, 1e-12);
        Assert.InRange((Ones(d.X.Rows).T * (p - d.Y)).DistanceTo(numbers[2]), 0, 1e-12);
        Assert.InRange(((p - d.Y) * d.W.T).DistanceTo(numbers[3]), 0, 1e-12);
    }, iter: 40, threads: 1);

    // σ(z) = softmax(z, 0)
    [Fact]
    public void With_two_classes_it_is_logistic_regression() => Draw.Matrices("nd", "d2").Sample(m =>
    {
        var p = Softmax(m[0] * m[1]);
        var z = m[0] * Matrix.Of(m[1].Rows, 1, (i, _) => m[1][i, 0] - m[1][i, 1]);
        Assert.InRange(z.Map(v => 1 / (1 + Math.Exp(-v))).DistanceTo([.. Enumerable.Range(0, p.Rows).Select(i => p[i, 0])]), 0, 1e-13);
    }, iter: 50);
}
