using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>The table of derivatives of matrix functions: differentials by the tangent graph, gradients by the adjoint graph.</summary>
public class DerivativeTable
{
    static readonly Rule[] Rows =
    [
        new("d⟨A,X⟩ = ⟨A,dX⟩", ["A:nm", "X:nm"], ["X"], v => (v["A"] * v["X"]).Sum(), p => p["A"].Dot(p["dX"]), p => [p["A"]]),
        new("d⟨Ax,x⟩ = ⟨(A + Aᵀ)x,dx⟩", ["A:nn", "x:n1"], ["x"], v => (v["A"].MatMul(v["x"]) * v["x"]).Sum(),
            p => ((p["A"] + p["A"].T) * p["x"]).Dot(p["dx"]), p => [(p["A"] + p["A"].T) * p["x"]]),
        new("d‖x‖² = 2⟨x,dx⟩", ["x:n1"], ["x"], v => (v["x"] * v["x"]).Sum(), p => 2 * p["x"].Dot(p["dx"]), p => [2 * p["x"]]),
        new("d‖Ax − b‖² = 2⟨Aᵀ(Ax − b),dx⟩", ["A:nm", "x:m1", "b:n1"], ["x"], v => Squares(v["A"].MatMul(v["x"]) - v["b"]),
            p => 2 * (p["A"].T * (p["A"] * p["x"] - p["b"])).Dot(p["dx"]), p => [2 * (p["A"].T * (p["A"] * p["x"] - p["b"]))]),
        new("d⟨X,AX⟩ = ⟨(A + Aᵀ)X,dX⟩", ["A:nn", "X:nm"], ["X"], v => (v["X"] * v["A"].MatMul(v["X"])).Sum(),
            p => ((p["A"] + p["A"].T) * p["X"]).Dot(p["dX"]), p => [(p["A"] + p["A"].T) * p["X"]]),
        new("d Tr X = Tr dX", ["X:nn"], ["X"], v => v["X"].Trace(), p => p["dX"].Trace, p => [Matrix.Identity(p["X"].Rows)]),
        new("d Tr(AX) = ⟨Aᵀ,dX⟩", ["A:nm", "X:mn"], ["X"], v => v["A"].MatMul(v["X"]).Trace(), p => (p["A"] * p["dX"]).Trace, p => [p["A"].T]),
        // The cofactors are Det X·X⁻ᵀ, and need no inverse.
        new("d Det X = Det X·⟨X⁻ᵀ,dX⟩", ["X:nn"], ["X"], v => v["X"].Det(), p => p["X"].Cofactors.Dot(p["dX"]), p => [p["X"].Cofactors]),
        new("d ln Det X = ⟨X⁻ᵀ,dX⟩", ["X:nn"], ["X"], v => v["X"].Det().Log(), p => p["X"].Inverse.T.Dot(p["dX"]), p => [p["X"].Inverse.T]) { Adjust = Dominant },
        new("d(X⁻¹) = −X⁻¹ dX X⁻¹", ["X:nn"], ["X"], v => v["X"].Inverse(), p => -(p["X"].Inverse * p["dX"] * p["X"].Inverse),
            p => [-(p["X"].Inverse.T * p["C"] * p["X"].Inverse.T)]) { Adjust = Dominant },
        new("d(X⁻¹y) = X⁻¹(dy − dX X⁻¹y)", ["X:nn", "y:n1"], ["X", "y"], v => v["X"].Solve(v["y"]), p => p["X"].Inverse * (p["dy"] - p["dX"] * p["X"].Inverse * p["y"]),
            p => [-(p["X"].Inverse.T * p["C"] * (p["X"].Inverse * p["y"]).T), p["X"].Inverse.T * p["C"]]) { Adjust = Dominant },
    ];

    public static TheoryData<string> Names => [.. Rows.Select(r => r.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_row_holds(string name) => Rows.Single(r => r.Name == name).Check();

    // Far from singular, its determinant above 0: each element of the diagonal outweighs its row.
    static Matrix Dominant(string name, Matrix m) => name == "X" ? m + (2 * m.Rows + 1.0) * Matrix.Identity(m.Rows) : m;

    static Value Squares(Value x) => (x * x).Sum();
}
