using Nabla;
using Nabla.Ops;

// What the body is written with: said before the plugin is loaded, not when it runs.
[assembly: NeedsOps("Mul", "Sigmoid")]

namespace Company.NewOp1Ops;

/// <summary>y = x·σ(x).</summary>
[Op("Company_NewOp1", 1, Domain = "company_newop1", Signature = "X -> Y")]
public sealed record Company_NewOp1() : Op
{
    /// <summary>The op in terms of others: its shape rule, kernel, gradients of any order and export follow.</summary>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!.Sigmoid()];
}
