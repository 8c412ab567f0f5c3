using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Builds one graph: inputs, initializers, nodes, outputs, all under the names of the file.</summary>
sealed class GraphImporter(Program program, SymbolTable symbols, IReadOnlyDictionary<string, int> opsets, ModelProto model, OnnxImportOptions options)
{
    const string DefaultName = "forward";

    readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);

    public Graph Read(GraphProto proto)
    {
        program.ReserveNames(GivenNames(proto));
        symbols.Note(proto.Input.Concat(proto.Output).Concat(proto.ValueInfo));
        var graph = program.AddGraph(proto.Name.Length > 0 ? proto.Name : DefaultName);
        var stored = proto.Initializer.Select(t => t.Name).Concat(proto.SparseInitializer.Select(NameOf)).ToHashSet(StringComparer.Ordinal);
        foreach (var input in proto.Input)
            if (!stored.Contains(input.Name)) Define(ReadInput(graph, input));
        foreach (var tensor in proto.Initializer) Define(ReadInitializer(graph, tensor, TensorReader.Read(tensor, $"initializer '{tensor.Name}'")));
        var sparse = new SparseReader();
        foreach (var tensor in proto.SparseInitializer) Define(ReadInitializer(graph, tensor.Values ?? new(), sparse.Read(tensor, $"sparse initializer '{NameOf(tensor)}'")));
        var (nodes, gradients) = (new NodeImporter(graph, sparse), new GradientNodes(graph));
        foreach (var (node, meant) in new FunctionInliner(model, program.Registry, GivenNames(proto)).Of(proto.Node, opsets))
            foreach (var (name, value) in GradientNodes.IsOne(node, program.Registry) ? gradients.Read(node, _values) : nodes.Read(node, meant, _values)) _values[name] = value;
        foreach (var output in proto.Output) ReadOutput(graph, output.Name);
        var declared = new DeclaredTypes(symbols);
        foreach (var info in proto.Input.Concat(proto.Output).Concat(proto.ValueInfo))
            if (_values.TryGetValue(info.Name, out var value)) declared.Compare(info, value);
        return graph;
    }

    void Define(Value value) => _values.Add(value.Name, value);

    Value ReadInput(Graph graph, ValueInfoProto info)
    {
        var what = $"input '{info.Name}'";
        var type = info.Type?.TensorType ?? throw new NablaException($"The {what} has no tensor type; only tensors can be fed.");
        if (type.Shape is null) throw new NablaException($"The {what} has no shape; its number of dimensions must be known, their sizes need not.");
        if (options.Constants.TryGetValue(info.Name, out var constant)) return graph.Constant(constant, info.Name);
        return graph.Input(info.Name, DeclaredTypes.Element(type, what), symbols.Read(type.Shape, what));
    }

    Value ReadInitializer(Graph graph, TensorProto proto, Tensor tensor)
    {
        var kind = tensor.Element == ElementType.String ? ValueKind.Constant : Roles.Read(proto) ?? Roles.Presumed(tensor.Element, tensor.Dims.Length);
        if (kind == ValueKind.Constant && options.Variables.Contains(proto.Name)) kind = ValueKind.State;
        if (kind == ValueKind.Parameter && options.ParametersAsConstants) kind = ValueKind.Constant;
        return kind switch
        {
            ValueKind.Parameter => graph.Parameter(new(proto.Name, tensor)),
            ValueKind.State => graph.State(new(proto.Name, tensor)),
            _ => graph.Constant(tensor, proto.Name),
        };
    }

    void ReadOutput(Graph graph, string name)
    {
        if (!_values.TryGetValue(name, out var value)) throw new NablaException($"Output '{name}' is computed by no node; the file is incomplete.");
        if (graph.Outputs.Contains(value)) throw new NablaException($"Output '{name}' is listed twice; name it once.");
        graph.Output(value);
    }

    static string NameOf(SparseTensorProto tensor) => tensor.Values?.Name ?? "";

    static IEnumerable<string> GivenNames(GraphProto proto) =>
        proto.Input.Select(i => i.Name).Concat(proto.Initializer.Select(t => t.Name)).Concat(proto.SparseInitializer.Select(NameOf)).Concat(proto.Node.SelectMany(n => n.Output))
            .Concat(proto.Node.SelectMany(n => n.Output.Select((_, k) => Roles.ReadUnused(n, k)).OfType<string>()));
}
