using CsCheck;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>f(x) = (xᵀAx)(xᵀBx).</summary>
public class QuarticForm
{
    static Matrix Gradient(Matrix a, Matrix b, Matrix x) => (x.T * b * x).Scalar * ((a + a.T) * x) + (x.T * a * x).Scalar * ((b + b.T) * x);

    static (Value F, Value X, Value A, Value B) Build(Matrix x)
    {
        var g = Running.NewGraph();
        Value a = g.Input("A", ElementType.Float64, [x.Rows, x.Rows]), b = g.Input("B", ElementType.Float64, [x.Rows, x.Rows]), v = Running.Input(g, "x", x);
        return (v.T.MatMul(a).MatMul(v) * v.T.MatMul(b).MatMul(v), v, a, b);
    }

    [Fact]
    public void Its_gradient() => Draw.Matrices("nn", "nn", "n1").Sample(m =>
    {
        var (a, b, x) = (m[0], m[1], m[2]);
        var (f, v, va, vb) = Build(x);
        var numbers = Running.Run([f, Adjoint.Of(f, v)[v]], (v, x), (va, a), (vb, b));
        Assert.Equal((x.T * a * x).Scalar * (x.T * b * x).Scalar, numbers[0][0], 1e-10);
        Assert.InRange(Gradient(a, b, x).DistanceTo(numbers[1]), 0, 1e-12);
    }, iter: 50, threads: 1);

    // ⟨∇f(x), x⟩ = 4 f(x), for f(tx) = t⁴ f(x)
    [Fact]
    public void Euler_s_identity() => Draw.Matrices("nn", "nn", "n1").Sample(m =>
        Math.Abs(Gradient(m[0], m[1], m[2]).Dot(m[2]) - 4 * (m[2].T * m[0] * m[2]).Scalar * (m[2].T * m[1] * m[2]).Scalar) < 1e-9, iter: 50);

    [Fact]
    public void Twice_that_gradient_disagrees_with_finite_differences()
    {
        Matrix a = new(2, 2, [1, 2, 3, 4]), b = new(2, 2, [2, -1, 0, 1]), x = new(2, 1, [1, -2]), d = new(2, 1, [0.6, 0.8]);
        double F(Matrix at) => (at.T * a * at).Scalar * (at.T * b * at).Scalar;
        var numeric = FiniteDifferences.Central(t => F(x + t * d));
        Assert.Equal(numeric.Value, Gradient(a, b, x).Dot(d), numeric.Error + 1e-12);
        Assert.True(Math.Abs(2 * Gradient(a, b, x).Dot(d) - numeric.Value) > 1);
    }
}
