namespace Nabla;

/// <summary>Makes one of nodes that apply an equal op to the same inputs. Random ops are left alone.</summary>
public sealed class CommonSubexpressions : IPass
{
    /// <inheritdoc/>
    public string Name => "common subexpressions";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        var seen = new Dictionary<Key, Node>();
        var constants = new Dictionary<Tensor, Value>();
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                if (input?.Constant is { } tensor)
                {
                    if (!constants.TryGetValue(tensor, out var known)) constants[tensor] = known = rewriter[input];
                    rewriter.Map(input, known);
                }
            var inputs = rewriter.InputsOf(node);
            var key = new Key(node.Op, inputs);
            if (node.Op.IsPure && seen.TryGetValue(key, out var same)) rewriter.MapOutputs(node, same.Outputs);
            else seen[key] = rewriter.Copy(node, inputs);
        }
        return rewriter.Finish();
    }

    readonly struct Key(Op op, Value?[] inputs) : IEquatable<Key>
    {
        readonly Op _op = op;
        readonly Value?[] _inputs = inputs;

        public bool Equals(Key other) => _inputs.AsSpan().SequenceEqual(other._inputs) && _op.Equals(other._op);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_op);
            foreach (var input in _inputs) hash.Add(input);
            return hash.ToHashCode();
        }
    }
}
