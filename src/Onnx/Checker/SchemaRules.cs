using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Onnx;

/// <summary>Rules that an op's schema gives: how many inputs and outputs, which attributes. Schemas come from the registry.</summary>
static class SchemaRules
{
    // These sets are closed: an op of theirs that nobody knows does not exist.
    static readonly HashSet<string> Closed = ["", "ai.onnx", "ai.onnx.ml", "ai.onnx.training"];

    public static void Check(CheckContext c, NodeProto node, long opset)
    {
        if (c.Registry is null || node.OpType.Length == 0 || opset is < 1 or > int.MaxValue) return;
        var domain = Domains.Canonical(node.Domain);
        if (c.Functions.Contains((domain, node.OpType, node.Overload))) return;
        var title = Domains.Title(domain, node.OpType);
        if (StandardOps.Gone(domain, node.OpType, opset) is { } gone)
        {
            c.Error($"'{title}' is deprecated: operator set {opset} has it no more, since version {gone}");
            return;
        }
        if (!c.Registry.TryFind(domain, node.OpType, (int)opset, out var schema))
        {
            if (StandardOps.Has(domain, node.OpType, opset)) c.Warn($"no plugin provides '{title}': its inputs, outputs and attributes are not checked");
            else if (Closed.Contains(node.Domain)) c.Error($"unknown op '{title}' at version {opset}; neither ONNX nor a plugin has it");
            return;
        }
        CheckSlots(c, node.Input, schema.Signature.Inputs, schema, "input");
        CheckSlots(c, node.Output, schema.Signature.Outputs, schema, "output");
        CheckAttributes(c, node, schema);
        if (c.IsFunction) CheckMeaning(c, node, schema, opset);
    }

    static void CheckSlots(CheckContext c, IReadOnlyList<string> names, IReadOnlyList<Signature.Slot> slots, OpSchema schema, string what)
    {
        int min = what == "input" ? schema.Signature.MinInputs : schema.Signature.MinOutputs;
        int max = what == "input" ? schema.Signature.MaxInputs : schema.Signature.MaxOutputs;
        c.Require(names.Count >= min && names.Count <= max, $"has {names.Count} {what}s; {schema.Identifier} is {schema.Signature}");
        for (int i = 0; i < names.Count && slots.Count > 0; i++)
        {
            var slot = slots[Math.Min(i, slots.Count - 1)];
            c.Require(names[i].Length > 0 || slot.IsOptional || slot.IsVariadic, $"leaves out {what} {i} '{slot.Name}', which {schema.Identifier} must have");
        }
    }

    static void CheckAttributes(CheckContext c, NodeProto node, OpSchema schema)
    {
        foreach (var a in node.Attribute.Where(a => !a.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            var known = schema.Attributes.FirstOrDefault(k => k.OnnxName == a.Name);
            if (!c.Require(known is not null, $"has the attribute '{a.Name}', which {schema.Identifier} does not")) continue;
            if (a.HasType && KindOf(known!.Type) is { } kind)
                c.Require(a.Type == kind, $"attribute '{a.Name}' is {a.Type.ToString().ToUpperInvariant()}; {schema.Identifier} wants {kind.ToString().ToUpperInvariant()}");
        }
        foreach (var required in schema.Attributes.Where(a => a.IsRequired))
            c.Require(node.Attribute.Any(a => a.Name == required.OnnxName), $"lacks the attribute '{required.OnnxName}', which {schema.Identifier} must have");
    }

    // A body is put in place of its call, so an op in it must mean the same inside and outside.
    static void CheckMeaning(CheckContext c, NodeProto node, OpSchema schema, long opset)
    {
        if (OpsetRules.Find(c.ModelOpsets, node.Domain) is not { } outside || outside == opset) return;
        int inner = schema.Since.LastOrDefault(s => s <= opset), outer = schema.Since.LastOrDefault(s => s <= outside);
        bool isSame = inner == outer && c.Registry!.TryFind(schema.Domain, schema.Name, (int)Math.Min(outside, int.MaxValue), out var other) && other == schema;
        c.Require(isSame, $"'{schema.Title}' is of version {inner} in the function, which imports opset {opset}, but of another in the model, which imports {outside}");
    }

    static Kind? KindOf(Type type) =>
        type == typeof(long) || type == typeof(ElementType) ? Kind.Int
        : type == typeof(float) ? Kind.Float
        : type == typeof(string) ? Kind.String
        : type == typeof(Tensor) ? Kind.Tensor
        : type == typeof(AttributeList<long>) ? Kind.Ints
        : type == typeof(AttributeList<float>) ? Kind.Floats
        : type == typeof(AttributeList<string>) ? Kind.Strings
        : null;
}
