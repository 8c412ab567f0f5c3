using System.Text;

namespace Nabla;

/// <summary>The readable text form: one line a value, types after the colon, everything in execution order.</summary>
public static class SsaPrinter
{
    /// <summary>A program: its graphs, then its updates.</summary>
    public static string Print(Program program)
    {
        var text = new StringBuilder();
        foreach (var graph in program.Graphs) text.Append(Print(graph));
        foreach (var (target, result) in program.Updates) text.Append($"update {target.Name} <- {result.Name}\n");
        return text.ToString();
    }

    /// <summary>A graph: inputs, captured values with where they come from, nodes, outputs.</summary>
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        text.Append($"graph {graph.Name}({string.Join(", ", graph.Inputs.Where(v => v.Kind == ValueKind.Input))}) {{\n");
        foreach (var v in graph.Inputs)
        {
            switch (v.Kind)
            {
                case ValueKind.Captured: text.Append($"  capture {v} = {v.Source!.Graph.Name}.{v.Source.Name}\n"); break;
                case ValueKind.Parameter: text.Append($"  param {v}\n"); break;
                case ValueKind.State: text.Append($"  state {v}\n"); break;
            }
        }
        foreach (var node in graph.Nodes) text.Append($"  {Line(node)}\n");
        if (graph.Outputs.Count > 0) text.Append($"  return {string.Join(", ", graph.Outputs.Select(Operand))}\n");
        return text.Append("}\n").ToString();
    }

    /// <summary>One node: <c>h: f32[N,128] = Relu(z)</c>.</summary>
    public static string Line(Node node) =>
        $"{string.Join(", ", node.Outputs)} = {node.Op.Schema.Title}{Attributes(node.Op)}({string.Join(", ", node.Inputs.Select(i => i is null ? "–" : Operand(i)))})";

    // A small constant reads best in place.
    static string Operand(Value v) => v.Constant is null ? v.Name
        : v.Constant.Count <= 8 ? v.Constant.ToString().Replace($"{v.Type} ", v.Shape.Rank == 0 ? "" : v.Type.ToString(), StringComparison.Ordinal)
        : $"const {v.Type} #{Checksum(v.Constant):x8}";

    // FNV-1a: the same in every process, unlike HashCode.
    static uint Checksum(Tensor tensor)
    {
        uint hash = 2166136261;
        foreach (byte b in tensor.Bytes) hash = (hash ^ b) * 16777619;
        return hash;
    }

    static string Attributes(Op op)
    {
        var set = op.Schema.NonDefault(op).Select(a => $"{a.Attribute.OnnxName}={AttributeText(a.Value)}").ToList();
        return set.Count == 0 ? "" : $"<{string.Join(", ", set)}>";
    }

    static string AttributeText(object value) => value switch
    {
        string s => $"\"{s}\"",
        IFormattable f => f.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
