using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Ops;

/// <summary>
/// Where the micro-kernel finds the strips of an operand: in place, or packed in parts of a strip by a depth: once for all threads, by the first that
/// needs them, or, where threads do not share strips, by each for the block that it is at, in a room that stays in its caches.
/// </summary>
internal sealed unsafe class GemmOperand<T> where T : unmanaged, INumber<T>
{
    // What a part's state says besides the run in which it was packed: 2·run + Packing while a thread is at it.
    private const int Packing = 0, Packed = 1, Always = -1;

    // Where the count of runs begins again: state 0 is that of no run.
    private const int MostRuns = 0x3FFF_FFFF;

    // Strips that are packed together, and the most bytes of their row: one of twelve floats is three quarters of a cache line, so that one at a time reads lines twice.
    private const int MostTogether = 8, MostRowBytes = 512;

    private readonly T* _data;
    private readonly nint _across, _along;
    private readonly int _size, _k, _width, _depth, _depths, _direct, _strips;
    private readonly int _roomStrips, _together;
    private readonly long _roomElements;
    private readonly AlignedBuffer? _constant;
    private readonly int[] _states;
    private Held[] _held = [];
    private T* _packed;
    private int _run;

    /// <summary>What lies in a thread's room.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Held
    {
        public int Run, Strip, Strips, Depth;
    }

    /// <param name="data">The first element.</param>
    /// <param name="across">Elements from a row (of A) or a column (of B) to the next.</param>
    /// <param name="along">Elements from a term of the sums to the next.</param>
    /// <param name="size">How many rows or columns.</param>
    /// <param name="k">How many terms.</param>
    /// <param name="width">Rows or columns of a strip.</param>
    /// <param name="depth">Terms of a part.</param>
    /// <param name="direct">How many strips, from the first, are read in place.</param>
    /// <param name="isConstant">The same at every run: packed once.</param>
    /// <param name="roomStrips">How many strips a thread's own room holds; 0 if all threads share one copy.</param>
    public GemmOperand(T* data, nint across, nint along, int size, int k, int width, int depth, int direct, bool isConstant, int roomStrips = 0)
    {
        _data = data;
        (_across, _along, _size, _k, _width, _depth) = (across, along, size, k, width, depth);
        (_strips, _depths) = (GemmPlan.Divide(size, width), GemmPlan.Divide(k, depth));
        _direct = k == 0 ? _strips : direct;
        _roomStrips = isConstant || _strips == _direct ? 0 : roomStrips;
        _together = across == 1 ? Math.Clamp(MostRowBytes / (width * sizeof(T)), 1, MostTogether) : 1;
        _roomElements = Lines((long)_roomStrips * _width * _depth) / sizeof(T);
        _states = new int[_roomStrips > 0 ? 0 : (_strips - _direct) * _depths];
        if (!isConstant) return;
        _constant = new(Shared);
        _packed = (T*)_constant.Pointer;
        _run = 1;
        for (int at = 0; at < _depths; at++) Share(_direct, _strips - _direct, 0, at);
        Array.Fill(_states, Always);
    }

    /// <summary>Bytes to pack into, a multiple of a cache line; 0 for a constant, which has its own.</summary>
    public long Bytes(int threads) => _constant is not null ? 0 : _roomStrips == 0 ? Shared : threads * _roomElements * sizeof(T);

    private long Shared => Lines((long)(_strips - _direct) * _width * _k);

    private static long Lines(long elements) => (elements * sizeof(T) + 63) & ~63L;

    /// <summary>Forgets what was packed: the operand may have changed.</summary>
    /// <param name="memory">Where to pack, <see cref="Bytes"/> long.</param>
    /// <param name="threads">How many threads may ask for parts.</param>
    public void Begin(byte* memory, int threads)
    {
        if (_constant is null) _packed = (T*)memory;
        if (_roomStrips > 0 && _held.Length < threads) _held = new Held[threads];
        _run = _run == MostRuns ? 1 : _run + 1;
    }

    /// <summary>Sees to it that some strips are packed from a depth on, together with the other threads; each begins elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure(int strip, int strips, int depth, int worker, int threads)
    {
        if (strip + strips > _direct) EnsurePacked(strip, strips, depth, worker, threads);
    }

