namespace Nabla.Cli;

/// <summary>Builds the adjoint graph that names on the command line ask for.</summary>
static class Differentiation
{
    const int MostNames = 40;

    /// <param name="graph">The model.</param>
    /// <param name="of">A value; null for the first output.</param>
    /// <param name="wrt">Values; none for all parameters.</param>
    /// <exception cref="NablaException">A value is not there, or nothing depends on anything.</exception>
    public static Adjoint Of(Graph graph, string? of, IReadOnlyList<string> wrt)
    {
        var y = of is null ? graph.Outputs[0] : Find(graph, of, "--of");
        Value[] xs = wrt.Count > 0 ? [.. wrt.Select(name => Find(graph, name, "--wrt"))] : [.. graph.Program.Parameters];
        if (xs.Length == 0)
            throw new UsageException($"The model has no parameters; name what to differentiate with respect to, "
                + $"such as --wrt {graph.Inputs.FirstOrDefault()?.Name ?? "VALUE"}.");
        var adjoint = y.Shape.Count.Is(1) ? Adjoint.Of(y, xs) : Adjoint.OfSeeded([y], xs);
        // Asked for by name, an absent adjoint is an error that says why.
        if (wrt.Count > 0) foreach (var x in xs) _ = adjoint[x];
        return adjoint;
    }

    static Value Find(Graph graph, string name, string option)
    {
        var values = graph.Inputs.Concat(graph.Nodes.SelectMany(n => n.Outputs)).ToList();
        if (values.Find(v => v.Name == name) is { } found) return found;
        var names = values.Select(v => v.Name).ToList();
        var meant = Suggestion.For(name, names) is { } near ? $" Did you mean '{near}'?" : "";
        throw new UsageException($"{option} {name}: the model has no such value.{meant} "
            + $"It has {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}.");
    }
}
