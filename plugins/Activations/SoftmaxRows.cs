using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>What Softmax and LogSoftmax share: the kernel works on contiguous rows, another axis is brought last first.</summary>
static unsafe class SoftmaxRows
{
    public static TensorType[] Infer(Inference x, long axis)
    {
        x.RequireFloat();
        x.Require(axis >= -x.Shape().Rank && axis < x.Shape().Rank, $"axis {axis} is outside the input's rank {x.Shape().Rank}");
        return [x.Type()];
    }

    public static bool IsLast(Value x, long axis) => x.Shape.Axis(axis) == x.Shape.Rank - 1;

    public static Value[]? Body(Value x, long axis, Func<Value, Value> rows)
    {
        if (IsLast(x, axis)) return null;
        var perm = Enumerable.Range(0, x.Shape.Rank).ToArray();
        (perm[^1], perm[x.Shape.Axis(axis)]) = (x.Shape.Axis(axis), perm[^1]);
        return [rows(x.Transpose(perm)).Transpose(perm)];
    }

    public static Kernel? Bind(Binding b, bool log) => b.Out().Element switch
    {
        ElementType.Float32 => new Rows<float>(b.In(), b.Out(), log),
        ElementType.Float64 => new Rows<double>(b.In(), b.Out(), log),
        _ => null,
    };

    sealed class Rows<T>(Operand x, Operand y, bool log) : Kernel where T : unmanaged, INumber<T>
    {
        readonly SoftmaxKernel<T> _rows = new((T*)x.Pointer, (T*)y.Pointer, (nint)(x.Sizes[^1] == 0 ? 0 : x.Count / x.Sizes[^1]), (nint)x.Sizes[^1], log);

        public override void Run(WorkerPool pool) => _rows.Run(pool);
    }
}
