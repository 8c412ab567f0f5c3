using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Padding that repeats elements of the tensor itself: for each dimension a table says where a place is read.</summary>
static unsafe class PadKernel
{
    public static Kernel? Bind(string mode, Operand x, Operand y, long[] before)
    {
        var strides = StridedCopy.Strides(x.Sizes);
        var tables = new nint[y.Rank][];
        for (int i = 0; i < tables.Length; i++)
        {
            tables[i] = new nint[y.Sizes[i]];
            for (long k = 0; k < y.Sizes[i]; k++) tables[i][k] = (nint)Source(mode, k - before[i], x.Sizes[i]) * strides[i];
        }
        return y.Element.Bits() switch
        {
            8 => new PadKernel<byte>(x, y, tables),
            16 => new PadKernel<ushort>(x, y, tables),
            32 => new PadKernel<uint>(x, y, tables),
            64 => new PadKernel<ulong>(x, y, tables),
            128 => new PadKernel<UInt128>(x, y, tables),
            _ => null,
        };
    }

    static long Source(string mode, long i, long size)
    {
        if (mode == "edge") return Math.Clamp(i, 0, size - 1);
        if (mode == "wrap") return (i % size + size) % size;
        long period = Math.Max(1, 2 * (size - 1)), at = (i % period + period) % period;
        return Math.Min(at, period - at);
    }
}

/// <summary>Padding by tables.</summary>
sealed unsafe class PadKernel<T>(Operand x, Operand y, nint[][] tables) : Kernel, IParallelBody where T : unmanaged
{
    readonly T* _x = (T*)x.Pointer, _y = (T*)y.Pointer;
    readonly nint[] _columns = tables.Length == 0 ? [0] : tables[^1];

    public override void Run(WorkerPool pool)
    {
        if (_columns.Length > 0) pool.For(this, checked((int)(y.Count / _columns.Length)), Math.Max(1, 16_384 / _columns.Length));
    }

    void IParallelBody.Run(int begin, int end, int worker)
    {
        for (nint row = begin; row < end; row++)
        {
            nint rest = row;
            T* from = _x, to = _y + row * _columns.Length;
            for (int a = tables.Length - 2; a >= 0; a--)
            {
                (rest, nint at) = Math.DivRem(rest, tables[a].Length);
                from += tables[a][at];
            }
            for (int i = 0; i < _columns.Length; i++) to[i] = from[_columns[i]];
        }
    }
}
