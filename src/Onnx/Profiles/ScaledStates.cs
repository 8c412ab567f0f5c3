namespace Nabla.Onnx;

/// <summary>A state that grows as s' = β·s + γ·f is kept as S = s/γ, S' = β·S + f: one multiplication of every element less; who reads s' reads γ·S'.</summary>
static class ScaledStates
{
    /// <param name="graph">The graph, which is replaced.</param>
    /// <param name="pairs">Positions of the input and output of each state.</param>
    /// <returns>By position of the input, what the kept state is to be multiplied by.</returns>
    public static Dictionary<int, double> Run(ref Graph graph, IReadOnlyList<(int Input, int Output)> pairs)
    {
        var found = new Dictionary<Node, Match>();
        var site = new RewriteSite(graph, new(graph));
        foreach (var (input, output) in pairs)
            if (Match.Of(graph.Inputs[input], graph.Outputs[output], site) is { } match) found[graph.Outputs[output].Producer!] = match with { Input = input };
        if (found.Count == 0) return [];
        graph = Rewrite(graph, found);
        return found.Values.ToDictionary(m => m.Input, m => m.Scale);
    }

    static Graph Rewrite(Graph graph, Dictionary<Node, Match> found)
    {
        var (rewriter, next) = (new GraphRewriter(graph), new Dictionary<Value, Value>());
        var site = new RewriteSite(graph, rewriter);
        foreach (var node in graph.Nodes)
        {
            if (found.TryGetValue(node, out var match)) next[node.Outputs[0]] = site.Add("Add", [], node, match.Kept, match.Given);
            // A product of its own for each reader: what reads it may then take the number elsewhere.
            foreach (var v in node.Inputs.OfType<Value>().Distinct())
                if (v.Producer is { } p && found.TryGetValue(p, out var read)) rewriter.Map(v, site.Add("Mul", [], null, next[v], site.Literal(v.Element, read.Scale)));
            if (!next.ContainsKey(node.Outputs[0])) site.Copy(node);
        }
        foreach (var (was, now) in next) rewriter.Map(was, now);
        return rewriter.Finish();
    }

    readonly record struct Match(int Input, Value Kept, Value Given, double Scale)
    {
        public static Match? Of(Value before, Value after, RewriteSite site)
        {
            if (after.IsScalar() || after.Reads("Add") is not [var a, var b] || site.Source.Outputs.Count(o => o == after) != 1 || site.Readers(before) != 1) return null;
            return Of(before, a, b) ?? Of(before, b, a);
        }

        static Match? Of(Value before, Value kept, Value given) =>
            kept.Scaled() is var (s, β) && s == before && β.Scalar() is not null && given.Scaled() is var (f, γ) && γ.Scalar() is { } scale and > 0 ? new(0, kept, f, scale) : null;
    }
}
