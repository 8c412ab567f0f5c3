using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>f(X) = Det(AXB), for X of any sizes as long as AXB is square.</summary>
public class DeterminantOfAProduct
{
    static (Value F, Value Gradient, Value X, Value A, Value B) Build(Matrix a, Matrix x, Matrix b)
    {
        var g = Running.NewGraph();
        Value va = Running.Input(g, "A", a), vx = Running.Input(g, "X", x), vb = Running.Input(g, "B", b), f = va.MatMul(vx).MatMul(vb).Det();
        return (f, Adjoint.Of(f, vx)[vx], vx, va, vb);
    }

    [Fact]
    public void Its_gradient() => Draw.Matrices("kn", "nm", "mk").Where(m => Math.Abs((m[0] * m[1] * m[2]).Det) > 0.5).Sample(m =>
    {
        var (a, x, b) = (m[0], m[1], m[2]);
        var (f, gradient, vx, va, vb) = Build(a, x, b);
        var numbers = Running.Run([f, gradient], (va, a), (vx, x), (vb, b));
        var y = a * x * b;
        Assert.InRange(((Matrix)y.Det).DistanceTo(numbers[0]), 0, 1e-12);
        // Det(AXB)·Aᵀ(AXB)⁻ᵀBᵀ
        Assert.InRange((y.Det * (a.T * y.Inverse.T * b.T)).DistanceTo(numbers[1]), 0, 1e-11);
    }, iter: 40, threads: 1);

    // Where AXB has no inverse the formula has none either, but the gradient is there: Aᵀ·cofactors·Bᵀ
    [Fact]
    public void Where_the_product_is_singular()
    {
        Matrix a = new(2, 2, [1, 2, 2, 4]), x = new(2, 2, [1, 0, 0, 1]), b = new(2, 2, [1, 1, 0, 1]);
        var (f, gradient, vx, va, vb) = Build(a, x, b);
        var numbers = Running.Run([f, gradient], (va, a), (vx, x), (vb, b));
        Assert.Equal(0, numbers[0][0]);
        Assert.InRange((a.T * (a * x * b).Cofactors * b.T).DistanceTo(numbers[1]), 0, 1e-13);
    }
}