    private void EnsurePacked(int strip, int strips, int depth, int worker, int threads)
    {
        int first = Math.Max(strip, _direct), count = strip + strips - first;
        if (_roomStrips > 0)
        {
            Fill(first, count, strip, depth, worker);
            return;
        }
        int at = depth / _depth;
        if (Share(first, count, (int)((long)worker * count / threads), at)) return;
        for (int i = 0; i < count; i++)
        {
            var spin = new SpinWait();
            while (!IsDone(Volatile.Read(ref State(first + i, at)))) spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Packs those of some strips that no thread has begun, from the given one on; false if another thread is still at one.</summary>
    private bool Share(int first, int count, int begin, int at)
    {
        bool all = true;
        for (int i = 0; i < count;)
        {
            int place = (i + begin) % count, strip = first + place, most = Math.Min(_together, count - Math.Max(i, place)), taken = 0;
            while (taken < most && Take(ref State(strip + taken, at), ref all)) taken++;
            if (taken > 0) Pack(strip, taken, at * _depth, Part(strip, at * _depth), (nint)_k * _width);
            for (int j = 0; j < taken; j++) Volatile.Write(ref State(strip + j, at), 2 * _run + Packed);
            i += Math.Max(1, taken);
        }
        return all;
    }

    private bool Take(ref int place, ref bool all)
    {
        int state = Volatile.Read(ref place);
        if (IsDone(state)) return false;
        if (state != 2 * _run + Packing && Interlocked.CompareExchange(ref place, 2 * _run + Packing, state) == state) return true;
        all = false;
        return false;
    }

    private ref int State(int strip, int at) => ref _states[(strip - _direct) * _depths + at];

    private bool IsDone(int state) => state == 2 * _run + Packed || state == Always;

    // Of a block, from its first strip on.
    private void Fill(int first, int count, int block, int depth, int worker)
    {
        ref var held = ref _held[worker];
        if (held.Run == _run && held.Strip == block && held.Depth == depth && held.Strips >= count) return;
        held = new() { Run = _run, Strip = block, Strips = count, Depth = depth };
        for (int i = 0; i < count; i += _together)
            Pack(first + i, Math.Min(_together, count - i), depth, Room(first + i, block, worker), (nint)_depth * _width);
    }

    private T* Room(int strip, int block, int worker) => _packed + worker * _roomElements + (long)(strip - block) * _depth * _width;

    /// <summary>Where a strip begins, from a depth on.</summary>
    /// <param name="strip">The strip.</param>
    /// <param name="depth">The first term.</param>
    /// <param name="block">The first strip of those that were last ensured.</param>
    /// <param name="worker">The thread.</param>
    /// <param name="across">Elements from one of its rows or columns to the next.</param>
    /// <param name="along">Elements from a term to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* At(int strip, int depth, int block, int worker, out nint across, out nint along)
    {
        if (strip < _direct)
        {
            (across, along) = (_across, _along);
            return _data + strip * _width * _across + depth * _along;
        }
        (across, along) = (1, _width);
        return _roomStrips > 0 ? Room(strip, block, worker) : Part(strip, depth);
    }

    /// <summary>How the strips of A lie, all alike, for tiles whose B is packed.</summary>
    public OperandLayout Layout => _direct == 0 ? OperandLayout.Packed : _along == 1 ? OperandLayout.Along : _across == 1 ? OperandLayout.Across : OperandLayout.Any;

    /// <summary>Whether a strip is packed.</summary>
    public bool IsPacked(int strip) => strip >= _direct;

    /// <summary>Has compiled what packs strips; see <see cref="Kernel.Prepare"/>.</summary>
    [SkipLocalsInit]
    public void Prepare()
    {
        if (_direct * _width >= _size) return;
        T* from = stackalloc T[_width], to = stackalloc T[_width];
        nint across = _across == 1 ? 1 : 0;
        int last = _size % _width;
        if (_size >= _width) GemmPacking.Strip(from, across, _along, _width, 1, _width, to);
        if (_together > 1 && _size / _width - _direct >= 2) GemmPacking.Strips(from, 0, 1, 1, _width, to, 0);
        if (last > 0) GemmPacking.Strip(from, across, _along, last, 1, _width, to);
    }

    private T* Part(int strip, int depth) => _packed + ((long)(strip - _direct) * _k + depth) * _width;

    // Side by side, each row of several strips is read at once, for each lies on a page of its own.
    private void Pack(int strip, int strips, int depth, T* to, nint apart)
    {
        int k = Math.Min(_depth, _k - depth), full = Math.Min(strips, _size / _width - strip);
        T* from = _data + strip * _width * _across + depth * _along;
        if (_together == 1 || full < 2) full = 0;
        else GemmPacking.Strips(from, _along, full, k, _width, to, apart);
        for (int i = full; i < strips; i++)
            GemmPacking.Strip(from + i * _width * _across, _across, _along, Math.Min(_width, _size - (strip + i) * _width), k, _width, to + i * apart);
    }
}
