using Nabla.Onnx.Protos;
using Case = Nabla.Onnx.Protos.TensorShapeProto.Types.Dimension.ValueOneofCase;

namespace Nabla.Onnx;

/// <summary>Reads dimensions. A text in a file may be anything; what is no dimension of ours becomes a symbol, always the same one, and is remembered.</summary>
sealed class SymbolTable(Program program)
{
    // A polynomial of more than this is somebody's prose.
    const int MaxText = 200;

    readonly Dictionary<string, Dim> _known = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Symbol → what the file calls it, where that is another text.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Notes symbols as they stand in the file, so that none is made up for another text.</summary>
    public void Note(IEnumerable<ValueInfoProto> values)
    {
        foreach (var dim in values.SelectMany(v => v.Type?.TensorType?.Shape?.Dim ?? []))
            if (AsWritten(dim.DimParam) is { } known) _taken.UnionWith(known.Symbols);
    }

    /// <summary>The shape, each unknown dimension a new symbol.</summary>
    public Shape Read(TensorShapeProto shape, string what) => Shape.Create([.. shape.Dim.Select(d => Read(d, what) ?? Fresh())]);

    /// <summary>The dimension, or null where the file does not tell it.</summary>
    public Dim? Read(TensorShapeProto.Types.Dimension dim, string what) => dim.ValueCase switch
    {
        Case.DimValue when dim.DimValue < 0 =>
            throw new NablaException($"The type of {what} has a dimension of size {dim.DimValue}; sizes are 0 or more, and an unknown one is left out."),
        Case.DimValue => dim.DimValue,
        Case.DimParam when !string.IsNullOrWhiteSpace(dim.DimParam) => Symbolic(dim.DimParam),
        _ => default(Dim?),
    };

    Dim Fresh()
    {
        var symbol = program.FreshSymbol();
        while (!_taken.Add(symbol.ToString())) symbol = program.FreshSymbol();
        return symbol;
    }

    Dim Symbolic(string text)
    {
        if (_known.TryGetValue(text, out var known)) return known;
        if (AsWritten(text) is { } dim) return _known[text] = dim;
        var stem = string.Concat(text.Take(MaxText).Select(c => char.IsLetterOrDigit(c) || c is '_' or '.' ? c : '_'));
        if (char.IsAsciiDigit(stem[0])) stem = "_" + stem;
        var symbol = stem;
        for (int n = 2; !_taken.Add(symbol); n++) symbol = $"{stem}_{n}";
        _texts[symbol] = text;
        return _known[text] = Dim.Symbol(symbol);
    }

    static Dim? AsWritten(string text) => text.Length <= MaxText && Dim.TryParse(text, out var dim) && !dim.IsStatic ? dim : default(Dim?);
}
