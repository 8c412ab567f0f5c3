namespace Nabla.Onnx;

/// <summary>Puts an op's body in its place.</summary>
static class Expansion
{
    /// <summary>Adds the nodes of the body; what they compute takes the names of the op's outputs.</summary>
    /// <param name="op">The op.</param>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="node">What errors call the op's node.</param>
    /// <param name="inputs">The op's inputs.</param>
    /// <param name="names">The names of the outputs; null or empty where one has none.</param>
    /// <returns>One value an output, of another name where the body hands an input through or gives one value twice; null if there is no body.</returns>
    public static Value[]? Of(Op op, Graph graph, string? node, IReadOnlyList<Value?> inputs, IReadOnlyList<string?> names)
    {
        if (graph.AddBody(op, node, [.. inputs]) is not { } results) return null;
        for (int k = 0; k < results.Length && k < names.Count; k++)
            if (!string.IsNullOrEmpty(names[k]) && !inputs.Contains(results[k]) && !results[..k].Contains(results[k])) graph.Rename(results[k], names[k]!);
        return results;
    }

    /// <summary>The same value under a name that it must have, through a node Identity if need be.</summary>
    /// <exception cref="NablaException">No plugin provides Identity.</exception>
    public static Value Named(Value value, string name) => value.Name == name ? value
        : value.Graph.Registry.Knows(Domains.Standard, "Identity") ? value.Graph.AddNamed(value.Graph.Registry.Make("Identity"), name, [name], value).Outputs[0]
        : throw new NablaException($"'{name}' of graph '{value.Graph.Name}' is '{value.Name}' unchanged; "
            + "a node Identity is needed to give it two names, and no plugin provides that op.");
}
