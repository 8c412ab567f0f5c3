using Nabla.Ops;

namespace Nabla.Tests.OpChecks;

/// <summary>Ops that break one promise each; no gradient check would tell.</summary>
static class BrokenOps
{
    [Op("Drifting", 1, Domain = "test")]
    public sealed record Drifting(float Alpha = 1) : Op
    {
        public float Alpha { get; } = Alpha + 1;

        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * Alpha];
    }

    [Op("Steady", 1, Domain = "test")]
    public sealed record Steady() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * 3];

        public override bool HasZeroDerivative(int input) => true;
    }

    /// <summary>With sizes the rule is right, with symbols it has learned one of them by heart.</summary>
    [Op("Rigid", 1, Domain = "test")]
    public sealed record Rigid() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Shape().IsStatic ? x.Type() : new(x.Element(), Shape.Of(7))];

        public override Kernel? Bind(Binding b) => new Nabla.Plugins.Abs().Bind(b);

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().AddWith("Sign", [])];
    }

    [Op("NeverEmpty", 1, Domain = "test")]
    public sealed record NeverEmpty() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => 1 / b.In().Count >= 0 ? new Nabla.Plugins.Abs().Bind(b) : null;

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().AddWith("Sign", [])];
    }

    /// <summary>A shape rule that lets inputs broadcast, which the class does not declare and the adjoint does not undo, is caught as soon as it is declared.</summary>
    [Op("Lopsided", 1, Domain = "test", Signature = "A, B -> C")]
    public sealed record Lopsided() : Op
    {
        public override bool Broadcasts => true;

        public override TensorType[] Infer(Inference x) => [new(x.Element(), x.Broadcast())];

        public override Kernel? Bind(Binding b) => new Modulo(b);

        public override Value?[] Adjoint(Pullback p) => [p.dY, p.dY];

        sealed unsafe class Modulo(Binding b) : Kernel
        {
            public override void Run(WorkerPool pool)
            {
                for (long i = 0; i < b.Out().Count; i++)
                {
                    long j = i % b.In(0).Count, k = i % b.In(1).Count;
                    if (b.Out().Element == ElementType.Float32) ((float*)b.Out().Pointer)[i] = ((float*)b.In(0).Pointer)[j] + ((float*)b.In(1).Pointer)[k];
                    else ((double*)b.Out().Pointer)[i] = ((double*)b.In(0).Pointer)[j] + ((double*)b.In(1).Pointer)[k];
                }
            }
        }
    }

    [Op("Mirrored", 1, Domain = "test")]
    public sealed record Mirrored() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override bool CanOverwrite(int input, int output) => true;

        public override Kernel? Bind(Binding b) => new Mirror(b);

        public override bool HasZeroDerivative(int input) => true;

        sealed unsafe class Mirror(Binding b) : Kernel
        {
            public override void Run(WorkerPool pool)
            {
                long n = b.Out().Count;
                for (long i = 0; i < n; i++)
                {
                    if (b.Out().Element == ElementType.Float32) ((float*)b.Out().Pointer)[i] = ((float*)b.In().Pointer)[n - 1 - i];
                    else ((double*)b.Out().Pointer)[i] = ((double*)b.In().Pointer)[n - 1 - i];
                }
            }
        }
    }

    /// <summary>As many partial sums as threads.</summary>
    [Op("Partial", 1, Domain = "test")]
    public sealed record Partial() : Op
    {
        public override TensorType[] Infer(Inference x) => [new(x.Element(), Shape.Scalar)];

        public override Kernel? Bind(Binding b) => b.In().Element == ElementType.Float32 ? new Sums<float>(b) : new Sums<double>(b);

        public override Value?[] Adjoint(Pullback p) => [p.dY.Expand(p.ShapeOf(0))];

        sealed unsafe class Sums<T>(Binding b) : Kernel where T : unmanaged, System.Numerics.INumber<T>
        {
            public override void Run(WorkerPool pool)
            {
                var x = new ReadOnlySpan<T>(b.In().Pointer, (int)b.In().Count);
                var (sum, part) = (T.Zero, x.Length / pool.Threads + 1);
                // Small sums are exact enough to hide it.
                if (x.Length < 4096) part = 4096;
                for (int begin = 0; begin < x.Length; begin += part)
                {
                    var subtotal = T.Zero;
                    foreach (var v in x[begin..Math.Min(x.Length, begin + part)]) subtotal += v;
                    sum += subtotal;
                }
                *(T*)b.Out().Pointer = sum;
            }
        }
    }

    [Op("Swallowing", 1, Domain = "test")]
    public sealed record Swallowing() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Greater(0).Where(x[0]!, graph.Constant(Tensor.Literal(x[0]!.Element, 0)))];
    }

    /// <summary>A formula for registers and another for what is left over, where the value is no number.</summary>
    [Op("TwoTongued", 1, Domain = "test")]
    public sealed record TwoTongued() : Elementwise<TwoTongued.Map>
    {
        public readonly struct Map : IMap
        {
            public static L Of<L>(L x) where L : struct, ILane<L> => x;
        }

        public override Kernel? Bind(Binding b) => new Halves(b);

        public override Value?[] Adjoint(Pullback p) => [p.dY];

        sealed unsafe class Halves(Binding b) : Kernel
        {
            public override void Run(WorkerPool pool)
            {
                for (long i = 0; i < b.Out().Count; i++)
                {
                    if (b.Out().Element == ElementType.Float32) ((float*)b.Out().Pointer)[i] = i >= 64 && !float.IsFinite(((float*)b.In().Pointer)[i]) ? 0 : ((float*)b.In().Pointer)[i];
                    else ((double*)b.Out().Pointer)[i] = ((double*)b.In().Pointer)[i];
                }
            }
        }
    }

    [Op("Contradicting", 1, Domain = "test")]
    public sealed record Contradicting() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * 1.01];

        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Nabla.Plugins.Abs().Bind(b);

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().AddWith("Sign", [])];
    }

    /// <summary>Called as an op of ONNX that means something else.</summary>
    [Op("Softsign", 1, Signature = "input -> output")]
    public sealed record Impostor() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * 2];
    }

    /// <summary>An infinity becomes a number.</summary>
    [Op("Relu", 14)]
    public sealed record Capped() : Op
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!.Max(x[0]!.Literal(0)).Min(x[0]!.Literal(float.MaxValue))];
    }

    /// <summary>Refuses what ONNX allows.</summary>
    [Op("Softsign", 1, Signature = "input -> output")]
    public sealed record Bashful() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => x[0]!.Shape.Any(d => d.Is(0)) ? throw new NablaException("of nothing there is nothing to say")
            : [x[0]! / (x[0]!.Abs() + 1)];
    }

    [Op("Forgetful", 1, Domain = "test")]
    public sealed record Forgetful(float Alpha = 1) : Op
    {
        public float Alpha { get; } = Alpha + 1;

        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Nabla.Plugins.Abs().Bind(b);

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().AddWith("Sign", [])];
    }

    [Op("Wasteful", 1, Domain = "test")]
    public sealed record Wasteful() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Allocating(new Nabla.Plugins.Abs().Bind(b)!, (int)b.In().Count);

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().AddWith("Sign", [])];

        sealed class Allocating(Kernel inner, int count) : Kernel
        {
            public override void Run(WorkerPool pool)
            {
                GC.KeepAlive(new float[count]);
                inner.Run(pool);
            }
        }
    }

    [Op("Dawdling", 1, Domain = "test")]
    public sealed record Dawdling() : Op
    {
        public override TensorType[] Infer(Inference x) => [x.Type()];

        public override Kernel? Bind(Binding b) => new Waiting(new Nabla.Plugins.Abs().Bind(b)!, b.In().Count);

        public override Value?[] Adjoint(Pullback p) => [p.dY * p.X().AddWith("Sign", [])];

        sealed class Waiting(Kernel inner, long count) : Kernel
        {
            public override void Run(WorkerPool pool)
            {
                if (count > 100_000) Thread.Sleep(300);
                inner.Run(pool);
            }
        }
    }
}
