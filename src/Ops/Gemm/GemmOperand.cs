using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Ops;

/// <summary>
/// Where the micro-kernel finds the strips of an operand: in place, or packed by the first thread that needs them, in parts of a strip by a depth.
/// </summary>
internal sealed unsafe class GemmOperand<T> where T : unmanaged, INumber<T>
{
    // What a part's state says besides the run in which it was packed: 2·run + Packing while a thread is at it.
    private const int Packing = 0, Packed = 1, Always = -1;

    // Where the count of runs begins again: state 0 is that of no run.
    private const int MostRuns = 0x3FFF_FFFF;

    private readonly T* _data;
    private readonly nint _across, _along;
    private readonly int _size, _k, _width, _depth, _depths, _direct, _strips;
    private readonly T[] _keep;
    private readonly T* _packed;
    private readonly int[] _states;
    private int _run;

    /// <param name="data">The first element.</param>
    /// <param name="across">Elements from a row (of A) or a column (of B) to the next.</param>
    /// <param name="along">Elements from a term of the sums to the next.</param>
    /// <param name="size">How many rows or columns.</param>
    /// <param name="k">How many terms.</param>
    /// <param name="width">Rows or columns of a strip.</param>
    /// <param name="depth">Terms of a part.</param>
    /// <param name="direct">How many strips, from the first, are read in place.</param>
    /// <param name="isConstant">The same at every run: packed once.</param>
    public GemmOperand(T* data, nint across, nint along, int size, int k, int width, int depth, int direct, bool isConstant)
    {
        _data = data;
        (_across, _along, _size, _k, _width, _depth) = (across, along, size, k, width, depth);
        (_strips, _depths) = (GemmPlan.Divide(size, width), GemmPlan.Divide(k, depth));
        _direct = k == 0 ? _strips : direct;
        // Pinned, so the pointer stays good for as long as the array is referenced; aligned, so no register straddles cache lines.
        _keep = GC.AllocateUninitializedArray<T>(checked((int)((long)(_strips - _direct) * width * k + 64 / sizeof(T))), pinned: true);
        fixed (T* p = _keep) _packed = (T*)(((nuint)p + 63) & ~(nuint)63);
        _states = new int[(_strips - _direct) * _depths];
        if (!isConstant) return;
        for (int part = 0; part < _states.Length; part++)
        {
            Pack(part);
            _states[part] = Always;
        }
    }

    /// <summary>Forgets what was packed: the operand may have changed.</summary>
    public void Begin() => _run = _run == MostRuns ? 1 : _run + 1;

    /// <summary>Sees to it that some strips are packed from a depth on, together with the other threads; each begins elsewhere.</summary>
    public void Ensure(int strip, int strips, int depth, int worker, int threads)
    {
        int first = Math.Max(strip, _direct), count = strip + strips - first;
        if (count <= 0 || _states.Length == 0) return;
        int done = 2 * _run + Packed, at = depth / _depth;
        int begin = (int)((long)worker * count / threads);
        bool waits = false;
        for (int i = 0; i < count; i++)
        {
            int part = (first - _direct + (i + begin) % count) * _depths + at;
            int state = Volatile.Read(ref _states[part]);
            if (state == done || state == Always) continue;
            if (state == 2 * _run + Packing || Interlocked.CompareExchange(ref _states[part], 2 * _run + Packing, state) != state)
            {
                waits = true;
                continue;
            }
            Pack(part);
            Volatile.Write(ref _states[part], done);
        }
        if (!waits) return;
        for (int i = 0; i < count; i++)
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _states[(first - _direct + i) * _depths + at]) is var state && state != done && state != Always) spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>A strip from a depth on, and the elements from one of its rows or columns to the next and from a term to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int strip, int depth, out nint across, out nint along)
    {
        if (strip < _direct)
        {
            (across, along) = (_across, _along);
            return _data + strip * _width * _across + depth * _along;
        }
        (across, along) = (1, _width);
        return _packed + ((long)(strip - _direct) * _k + depth) * _width;
    }

    /// <summary>Whether a strip is packed.</summary>
    public bool IsPacked(int strip) => strip >= _direct;

    private void Pack(int part)
    {
        int strip = _direct + part / _depths, depth = part % _depths * _depth, first = strip * _width;
        GemmPacking.Strip(_data + first * _across + depth * _along, _across, _along, Math.Min(_width, _size - first), Math.Min(_depth, _k - depth), _width,
            _packed + ((long)(strip - _direct) * _k + depth) * _width);
    }
}
