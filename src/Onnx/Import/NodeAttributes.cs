using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Onnx;

/// <summary>Reads attributes as the values that op records take: long, float, string, lists of these, <see cref="Tensor"/>.</summary>
static class NodeAttributes
{
    /// <exception cref="NablaException">An attribute is given twice, or is of a kind that no op record takes.</exception>
    public static Dictionary<string, object> Read(NodeProto node, string what)
    {
        var read = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var a in node.Attribute)
            if (!read.TryAdd(a.Name, Value(a, what))) throw new NablaException($"{what} gives its attribute '{a.Name}' twice.");
        return read;
    }

    /// <summary>The value of one attribute.</summary>
    public static object Value(AttributeProto a, string what) => KindOf(a) switch
    {
        Kind.Int => a.I,
        Kind.Float => a.F,
        Kind.String => TensorReader.Text(a.S, $"attribute '{a.Name}' of {Lower(what)}"),
        Kind.Ints => AttributeList.Create<long>(a.Ints.ToArray()),
        Kind.Floats => AttributeList.Create<float>(a.Floats.ToArray()),
        Kind.Strings => AttributeList.Create<string>(a.Strings.Select(s => TensorReader.Text(s, $"attribute '{a.Name}' of {Lower(what)}")).ToArray()),
        Kind.Tensor when a.T is not null => TensorReader.Read(a.T, $"attribute '{a.Name}' of {Lower(what)}"),
        Kind.Graph or Kind.Graphs => throw Error(a, what, "is a graph; control flow is not supported, so save the model without it"),
        _ when a.RefAttrName.Length > 0 => throw Error(a, what, "refers to an attribute of a function, but stands outside of one"),
        var kind => throw Error(a, what, $"is of kind {kind.ToString().ToUpperInvariant()}, which no op takes"),
    };

    // Files before IR 2 tell the type by the field that is set.
    static Kind KindOf(AttributeProto a) =>
        a.HasType ? a.Type
        : a.HasF ? Kind.Float : a.HasI ? Kind.Int : a.HasS ? Kind.String : a.T is not null ? Kind.Tensor
        : a.Floats.Count > 0 ? Kind.Floats : a.Ints.Count > 0 ? Kind.Ints : a.Strings.Count > 0 ? Kind.Strings
        : a.G is not null ? Kind.Graph : Kind.Undefined;

    static NablaException Error(AttributeProto a, string what, string rule) => new($"{what}: attribute '{a.Name}' {rule}.");

    static string Lower(string what) => char.ToLowerInvariant(what[0]) + what[1..];
}
