using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>The rules by which differentials are converted, and their transposes, which are the gradients: each over random matrices of random sizes.</summary>
public class ConversionRules
{
    static readonly Rule[] Rules =
    [
        new("d(αX) = α dX", ["X:nm"], ["X"], v => v["X"] * -2.5, p => -2.5 * p["dX"], p => [-2.5 * p["C"]]),
        new("d(X + Y) = dX + dY", ["X:nm", "Y:nm"], ["X", "Y"], v => v["X"] + v["Y"], p => p["dX"] + p["dY"], p => [p["C"], p["C"]]),
        new("d(Xᵀ) = (dX)ᵀ", ["X:nm"], ["X"], v => v["X"].T, p => p["dX"].T, p => [p["C"].T]),
        new("d(AXB) = A dX B", ["A:kn", "X:nm", "B:ml"], ["X"], v => v["A"].MatMul(v["X"]).MatMul(v["B"]),
            p => p["A"] * p["dX"] * p["B"], p => [p["A"].T * p["C"] * p["B"].T]),
        new("d(XY) = dX·Y + X·dY", ["X:nk", "Y:km"], ["X", "Y"], v => v["X"].MatMul(v["Y"]),
            p => p["dX"] * p["Y"] + p["X"] * p["dY"], p => [p["C"] * p["Y"].T, p["X"].T * p["C"]]),
        new("d⟨X,Y⟩ = ⟨dX,Y⟩ + ⟨X,dY⟩", ["X:nm", "Y:nm"], ["X", "Y"], v => (v["X"] * v["Y"]).Sum(),
            p => p["dX"].Dot(p["Y"]) + p["X"].Dot(p["dY"]), p => [p["Y"], p["X"]]),
        new("d(X/φ) = (φ dX − X dφ)/φ²", ["X:nm", "φ:11"], ["X", "φ"], v => v["X"] / v["φ"],
            p => (p["φ"].Scalar * p["dX"] - p["dφ"].Scalar * p["X"]) / (p["φ"].Scalar * p["φ"].Scalar),
            p => [p["C"] / p["φ"].Scalar, -p["C"].Dot(p["X"]) / (p["φ"].Scalar * p["φ"].Scalar)]) { Adjust = AwayFromZero },
        new("d(X ∘ Y) = dX ∘ Y + X ∘ dY", ["X:nm", "Y:nm"], ["X", "Y"], v => v["X"] * v["Y"],
            p => p["dX"].Times(p["Y"]) + p["X"].Times(p["dY"]), p => [p["C"].Times(p["Y"]), p["C"].Times(p["X"])]),
        new("dσ(X) = σ′(X) ∘ dX", ["X:nm"], ["X"], v => v["X"].Sigmoid(), p => Slope(p["X"]).Times(p["dX"]), p => [p["C"].Times(Slope(p["X"]))]),
        new("d(X𝟏) = dX 𝟏", ["X:nm"], ["X"], v => v["X"].Sum([1], keepDims: true), p => p["dX"] * Ones(p["X"].Columns), p => [p["C"] * Ones(p["X"].Columns).T]),
    ];

    public static TheoryData<string> Names => [.. Rules.Select(r => r.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_rule_holds(string name) => Rules.Single(r => r.Name == name).Check();

    // dA = 0: it is absent, there is no tensor of zeros
    [Fact]
    public void The_differential_of_a_constant_is_absent()
    {
        var g = Running.NewGraph();
        var (x, a) = (g.Input("X", ElementType.Float64, [2, 2]), g.Input("A", ElementType.Float64, [2, 2]));
        var y = a.MatMul(a);
        Assert.Null(Tangent.OfSeeded([y], x).TryGet(y));
        Assert.Null(Adjoint.OfSeeded([y], x).TryGet(x));
    }

    static Matrix AwayFromZero(string name, Matrix m) => name == "φ" ? m.Map(x => x + (x < 0 ? -0.5 : 0.5)) : m;

    static Matrix Slope(Matrix x) => x.Map(v => Math.Exp(-v) / Math.Pow(1 + Math.Exp(-v), 2));

    static Matrix Ones(int n) => Matrix.Of(n, 1, (_, _) => 1);
}
