using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>An immutable tensor: a constant of a graph, an attribute, a snapshot of a variable. Row-major, equal by content.</summary>
public sealed unsafe class Tensor : IEquatable<Tensor>
{
    readonly AlignedBuffer _data;
    readonly long[] _dims;
    readonly string[]? _strings;
    int _hash;

    Tensor(ElementType element, ReadOnlySpan<long> dims, string[]? strings = null)
    {
        (Element, _dims, _strings, Count) = (element, dims.ToArray(), strings, 1);
        foreach (long d in dims)
        {
            if (d < 0) throw new NablaException($"A tensor cannot have a dimension of size {d}.");
            Count = checked(Count * d);
        }
        _data = new(element.Bytes(Count));
    }

    /// <summary>The element type.</summary>
    public ElementType Element { get; }

    /// <summary>The sizes, outermost first.</summary>
    public ReadOnlySpan<long> Dims => _dims;

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Element type and shape.</summary>
    public TensorType Type => new(Element, Shape.Of(_dims));

    /// <summary>The elements as bytes, little-endian; empty for strings.</summary>
    public ReadOnlySpan<byte> Bytes => _data.Span<byte>(0, _data.Length);

    /// <summary>The texts of a string tensor.</summary>
    public ReadOnlySpan<string> Strings => _strings;

    internal AlignedBuffer Memory => _data;

    internal byte* Pointer => _data.Pointer;

    /// <summary>A tensor with copied elements.</summary>
    /// <param name="data">Row-major elements, as many as the product of <paramref name="dims"/>.</param>
    /// <param name="dims">Sizes; none for a scalar.</param>
    public static Tensor Of<T>(ReadOnlySpan<T> data, params ReadOnlySpan<long> dims) where T : unmanaged =>
        FromBytes(ElementTypes.Of<T>(), MemoryMarshal.AsBytes(data), dims);

    /// <summary>A tensor with copied elements.</summary>
    public static Tensor Of<T>(T[] data, params ReadOnlySpan<long> dims) where T : unmanaged => Of(data.AsSpan(), dims);

    /// <summary>A rank-1 tensor.</summary>
    public static Tensor Vector<T>(params ReadOnlySpan<T> data) where T : unmanaged => Of(data, data.Length);

    /// <summary>A scalar.</summary>
    public static Tensor Scalar<T>(T value) where T : unmanaged => Of(new ReadOnlySpan<T>(in value));

    /// <summary>A tensor of any element type but string from its bytes.</summary>
    /// <exception cref="NablaException">The number of bytes does not fit type and sizes.</exception>
    public static Tensor FromBytes(ElementType element, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> dims)
    {
        if (element is ElementType.String or ElementType.Undefined) throw new NablaException($"A tensor of type {element.Text()} has no bytes.");
        long count = 1;
        foreach (long d in dims) count = checked(count * d);
        if (bytes.Length != element.Bytes(count))
            throw new NablaException($"{element.Text()}{Shape.Of(dims)} takes {element.Bytes(count)} bytes; there are {bytes.Length}.");
        var tensor = new Tensor(element, dims);
        bytes.CopyTo(tensor._data.Span<byte>(0, bytes.Length));
        return tensor;
    }

    /// <summary>A tensor whose bytes are written by <paramref name="fill"/>: what a reader of files needs to copy nothing.</summary>
    /// <param name="element">Any element type but string.</param>
    /// <param name="dims">Sizes; none for a scalar. The tensor takes at most 2 GiB.</param>
    /// <param name="state">Handed to <paramref name="fill"/>.</param>
    /// <param name="fill">Writes all bytes, little-endian; they are zero before.</param>
    public static Tensor Create<TState>(ElementType element, ReadOnlySpan<long> dims, TState state, SpanAction<byte, TState> fill)
    {
        if (element is ElementType.String or ElementType.Undefined) throw new NablaException($"A tensor of type {element.Text()} has no bytes.");
        var tensor = new Tensor(element, dims);
        fill(tensor._data.Span<byte>(0, tensor._data.Length), state);
        return tensor;
    }

    /// <summary>A tensor of texts.</summary>
    public static Tensor OfStrings(ReadOnlySpan<string> data, params ReadOnlySpan<long> dims)
    {
        var tensor = new Tensor(ElementType.String, dims, data.ToArray());
        return tensor.Count == data.Length ? tensor : throw new NablaException($"str{Shape.Of(dims)} has {tensor.Count} elements; there are {data.Length}.");
    }

    /// <summary>A scalar of element type <paramref name="element"/> nearest to <paramref name="value"/>: how a literal takes the type of the value it meets.</summary>
    public static Tensor Literal(ElementType element, double value) => Filled(element, value);

