namespace Nabla.Ops;

/// <summary>A matrix operand in memory: element (i, j) is at <c>Data[i·RowStride + j·ColumnStride]</c>, so a transpose is a swap of strides.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <param name="data">Element (0, 0).</param>
/// <param name="rowStride">Elements from a row to the next.</param>
/// <param name="columnStride">Elements from a column to the next.</param>
/// <param name="isConstant">The elements never change.</param>
public readonly unsafe struct Matrix<T>(T* data, nint rowStride, nint columnStride, bool isConstant = false) where T : unmanaged
{
    /// <summary>Element (0, 0).</summary>
    public T* Data { get; } = data;

    /// <summary>Elements from a row to the next.</summary>
    public nint RowStride { get; } = rowStride;

    /// <summary>Elements from a column to the next.</summary>
    public nint ColumnStride { get; } = columnStride;

    /// <summary>The elements never change, so they may be rearranged once.</summary>
    public bool IsConstant { get; } = isConstant;
}
