namespace Nabla.Ops;

/// <summary>An op that can be computed together with a node that reads its results, in one sweep over what both need: a loss with its gradient.</summary>
public interface IJoint
{
    /// <summary>One op that does the work of both nodes: its outputs are those of <paramref name="node"/>, then those of <paramref name="reader"/>.</summary>
    /// <param name="node">A node of this op.</param>
    /// <param name="reader">A node that reads an output of it.</param>
    /// <returns>The op and its inputs, which are inputs of the two nodes; null if they have nothing in common.</returns>
    (Op Op, IReadOnlyList<Value?> Inputs)? JoinedWith(Node node, Node reader);
}
