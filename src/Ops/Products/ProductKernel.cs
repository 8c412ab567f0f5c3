using System.Numerics;

namespace Nabla.Ops;

/// <summary>A packed GEMM on operands of a graph.</summary>
sealed unsafe class ProductKernel<T>(GemmKernel<T> gemm) : Kernel where T : unmanaged, INumber<T>
{
    public override void Run(WorkerPool pool) => gemm.Run(pool);

    public override void Prepare() => gemm.Prepare();
}

/// <summary>Binds matrix products.</summary>
public static unsafe class ProductKernel
{
    /// <summary>A kernel for Y = op(A)·op(B), A and B the first two inputs of what is bound.</summary>
    /// <param name="op">Which operands are read transposed.</param>
    /// <param name="binding">What is bound.</param>
    /// <param name="y">The product.</param>
    /// <param name="epilogue">What to run on each part of Y as it is finished.</param>
    /// <returns>Null where the element type is neither float32 nor float64.</returns>
    public static Kernel? Bind(MatrixProduct op, Binding binding, Operand y, ITileEpilogue? epilogue = null) => y.Element switch
    {
        ElementType.Float32 => Bind<float>(op, binding, y, epilogue),
        ElementType.Float64 => Bind<double>(op, binding, y, epilogue),
        _ => null,
    };

    /// <summary>A kernel for W ← W − scale·(op(A)·op(B)), A and B the first two inputs of what is bound; null where the product cannot be subtracted while it is made.</summary>
    internal static Kernel? BindSubtraction(MatrixProduct op, Binding binding, Operand w, Operand scale)
    {
        int k = checked((int)binding.In(0).Sizes[op.TransA ? 0 : 1]);
        return w.Element switch
        {
            ElementType.Float32 when GemmKernel<float>.CanSubtract((int)w.Sizes[0], (int)w.Sizes[1], k) => Bind<float>(op, binding, w, null, (float*)scale.Pointer),
            ElementType.Float64 when GemmKernel<double>.CanSubtract((int)w.Sizes[0], (int)w.Sizes[1], k) => Bind<double>(op, binding, w, null, (double*)scale.Pointer),
            _ => null,
        };
    }

    static ProductKernel<T> Bind<T>(MatrixProduct op, Binding binding, Operand y, ITileEpilogue? epilogue, T* scale = null) where T : unmanaged, INumber<T>
    {
        Operand a = binding.In(0), b = binding.In(1);
        int m = checked((int)y.Sizes[0]), n = checked((int)y.Sizes[1]), k = checked((int)a.Sizes[op.TransA ? 0 : 1]);
        var left = op.TransA ? new Matrix<T>((T*)a.Pointer, 1, m, a.Constant is not null) : new((T*)a.Pointer, k, 1, a.Constant is not null);
        var right = op.TransB ? new Matrix<T>((T*)b.Pointer, 1, k, b.Constant is not null) : new((T*)b.Pointer, n, 1, b.Constant is not null);
        return new(new(m, n, k, left, right, (T*)y.Pointer, n, epilogue, binding.Workspace, binding.Threads, scale));
    }
}
