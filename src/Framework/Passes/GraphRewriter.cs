namespace Nabla;

/// <summary>Copies a flat graph node by node into a new one, so that a pass only says what it changes.</summary>
public sealed class GraphRewriter
{
    readonly Graph _source;
    readonly Dictionary<Value, Value> _map = [];

    /// <summary>Starts a copy: the inputs are there, the nodes are up to the pass.</summary>
    public GraphRewriter(Graph source) : this(source, type => type) { }

    internal GraphRewriter(Graph source, Func<TensorType, TensorType> retype)
    {
        _source = source;
        Target = new Program(source.Registry).AddGraph(source.Name);
        foreach (var input in source.Inputs)
        {
            _map[input] = input.Kind switch
            {
                ValueKind.Parameter => Target.Parameter(input.Variable!),
                ValueKind.State => Target.State(input.Variable!),
                ValueKind.Input => Target.Input(input.Name, input.Element, retype(input.Type).Shape),
                _ => throw new GraphException($"'{input.Name}' is captured: only a flat graph can be rewritten."),
            };
        }
    }

    /// <summary>The new graph.</summary>
    public Graph Target { get; }

    /// <summary>What stands for a value of the old graph in the new one.</summary>
    public Value this[Value source]
    {
        get
        {
            if (_map.TryGetValue(source, out var value)) return value;
            if (source.Constant is null) throw new GraphException($"'{source.Name}' is read before the rewriting pass has mapped it.");
            return _map[source] = Target.Constant(source.Constant);
        }
    }

    /// <summary>The new values of a node's inputs.</summary>
    public Value?[] InputsOf(Node node) => [.. node.Inputs.Select(i => i is null ? null : this[i])];

    /// <summary>Says what stands for a value of the old graph.</summary>
    public void Map(Value source, Value target) => _map[source] = target;

    /// <summary>Copies a node as it is.</summary>
    public Node Copy(Node node) => Copy(node, InputsOf(node));

    internal Node Copy(Node node, Value?[] inputs)
    {
        var types = node.Outputs.Select(o => o.Type).ToArray();
        var copy = Target.Append(node.Op, inputs, node.Name, types, [.. node.Outputs.Select(o => o.Name)], node.Outputs[0].Content, Target.Program.Names.Fresh);
        MapOutputs(node, copy.Outputs);
        return copy;
    }

    /// <summary>Says what stands for all outputs of an old node.</summary>
    public void MapOutputs(Node node, IReadOnlyList<Value> outputs)
    {
        for (int k = 0; k < node.Outputs.Count; k++) _map[node.Outputs[k]] = outputs[k];
    }

    /// <summary>Maps the outputs and returns the new graph.</summary>
    public Graph Finish()
    {
        foreach (var output in _source.Outputs) Target.AppendOutput(this[output]);
        return Target;
    }
}
