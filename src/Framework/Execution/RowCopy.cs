namespace Nabla;

/// <summary>Copies rows of bytes, shared by threads where there are many: one thread alone does not use all that memory gives. Made once, run often.</summary>
sealed unsafe class RowCopy : IParallelBody
{
    // Below this many bytes handing over costs more than a second thread brings.
    const long WorthSharing = 64 * 1024;

    // What is copied at once of a single row.
    const int Piece = 16 * 1024;

    byte* _from, _to;
    int* _rows;
    long _width, _bytes;

    /// <summary>Copies rows of <paramref name="width"/> bytes: row <paramref name="rows"/>[i] of <paramref name="from"/> to row i; without rows, one row.</summary>
    public void Run(WorkerPool pool, byte* from, int* rows, int count, long width, byte* to)
    {
        _from = from;
        _to = to;
        _rows = rows;
        (_width, _bytes) = (width, rows is null ? width : count * width);
        int items = rows is null ? checked((int)((width + Piece - 1) / Piece)) : count;
        if (_bytes < WorthSharing) Run(0, items, 0);
        else pool.For(this, items, 1);
    }

    /// <inheritdoc/>
    public void Run(int begin, int end, int worker)
    {
        if (_rows is null)
        {
            long first = (long)begin * Piece, length = Math.Min((long)end * Piece, _bytes) - first;
            Buffer.MemoryCopy(_from + first, _to + first, length, length);
            return;
        }
        for (int i = begin; i < end; i++) Buffer.MemoryCopy(_from + _rows[i] * _width, _to + i * _width, _width, _width);
    }
}
