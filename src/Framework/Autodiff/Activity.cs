namespace Nabla;

/// <summary>Which values depend smoothly on those that a derivative is taken with respect to.</summary>
sealed class Activity
{
    readonly HashSet<Value> _active;

    public Activity(IEnumerable<Graph> graphs, IEnumerable<Value> wrt)
    {
        _active = [.. wrt];
        foreach (var graph in graphs)
        {
            foreach (var (source, captured) in graph.Captures)
                if (_active.Contains(source)) _active.Add(captured);
            foreach (var node in graph.Nodes) Visit(node);
        }
    }

    /// <summary>Marks the outputs of a node if any of its inputs matters.</summary>
    public void Visit(Node node)
    {
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (!Wants(node, i)) continue;
            foreach (var y in node.Outputs) if (y.Element.IsFloat()) _active.Add(y);
            return;
        }
    }

    public void Add(Value v) => _active.Add(v);

    public bool Wants(Node node, int i) =>
        node.Inputs[i] is { } x && _active.Contains(x) && x.Element.IsFloat() && !node.Op.HasZeroDerivative(i);
}
