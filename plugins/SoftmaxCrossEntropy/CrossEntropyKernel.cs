using System.Numerics;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Log-softmax of every row, then the loss in the order of the rows.</summary>
sealed unsafe class CrossEntropyKernel<T> : Kernel where T : unmanaged, INumber<T>
{
    readonly SoftmaxKernel<T> _rows;
    readonly AlignedBuffer? _ownLogs;
    readonly T* _logs, _loss;
    readonly long _n, _classes;
    readonly Labels _labels;
    readonly string _reduction;

    public CrossEntropyKernel(Binding b, string reduction, long? ignored)
    {
        var scores = b.In(0);
        (_n, _classes, _reduction) = (scores.Sizes[0], scores.Sizes[1], reduction);
        _labels = new(b, b.In(1), b.In(2), _classes, ignored);
        if (!b.Out(1).IsPresent) _ownLogs = new(scores.Count * sizeof(T));
        _logs = _ownLogs is null ? (T*)b.Out(1).Pointer : (T*)_ownLogs.Pointer;
        _loss = b.Out(0).IsPresent ? (T*)b.Out(0).Pointer : null;
        _rows = new((T*)scores.Pointer, _logs, (nint)_n, (nint)_classes, log: true);
    }

    public override void Run(WorkerPool pool)
    {
        _rows.Run(pool);
        if (_loss == null) return;
        double total = 0, weights = 0;
        for (long row = 0; row < _n; row++)
        {
            long label = _labels.At(row, out double weight);
            double loss = label < 0 ? 0 : -weight * double.CreateChecked(_logs[row * _classes + label]);
            if (_reduction == "none") _loss[row] = T.CreateTruncating(loss);
            total += loss;
            weights += weight;
        }
        if (_reduction != "none") *_loss = T.CreateTruncating(_reduction == "mean" ? total / weights : total);
    }
}
