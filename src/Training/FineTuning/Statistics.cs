namespace Nabla.Training;

/// <summary>Which stored tensors of a model were measured, not learned: a gradient says nothing about them.</summary>
static class Statistics
{
    // The running mean and variance.
    const int FirstMoment = 3;

    /// <summary>The parameters that BatchNormalization reads as its running moments, and nothing else reads.</summary>
    public static IEnumerable<Value> Of(Graph model) =>
        model.Inputs.Where(v => v.Kind == ValueKind.Parameter && Reads(model, v) is { Count: > 0 } reads && reads.TrueForAll(r => r.Node.Op.Schema is { Domain: "", Name: "BatchNormalization" } && r.Input >= FirstMoment));

    static List<(Node Node, int Input)> Reads(Graph model, Value v) =>
        [.. model.Nodes.SelectMany(n => n.Inputs.Select((x, i) => (Node: n, Input: i, Value: x))).Where(r => r.Value == v).Select(r => (r.Node, r.Input))];
}
