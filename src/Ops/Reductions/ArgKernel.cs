using System.Numerics;

namespace Nabla.Ops;

/// <summary>
/// Where the greatest (or least) element stands: y[o, i] = argmaxᵣ x[o, r, i] over contiguous x [outer, reduced, inner]. A NaN counts as greatest
/// and as least. Built once for given memory, run often without allocating.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed unsafe class ArgKernel<T> : IParallelBody where T : unmanaged, INumber<T>
{
    private readonly T* _x;
    private readonly long* _y;
    private readonly nint _outer, _reduced, _inner;
    private readonly bool _least, _last;

    /// <summary>Plans the search.</summary>
    /// <param name="x">[outer, reduced, inner], reduced at least 1.</param>
    /// <param name="y">[outer, inner].</param>
    /// <param name="outer">Elements of the leading axes.</param>
    /// <param name="reduced">Elements of the axis searched.</param>
    /// <param name="inner">Elements of the trailing axes.</param>
    /// <param name="least">Whether to look for the least.</param>
    /// <param name="last">Whether to take the last of equals; if not, the first.</param>
    public ArgKernel(T* x, long* y, nint outer, nint reduced, nint inner, bool least = false, bool last = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reduced, 1);
        _x = x;
        _y = y;
        (_outer, _reduced, _inner, _least, _last) = (outer, reduced, inner, least, last);
    }

    /// <summary>Computes y.</summary>
    public void Run(WorkerPool pool)
    {
        if (_inner == 0) return;
        long perTask = (long)_reduced * _inner;
        pool.For(this, checked((int)_outer), (int)Math.Clamp(16_384 / perTask, 1, int.MaxValue));
    }

    /// <inheritdoc/>
    void IParallelBody.Run(int begin, int end, int worker)
    {
        for (nint o = begin; o < end; o++)
        {
            T* x = _x + o * _reduced * _inner;
            long* y = _y + o * _inner;
            new Span<long>(y, checked((int)_inner)).Clear();

            // Row by row, so that memory is read in order whatever the inner size.
            for (nint r = 1; r < _reduced; r++)
                for (nint i = 0; i < _inner; i++)
                    if (Better(x[r * _inner + i], x[(nint)y[i] * _inner + i])) y[i] = r;
        }
    }

    private bool Better(T x, T best)
    {
        if (T.IsNaN(best)) return _last && T.IsNaN(x);
        if (T.IsNaN(x)) return true;
        return (_least ? x < best : x > best) || (_last && x == best);
    }
}
