using System.Runtime.CompilerServices;
using Nabla.Ops;

namespace Nabla.Plugins;

sealed unsafe partial class CrossEntropySweep<T>
{
    /// <summary>As many rows as a lane has elements, or fewer. What is read of a row is read before anything is written: both results may lie over the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    void Tile<L>(int row, int rows, T* shifted) where L : struct, ILane<L>
    {
        int w = L.Width, classes = _classes;
        T* x = _scores + (nint)row * classes, powers = shifted + classes * w;
        T* greatest = stackalloc T[16], logs = stackalloc T[16], factors = stackalloc T[16];
        long* labels = stackalloc long[16];
        ShortRows.Turn(x, rows, classes, w, shifted);

        var most = L.Of(double.NegativeInfinity);
        for (int c = 0; c < classes; c++) most = L.Max(most, L.Load(shifted, c * w));
        var sum = L.Zero;
        for (int c = 0; c < classes; c++)
        {
            var s = L.Load(shifted, c * w) - most;
            var e = Maths.Exp(s);
            sum += e;
            s.Store(shifted, c * w);
            e.Store(powers, c * w);
        }
        var log = Maths.Log(sum);
        most.Store(greatest, 0);
        log.Store(logs, 0);
        L.Zero.Store(factors, 0);
        for (int r = 0; r < rows; r++) (labels[r], factors[r]) = Label(row + r, x + r * classes, (greatest[r], logs[r]));
        if (_logs != null)
        {
            for (int c = 0; c < classes; c++) (L.Load(shifted, c * w) - log).Store(shifted, c * w);
            ShortRows.TurnBack(shifted, rows, classes, w, _logs + (nint)row * classes);
        }
        if (_dScores == null) return;
        var factor = L.Load(factors, 0) / sum;
        for (int c = 0; c < classes; c++) (L.Load(powers, c * w) * factor).Store(powers, c * w);
        T* d = _dScores + (nint)row * classes;
        ShortRows.TurnBack(powers, rows, classes, w, d);
        for (int r = 0; r < rows; r++) if (labels[r] >= 0) d[r * classes + labels[r]] -= factors[r];
    }

    /// <summary>One row of many classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Row<L>(int row, T* powers) where L : struct, ILane<L>
    {
        nint n = _classes, w = L.Width;
        T* x = _scores + row * n;
        T greatest = RowReduction<T, MaxReduction>.Total<L>(x, n);
        var most = L.Splat(&greatest);
        // A lane too much at the end: there is room for it, and nothing reads it.
        for (nint i = 0; i < n; i += w) Maths.Exp(L.Load(x, i) - most).Store(powers, i);
        T sum = RowReduction<T, SumReduction>.Total<L>(powers, n);
        T log = Maths.Log(new Scalar<T>(sum)).Value;
        var (label, factor) = Label(row, x, (greatest, log));
        if (_logs != null)
        {
            var logSum = L.Splat(&log);
            T* y = _logs + row * n;
            nint i = 0;
            for (; i + w <= n; i += w) (L.Load(x, i) - most - logSum).Store(y, i);
            if (i < n) (L.LoadPartial(x, i, (int)(n - i)) - most - logSum).StorePartial(y, i, (int)(n - i));
        }
        if (_dScores != null)
        {
            T scale = factor / sum;
            var f = L.Splat(&scale);
            T* d = _dScores + row * n;
            nint i = 0;
            for (; i + w <= n; i += w) (L.Load(powers, i) * f).Store(d, i);
            if (i < n) (L.Load(powers, i) * f).StorePartial(d, i, (int)(n - i));
            if (label >= 0) d[label] -= factor;
        }
    }
}
