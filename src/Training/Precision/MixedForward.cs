using Nabla.Ops;

namespace Nabla.Training;

/// <summary>A model's graph once more, its products in small numbers: the same parameters, rounded where they are read, so that adjoints reach them as they are.</summary>
static class MixedForward
{
    static readonly HashSet<string> Products = ["MatMul", "Gemm"];

    // What has no sum and no steep slope: computed in small numbers where an input is one.
    static readonly HashSet<string> Followers =
        ["Add", "Sub", "Mul", "Neg", "Abs", "Relu", "LeakyRelu", "PRelu", "Clip", "Min", "Max", "Where", "Identity", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze", "Concat", "Slice", "Expand", "Dropout"];

    /// <summary>Adds the graph <c>mixed</c> to the program.</summary>
    /// <returns>What stands for the output, in float32.</returns>
    public static Value Build(Graph model, Value output, ElementType small)
    {
        var graph = model.Program.AddGraph("mixed");
        var map = new Dictionary<Value, Value>();
        var casts = new Dictionary<(Value, ElementType), Value>();
        foreach (var node in NeededBy(output, model))
        {
            var inputs = node.Inputs.Select(v => v is null ? null : Find(v)).ToArray();
            bool narrow = node.Op.Schema.Domain.Length == 0
                && (Products.Contains(node.Op.Schema.Name) || Followers.Contains(node.Op.Schema.Name) && inputs.Any(v => v?.Element == small));
            var (from, to) = narrow ? (ElementType.Float32, small) : (small, ElementType.Float32);
            var outputs = graph.Add(node.Op, [.. inputs.Select(v => v?.Element == from ? As(v, to) : v)]);
            for (int k = 0; k < outputs.Count; k++) map[node.Outputs[k]] = outputs[k];
        }
        return As(Find(output), ElementType.Float32);

        Value Find(Value v) => map.TryGetValue(v, out var known) ? known : map[v] = graph.Capture(v);

        Value As(Value v, ElementType element) => v.Element == element ? v
            : casts.TryGetValue((v, element), out var known) ? known : casts[(v, element)] = v.Cast(element);
    }

    static List<Node> NeededBy(Value output, Graph model)
    {
        var needed = new HashSet<Value> { output };
        var nodes = new List<Node>();
        foreach (var node in model.Nodes.Reverse())
        {
            if (!node.Outputs.Any(needed.Contains)) continue;
            foreach (var input in node.Inputs) if (input is not null) needed.Add(input);
            nodes.Add(node);
        }
        nodes.Reverse();
        return nodes;
    }
}
