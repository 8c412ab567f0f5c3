using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>c·(e^log_prob − 1_label), row by row.</summary>
sealed unsafe class CrossEntropyGradKernel<T> : Kernel, IParallelBody where T : unmanaged, INumber<T>
{
    readonly T* _dLoss, _logs, _dScores;
    readonly long _n, _classes;
    readonly Labels _labels;
    readonly string _reduction;
    double _scale;

    public CrossEntropyGradKernel(Binding b, string reduction, long? ignored)
    {
        _dLoss = (T*)b.In(0).Pointer;
        _logs = (T*)b.In(1).Pointer;
        _dScores = (T*)b.Out().Pointer;
        (_n, _classes, _reduction) = (b.In(1).Sizes[0], b.In(1).Sizes[1], reduction);
        _labels = new(b, b.In(2), b.In(3), _classes, ignored);
    }

    public override void Run(WorkerPool pool)
    {
        double weights = 0;
        for (long row = 0; row < _n; row++)
        {
            _labels.At(row, out double weight);
            weights += weight;
        }
        _scale = _reduction switch { "mean" => double.CreateChecked(*_dLoss) / weights, "sum" => double.CreateChecked(*_dLoss), _ => 1 };
        pool.For(this, checked((int)_n), (int)Math.Max(1, 8192 / Math.Max(1, _classes)));
    }

    public void Run(int begin, int end, int worker)
    {
        var rows = new Rows(this, begin, end);
        Lanes.Dispatch<T, Rows>(ref rows);
    }

    readonly struct Rows(CrossEntropyGradKernel<T> kernel, int begin, int end) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            for (long row = begin; row < end; row++) kernel.Row<L>(row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Row<L>(long row) where L : struct, ILane<L>
    {
        long label = _labels.At(row, out double weight);
        double factor = weight * (_reduction == "none" ? double.CreateChecked(_dLoss[row]) : _scale);
        T* logs = _logs + row * _classes, d = _dScores + row * _classes;
        T c = T.CreateTruncating(factor);
        var f = L.Splat(&c);
        nint i = 0, n = (nint)_classes;
        for (; i + L.Width <= n; i += L.Width) (Maths.Exp(L.Load(logs, i)) * f).Store(d, i);
        if (i < n) (Maths.Exp(L.LoadPartial(logs, i, (int)(n - i))) * f).StorePartial(d, i, (int)(n - i));
        if (label >= 0) d[label] -= c;
    }
}
