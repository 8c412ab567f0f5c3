namespace Nabla.Onnx;

/// <summary>The old graph that a rule looks at, and the new one that it builds.</summary>
sealed class RewriteSite
{
    readonly GraphRewriter _rewriter;
    readonly Dictionary<Value, int> _readers = [];

    public RewriteSite(Graph graph, GraphRewriter rewriter)
    {
        (Source, _rewriter) = (graph, rewriter);
        // What is made up must not take the name of what is still to come.
        rewriter.Target.Program.ReserveNames(graph.Nodes.SelectMany(n => n.Outputs).Select(v => v.Name));
        foreach (var v in graph.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Concat(graph.Outputs)) _readers[v] = _readers.GetValueOrDefault(v) + 1;
    }

    /// <summary>The old graph.</summary>
    public Graph Source { get; }

    /// <summary>How often a value of the old graph is read; being an output counts.</summary>
    public int Readers(Value v) => _readers.GetValueOrDefault(v);

    /// <summary>Copies a node as it is, under its names.</summary>
    public void Copy(Node node) =>
        _rewriter.MapOutputs(node, _rewriter.Target.AddNamed(node.Op, node.Name, [.. node.Outputs.Select(o => o.Name)], _rewriter.InputsOf(node)).Outputs);

    /// <summary>Adds a node of one result once more, under the name of another.</summary>
    public Value Again(Node node, Node named) => _rewriter.Target.AddNamed(node.Op, named.Name, [named.Outputs[0].Name], _rewriter.InputsOf(node)).Outputs[0];

    /// <summary>Adds a node to the new graph.</summary>
    /// <param name="op">ONNX's name of the op.</param>
    /// <param name="attributes">Attributes by ONNX's names.</param>
    /// <param name="named">The old node whose name and results' names it takes; null for made-up ones.</param>
    /// <param name="inputs">Values of either graph.</param>
    public Value Add(string op, (string Name, object Value)[] attributes, Node? named, params ReadOnlySpan<Value?> inputs) =>
        Add(_rewriter.Target.Registry.Make(op, attributes.ToDictionary(a => a.Name, a => a.Value)), named, inputs);

    /// <summary>Adds a node of one result to the new graph.</summary>
    /// <param name="op">The op.</param>
    /// <param name="named">The old node whose name and results' names it takes; null for made-up ones.</param>
    /// <param name="inputs">Values of either graph.</param>
    public Value Add(Op op, Node? named, params ReadOnlySpan<Value?> inputs)
    {
        var values = new Value?[inputs.Length];
        for (int i = 0; i < values.Length; i++) values[i] = inputs[i] is not { } v || v.Graph == _rewriter.Target ? inputs[i] : _rewriter[v];
        return _rewriter.Target.AddNamed(op, named?.Name, named is null ? null : [named.Outputs[0].Name], values).Outputs[0];
    }

    /// <summary>A value in another element type.</summary>
    public Value Cast(Value value, ElementType to, Node? named = null) => Add("Cast", [("to", (long)to)], named, value);

    /// <summary>A number as a constant of the new graph.</summary>
    public Value Literal(ElementType element, double value) => _rewriter.Target.Constant(Tensor.Literal(element, value));

    /// <summary>A vector of one number as a constant of the new graph.</summary>
    public Value Filled(ElementType element, double value, long count) => _rewriter.Target.Constant(Tensor.Filled(element, value, count));

    /// <summary>A list of integers as a constant of the new graph.</summary>
    public Value Ints(params ReadOnlySpan<long> values) => _rewriter.Target.Ints(values);
}
