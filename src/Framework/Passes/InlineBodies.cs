namespace Nabla;

/// <summary>Replaces every op that has no kernel of its own for its inputs by its body, and the ops of that body likewise.</summary>
public sealed class InlineBodies : IPass
{
    /// <inheritdoc/>
    public string Name => "inline bodies";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.Lowered;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        for (int depth = 0; graph.Nodes.Any(MustInline); depth++)
        {
            if (depth == 32) throw new NablaException($"The body of '{graph.Nodes.First(MustInline).Op.Schema.Title}' never ends: bodies nest deeper than {depth}.");
            var rewriter = new GraphRewriter(graph);
            foreach (var node in graph.Nodes)
            {
                if (MustInline(node)) rewriter.MapOutputs(node, Bodies.Expand(node.Op, rewriter.Target, rewriter.InputsOf(node)));
                else rewriter.Copy(node);
            }
            graph = rewriter.Finish();
        }
        return graph;
    }

    internal static bool MustInline(Node node) => node.Op.Schema.HasBody && (!node.Op.Schema.HasOwnKernel || node.Op.PrefersBody(node.Inputs));
}
