namespace Nabla;

/// <summary>What a tangent rule sees of the node it differentiates.</summary>
public sealed class Pushforward
{
    readonly IReadOnlyList<Value?> _dots;

    internal Pushforward(Graph graph, Node node, IReadOnlyList<Value?> dots) => (Graph, Node, _dots) = (graph, node, dots);

    /// <summary>The forward node.</summary>
    public Node Node { get; }

    /// <summary>The graph in which the rule builds.</summary>
    public Graph Graph { get; }

    /// <summary>ẋ of input <paramref name="i"/>; null where it is absent: the input does not depend on what is differentiated by.</summary>
    public Value? dX(int i = 0) => i < _dots.Count ? _dots[i] : null;

    /// <summary>True if input <paramref name="i"/> is given.</summary>
    public bool Has(int i) => i < Node.Inputs.Count && Node.Inputs[i] is not null;

    /// <summary>Forward input <paramref name="i"/>.</summary>
    public Value X(int i = 0) => Graph.Capture(Node.Inputs[i]!);

    /// <summary>Forward output <paramref name="k"/>.</summary>
    public Value Y(int k = 0) => Graph.Capture(Node.Outputs[k]);
}
