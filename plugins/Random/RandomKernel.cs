using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Draws block by block; each run has numbers of its own.</summary>
sealed unsafe class RandomKernel<T, D> : Kernel, IParallelBody where T : unmanaged, INumber<T> where D : struct, IDistribution
{
    const int Block = IDistribution.Block;

    readonly void* _y;
    readonly long _count;
    readonly bool _narrow;
    readonly T _first, _second, _limit;
    readonly uint _keyX, _keyY;
    ulong _run;

    public RandomKernel(Binding b, double first, double second, float? seed)
    {
        _y = b.Out().Pointer;
        (_count, _narrow) = (b.Out().Count, b.Out().Element == ElementType.Float16);
        (_first, _second, _limit) = (T.CreateTruncating(first), T.CreateTruncating(second), T.CreateTruncating(D.Limit(first, second, b.Out().Element)));
        ulong key = seed is { } given ? BitConverter.SingleToUInt32Bits(given) : (ulong)Random.Shared.NextInt64();
        (_keyX, _keyY) = ((uint)key, (uint)(key >> 32));
    }

    public override void Run(WorkerPool pool)
    {
        pool.For(this, checked((int)((_count + Block - 1) / Block)), 16);
        _run++;
    }

    void IParallelBody.Run(int begin, int end, int worker)
    {
        var blocks = new Blocks(this, begin, end);
        Lanes.Dispatch<T, Blocks>(ref blocks);
    }

    readonly struct Blocks(RandomKernel<T, D> kernel, int begin, int end) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            T* numbers = stackalloc T[Block];
            for (long block = begin; block < end; block++)
            {
                kernel.Fill(numbers, block * Block);
                D.Transform<T, L>(numbers, kernel._first, kernel._second, kernel._limit);
                kernel.Write(numbers, block * Block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fill(T* numbers, long start)
    {
        // In place of the lower half of the bits that float32 does without: their middle.
        var (high, low) = (default(UInt32x4), new UInt32x4(1u << 31, 1u << 31, 1u << 31, 1u << 31));
        bool isDouble = typeof(T) == typeof(double);
        int digits = isDouble ? 53 : 24;
        for (int i = 0; i < Block; i += 4)
        {
            uint counter = (uint)((start + i) / 4);
            high = Philox4x32.Block(new(counter, (uint)_run, (uint)(_run >> 32), D.Stream), _keyX, _keyY);
            if (isDouble) low = Philox4x32.Block(new(counter, (uint)_run, (uint)(_run >> 32), D.Stream + 1), _keyX, _keyY);
            numbers[i] = T.CreateTruncating(D.Raw((ulong)high.X << 32 | low.X, i, digits));
            numbers[i + 1] = T.CreateTruncating(D.Raw((ulong)high.Y << 32 | low.Y, i + 1, digits));
            numbers[i + 2] = T.CreateTruncating(D.Raw((ulong)high.Z << 32 | low.Z, i + 2, digits));
            numbers[i + 3] = T.CreateTruncating(D.Raw((ulong)high.W << 32 | low.W, i + 3, digits));
        }
    }

    void Write(T* numbers, long start)
    {
        int count = (int)Math.Min(Block, _count - start);
        if (!_narrow) new ReadOnlySpan<T>(numbers, count).CopyTo(new((T*)_y + start, count));
        else
            for (int i = 0; i < count; i++) ((Half*)_y)[start + i] = Half.CreateTruncating(numbers[i]);
    }
}