    /// <summary>A tensor that holds the same number everywhere.</summary>
    public static Tensor Filled(ElementType element, double value, params ReadOnlySpan<long> dims)
    {
        var tensor = new Tensor(element, dims);
        byte* p = tensor._data.Pointer;
        int n = checked((int)tensor.Count);
        switch (element)
        {
            case ElementType.Float32: new Span<float>(p, n).Fill((float)value); break;
            case ElementType.Float64: new Span<double>(p, n).Fill(value); break;
            case ElementType.Float16: new Span<Half>(p, n).Fill((Half)value); break;
            case ElementType.BFloat16: new Span<BFloat16>(p, n).Fill((BFloat16)value); break;
            case ElementType.Int64: new Span<long>(p, n).Fill(checked((long)value)); break;
            case ElementType.Int32: new Span<int>(p, n).Fill(checked((int)value)); break;
            case ElementType.Int16: new Span<short>(p, n).Fill(checked((short)value)); break;
            case ElementType.Int8: new Span<sbyte>(p, n).Fill(checked((sbyte)value)); break;
            case ElementType.UInt8: new Span<byte>(p, n).Fill(checked((byte)value)); break;
            case ElementType.UInt16: new Span<ushort>(p, n).Fill(checked((ushort)value)); break;
            case ElementType.UInt32: new Span<uint>(p, n).Fill(checked((uint)value)); break;
            case ElementType.UInt64: new Span<ulong>(p, n).Fill(checked((ulong)value)); break;
            case ElementType.Bool: new Span<bool>(p, n).Fill(value != 0); break;
            default: throw new NablaException($"A literal cannot take element type {element.Text()}.");
        }
        return tensor;
    }

    /// <summary>The elements.</summary>
    /// <exception cref="NablaException"><typeparamref name="T"/> is not the element type.</exception>
    public ReadOnlySpan<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Element
        ? _data.Span<T>(0, Count)
        : throw new NablaException($"The tensor holds {Element.Text()}, not {ElementTypes.Of<T>().Text()}.");

    /// <summary>The elements of an integer tensor as 64-bit integers, or null if it is of another kind.</summary>
    public long[]? ToInts() => Element switch
    {
        ElementType.Int64 => Span<long>().ToArray(),
        ElementType.Int32 => [.. Span<int>().ToArray().Select(v => (long)v)],
        _ => null,
    };

    /// <summary>The elements as float64, to compare and print: bool as 0 and 1, 64-bit integers rounded.</summary>
    /// <exception cref="NablaException">The elements are no single numbers of 8 bits or more.</exception>
    public double[] ToDoubles() => Element switch
    {
        ElementType.Float64 => Span<double>().ToArray(),
        ElementType.Float32 => Doubles<float>(v => v),
        ElementType.Float16 => Doubles<Half>(v => (double)v),
        ElementType.BFloat16 => Doubles<BFloat16>(v => (float)v),
        ElementType.Int64 => Doubles<long>(v => v),
        ElementType.Int32 => Doubles<int>(v => v),
        ElementType.Int16 => Doubles<short>(v => v),
        ElementType.Int8 => Doubles<sbyte>(v => v),
        ElementType.UInt8 => Doubles<byte>(v => v),
        ElementType.UInt16 => Doubles<ushort>(v => v),
        ElementType.UInt32 => Doubles<uint>(v => v),
        ElementType.UInt64 => Doubles<ulong>(v => v),
        ElementType.Bool => Doubles<bool>(v => v ? 1 : 0),
        _ => throw new NablaException($"Elements of type {Element.Text()} are no numbers that can be read as float64."),
    };

    double[] Doubles<T>(Converter<T, double> convert) where T : unmanaged => Array.ConvertAll(Span<T>().ToArray(), convert);

    /// <inheritdoc/>
    public bool Equals(Tensor? other) => ReferenceEquals(this, other)
        || other is not null && Element == other.Element && Dims.SequenceEqual(other.Dims)
           && (_strings is null ? Bytes.SequenceEqual(other.Bytes) : Strings.SequenceEqual(other.Strings));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tensor);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash != 0) return _hash;
        var hash = new HashCode();
        hash.Add(Element);
        foreach (long d in _dims) hash.Add(d);
        hash.AddBytes(Bytes[..Math.Min(Bytes.Length, 4096)]);
        foreach (var s in _strings ?? []) hash.Add(s);
        return _hash = hash.ToHashCode();
    }

    /// <summary>Type and the first elements, as in <c>f32[3] {1, 2, 3}</c>.</summary>
    public override string ToString()
    {
        const int shown = 8;
        var items = Enumerable.Range(0, (int)Math.Min(Count, shown)).Select(Text).ToList();
        if (Count > shown) items.Add("…");
        return $"{Type} {{{string.Join(", ", items)}}}";
    }

    string Text(int i) => Element switch
    {
        ElementType.Float32 => ((float*)Pointer)[i].ToString("R", CultureInfo.InvariantCulture),
        ElementType.Float64 => ((double*)Pointer)[i].ToString("R", CultureInfo.InvariantCulture),
        ElementType.Float16 => ((Half*)Pointer)[i].ToString("R", CultureInfo.InvariantCulture),
        ElementType.BFloat16 => ((float)((BFloat16*)Pointer)[i]).ToString("R", CultureInfo.InvariantCulture),
        ElementType.Int64 => ((long*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.Int32 => ((int*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.Int16 => ((short*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.Int8 => ((sbyte*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.UInt8 => Pointer[i].ToString(CultureInfo.InvariantCulture),
        ElementType.UInt16 => ((ushort*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.UInt32 => ((uint*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.UInt64 => ((ulong*)Pointer)[i].ToString(CultureInfo.InvariantCulture),
        ElementType.Bool => Pointer[i] != 0 ? "true" : "false",
        ElementType.String => $"\"{_strings![i]}\"",
        _ => $"0x{Convert.ToHexString(Bytes.Slice((int)((long)i * Element.Bits() / 8), Math.Max(1, Element.Bits() / 8)))}",
    };
}
