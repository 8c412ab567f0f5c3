using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>f(X) = Det(AXB), with AXB square.</summary>
public class DeterminantOfAProduct
{
    static (Value F, Value Gradient, Value X, Value A, Value B) Build(Matrix a, Matrix x, Matrix b)
    {
        var g = Running.NewGraph();
        Value va = Running.Input(g, "A", a), vx = Running.Input(g, "X", x), vb = Running.Input(g, "B", b), f = va.MatMul(vx).MatMul(vb).Det();
        return (f, Adjoint.Of(f, vx)[vx], vx, va, vb);
    }

    // A wide and B tall, or AXB has no inverse.
    static readonly Gen<(Matrix A, Matrix X, Matrix B)> Factors = Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 2]).SelectMany((k, wider, taller) =>
        Gen.Select(Draw.Matrix(k, k + wider), Draw.Matrix(k + wider, k + taller), Draw.Matrix(k + taller, k)));

    [Fact]
    public void Its_gradient() => Factors.Sample(m =>
    {
        var (a, x, b) = m;
        var (f, gradient, vx, va, vb) = Build(a, x, b);
        var numbers = Running.Run([f, gradient], (va, a), (vx, x), (vb, b));
        var y = a * x * b;
        Assert.InRange(((Matrix)y.Det).DistanceTo(numbers[0]), 0, 1e-11);
        // Det(AXB)·Aᵀ(AXB)⁻ᵀBᵀ
        if (y.Det != 0) Assert.InRange((y.Det * (a.T * y.Inverse.T * b.T)).DistanceTo(numbers[1]), 0, 1e-11);
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
