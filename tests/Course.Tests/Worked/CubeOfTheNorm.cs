using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>f(x) = ‖x‖³.</summary>
public class CubeOfTheNorm
{
    static readonly Gen<Matrix> Points = Gen.Int[1, 5].SelectMany(n => Draw.Matrix(n, 1)).Select(AwayFromZero);

    // At 0 the formula for the Hessian divides by the norm.
    static Matrix AwayFromZero(Matrix x) => x.Map(v => v + (v < 0 ? -0.1 : 0.1));

    static (Value F, Value X) Build(Matrix x)
    {
        var g = Running.NewGraph();
        var v = g.Input("x", ElementType.Float64, [x.Rows]);
        return ((v * v).Sum().Pow(1.5), v);
    }

    [Fact]
    public void Its_gradient() => Points.Sample(x =>
    {
        var (f, v) = Build(x);
        var numbers = Running.Run([f, Adjoint.Of(f, v)[v]], (v, x));
        Assert.Equal(Math.Pow(x.Norm, 3), numbers[0][0], 1e-11);
        Assert.InRange((3 * x.Norm * x).DistanceTo(numbers[1]), 0, 1e-12);
    }, iter: 50, threads: 1);

    static Matrix Hessian(Matrix x) => 3 * (x * x.T) / x.Norm + 3 * x.Norm * Matrix.Identity(x.Rows);

    [Fact]
    public void Its_Hessian() => Points.Sample(x =>
    {
        var (f, v) = Build(x);
        var run = Jacobian.Hessian(f, v).Compile(Cpu.Backend(1));
        run.Feed(v, Tensor.Vector<double>(x.Elements));
        Assert.InRange(Hessian(x).DistanceTo(run.Evaluate().Span<double>()), 0, 1e-11);
    }, iter: 30, threads: 1);

    [Fact]
    public void Its_Hessian_times_a_vector() => Gen.Int[1, 5].SelectMany(n => Gen.Select(Draw.Matrix(n, 1).Select(AwayFromZero), Draw.Matrix(n, 1))).Sample((x, direction) =>
    {
        var (f, v) = Build(x);
        var product = new HessianVectorProduct(f, v);
        var numbers = Running.Run([product[v]!], (v, x), (product.Directions[0], direction));
        Assert.InRange((Hessian(x) * direction).DistanceTo(numbers[0]), 0, 1e-11);
    }, iter: 30, threads: 1);
}
