using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Binds kernels that treat the matrices of a batch one by one.</summary>
static class MatrixKernel
{
    /// <summary>The kernel of an algorithm.</summary>
    /// <param name="b">Inputs: matrices, and right-hand sides if there are any.</param>
    /// <param name="resultRank">2 if each result is a matrix, 0 if it is a number.</param>
    public static Kernel? Bind<A>(Binding b, int resultRank = 2) where A : struct, IMatrixAlgorithm => b.Out().Element switch
    {
        ElementType.Float32 => new MatrixKernel<float, A>(b, resultRank),
        ElementType.Float64 => new MatrixKernel<double, A>(b, resultRank),
        _ => null,
    };
}

/// <summary>Threads share the batch; each matrix is computed by one, in float64 whatever the element type.</summary>
sealed unsafe class MatrixKernel<T, A> : Kernel, IParallelBody where T : unmanaged, INumber<T> where A : struct, IMatrixAlgorithm
{
    readonly T* _a, _b, _y;
    readonly nint[] _placesA, _placesB;
    readonly int _n, _columns, _result;
    readonly AlignedBuffer[] _scratch;
    readonly Lock _gate = new();
    int _failed;
    BadPivot _pivot;

    public MatrixKernel(Binding b, int resultRank)
    {
        _a = (T*)b.In().Pointer;
        _y = (T*)b.Out().Pointer;
        _n = checked((int)b.In().Sizes[^1]);
        _b = b.In(1).IsPresent ? (T*)b.In(1).Pointer : null;
        _columns = b.In(1).IsPresent ? checked((int)b.In(1).Sizes[^1]) : _n;
        var batch = b.Out().Sizes[..^resultRank];
        _result = resultRank == 0 ? 1 : checked(_n * _columns);
        _placesA = Places(b.In(), batch);
        _placesB = b.In(1).IsPresent ? Places(b.In(1), batch) : [];
        _scratch = [.. Enumerable.Range(0, Math.Max(1, b.Threads)).Select(_ => new AlignedBuffer(sizeof(double) * (2L * _n + (long)_n * _n + Math.Max(1, (long)_n * _columns))))];
    }

    // Where the matrices lie that each result is made of: dimensions of size 1 are repeated.
    static nint[] Places(Operand x, ReadOnlySpan<long> batch)
    {
        int lead = batch.Length - (x.Rank - 2);
        var strides = StridedCopy.Strides(x.Sizes);
        nint count = 1;
        foreach (long size in batch) count *= (nint)size;
        var places = new nint[count];
        for (nint i = 0; i < count; i++)
        {
            nint rest = i;
            for (int d = batch.Length - 1; d >= 0; d--)
            {
                (rest, nint at) = Math.DivRem(rest, (nint)batch[d]);
                if (d >= lead && x.Sizes[d - lead] > 1) places[i] += at * strides[d - lead];
            }
        }
        return places;
    }

    public override void Run(WorkerPool pool)
    {
        _failed = int.MaxValue;
        pool.For(this, _placesA.Length, (int)Math.Max(1, 16_384 / Math.Max(1, (long)_n * _n * _n)));
        if (_failed == int.MaxValue) return;
        throw new NablaException($"{(_placesA.Length == 1 ? "The matrix" : $"Matrix {_failed} of the batch")} {A.Explain(_pivot)}");
    }

    void IParallelBody.Run(int begin, int end, int worker)
    {
        var matrices = new Matrices(this, begin, end, worker);
        Lanes.Dispatch<double, Matrices>(ref matrices);
    }

    readonly struct Matrices(MatrixKernel<T, A> kernel, int begin, int end, int worker) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            for (int i = begin; i < end; i++) kernel.One<L>(i, (double*)kernel._scratch[worker].Pointer);
        }
    }

    void One<L>(int i, double* a) where L : struct, ILane<L>
    {
        double* x = a + _n * _n;
        int* order = (int*)(x + Math.Max(1, _n * _columns));
        for (int e = 0; e < _n * _n; e++) a[e] = double.CreateTruncating(_a[_placesA[i] + e]);
        if (_b != null)
            for (int e = 0; e < _result; e++) x[e] = double.CreateTruncating(_b[_placesB[i] + e]);
        if (A.Run<L>(a, x, order, _n, _columns) is { } bad) Report(i, bad);
        T* y = _y + (nint)i * _result;
        for (int e = 0; e < _result; e++) y[e] = T.CreateTruncating(x[e]);
    }

    // The first of the batch, whichever thread was first.
    void Report(int matrix, BadPivot pivot)
    {
        lock (_gate)
            if (matrix < _failed) (_failed, _pivot) = (matrix, pivot);
    }
}
