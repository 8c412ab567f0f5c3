namespace Nabla.Ops;

/// <summary>The elements of a shape as rows × columns, with a step for each broadcast operand. Neighbouring dimensions that every operand walks
/// through without a jump are one.</summary>
sealed class IterationSpace
{
    readonly long[] _outer;
    readonly long[][] _outerStrides;

    /// <param name="shape">The sizes of the result.</param>
    /// <param name="operands">The sizes of the operands, each broadcast to the result.</param>
    /// <param name="asMatrix">Keep the two dimensions of a matrix apart, so that a block of it can be named.</param>
    public IterationSpace(ReadOnlySpan<long> shape, IReadOnlyList<long[]> operands, bool asMatrix = false)
    {
        var sizes = new List<long>();
        var strides = operands.Select(_ => new List<long>()).ToArray();
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 1 && !asMatrix) continue;
            var here = new long[operands.Count];
            for (int k = 0; k < here.Length; k++) here[k] = StrideOf(operands[k], shape.Length - d);
            bool joins = sizes.Count > 0 && !asMatrix;
            for (int k = 0; joins && k < here.Length; k++) joins = strides[k][^1] == here[k] * shape[d];
            if (joins)
            {
                sizes[^1] *= shape[d];
                for (int k = 0; k < here.Length; k++) strides[k][^1] = here[k];
            }
            else
            {
                sizes.Add(shape[d]);
                for (int k = 0; k < here.Length; k++) strides[k].Add(here[k]);
            }
        }
        Columns = sizes.Count == 0 ? 1 : sizes[^1];
        _outer = [.. sizes.Take(sizes.Count - 1)];
        Rows = 1;
        foreach (long size in _outer) Rows *= size;
        ColumnStride = [.. strides.Select(s => s.Count == 0 ? 0 : s[^1])];
        _outerStrides = [.. strides.Select(s => s.Take(s.Count - 1).ToArray())];
    }

    /// <summary>The product of all dimensions but the last.</summary>
    public long Rows { get; }

    /// <summary>The last dimension.</summary>
    public long Columns { get; }

    /// <summary>For each operand 1 if it has an element for each column, 0 if one is repeated.</summary>
    public long[] ColumnStride { get; }

    /// <summary>True if every operand has one step from a row to the next.</summary>
    public bool IsEven => _outer.Length <= 1;

    /// <summary>The element of operand <paramref name="k"/> at the start of a row.</summary>
    public long RowStart(int k, long row)
    {
        var strides = _outerStrides[k];
        if (strides.Length == 0) return 0;
        if (strides.Length == 1) return row * strides[0];
        long at = 0;
        for (int d = strides.Length - 1; d >= 0; d--)
        {
            at += row % _outer[d] * strides[d];
            row /= _outer[d];
        }
        return at;
    }

    // Elements from one index of a dimension to the next, the dimension counted from the end; 0 where it is broadcast.
    static long StrideOf(long[] sizes, int fromEnd)
    {
        if (fromEnd > sizes.Length || sizes[^fromEnd] == 1) return 0;
        long stride = 1;
        for (int i = 1; i < fromEnd; i++) stride *= sizes[^i];
        return stride;
    }
}
