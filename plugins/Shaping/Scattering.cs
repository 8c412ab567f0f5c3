using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Binds kernels that put updates into a copy of the data.</summary>
static unsafe class Scattering
{
    public static bool Knows(string reduction) => reduction is "none" or "add" or "mul" or "max" or "min";

    /// <summary>The version that added a reduction.</summary>
    public static int Since(string reduction) => reduction switch { "none" => 11, "add" or "mul" => 16, _ => 18 };

    /// <summary>A scatter of <paramref name="count"/> slices of <paramref name="slice"/> elements.</summary>
    /// <param name="b">Inputs: data, indices, updates.</param>
    /// <param name="reduction">How an update meets what is there.</param>
    /// <param name="place">Where in the data the first element of a slice goes.</param>
    /// <param name="count">Slices.</param>
    /// <param name="slice">Elements of each.</param>
    public static Kernel? Bind(Binding b, string reduction, Func<nint, nint> place, nint count, nint slice)
    {
        var copy = b.In().Pointer == b.Out().Pointer ? new Sequence() : StridedCopy.Bind(b.In().Element, b.In().Pointer, b.Out().Pointer, new StridedAxis((nint)b.In().Count, 1, 1));
        if (reduction == "none")
            return Sequence.Of(copy, b.In().Element.Bits() switch
            {
                8 => new Assign<byte>(b, place, count, slice),
                16 => new Assign<ushort>(b, place, count, slice),
                32 => new Assign<uint>(b, place, count, slice),
                64 => new Assign<ulong>(b, place, count, slice),
                128 => new Assign<UInt128>(b, place, count, slice),
                _ => null,
            });
        return Sequence.Of(copy, b.In().Element switch
        {
            ElementType.Float32 => new Combine<float>(b, reduction, place, count, slice),
            ElementType.Float64 => new Combine<double>(b, reduction, place, count, slice),
            ElementType.Int32 => new Combine<int>(b, reduction, place, count, slice),
            ElementType.Int64 => new Combine<long>(b, reduction, place, count, slice),
            _ => null,
        });
    }

    // Threads share the elements of a slice, never the slices: updates of one place come in order, so sums have the same bits at any thread count.
    abstract class Scatter<T>(Binding b, Func<nint, nint> place, nint count, nint slice) : Kernel, IParallelBody where T : unmanaged
    {
        readonly T* _y = (T*)b.Out().Pointer, _updates = (T*)b.In(2).Pointer;

        public override void Run(WorkerPool pool) => pool.For(this, checked((int)slice), (int)((Math.Max(1, 16_384 / Math.Max(1, count)) + 15) / 16 * 16));

        void IParallelBody.Run(int begin, int end, int worker)
        {
            for (nint i = 0; i < count; i++) Put(_updates + i * slice + begin, _y + place(i) + begin, end - begin);
        }

        protected abstract void Put(T* update, T* y, int length);
    }

    sealed class Assign<T>(Binding b, Func<nint, nint> place, nint count, nint slice) : Scatter<T>(b, place, count, slice) where T : unmanaged
    {
        protected override void Put(T* update, T* y, int length) => new ReadOnlySpan<T>(update, length).CopyTo(new(y, length));
    }

    sealed class Combine<T>(Binding b, string reduction, Func<nint, nint> place, nint count, nint slice) : Scatter<T>(b, place, count, slice)
        where T : unmanaged, INumber<T>
    {
        protected override void Put(T* update, T* y, int length)
        {
            switch (reduction)
            {
                case "add":
                    for (int i = 0; i < length; i++) y[i] += update[i];
                    break;
                case "mul":
                    for (int i = 0; i < length; i++) y[i] *= update[i];
                    break;
                case "max":
                    for (int i = 0; i < length; i++) y[i] = T.Max(y[i], update[i]);
                    break;
                default:
                    for (int i = 0; i < length; i++) y[i] = T.Min(y[i], update[i]);
                    break;
            }
        }
    }
}
