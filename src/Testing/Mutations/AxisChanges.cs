namespace Nabla.Testing;

/// <summary>Other axes that a node could work along, and transposes that it could leave out or add.</summary>
static class AxisChanges
{
    // Ops whose second input is a list of axes.
    static readonly string[] TakeAxes = ["Unsqueeze", "Squeeze", "CumSum"];

    /// <summary>The op and the inputs with another axis.</summary>
    public static IEnumerable<(Op Op, Func<Graph, Value?[], Value?[]> Inputs, string What)> Of(Node node, bool every)
    {
        if (node.Inputs.Count == 0 || node.Inputs[0] is not { } data) yield break;
        int rank = Math.Max(data.Shape.Rank, node.Outputs[0].Shape.Rank);
        if (rank < 2) yield break;
        if (node.Op.Schema.Attributes.FirstOrDefault(a => a.OnnxName == "axis" && a.Type == typeof(long)) is { } axis)
        {
            long now = (long)axis.ValueOf(node.Op)!;
            for (int step = 1; step < (every ? rank : 2); step++)
            {
                long other = ((now < 0 ? now + rank : now) + step) % rank;
                yield return (With(node.Op, "axis", other), (_, x) => x, $"along axis {other} instead of {now}");
            }
        }
        bool takesAxes = node.Op.Schema.Domain.Length == 0 && (node.Op.Schema.Name.StartsWith("Reduce", StringComparison.Ordinal) || TakeAxes.Contains(node.Op.Schema.Name));
        if (!takesAxes || node.Inputs.Count < 2 || node.Inputs[1]?.KnownTensor?.ToInts() is not { Length: > 0 } axes) yield break;
        for (int step = 1; step < (every ? rank : 2); step++)
        {
            long[] others = [.. axes.Select(a => ((a < 0 ? a + rank : a) + step) % rank)];
            var dims = node.Inputs[1]!.KnownTensor!.Dims.ToArray();
            yield return (node.Op, (g, x) => [x[0], g.Constant(Tensor.Of(others, dims)), .. x.Skip(2)], $"along [{string.Join(",", others)}] instead of [{string.Join(",", axes)}]");
        }
    }

    /// <summary>The op with a transposition more or less; null for one that falls away altogether.</summary>
    public static IEnumerable<(Op? Op, string What)> Transposes(Node node)
    {
        foreach (var flag in node.Op.Schema.Attributes.Where(a => a.OnnxName is "transA" or "transB"))
            yield return (With(node.Op, flag.OnnxName, (long)flag.ValueOf(node.Op)! == 0 ? 1L : 0L), $"with {flag.OnnxName} the other way");
        if (node.Op.Schema is { Domain: "", Name: "Transpose" } && node.Inputs[0]!.Shape == node.Outputs[0].Shape) yield return (null, "left out");
    }

    static Op With(Op op, string name, object value)
    {
        var attributes = new Dictionary<string, object>();
        foreach (var a in op.Schema.Attributes)
            if (a.ValueOf(op) is { } given) attributes[a.OnnxName] = given;
        attributes[name] = value;
        return op.Schema.Create(attributes);
    }
}
