using System.Numerics;
using System.Numerics.Tensors;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Converts element by element.</summary>
static unsafe class CastKernel
{
    public static Kernel? Bind(Operand x, Operand y) => x.Element switch
    {
        _ when x.Element == y.Element => StridedCopy.Bind(x.Element, x.Pointer, y.Pointer, new StridedAxis((nint)x.Count, 1, 1)),
        ElementType.BFloat16 => FromHalves(x, y),
        ElementType.Float32 => From<float>(x, y),
        ElementType.Float64 => From<double>(x, y),
        ElementType.Float16 => From<Half>(x, y),
        ElementType.Int64 => From<long>(x, y),
        ElementType.Int32 => From<int>(x, y),
        ElementType.Int16 => From<short>(x, y),
        ElementType.Int8 => From<sbyte>(x, y),
        ElementType.UInt8 or ElementType.Bool => From<byte>(x, y),
        ElementType.UInt16 => From<ushort>(x, y),
        ElementType.UInt32 => From<uint>(x, y),
        ElementType.UInt64 => From<ulong>(x, y),
        _ => null,
    };

    static Kernel? From<S>(Operand x, Operand y) where S : unmanaged, INumber<S> => y.Element switch
    {
        ElementType.Bool => new ToBool<S>((S*)x.Pointer, (byte*)y.Pointer, x.Count),
        ElementType.Float32 => new To<S, float>((S*)x.Pointer, (float*)y.Pointer, x.Count),
        ElementType.Float64 => new To<S, double>((S*)x.Pointer, (double*)y.Pointer, x.Count),
        ElementType.Float16 => new To<S, Half>((S*)x.Pointer, (Half*)y.Pointer, x.Count),
        ElementType.BFloat16 => new ToHalves<S>((S*)x.Pointer, (BFloat16*)y.Pointer, x.Count),
        ElementType.Int64 => new To<S, long>((S*)x.Pointer, (long*)y.Pointer, x.Count),
        ElementType.Int32 => new To<S, int>((S*)x.Pointer, (int*)y.Pointer, x.Count),
        ElementType.Int16 => new To<S, short>((S*)x.Pointer, (short*)y.Pointer, x.Count),
        ElementType.Int8 => new To<S, sbyte>((S*)x.Pointer, (sbyte*)y.Pointer, x.Count),
        ElementType.UInt8 => new To<S, byte>((S*)x.Pointer, (byte*)y.Pointer, x.Count),
        ElementType.UInt16 => new To<S, ushort>((S*)x.Pointer, (ushort*)y.Pointer, x.Count),
        ElementType.UInt32 => new To<S, uint>((S*)x.Pointer, (uint*)y.Pointer, x.Count),
        ElementType.UInt64 => new To<S, ulong>((S*)x.Pointer, (ulong*)y.Pointer, x.Count),
        _ => null,
    };

    static Kernel? FromHalves(Operand x, Operand y) => y.Element switch
    {
        ElementType.Bool => new HalvesToBool((BFloat16*)x.Pointer, (byte*)y.Pointer, x.Count),
        ElementType.Float32 => new OfHalves<float>((BFloat16*)x.Pointer, (float*)y.Pointer, x.Count),
        ElementType.Float64 => new OfHalves<double>((BFloat16*)x.Pointer, (double*)y.Pointer, x.Count),
        ElementType.Float16 => new OfHalves<Half>((BFloat16*)x.Pointer, (Half*)y.Pointer, x.Count),
        ElementType.Int64 => new OfHalves<long>((BFloat16*)x.Pointer, (long*)y.Pointer, x.Count),
        ElementType.Int32 => new OfHalves<int>((BFloat16*)x.Pointer, (int*)y.Pointer, x.Count),
        ElementType.Int16 => new OfHalves<short>((BFloat16*)x.Pointer, (short*)y.Pointer, x.Count),
        ElementType.Int8 => new OfHalves<sbyte>((BFloat16*)x.Pointer, (sbyte*)y.Pointer, x.Count),
        ElementType.UInt8 => new OfHalves<byte>((BFloat16*)x.Pointer, (byte*)y.Pointer, x.Count),
        ElementType.UInt16 => new OfHalves<ushort>((BFloat16*)x.Pointer, (ushort*)y.Pointer, x.Count),
        ElementType.UInt32 => new OfHalves<uint>((BFloat16*)x.Pointer, (uint*)y.Pointer, x.Count),
        ElementType.UInt64 => new OfHalves<ulong>((BFloat16*)x.Pointer, (ulong*)y.Pointer, x.Count),
        _ => null,
    };

    // By way of float, which holds every bfloat16.
    sealed class OfHalves<D>(BFloat16* x, D* y, long count) : Kernel, IParallelBody where D : unmanaged, INumber<D>
    {
        const int Piece = 256;

        public override void Run(WorkerPool pool) => pool.For(this, checked((int)count), 16384);

        public void Run(int begin, int end, int worker)
        {
            Span<float> wide = stackalloc float[Piece];
            for (int at = begin; at < end; at += Piece)
            {
                int size = Math.Min(Piece, end - at);
                for (int i = 0; i < size; i++) wide[i] = (float)x[at + i];
                TensorPrimitives.ConvertTruncating<float, D>(wide[..size], new(y + at, size));
            }
        }
    }

    sealed class HalvesToBool(BFloat16* x, byte* y, long count) : Kernel, IParallelBody
    {
        public override void Run(WorkerPool pool) => pool.For(this, checked((int)count), 16384);

        public void Run(int begin, int end, int worker)
        {
            for (int i = begin; i < end; i++) y[i] = (float)x[i] == 0 ? (byte)0 : (byte)1;
        }
    }

    sealed class ToHalves<S>(S* x, BFloat16* y, long count) : Kernel, IParallelBody where S : unmanaged, INumber<S>
    {
        public override void Run(WorkerPool pool) => pool.For(this, checked((int)count), 16384);

        public void Run(int begin, int end, int worker)
        {
            for (int i = begin; i < end; i++) y[i] = typeof(S) == typeof(float) ? (BFloat16)float.CreateTruncating(x[i]) : (BFloat16)double.CreateTruncating(x[i]);
        }
    }

    sealed class To<S, D>(S* x, D* y, long count) : Kernel, IParallelBody where S : unmanaged, INumber<S> where D : unmanaged, INumber<D>
    {
        public override void Run(WorkerPool pool) => pool.For(this, checked((int)count), 16384);

        public void Run(int begin, int end, int worker) =>
            TensorPrimitives.ConvertTruncating(new ReadOnlySpan<S>(x + begin, end - begin), new Span<D>(y + begin, end - begin));

        public override void Prepare()
        {
            D target = default;
            TensorPrimitives.ConvertTruncating([S.One], new Span<D>(ref target));
        }
    }

    sealed class ToBool<S>(S* x, byte* y, long count) : Kernel, IParallelBody where S : unmanaged, INumber<S>
    {
        public override void Run(WorkerPool pool) => pool.For(this, checked((int)count), 16384);

        public void Run(int begin, int end, int worker)
        {
            for (int i = begin; i < end; i++) y[i] = S.IsZero(x[i]) ? (byte)0 : (byte)1;
        }
    }
}
