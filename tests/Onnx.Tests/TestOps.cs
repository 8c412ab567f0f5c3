namespace Nabla.Tests.Ops;

/// <summary>A few ops with the slowest and plainest kernels, so that these tests stand on their own.</summary>
public static class TestOps
{
    public static Registry Registry() => new Registry().Add<Relu>().Add<Add>().Add<MatMul>().Add<Gemm>().Add<Softmax>().Add<Identity>().Add<Cast>()
        .Add<Dropout>().Add<Clip>().Add<NonZero>().Add<Twice>().Add<Through>().Add<Zoo>().Add<Hardmax>().Add<CastLike>();
}

sealed class Loop(Action run) : Kernel
{
    public override void Run(WorkerPool pool) => run();
}

[Op("Relu", 1, 6, 13, 14)]
public sealed record Relu() : Op
{
    public override TensorType[] Infer(Inference x)
    {
        x.RequireFloat();
        return [x.Type()];
    }

    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        return new Loop(() => { for (long i = 0; i < x.Count; i++) ((float*)y.Pointer)[i] = Math.Max(((float*)x.Pointer)[i], 0); });
    }
}

[Op("Add", 7, 13, 14, Signature = "A, B -> C")]
public sealed record Add() : Op
{
    public override bool Broadcasts => true;

    public override TensorType[] Infer(Inference x) => [new(x.SameElement(), x.Broadcast())];

    // For equal shapes, and a row that is added to a matrix.
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y, z) = (b.In(0), b.In(1), b.Out());
        return new Loop(() => { for (long i = 0; i < z.Count; i++) ((float*)z.Pointer)[i] = ((float*)x.Pointer)[i % x.Count] + ((float*)y.Pointer)[i % y.Count]; });
    }
}

[Op("MatMul", 1, 9, 13, Signature = "A, B -> Y")]
public sealed record MatMul() : Op
{
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape(0).Rank == 2 && x.Shape(1).Rank == 2, "needs two matrices");
        var (k, l) = (x.Shape(0)[1], x.Shape(1)[0]);
        x.Require(k == l || !k.IsStatic || !l.IsStatic, $"needs [m,k]·[k,n]; k is {k} on the left and {l} on the right");
        return [new(x.SameElement(), [x.Shape(0)[0], x.Shape(1)[1]])];
    }

    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, w, y) = (b.In(0), b.In(1), b.Out());
        long m = x.Sizes[0], k = x.Sizes[1], n = w.Sizes[1];
        return new Loop(() =>
        {
            for (long i = 0; i < m; i++)
                for (long j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (long p = 0; p < k; p++) sum += (double)((float*)x.Pointer)[i * k + p] * ((float*)w.Pointer)[p * n + j];
                    ((float*)y.Pointer)[i * n + j] = (float)sum;
                }
        });
    }
}

/// <summary>α·op(A)·op(B) + β·C; no kernel.</summary>
[Op("Gemm", 7, 9, 11, 13, Signature = "A, B, C? -> Y")]
public sealed record Gemm(float Alpha = 1, float Beta = 1, [OnnxName("transA")] long TransA = 0, [OnnxName("transB")] long TransB = 0) : Op
{
    public override TensorType[] Infer(Inference x)
    {
        x.Require(x.Shape(0).Rank == 2 && x.Shape(1).Rank == 2, "needs two matrices");
        return [new(x.SameElement(), [x.Shape(0)[TransA == 0 ? 0 : 1], x.Shape(1)[TransB == 0 ? 1 : 0]])];
    }
}

[Op("Softmax", 13)]
public sealed record Softmax(long Axis = -1) : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];

    // Along the last axis.
    public override unsafe Kernel? Bind(Binding b)
    {
        var (x, y) = (b.In(), b.Out());
        long n = x.Sizes[^1];
        return new Loop(() =>
        {
            for (long row = 0; row < x.Count; row += n)
            {
                float* from = (float*)x.Pointer + row, to = (float*)y.Pointer + row;
                double max = double.NegativeInfinity, sum = 0;
                for (long i = 0; i < n; i++) max = Math.Max(max, from[i]);
                for (long i = 0; i < n; i++) sum += Math.Exp(from[i] - max);
                for (long i = 0; i < n; i++) to[i] = (float)(Math.Exp(from[i] - max) / sum);
            }
        });
    }
}

[Op("Identity", 1, 13, 14, 16, 19, 21)]
public sealed record Identity() : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];
}

[Op("Cast", 9, 13, 19, 21)]
public sealed record Cast(ElementType To) : Op
{
    public override TensorType[] Infer(Inference x) => [new(To, x.Shape())];
}

/// <summary>An optional output and optional inputs.</summary>
[Op("Dropout", 13, Signature = "data, ratio?, training_mode? -> output, mask?")]
public sealed record Dropout(long Seed = 0) : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type(), new(ElementType.Bool, x.Shape())];
}

/// <summary>An optional input before another.</summary>
[Op("Clip", 11, 12, 13, Signature = "input, min?, max? -> output")]
public sealed record Clip() : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];
}

/// <summary>Its number of columns is not known before it runs.</summary>
[Op("NonZero", 9, 13)]
public sealed record NonZero() : Op
{
    public override TensorType[] Infer(Inference x) => [new(ElementType.Int64, [x.Shape().Rank, x.Unknown()])];
}

/// <summary>Newer than the default opset, with a body.</summary>
[Op("CastLike", 25, Signature = "input, target_type -> output")]
public sealed record CastLike() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add(new Cast(x[1]!.Element), x[0])[0]];
}

/// <summary>Newer than the default opset, without a body.</summary>
[Op("Hardmax", 24)]
public sealed record Hardmax() : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type()];
}

/// <summary>relu(x) + relu(x), of an operator set of its own.</summary>
[Op("Twice", 1, Domain = "test.nabla")]
public sealed record Twice() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x)
    {
        var y = graph.Add("Relu", x[0]);
        return [graph.Add("Add", y, y)];
    }
}

/// <summary>A body that hands its input through.</summary>
[Op("Through", 1, Domain = "test.nabla")]
public sealed record Through() : Op
{
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]!];
}

/// <summary>Attributes of every kind, no body: it is written under its own operator set.</summary>
[Op("Zoo", 1, 3, Domain = "test.zoo", Signature = "x, y?, z? -> a, b?, c?")]
public sealed record Zoo(long I = 1, float F = 2, string S = "", AttributeList<long> Ints = default, AttributeList<float> Floats = default,
    AttributeList<string> Strings = default, Tensor? T = null, ElementType To = ElementType.Float32) : Op
{
    public override TensorType[] Infer(Inference x) => [x.Type(), x.Type(), new(To, x.Shape())];
}
