using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Rules of single nodes.</summary>
static class NodeRules
{
    public static void Check(CheckContext c, NodeProto node, NameTable names)
    {
        c.Require(node.OpType.Length > 0, "has no op_type");
        c.Require(node.Input.Count + node.Output.Count > 0, "has neither inputs nor outputs");
        foreach (var name in node.Attribute.GroupBy(a => a.Name).Where(g => g.Count() > 1)) c.Error($"gives its attribute '{name.Key}' {name.Count()} times");
        foreach (var attribute in node.Attribute) AttributeRules.Check(c, attribute, names);
        if (Opset(c, node) is { } opset) SchemaRules.Check(c, node, opset);
    }

    // Before operator sets could be imported, there was one.
    static long? Opset(CheckContext c, NodeProto node)
    {
        if (c.IrVersion < 3) return 1;
        var version = OpsetRules.Find(c.Opsets, node.Domain);
        var set = node.Domain.Length == 0 ? "ai.onnx" : node.Domain;
        c.Require(version is not null, $"is of operator set '{set}', which the {(c.IsFunction ? "function" : "model")} does not import");
        return version;
    }
}
