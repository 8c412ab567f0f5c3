namespace Nabla.OnnxRuntime;

/// <summary>Cuts inputs into pieces along the batch: the symbol that is the first dimension of the first input that has one.</summary>
sealed class Batches
{
    readonly IReadOnlyList<Value> _inputs;
    readonly IReadOnlyList<Tensor> _tensors;
    readonly string? _symbol;

    public Batches(IReadOnlyList<Value> inputs, IReadOnlyDictionary<string, Tensor> tensors)
    {
        _inputs = inputs;
        _tensors = [.. inputs.Select(v => tensors.TryGetValue(v.Name, out var tensor) ? Fitting(v, tensor)
            : throw new NablaException($"Input '{v.Name}' ({v.Type}) is not given; the model takes {string.Join(", ", inputs.Select(i => i.Name))}."))];
        _symbol = inputs.Select(v => v.Shape.Rank > 0 ? Symbol(v.Shape[0]) : null).FirstOrDefault(s => s is not null);
        var rows = inputs.Zip(_tensors).Where(p => IsCut(p.First)).Select(p => p.Second.Dims[0]).Distinct().ToList();
        if (rows.Count > 1) throw new NablaException($"The inputs have {string.Join(" and ", rows)} rows; all whose first dimension is {_symbol} need equally many.");
        Rows = rows.Count == 0 ? 1 : rows[0];
    }

    /// <summary>Rows in all; 1 where the model has no batch dimension.</summary>
    public long Rows { get; }

    /// <summary>The inputs of rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/>.</summary>
    public Tensor[] Slice(long first, long count) => [.. _inputs.Zip(_tensors, (v, t) => IsCut(v) ? Cut(t, first, count) : t)];

    /// <summary>A size for every symbol of the inputs.</summary>
    /// <exception cref="NablaException">One symbol would need two sizes.</exception>
    public static Dictionary<string, long> Sizes(IReadOnlyList<Value> inputs, IReadOnlyList<Tensor> tensors)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (value, tensor) in inputs.Zip(tensors))
            for (int axis = 0; axis < value.Shape.Rank; axis++)
                if (Symbol(value.Shape[axis]) is { } symbol && !sizes.TryAdd(symbol, tensor.Dims[axis]) && sizes[symbol] != tensor.Dims[axis])
                    throw new NablaException($"Dimension {symbol} is {sizes[symbol]} in one input and {tensor.Dims[axis]} in '{value.Name}'; give it one size.");
        return sizes;
    }

    bool IsCut(Value v) => _symbol is not null && v.Shape.Rank > 0 && Symbol(v.Shape[0]) == _symbol;

    static string? Symbol(Dim dim) => !dim.IsStatic && dim.ToString() is var text && dim.Symbols.First() == text ? text : null;

    static Tensor Fitting(Value v, Tensor t)
    {
        bool fits = t.Element == v.Element && t.Dims.Length == v.Shape.Rank;
        for (int axis = 0; fits && axis < v.Shape.Rank; axis++) fits = !v.Shape[axis].IsStatic || v.Shape[axis].Is(t.Dims[axis]);
        return fits ? t : throw new NablaException($"Input '{v.Name}' is {v.Type}; it cannot be fed a tensor of {t.Type}.");
    }

    static Tensor Cut(Tensor t, long first, long count)
    {
        if (t.Element.Bits() < 8) throw new NablaException($"Inputs of type {t.Element.Text()} cannot be cut into rows.");
        long row = t.Dims[0] == 0 ? 0 : t.Element.Bytes(t.Count / t.Dims[0]);
        long[] dims = [count, .. t.Dims[1..]];
        return Tensor.FromBytes(t.Element, t.Bytes.Slice(checked((int)(first * row)), checked((int)(count * row))), dims);
    }
}
