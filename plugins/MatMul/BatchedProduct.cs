using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>One product for each index of the broadcast outer dimensions.</summary>
static unsafe class BatchedProduct
{
    public static Kernel? Bind(Binding binding, Operand a, Operand b, Operand y) => y.Element switch
    {
        ElementType.Float32 => Packed<float>(binding, a, b, y),
        ElementType.Float64 => Packed<double>(binding, a, b, y),
        ElementType.Int32 => new Plain<int>(Products<int>(a, b, y)),
        ElementType.Int64 => new Plain<long>(Products<long>(a, b, y)),
        ElementType.UInt64 => new Plain<ulong>(Products<ulong>(a, b, y)),
        _ => null,
    };

    static Sequence<T> Packed<T>(Binding binding, Operand a, Operand b, Operand y) where T : unmanaged, INumber<T> => new(
        [.. Products<T>(a, b, y).Select(p => new GemmKernel<T>(p.M, p.N, p.K, new((T*)p.A, p.K, 1), new((T*)p.B, p.N, 1), (T*)p.Y, p.N, null, binding.Workspace, binding.Threads))]);

    sealed class Sequence<T>(GemmKernel<T>[] products) : Kernel where T : unmanaged, INumber<T>
    {
        public override void Run(WorkerPool pool)
        {
            foreach (var product in products) product.Run(pool);
        }

        public override void Prepare()
        {
            if (products.Length > 0) products[0].Prepare();
        }
    }

    sealed class Plain<T>(List<Product> products) : Kernel where T : unmanaged, INumber<T>
    {
        public override void Run(WorkerPool pool)
        {
            foreach (var (m, n, k, a, b, y) in products)
            {
                for (long i = 0; i < m; i++)
                {
                    for (long j = 0; j < n; j++)
                    {
                        var sum = T.Zero;
                        for (long l = 0; l < k; l++) sum += ((T*)a)[i * k + l] * ((T*)b)[l * n + j];
                        ((T*)y)[i * n + j] = sum;
                    }
                }
            }
        }
    }

    readonly record struct Product(int M, int N, int K, nint A, nint B, nint Y);

    static List<Product> Products<T>(Operand a, Operand b, Operand y) where T : unmanaged
    {
        long[] sa = a.Rank == 1 ? [1, a.Sizes[0]] : a.Sizes.ToArray(), sb = b.Rank == 1 ? [b.Sizes[0], 1] : b.Sizes.ToArray();
        int m = checked((int)sa[^2]), k = checked((int)sa[^1]), n = checked((int)sb[^1]);
        // One B for all of A: its matrices stand one below the other and make one tall one.
        if (sb[..^2].All(size => size == 1))
            return [new(checked((int)sa[..^1].Aggregate(1L, (rows, size) => rows * size)), n, k, (nint)a.Pointer, (nint)b.Pointer, (nint)y.Pointer)];
        int outer = Math.Max(sa.Length, sb.Length) - 2;
        long Size(int d) => Math.Max(At(sa, d), At(sb, d));
        // Outer dimension d of the result, counted from the first; 1 where an operand lacks it.
        long At(long[] sizes, int d) => d - (outer - (sizes.Length - 2)) is var i and >= 0 ? sizes[i] : 1;
        bool empty = Enumerable.Range(0, outer).Any(d => At(sa, d) == 0 || At(sb, d) == 0);
        long count = empty ? 0 : Enumerable.Range(0, outer).Aggregate(1L, (product, d) => product * Size(d));
        var products = new List<Product>();
        for (long index = 0; index < count; index++)
        {
            long rest = index, ia = 0, ib = 0, strideA = 1, strideB = 1;
            for (int d = outer - 1; d >= 0; d--)
            {
                long i = rest % Size(d);
                rest /= Size(d);
                if (At(sa, d) > 1) ia += i * strideA;
                if (At(sb, d) > 1) ib += i * strideB;
                strideA *= At(sa, d);
                strideB *= At(sb, d);
            }
            products.Add(new(m, n, k, (nint)((T*)a.Pointer + ia * m * k), (nint)((T*)b.Pointer + ib * k * n), (nint)((T*)y.Pointer + index * m * n)));
        }
        return products;
    }
}
