using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Onnx;

/// <summary>Rules of attributes: one payload, the one that the type tells.</summary>
static class AttributeRules
{
    const long FirstWithTypes = 2;

    public static void Check(CheckContext c, AttributeProto a, NameTable names)
    {
        var what = $"attribute '{a.Name}'";
        c.Require(a.Name.Length > 0, "an attribute has no name");
        if (c.IrVersion >= FirstWithTypes) c.Require(a.HasType && a.Type != Kind.Undefined, $"{what} has no type");
        c.Require(!a.HasType || Enum.IsDefined(a.Type), $"{what} has the unknown type {(int)a.Type}");
        var payloads = Payloads(a).ToList();
        if (c.Require(payloads.Count <= 1, $"{what} has {payloads.Count} values ({string.Join(", ", payloads)}); it may have one") && payloads.Count == 1 && a.HasType)
            c.Require(payloads[0] == a.Type, $"{what} says its type is {a.Type.ToString().ToUpperInvariant()}, but holds {payloads[0].ToString().ToUpperInvariant()}");
        if (a.HasRefAttrName)
        {
            c.Require(c.IsFunction, $"{what} refers to '{a.RefAttrName}' of a function, but is not in the body of one");
            c.Require(payloads.Count == 0, $"{what} refers to '{a.RefAttrName}' and has a value as well");
        }
        // A single 0 or empty text is left out by some writers; a tensor or graph cannot be.
        else if (payloads.Count == 0 && a.Type is Kind.Tensor or Kind.Graph or Kind.SparseTensor or Kind.TypeProto) c.Error($"{what} has no value");
        CheckNested(c, a, what, names);
    }

    static void CheckNested(CheckContext c, AttributeProto a, string what, NameTable names)
    {
        if (a.T is not null) TensorRules.Check(c, a.T, $"the tensor of {what}");
        foreach (var tensor in a.Tensors) TensorRules.Check(c, tensor, $"a tensor of {what}");
        if (a.SparseTensor is not null) TensorRules.CheckSparse(c, a.SparseTensor, $"the sparse tensor of {what}");
        foreach (var tensor in a.SparseTensors) TensorRules.CheckSparse(c, tensor, $"a sparse tensor of {what}");
        if (a.G is not null) GraphRules.CheckSubgraph(c, a.G, names);
        foreach (var graph in a.Graphs) GraphRules.CheckSubgraph(c, graph, names);
    }

    static IEnumerable<Kind> Payloads(AttributeProto a)
    {
        if (a.HasF) yield return Kind.Float;
        if (a.HasI) yield return Kind.Int;
        if (a.HasS) yield return Kind.String;
        if (a.T is not null) yield return Kind.Tensor;
        if (a.G is not null) yield return Kind.Graph;
        if (a.SparseTensor is not null) yield return Kind.SparseTensor;
        if (a.Tp is not null) yield return Kind.TypeProto;
        if (a.Floats.Count > 0) yield return Kind.Floats;
        if (a.Ints.Count > 0) yield return Kind.Ints;
        if (a.Strings.Count > 0) yield return Kind.Strings;
        if (a.Tensors.Count > 0) yield return Kind.Tensors;
        if (a.Graphs.Count > 0) yield return Kind.Graphs;
        if (a.SparseTensors.Count > 0) yield return Kind.SparseTensors;
        if (a.TypeProtos.Count > 0) yield return Kind.TypeProtos;
    }
}
