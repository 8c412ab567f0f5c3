using Nabla;
using Nabla.Ops;

namespace Faulty;

/// <summary>y = x·σ(x), as it should be.</summary>
[Op("Swoosh", 1, Domain = "faulty")]
public sealed record Swoosh() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!.Sigmoid()];
}

/// <summary>y = x², with the sign of its slope wrong.</summary>
[Op("WrongSign", 1, Domain = "faulty")]
public sealed record WrongSign() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!];

    public override Value?[] Adjoint(Pullback p) => [p.dY * p.X() * -2];
}

/// <summary>y = x², with a rule that throws.</summary>
[Op("Throwing", 1, Domain = "faulty")]
public sealed record Throwing() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!];

    public override Value?[] Adjoint(Pullback p) => throw new InvalidOperationException("the rule is not written yet");
}

/// <summary>y = a·b, with no rule at all.</summary>
[Op("NoRule", 1, Domain = "faulty", Signature = "A, B -> C")]
public sealed record NoRule() : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];

    public override Kernel? Bind(Binding b) => new Idle();

    sealed class Idle : Kernel
    {
        public override void Run(WorkerPool pool) { }
    }
}

/// <summary>A number of its own, which no guess can be made for.</summary>
[Op("Demanding", 1, Domain = "faulty")]
public sealed record Demanding(long Size) : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * Size];
}
