using Nabla.Ops;

namespace Nabla.Tests;

#pragma warning disable CA1812 // made by reflection

[Op("Floats", 1, Domain = "test")]
public sealed record FloatsOp(AttributeList<float> Values) : Op;

[Op("MaybeFloat", 1, Domain = "test")]
public sealed record MaybeFloat(float? Value = null) : Op;

/// <summary>Every kind of attribute.</summary>
[Op("Attributed", 2, 5, Domain = "test")]
public sealed record Attributed(long TwoWords, [OnnxName("camelCase")] float Renamed = 0.5f, string Text = "t", AttributeList<long> Longs = default, AttributeList<string> Texts = default,
    ElementType To = ElementType.Float32, Tensor? Held = null) : Op;

/// <summary>Expand, whose result has unknown sizes where the shape is fed.</summary>
[Op("ExpandByBody", 1, Domain = "test", Signature = "X, sizes -> Y")]
public sealed record ExpandByBody : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Expand(x[1]!)];
}

/// <summary>What shape and kernel tests of rules need: y has the type of x.</summary>
public abstract record LikeInput : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];
}

/// <summary>No adjoint rule, no body.</summary>
[Op("NoRule", 1, Domain = "test")]
public sealed record NoRule : LikeInput;

/// <summary>A body for matrices only, and no rule.</summary>
[Op("NoRuleForVectors", 1, Domain = "test")]
public sealed record NoRuleForVectors : LikeInput
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => x[0]!.Shape.Rank == 2 ? [x[0]!.Tanh()] : null;
}

[Op("WrongShapeRule", 1, Domain = "test")]
public sealed record WrongShapeRule : LikeInput
{
    public override Value?[] Adjoint(Pullback p) => [p.dY.Sum()];
}

[Op("WrongTypeRule", 1, Domain = "test")]
public sealed record WrongTypeRule : LikeInput
{
    public override Value?[] Adjoint(Pullback p) => [p.dY.Cast(ElementType.Float64)];
}

[Op("ThrowingRule", 1, Domain = "test")]
public sealed record ThrowingRule : LikeInput
{
    public override Value?[] Adjoint(Pullback p) => throw new InvalidOperationException("out of chalk");
}

/// <summary>Gives contributions nobody asked for, and more than there are inputs.</summary>
[Op("GenerousRule", 1, Domain = "test", Signature = "A, B -> Y")]
public sealed record GenerousRule : LikeInput
{
    public override bool HasZeroDerivative(int input) => input == 1;

    public override Value?[] Adjoint(Pullback p) => [p.dY * 3, p.dY, p.dY];
}

/// <summary>(x², 3x): two outputs.</summary>
[Op("SquareAndTriple", 1, Domain = "test", Signature = "X -> square, triple")]
public sealed record SquareAndTriple : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type(), x.Type()];

    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!, x[0]! * 3];

    public override Value?[] Adjoint(Pullback p)
    {
        var (square, triple) = (p.dYs[0] is { } a ? a * p.X() * 2 : null, p.dYs[1] is { } b ? b * 3 : null);
        return [square is null ? triple : triple is null ? square : square + triple];
    }
}

/// <summary>The rule that forgets that its first output may be unused.</summary>
[Op("CarelessPair", 1, Domain = "test", Signature = "X -> first, second")]
public sealed record CarelessPair : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type(), x.Type()];

    public override Value?[] Adjoint(Pullback p) => [p.dY + p.dYs[1]!];
}

/// <summary>Body of a body: x·tanh(x·x)+x, the square by <see cref="SquareByBody"/>.</summary>
[Op("Nested", 1, Domain = "test")]
public sealed record Nested : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * graph.Add(new SquareByBody(), x[0])[0].Tanh() + x[0]!];
}

[Op("SquareByBody", 1, Domain = "test")]
public sealed record SquareByBody : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[0]!];
}

/// <summary>(b, a, b): a body that returns its inputs.</summary>
[Op("Shuffle", 1, Domain = "test", Signature = "A, B -> X, Y, Z")]
public sealed record Shuffle : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[1]!, x[0]!, x[1]!];
}

/// <summary>a²·b: a body of two inputs, which may be the same value.</summary>
[Op("SquareTimes", 1, Domain = "test", Signature = "A, B -> Y")]
public sealed record SquareTimes : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add(new SquareByBody(), x[0])[0] * x[1]!];
}

/// <summary>Something else each time: how often it was run.</summary>
[Op("Counter", 1, Domain = "test")]
public sealed record Counter : LikeInput
{
    public override bool IsPure => false;

    public override Kernel? Bind(Binding b) => new Count(b);

    sealed unsafe class Count(Binding b) : Kernel
    {
        static int s_runs;

        public override void Run(WorkerPool pool) => new Span<float>(b.Out().Pointer, (int)b.Out().Count).Fill(++s_runs);
    }
}

/// <summary>A kernel that notes what is asked of it.</summary>
[Op("Noting", 1, Domain = "test")]
public sealed record Noting(long Fails = 0) : LikeInput
{
    public static System.Collections.Concurrent.ConcurrentQueue<string> Calls { get; } = [];

    public override Kernel? Bind(Binding b) => new Notes(Fails != 0);

    sealed class Notes(bool fails) : Kernel
    {
        public override void Prepare()
        {
            Calls.Enqueue("prepare");
            if (fails) throw new InvalidOperationException("not ready");
        }

        public override void Run(WorkerPool pool) => Calls.Enqueue("run");
    }
}
