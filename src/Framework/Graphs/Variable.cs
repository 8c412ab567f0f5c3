namespace Nabla;

/// <summary>The memory of a parameter or of optimizer state: it outlives every executable and is shared by all of them. A backend may keep the value elsewhere
/// between its runs (<see cref="Store"/>); whoever reads or writes it here brings it back first, without noticing.</summary>
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

    /// <summary>Where the present value is; null while it is here.</summary>
    public IVariableStore? Store { get; private set; }

    /// <summary>Leaves the value to a store, which has it already: what is here is out of date from now on.</summary>
    public void MoveTo(IVariableStore store) => Store = store;

    /// <summary>Brings the value back if a store has it; what the store has is out of date then.</summary>
    public void Recall()
    {
        if (Store is not { } store) return;
        store.Fetch(this, _data.Span<byte>(0, _data.Length));
        Store = null;
    }

    /// <summary>The live elements: what is written here is what the next step reads.</summary>
    public Span<T> Span<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != Type.Element) throw new NablaException($"Variable '{Name}' holds {Type.Element.Text()}, not {ElementTypes.Of<T>().Text()}.");
        Recall();
        return _data.Span<T>(0, Count);
    }

    /// <summary>The live elements as bytes.</summary>
    public Span<byte> Bytes
    {
        get
        {
            Recall();
            return _data.Span<byte>(0, _data.Length);
        }
    }

    /// <summary>A copy of the present value; it stays where it is.</summary>
    public Tensor ToTensor()
    {
        var own = _data.Span<byte>(0, _data.Length);
        Store?.Fetch(this, own);
        return Tensor.FromBytes(Type.Element, own, Sizes);
    }

    /// <summary>Overwrites the value.</summary>
    /// <exception cref="NablaException">Type or shape differ.</exception>
    public void Load(Tensor value)
    {
        if (value.Type != Type) throw new NablaException($"Variable '{Name}' is {Type}; it cannot take a value of {value.Type}.");
        Store = null;
        value.Bytes.CopyTo(_data.Span<byte>(0, _data.Length));
    }

    /// <summary>Brings the value back if this store has it.</summary>
    public void Recall(IVariableStore store)
    {
        if (Store == store) Recall();
    }

    /// <summary><c>fc1.weight: f32[64,128]</c>.</summary>
    public override string ToString() => $"{Name}: {Type}";
}
