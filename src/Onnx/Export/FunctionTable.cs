using System.Globalization;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>The functions of a file: one for each op that other tools do not know, with its attributes and the types that it is called with. A body may depend on both,
/// so an op that is called otherwise gets another overload, or another name where the format has no overloads.</summary>
sealed class FunctionTable(OpsetDomains domains, OnnxExportOptions options, bool hasOverloads)
{
    // A body may look at the elements of a small constant, such as axes; a larger one goes in like any value.
    const int MostKnown = 64;

    readonly Dictionary<(Op Op, string Inputs), FunctionProto?> _known = [];
    readonly Dictionary<string, int> _variants = new(StringComparer.Ordinal);

    public IEnumerable<FunctionProto> All => _known.Values.OfType<FunctionProto>();

    /// <summary>The function that a node calls; null where its body must be written in place of it, or there is none.</summary>
    public FunctionProto? For(Node node)
    {
        var schema = node.Op.Schema;
        // What was computed with shapes loses what is known of it on its way into a function.
        if (schema.Domain.Length == 0 || !schema.HasBody || node.Inputs.Any(v => v is { Content: not null, Constant: null })) return null;
        var key = (node.Op, string.Join(';', node.Inputs.Select(Text)));
        return _known.TryGetValue(key, out var known) ? known : _known[key] = Define(node);
    }

    static string Text(Value? v) => v is null ? "" : IsKnown(v) ? $"{v.Type}={Convert.ToHexString(v.Constant!.Bytes)}" : v.Type.ToString();

    static bool IsKnown(Value v) => v.Constant is { } tensor && tensor.Element != ElementType.String && tensor.Count <= MostKnown;

    FunctionProto? Define(Node node)
    {
        var (op, schema) = (node.Op, node.Op.Schema);
        var graph = new Program(node.Graph.Registry).AddGraph(schema.Name);
        var names = node.Inputs.Select((_, i) => Name(schema.Signature.Inputs, i)).ToList();
        var inputs = node.Inputs.Select((v, i) => v is null ? null : IsKnown(v) ? graph.Constant(v.Constant!, $"{names[i]}.value") : graph.Input(names[i], v.Element, v.Shape)).ToArray();
        var outputs = node.Outputs.Select((_, k) => Name(schema.Signature.Outputs, k)).Select(n => names.Contains(n) ? $"{n}.result" : n).ToList();
        try
        {
            graph.Program.ReserveNames(outputs);
            if (Expansion.Of(op, graph, null, inputs, outputs) is not { } results) return null;
            for (int k = 0; k < outputs.Count; k++) graph.Output(Expansion.Named(results[k], outputs[k]));
            graph = new Lowering(domains, functions: null).Run(graph);
        }
        catch (NablaException)
        {
            // In its place the body may know more; if not, it is refused there.
            return null;
        }
        var body = new GraphExporter(options, domains, functions: null).Write(graph, schema.Name);
        var function = new FunctionProto { Domain = schema.Domain, DocString = $"{schema.Title} of {string.Join(", ", node.Inputs.Select(v => v?.Type.ToString() ?? "–"))}." };
        function.Input.Add(names);
        function.Output.Add(outputs);
        function.Attribute.Add(schema.NonDefault(op).Select(a => a.Attribute.OnnxName));
        // Functions have no initializers.
        foreach (var tensor in body.Initializer) function.Node.Add(ConstantNodes.Write(tensor));
        function.Node.Add(body.Node);
        foreach (var domain in function.Node.Select(n => n.Domain).Append(Domains.Standard).Distinct().Order(StringComparer.Ordinal))
            function.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = domains.Used[domain] });
        int variant = _variants[schema.Title] = _variants.GetValueOrDefault(schema.Title) + 1;
        var suffix = variant == 1 ? "" : variant.ToString(CultureInfo.InvariantCulture);
        function.Name = hasOverloads || variant == 1 ? schema.Name : $"{schema.Name}_{suffix}";
        if (hasOverloads && variant > 1) function.Overload = suffix;
        return function;
    }

    // Of a variadic slot: outputs_1, outputs_2, ….
    static string Name(IReadOnlyList<Signature.Slot> slots, int i)
    {
        var slot = slots[Math.Min(i, slots.Count - 1)];
        return slot.IsVariadic ? string.Create(CultureInfo.InvariantCulture, $"{slot.Name}_{i - slots.Count + 2}") : slot.Name;
    }
}
