using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Reads sparse tensors as dense ones. What a few bytes may grow to is limited, for all tensors of a file together.</summary>
sealed class SparseReader
{
    const long MaxBytes = 256L << 20;

    long _bytes;

    /// <summary>Zeros but where the indices say.</summary>
    /// <exception cref="NablaException">Values, indices and sizes do not fit each other, or the dense tensors are too large.</exception>
    public Tensor Read(SparseTensorProto proto, string what)
    {
        if (proto.Values is null || proto.Indices is null) throw Error("lacks its values or their indices");
        var values = TensorReader.Read(proto.Values, $"values of {what}");
        var indices = TensorReader.Read(proto.Indices, $"indices of {what}");
        long[] dims = [.. proto.Dims];
        long count = TensorFields.Count(proto.Dims) ?? throw Error($"has impossible sizes [{string.Join(',', dims)}]");
        if (values.Element.Bits() is var bits && (bits < 8 || values.Dims.Length != 1)) throw Error($"has values {values.Type}; they must be a vector of numbers of 8 bits or more");
        bool isFlat = indices.Dims.Length == 1;
        if (indices.Element != ElementType.Int64 || indices.Count != values.Count * (isFlat ? 1 : dims.Length) || !isFlat && indices.Dims is not [_, _])
            throw Error($"has values {values.Type} but indices {indices.Type}; each value needs one position, of 64-bit integers");
        if (count > MaxBytes / (bits / 8) || (_bytes += count * (bits / 8)) > MaxBytes) throw Error($"has sizes [{string.Join(',', dims)}]; sparse tensors may take {MaxBytes >> 20} MiB in all");
        var dense = new byte[count * (bits / 8)];
        int size = bits / 8;
        for (int i = 0; i < values.Count; i++)
        {
            long place = Place(indices.Span<long>(), i, isFlat, dims);
            if (place < 0 || place >= count) throw Error($"has a value at a position outside of [{string.Join(',', dims)}]");
            values.Bytes.Slice(i * size, size).CopyTo(dense.AsSpan((int)place * size));
        }
        return Tensor.FromBytes(values.Element, dense, dims);

        NablaException Error(string rule) => new($"{char.ToUpperInvariant(what[0])}{what[1..]} {rule}.");
    }

    // Row-major; −1 where a coordinate is outside.
    static long Place(ReadOnlySpan<long> indices, int i, bool isFlat, long[] dims)
    {
        if (isFlat) return indices[i];
        long place = 0;
        for (int axis = 0; axis < dims.Length; axis++)
        {
            long at = indices[i * dims.Length + axis];
            if (at < 0 || at >= dims[axis]) return -1;
            place = place * dims[axis] + at;
        }
        return place;
    }
}
