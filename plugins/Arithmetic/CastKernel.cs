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
        ElementType.Bool => Halves<byte>(x, y, v => v == 0 ? (byte)0 : (byte)1),
        ElementType.Float32 => Halves<float>(x, y, v => v),
        ElementType.Float64 => Halves<double>(x, y, v => v),
        ElementType.Float16 => Halves<Half>(x, y, v => (Half)v),
        ElementType.Int64 => Halves(x, y, long.CreateTruncating),
        ElementType.Int32 => Halves(x, y, int.CreateTruncating),
        ElementType.Int16 => Halves(x, y, short.CreateTruncating),
        ElementType.Int8 => Halves(x, y, sbyte.CreateTruncating),
        ElementType.UInt8 => Halves(x, y, byte.CreateTruncating),
        ElementType.UInt16 => Halves(x, y, ushort.CreateTruncating),
        ElementType.UInt32 => Halves(x, y, uint.CreateTruncating),
        ElementType.UInt64 => Halves(x, y, ulong.CreateTruncating),
        _ => null,
    };

    static Kernel Halves<D>(Operand x, Operand y, Func<float, D> convert) where D : unmanaged => new OfHalves<D>((BFloat16*)x.Pointer, (D*)y.Pointer, x.Count, convert);

    sealed class OfHalves<D>(BFloat16* x, D* y, long count, Func<float, D> convert) : Kernel, IParallelBody where D : unmanaged
    {
        public override void Run(WorkerPool pool) => pool.For(this, checked((int)count), 16384);

        public void Run(int begin, int end, int worker)
        {
            for (int i = begin; i < end; i++) y[i] = convert((float)x[i]);
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
