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
    ];

    public static TheoryData<string> Names => [.. Rows.Select(r => r.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_row_holds(string name) => Rows.Single(r => r.Name == name).Check();

    static Value Squares(Value x) => (x * x).Sum();
}
