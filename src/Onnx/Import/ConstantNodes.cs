using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>ONNX can write a constant as a node without inputs; here it is a constant, which needs no op.</summary>
static class ConstantNodes
{
    const string Name = "Constant";

    /// <summary>True if the node needs no op, unless a plugin has one for it.</summary>
    public static bool IsOne(NodeProto node) => node.OpType == Name && Domains.Canonical(node.Domain).Length == 0 && node.Input.Count == 0;

    /// <summary>A node that gives a tensor, under the tensor's name.</summary>
    public static NodeProto Write(TensorProto tensor) => new()
    {
        Name = tensor.Name,
        OpType = Name,
        Output = { tensor.Name },
        Attribute = { new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = tensor } },
    };

    /// <summary>The tensor, or null if the node is none of these or a plugin has an op for it.</summary>
    public static Tensor? TryRead(NodeProto node, Registry registry, SparseReader sparse, string what)
    {
        if (!IsOne(node)) return null;
        // No op record takes a sparse tensor.
        if (node is { Attribute: [{ SparseTensor: { } given }], Output: [{ Length: > 0 }] }) return sparse.Read(given, $"attribute '{node.Attribute[0].Name}' of {char.ToLowerInvariant(what[0])}{what[1..]}");
        if (registry.Knows(Domains.Standard, Name)) return null;
        if (node.Output.Count != 1 || node.Output[0].Length == 0) throw new NablaException($"{what} must have one output.");
        if (node.Attribute.Count != 1) throw new NablaException($"{what} must have exactly one attribute, its value; it has {node.Attribute.Count}.");
        return (node.Attribute[0].Name, NodeAttributes.Value(node.Attribute[0], what)) switch
        {
            ("value", Tensor tensor) => tensor,
            ("value_int", long v) => Tensor.Scalar(v),
            ("value_float", float v) => Tensor.Scalar(v),
            ("value_string", string v) => Tensor.OfStrings([v]),
            ("value_ints", AttributeList<long> v) => Tensor.Vector(v.Span),
            ("value_floats", AttributeList<float> v) => Tensor.Vector(v.Span),
            ("value_strings", AttributeList<string> v) => Tensor.OfStrings(v.Span, v.Count),
            var (name, _) => throw new NablaException($"{what} has the attribute '{name}', which is no value of a constant that is supported."),
        };
    }
}
