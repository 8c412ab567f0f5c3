namespace Nabla.Ops;

/// <summary>Makes one node of an <see cref="IJoint"/> op and a reader of it, where all that the reader needs is there when the op runs.</summary>
public sealed class JointKernels : IPass
{
    /// <inheritdoc/>
    public string Name => "joint kernels";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        if (!graph.Nodes.Any(n => n.Op is IJoint)) return graph;
        var position = new Dictionary<Node, int>();
        for (int i = 0; i < graph.Nodes.Count; i++) position[graph.Nodes[i]] = i;
        var rewriter = new GraphRewriter(graph);
        var done = new HashSet<Node>();
        foreach (var node in graph.Nodes)
        {
            if (done.Contains(node)) continue;
            if (Join(graph, node, position, done) is not { } pair)
            {
                rewriter.Copy(node);
                continue;
            }
            var joint = rewriter.Target.AddNamed(pair.Op, node.Name, [.. node.Outputs.Concat(pair.Reader.Outputs).Select(o => o.Name)], [.. pair.Inputs.Select(v => v is null ? null : rewriter[v])]);
            rewriter.MapOutputs(node, joint.Outputs);
            for (int k = 0; k < pair.Reader.Outputs.Count; k++) rewriter.Map(pair.Reader.Outputs[k], joint.Outputs[node.Outputs.Count + k]);
            done.Add(pair.Reader);
        }
        return rewriter.Finish();
    }

    static (Op Op, IReadOnlyList<Value?> Inputs, Node Reader)? Join(Graph graph, Node node, Dictionary<Node, int> position, HashSet<Node> done)
    {
        if (node.Op is not IJoint op) return null;
        foreach (var reader in graph.Nodes.Skip(position[node] + 1))
        {
            if (done.Contains(reader) || !reader.Inputs.Any(v => v?.Producer == node) || op.JoinedWith(node, reader) is not { } joint) continue;
            // The joint node stands where the first one stood.
            if (joint.Inputs.All(v => v?.Producer is not { } producer || position[producer] < position[node])) return (joint.Op, joint.Inputs, reader);
        }
        return null;
    }
}
