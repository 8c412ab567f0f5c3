namespace Nabla.Testing;

/// <summary>What an adjoint rule has just built in the adjoint graph, so that it can be built again with a change.</summary>
sealed class BuiltRule
{
    BuiltRule(Pullback pullback, IReadOnlyList<Node> nodes, Value?[] contributions)
    {
        (Pullback, Nodes, Contributions) = (pullback, nodes, contributions);
        var own = nodes.SelectMany(n => n.Outputs).ToHashSet();
        Operands = [.. nodes.SelectMany(n => n.Inputs).Concat(contributions).OfType<Value>().Where(v => !own.Contains(v) && v.Constant is null && v.Element.IsFloat()).Distinct()];
    }

    public Pullback Pullback { get; }

    public Graph Graph => Pullback.Graph;

    /// <summary>The rule's nodes in order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>What it gives for each input.</summary>
    public Value?[] Contributions { get; }

    /// <summary>The floating-point values that it reads: inputs, outputs and adjoints of outputs.</summary>
    public IReadOnlyList<Value> Operands { get; }

    /// <summary>Runs the rule of an op: its own, or by its body.</summary>
    public static BuiltRule Of(Pullback p, Op op)
    {
        int first = p.Graph.Nodes.Count;
        var contributions = op.Schema.HasOwnAdjoint ? op.Adjoint(p) : p.ByBody();
        return new(p, [.. p.Graph.Nodes.Skip(first)], contributions);
    }

    /// <summary>The contributions with one of them changed.</summary>
    public Value?[] With(int input, Func<Value, Value> change) => [.. Contributions.Select((c, i) => i == input && c is not null ? change(c) : c)];

    /// <summary>The contributions of the rule built again, with other values in place of some operands.</summary>
    public Value?[] Replacing(params ReadOnlySpan<(Value Operand, Value By)> changes)
    {
        var map = new Dictionary<Value, Value>();
        foreach (var (operand, by) in changes) map[operand] = by;
        return Again(map, null, null);
    }

    /// <summary>The contributions of the rule built again, with something else in place of a node; given its inputs.</summary>
    public Value?[] Replacing(int node, Func<Node, Value?[], IReadOnlyList<Value>> by) => Again([], Nodes[node], by);

    Value?[] Again(Dictionary<Value, Value> map, Node? target, Func<Node, Value?[], IReadOnlyList<Value>>? by)
    {
        foreach (var node in Nodes)
        {
            var inputs = node.Inputs.Select(v => v is null ? null : map.GetValueOrDefault(v, v)).ToArray();
            IReadOnlyList<Value>? outputs = node == target ? by!(node, inputs) : inputs.SequenceEqual(node.Inputs) ? null : Graph.Add(node.Op, inputs);
            for (int k = 0; k < outputs?.Count; k++) map[node.Outputs[k]] = outputs[k];
        }
        return [.. Contributions.Select(c => c is null ? null : map.GetValueOrDefault(c, c))];
    }
}
