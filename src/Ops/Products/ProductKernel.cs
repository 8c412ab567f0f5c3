using System.Numerics;

namespace Nabla.Ops;

/// <summary>A packed GEMM on operands of a graph.</summary>
sealed unsafe class ProductKernel<T>(GemmKernel<T> gemm) : Kernel where T : unmanaged, INumber<T>
{
    public override void Run(WorkerPool pool) => gemm.Run(pool);
}

/// <summary>Binds matrix products.</summary>
public static unsafe class ProductKernel
{
    /// <summary>A kernel for Y = op(A)·op(B).</summary>
    /// <param name="op">Which operands are read transposed.</param>
    /// <param name="a">A matrix.</param>
    /// <param name="b">A matrix.</param>
    /// <param name="y">The product.</param>
    /// <param name="epilogue">What to run on each part of Y as it is finished.</param>
    /// <returns>Null where the element type is neither float32 nor float64.</returns>
    public static Kernel? Bind(MatrixProduct op, Operand a, Operand b, Operand y, ITileEpilogue? epilogue = null) => y.Element switch
    {
        ElementType.Float32 => Bind<float>(op, a, b, y, epilogue),
        ElementType.Float64 => Bind<double>(op, a, b, y, epilogue),
        _ => null,
    };

    static ProductKernel<T> Bind<T>(MatrixProduct op, Operand a, Operand b, Operand y, ITileEpilogue? epilogue) where T : unmanaged, INumber<T>
    {
        int m = checked((int)y.Sizes[0]), n = checked((int)y.Sizes[1]), k = checked((int)a.Sizes[op.TransA ? 0 : 1]);
        var left = op.TransA ? new Matrix<T>((T*)a.Pointer, 1, m, a.Constant is not null) : new((T*)a.Pointer, k, 1, a.Constant is not null);
        var right = op.TransB ? new Matrix<T>((T*)b.Pointer, 1, k, b.Constant is not null) : new((T*)b.Pointer, n, 1, b.Constant is not null);
        return new(new(m, n, k, left, right, (T*)y.Pointer, n, epilogue: epilogue));
    }
}
