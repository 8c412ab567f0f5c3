namespace Nabla.Ops;

/// <summary>A node and the region that alone reads it, as one op.</summary>
/// <param name="Producer">The node.</param>
/// <param name="Kept">How many of its inputs the op has, from the first.</param>
/// <param name="Hole">The region's input that is the node's output.</param>
/// <param name="Fused">The op: inputs are those kept, then the region's but the hole.</param>
readonly record struct EpilogueJoin(Node Producer, int Kept, int Hole, Op Fused)
{
    /// <summary>Joins what <paramref name="find"/> names for a node that may be such a region; it is told how many readers each value has.</summary>
    public static Graph All(Graph graph, Func<Node, IReadOnlyDictionary<Value, int>, EpilogueJoin?> find)
    {
        var readers = new Dictionary<Value, int>();
        foreach (var v in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs)) if (v is not null) readers[v] = readers.GetValueOrDefault(v) + 1;
        // All are found before the walk, because a producer stands before its region.
        var joined = new Dictionary<Node, EpilogueJoin>();
        var taken = new HashSet<Node>();
        foreach (var node in graph.Nodes)
            if (find(node, readers) is { } join && taken.Add(join.Producer)) joined[node] = join;
        if (joined.Count == 0) return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            if (taken.Contains(node)) continue;
            if (!joined.TryGetValue(node, out var join)) rewriter.Copy(node);
            else
            {
                Value[] inputs = [.. join.Producer.Inputs.Take(join.Kept).Concat(node.Inputs.Where((_, i) => i != join.Hole)).Select(v => rewriter[v!])];
                rewriter.MapOutputs(node, rewriter.Target.Add(join.Fused, inputs));
            }
        }
        return rewriter.Finish();
    }
}
