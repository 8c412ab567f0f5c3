using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Writes a graph whose ops all have a name in the file, or a function.</summary>
sealed class GraphExporter(OnnxExportOptions options, OpsetDomains domains, FunctionTable? functions)
{
    public GraphProto Write(Graph graph, string name)
    {
        var needed = Needs.Of(graph);
        var proto = new GraphProto { Name = name };
        foreach (var input in graph.Inputs)
        {
            if (!needed.Contains(input)) continue;
            if (input.Variable is { } variable) proto.Initializer.Add(Noted(TensorWriter.Write(variable, input.Name), input.Kind));
            else proto.Input.Add(TypeCodec.Write(input.Name, input.Type, options.SymbolNames));
        }
        var constants = new HashSet<Value>();
        foreach (var node in graph.Nodes.Where(needed.Contains))
        {
            foreach (var input in node.Inputs) WriteConstant(input);
            proto.Node.Add(Write(node, needed));
        }
        foreach (var output in graph.Outputs)
        {
            WriteConstant(output);
            proto.Output.Add(TypeCodec.Write(output.Name, output.Type, options.SymbolNames));
        }
        return proto;

        void WriteConstant(Value? value)
        {
            if (value?.Constant is { } tensor && constants.Add(value)) proto.Initializer.Add(Noted(TensorWriter.Write(tensor, value.Name), ValueKind.Constant));
        }
    }

    NodeProto Write(Node node, Needs needed)
    {
        var schema = node.Op.Schema;
        domains.Use(schema);
        var proto = new NodeProto { Name = node.Name, OpType = schema.Name };
        if (schema.Domain.Length > 0) proto.Domain = schema.Domain;
        if (functions?.For(node) is { } function)
        {
            proto.OpType = function.Name;
            if (function.HasOverload) proto.Overload = function.Overload;
        }
        foreach (var input in node.Inputs) proto.Input.Add(input?.Name ?? "");
        for (int k = 0; k < node.Outputs.Count; k++)
        {
            bool isLeftOut = !needed.Contains(node.Outputs[k]) && schema.Signature.Outputs[Math.Min(k, schema.Signature.Outputs.Count - 1)].IsOptional;
            if (isLeftOut) Roles.WriteUnused(proto, k, node.Outputs[k].Name);
            proto.Output.Add(isLeftOut ? "" : node.Outputs[k].Name);
        }
        while (proto.Output[^1].Length == 0) proto.Output.RemoveAt(proto.Output.Count - 1);
        foreach (var (attribute, value) in schema.NonDefault(node.Op)) proto.Attribute.Add(AttributeWriter.Write(attribute.OnnxName, value, node));
        return proto;
    }

    static TensorProto Noted(TensorProto tensor, ValueKind kind)
    {
        Roles.Write(tensor, kind);
        return tensor;
    }
}
