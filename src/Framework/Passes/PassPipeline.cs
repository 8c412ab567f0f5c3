namespace Nabla;

/// <summary>Runs passes in order and holds each to what it requires and ensures.</summary>
public sealed class PassPipeline(IReadOnlyList<IPass> passes)
{
    /// <summary>Verify the graph after every pass. On in debug builds; tests switch it on.</summary>
    public bool Verifies { get; init; } = VerifiesByDefault;

    /// <summary>True in debug builds.</summary>
    internal const bool VerifiesByDefault =
#if DEBUG
        true;
#else
        false;
#endif

    /// <summary>The passes.</summary>
    public IReadOnlyList<IPass> Passes { get; } = passes;

    /// <summary>The rewritten graph.</summary>
    /// <param name="graph">A flat graph.</param>
    /// <param name="log">Told the name of each pass and the graph after it.</param>
    /// <exception cref="NablaException">A pass stands before another that it needs, or broke the graph.</exception>
    public Graph Run(Graph graph, Action<string, Graph>? log = null)
    {
        var state = GraphState.Flat;
        foreach (var pass in Passes)
        {
            if ((state & pass.Requires) != pass.Requires) throw new NablaException($"Pass '{pass.Name}' requires {pass.Requires & ~state}, which no pass before it ensures.");
            var types = Verifies ? graph.Outputs.Select(o => o.Type).ToList() : null;
            graph = pass.Run(graph);
            state |= pass.Ensures;
            if (Verifies)
            {
                Verifier.Check(graph);
                if ((pass.Ensures & GraphState.Bound) == 0 && !graph.Outputs.Select(o => o.Type).SequenceEqual(types!))
                    throw new NablaException($"Pass '{pass.Name}' changed the outputs of the graph.");
            }
            log?.Invoke(pass.Name, graph);
        }
        return graph;
    }
}
