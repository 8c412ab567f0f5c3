namespace Nabla;

/// <summary>Applies rewrite rules wherever they match, sweep after sweep until none does; the first rule that matches a node and has no reason against it is taken.</summary>
/// <param name="rules">The rules.</param>
/// <param name="log">Told each match: the rule, the node, and what came of it; a reason against it is told once.</param>
public sealed class RewritePass(IReadOnlyList<Rewrite> rules, Action<string>? log = null) : IPass
{
    // Far above what rules need that end: each node a few times, and what moves along a chain one node a sweep.
    const int FreeSweeps = 100, FreeRewrites = 1000, RewritesOfNode = 100;
    readonly HashSet<string> _told = [];

    /// <inheritdoc/>
    public string Name => "rewrite";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    /// <exception cref="NablaException">A rule throws, changes a type, or finds something to rewrite without end; the message names it.</exception>
    public Graph Run(Graph graph)
    {
        if (rules.Count == 0) return graph;
        long rewrites = 0, most = FreeRewrites + (long)RewritesOfNode * graph.Nodes.Count;
        int sweeps = 0, mostSweeps = FreeSweeps + graph.Nodes.Count;
        while (Sweep(graph) is var (next, count, last) && count > 0)
        {
            (rewrites, sweeps) = (rewrites + count, sweeps + 1);
            if (rewrites > most || sweeps > mostSweeps)
                throw new NablaException($"Rewrite rule '{last!.Name}' finds something to rewrite without end, after {rewrites} rewrites in {sweeps} sweeps: what it puts in place matches its own pattern, "
                    + "or that of a rule that takes it back; give one of them a reason against it (WhyNot).");
            // What the patterns have left behind would count as a reader.
            graph = new DeadCode().Run(next);
        }
        return graph;
    }

    (Graph Graph, int Count, Rewrite? Last) Sweep(Graph graph)
    {
        var readers = new Dictionary<Value, int>();
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs.OfType<Value>()).Concat(graph.Outputs)) readers[value] = readers.GetValueOrDefault(value) + 1;
        var rewriter = new GraphRewriter(graph);
        var (count, last) = (0, (Rewrite?)null);
        foreach (var node in graph.Nodes)
        {
            if (Found(node, readers) is not var (rule, match))
            {
                rewriter.Copy(node);
                continue;
            }
            var value = Replacement(rule, match, match.Values.ToDictionary(v => v.Key, v => rewriter[v.Value]));
            if (value.Type != node.Outputs[0].Type) throw new NablaException($"Rewrite rule '{rule.Name}' gives {value.Type} for {node.Describe()}, which is {node.Outputs[0].Type}; a rule must not change a type.");
            rewriter.Map(node.Outputs[0], value);
            (count, last) = (count + 1, rule);
        }
        return count == 0 ? (graph, 0, null) : (rewriter.Finish(), count, last);
    }

    (Rewrite Rule, RewriteMatch Match)? Found(Node node, Dictionary<Value, int> readers)
    {
        foreach (var rule in rules)
        {
            var match = new RewriteMatch(node);
            if (!Guard(rule, node, () => rule.Pattern.Finds(node, readers, match))) continue;
            var reason = Guard(rule, node, () => rule.WhyNot(match));
            if (reason is null)
            {
                log?.Invoke($"{rule.Name}: {node.Describe()}: rewritten");
                return (rule, match);
            }
            var text = $"{rule.Name}: {node.Describe()}: left alone, for {reason}";
            if (_told.Add(text)) log?.Invoke(text);
        }
        return null;
    }

    static Value Replacement(Rewrite rule, RewriteMatch match, Dictionary<string, Value> x) => Guard(rule, match.Root, () => rule.Replace(match, x));

    static T Guard<T>(Rewrite rule, Node node, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e)
        {
            throw new NablaException($"Rewrite rule '{rule.Name}' at {node.Describe()}: {(e is NablaException ? e.Message : $"it threw {e.GetType().Name}: {e.Message}")}", e);
        }
    }
}
