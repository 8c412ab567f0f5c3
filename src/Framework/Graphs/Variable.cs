namespace Nabla;

/// <summary>The memory of a parameter or of optimizer state: it outlives every executable and is shared by all of them.</summary>
public sealed class Variable
{
    readonly AlignedBuffer _data;

    /// <summary>A variable with a first value.</summary>
    /// <param name="name">Unique in its program, such as <c>fc1.weight</c>.</param>
    /// <param name="initial">Element type, sizes and the first value.</param>
    public Variable(string name, Tensor initial)
    {
        (Name, Type, Sizes) = (name, initial.Type, initial.Dims.ToArray());
        _data = new(Type.Bytes);
        Load(initial);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Element type and static shape.</summary>
    public TensorType Type { get; }

    /// <summary>The rule of its first value; null where it was simply given.</summary>
    public FirstValue? First { get; init; }

    /// <summary>The number of elements.</summary>
    public long Count => Type.Shape.Count.Size;

    long[] Sizes { get; }

    internal AlignedBuffer Memory => _data;

    /// <summary>The live elements: what is written here is what the next step reads.</summary>
    public Span<T> Span<T>() where T : unmanaged => ElementTypes.Of<T>() == Type.Element
        ? _data.Span<T>(0, Count)
        : throw new NablaException($"Variable '{Name}' holds {Type.Element.Text()}, not {ElementTypes.Of<T>().Text()}.");

    /// <summary>The live elements as bytes.</summary>
    public Span<byte> Bytes => _data.Span<byte>(0, _data.Length);

    /// <summary>A copy of the present value.</summary>
    public Tensor ToTensor() => Tensor.FromBytes(Type.Element, Bytes, Sizes);

    /// <summary>Overwrites the value.</summary>
    /// <exception cref="NablaException">Type or shape differ.</exception>
    public void Load(Tensor value)
    {
        if (value.Type != Type) throw new NablaException($"Variable '{Name}' is {Type}; it cannot take a value of {value.Type}.");
        value.Bytes.CopyTo(Bytes);
    }

    /// <summary><c>fc1.weight: f32[64,128]</c>.</summary>
    public override string ToString() => $"{Name}: {Type}";
}
