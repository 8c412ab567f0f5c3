using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

/// <summary>Log-softmax, loss and adjoint of every row in one sweep, each of the three only if something reads it: one exponential an element. The loss is
/// summed in the order of the rows.</summary>
sealed unsafe partial class CrossEntropySweep<T> : Kernel, IParallelBody where T : unmanaged, INumber<T>
{
    readonly T* _scores, _loss, _logs, _dLoss, _dScores;
    readonly int _n, _classes, _grain;
    readonly Labels _labels;
    readonly string _reduction;
    readonly double[] _losses;
    readonly AlignedBuffer _scratch;
    readonly long _scratchBytes;
    readonly bool _readsLabels, _scalesEach;
    double _scale;

    /// <param name="b">Inputs scores and labels; outputs loss and log_prob.</param>
    /// <param name="reduction">"mean", "sum" or "none".</param>
    /// <param name="ignored">A label that counts for nothing.</param>
    /// <param name="weights">One for each class, or not present.</param>
    /// <param name="dLoss">The adjoint of the loss, or not present.</param>
    /// <param name="dScores">The adjoint of the scores, or not present.</param>
    public CrossEntropySweep(Binding b, string reduction, long? ignored, Operand weights, Operand dLoss = default, Operand dScores = default)
    {
        var scores = b.In(0);
        (_n, _classes, _reduction) = (checked((int)scores.Sizes[0]), checked((int)scores.Sizes[1]), reduction);
        _scores = Address(scores);
        _loss = Address(b.Out(0));
        _logs = Address(b.Out(1));
        _dLoss = Address(dLoss);
        _dScores = Address(dScores);
        (_readsLabels, _scalesEach) = (_loss != null || _dScores != null, _dScores != null && reduction == "none");
        _labels = new(b, b.In(1), weights, _classes, ignored);
        _losses = new double[_n];
        // Enough for a hand-over to pay; of few classes whole tiles.
        _grain = _classes <= ShortRows.MostColumns ? (8192 / Math.Max(1, _classes) + 16) / 16 * 16 : Math.Max(1, 8192 / _classes);
        _scratchBytes = _classes <= ShortRows.MostColumns ? 2 * ShortRows.MostColumns * 64 : (_classes * (long)sizeof(T) + 127) / 64 * 64;
        _scratch = new(_scratchBytes * b.Threads);
    }

    static T* Address(Operand o) => o.IsPresent ? (T*)o.Pointer : null;

    public override void Run(WorkerPool pool)
    {
        double weights = 0;
        for (int row = 0; _readsLabels && row < _n; row++)
        {
            _labels.At(row, out double weight);
            weights += weight;
        }
        if (_dScores != null) _scale = _reduction switch { "mean" => double.CreateChecked(*_dLoss) / weights, "sum" => double.CreateChecked(*_dLoss), _ => 1 };
        pool.For(this, _n, _grain);
        if (_loss == null) return;
        double total = 0;
        for (int row = 0; row < _n; row++)
        {
            if (_reduction == "none") _loss[row] = T.CreateTruncating(_losses[row]);
            total += _losses[row];
        }
        if (_reduction != "none") *_loss = T.CreateTruncating(_reduction == "mean" ? total / weights : total);
    }

    public void Run(int begin, int end, int worker)
    {
        var work = new Range(this, begin, end, (T*)(_scratch.Pointer + worker * _scratchBytes));
        Lanes.Dispatch<T, Range>(ref work);
    }

    public override void Prepare()
    {
        var work = new Nothing(this);
        if (_classes <= ShortRows.MostColumns) Lanes.Dispatch<T, Nothing>(ref work);
    }

    readonly struct Nothing(CrossEntropySweep<T> kernel) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            if (kernel._n >= ShortRows.LeastRows) ShortRows.Prepare<T>(kernel._classes, L.Width);
            kernel.Tile<L>(0, 0, (T*)kernel._scratch.Pointer);
        }
    }

    readonly struct Range(CrossEntropySweep<T> kernel, int begin, int end, T* scratch) : ILaneWork
    {
        public void Run<L>() where L : struct, ILane<L>
        {
            if (kernel._classes <= ShortRows.MostColumns) for (int row = begin; row < end; row += L.Width) kernel.Tile<L>(row, Math.Min(L.Width, end - row), scratch);
            else for (int row = begin; row < end; row++) kernel.Row<L>(row, scratch);
        }
    }

    /// <summary>Notes the loss of a row: <paramref name="logOf"/> is the greatest score and the logarithm of the sum.</summary>
    /// <returns>The label, and the factor of the row's adjoint.</returns>
    // Conversions between generic numbers are calls within calls until they are optimized: of 128 rows 75 µs instead of 7.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    (long Label, T Factor) Label(int row, T* x, (T Greatest, T LogSum) logOf)
    {
        if (!_readsLabels) return (-1, T.Zero);
        long label = _labels.At(row, out double weight);
        _losses[row] = label < 0 ? 0 : -weight * double.CreateChecked(x[label] - logOf.Greatest - logOf.LogSum);
        return (label, T.CreateTruncating(weight * (_scalesEach ? double.CreateChecked(_dLoss[row]) : _scale)));
    }
}
