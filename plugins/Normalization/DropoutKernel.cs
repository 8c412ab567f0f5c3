using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Draws the mask and applies it in one sweep; each run has random numbers of its own.</summary>
sealed unsafe class DropoutKernel<T> : Kernel, IParallelBody where T : unmanaged, IFloatingPoint<T>
{
    readonly T* _x, _y;
    readonly bool* _mask, _training;
    readonly Operand _ratio;
    readonly long _count;
    readonly uint _keyX, _keyY;
    ulong _run;
    double _kept;

    public DropoutKernel(Binding b, long? seed)
    {
        _x = (T*)b.In().Pointer;
        _y = b.Out(0).IsPresent ? (T*)b.Out(0).Pointer : null;
        _mask = b.Out(1).IsPresent ? (bool*)b.Out(1).Pointer : null;
        _training = b.In(2).IsPresent ? (bool*)b.In(2).Pointer : null;
        (_ratio, _count) = (b.In(1), b.In().Count);
        ulong key = (ulong)(seed ?? Random.Shared.NextInt64());
        (_keyX, _keyY) = ((uint)key, (uint)(key >> 32));
    }

    public override void Run(WorkerPool pool)
    {
        double ratio = _training == null || !*_training ? 0
            : !_ratio.IsPresent ? 0.5
            : _ratio.Element switch
            {
                ElementType.Float32 => *(float*)_ratio.Pointer,
                ElementType.Float64 => *(double*)_ratio.Pointer,
                ElementType.Float16 => (double)*(Half*)_ratio.Pointer,
                var other => throw new NablaException($"Dropout does not take a ratio of element type {other.Text()}."),
            };
        if (!(ratio >= 0 && ratio < 1)) throw new NablaException($"The ratio of Dropout must be in [0, 1), not {ratio}.");
        _kept = 1 - ratio;
        // Ranges are split at whole blocks of four.
        pool.For(this, checked((int)((_count + 3) / 4)), 4096);
        _run++;
    }

    void IParallelBody.Run(int begin, int end, int worker)
    {
        T scale = T.One / T.CreateTruncating(_kept);
        uint limit = (uint)(uint.MaxValue * _kept);
        uint* words = stackalloc uint[4];
        for (int block = begin; block < end; block++)
        {
            *(UInt32x4*)words = Philox4x32.Block(new((uint)block, (uint)_run, (uint)(_run >> 32), 0), _keyX, _keyY);
            for (long i = 4L * block; i < Math.Min(_count, 4L * block + 4); i++)
            {
                bool kept = words[i & 3] <= limit;
                if (_mask != null) _mask[i] = kept;
                if (_y != null) _y[i] = kept ? _x[i] * scale : T.Zero;
            }
        }
    }
}
