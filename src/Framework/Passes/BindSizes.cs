namespace Nabla;

/// <summary>Replaces symbols by sizes and infers every type anew, so that two symbols that were taken to be equal are checked to be so.</summary>
public sealed class BindSizes(IReadOnlyDictionary<string, long> sizes) : IPass
{
    /// <inheritdoc/>
    public string Name => "bind sizes";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.Bound;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        foreach (var input in graph.Inputs)
            foreach (var dim in input.Shape)
                foreach (var symbol in dim.Symbols)
                    if (!sizes.TryGetValue(symbol, out long size))
                        throw new NablaException($"No size is given for '{symbol}', a dimension of input '{input.Name}' {input.Type}.");
                    else if (size < 0)
                        throw new NablaException($"The size given for '{symbol}' is {size}; a dimension has 0 or more elements.");
        CheckEqualities(graph, sizes);
        // Symbols that nobody gave a size, because a shape rule made them up: known once the node that has them is bound.
        var found = new Dictionary<string, long>(sizes);
        var rewriter = new GraphRewriter(graph, type => type.Bind(sizes));
        var known = new KnownValues();
        foreach (var node in graph.Nodes)
        {
            var inputs = rewriter.InputsOf(node);
            // Nothing has told a size of its results yet: what it reads may, computed now.
            if (node.Outputs.Any(o => o.Shape.SelectMany(d => d.Symbols).Any(s => !found.ContainsKey(s))))
                inputs = [.. inputs.Select(v => v is { Constant: null } && known.Find(v) is { } tensor ? rewriter.Target.Constant(tensor) : v)];
            var bound = rewriter.Target.AddNamed(node.Op, node.Name, [.. node.Outputs.Select(o => o.Name)], inputs);
            foreach (var output in bound.Outputs)
                if (!output.Shape.IsStatic) throw new NablaException($"{bound.Describe()}: the size of its output {output.Type} depends on data, which a compiled program cannot have.");
            for (int k = 0; k < bound.Outputs.Count; k++) Learn(node.Outputs[k].Shape, bound.Outputs[k].Shape, found);
            rewriter.MapOutputs(node, bound.Outputs);
        }
        if (found.Count > sizes.Count) CheckEqualities(graph, found);
        return rewriter.Finish();
    }

    static void Learn(Shape symbolic, Shape bound, Dictionary<string, long> found)
    {
        for (int i = 0; i < Math.Min(symbolic.Rank, bound.Rank); i++)
            if (symbolic[i].LoneSymbol is { } symbol) found.TryAdd(symbol, bound[i].Size);
    }

    static void CheckEqualities(Graph graph, IReadOnlyDictionary<string, long> sizes)
    {
        foreach (var (a, b, node, _) in graph.Program.Equalities)
        {
            Dim x = a.Bind(sizes), y = b.Bind(sizes);
            if (x.IsStatic && y.IsStatic && x != y) throw new GraphException($"{node}: {a} and {b} broadcast only if they are equal; bound, they are {x} and {y}.");
        }
    }
}
