namespace Nabla;

/// <summary>Applies rewrite rules wherever they match, once over the graph; the first rule that matches a node and has no reason against it is taken.</summary>
/// <param name="rules">The rules.</param>
/// <param name="log">Told each match: the rule, the node, and what came of it.</param>
public sealed class RewritePass(IReadOnlyList<Rewrite> rules, Action<string>? log = null) : IPass
{
    /// <inheritdoc/>
    public string Name => "rewrite";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        if (rules.Count == 0) return graph;
        var readers = new Dictionary<Value, int>();
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs.OfType<Value>()).Concat(graph.Outputs)) readers[value] = readers.GetValueOrDefault(value) + 1;
        var rewriter = new GraphRewriter(graph);
        bool changed = false;
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
            changed = true;
        }
        // What the patterns leave behind is dead, and falls to the pass for dead code.
        return changed ? rewriter.Finish() : graph;
    }

    (Rewrite Rule, RewriteMatch Match)? Found(Node node, Dictionary<Value, int> readers)
    {
        foreach (var rule in rules)
        {
            var match = new RewriteMatch(node);
            if (!Guard(rule, node, () => rule.Pattern.Finds(node, readers, match))) continue;
            var reason = Guard(rule, node, () => rule.WhyNot(match));
            log?.Invoke($"{rule.Name}: {node.Describe()}: {(reason is null ? "rewritten" : $"left alone, for {reason}")}");
            if (reason is null) return (rule, match);
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
