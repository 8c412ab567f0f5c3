using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Follows which function calls which: none may reach itself, and calls nest to a limited depth.</summary>
static class FunctionCalls
{
    const int MaxDepth = 100;

    public static void Check(CheckContext c, RepeatedField<FunctionProto> functions)
    {
        var bodies = new Dictionary<(string, string, string), FunctionProto>();
        foreach (var f in functions) bodies.TryAdd(FunctionRules.Key(f), f);
        var heights = new Dictionary<FunctionProto, int>();
        var open = new List<FunctionProto>();
        foreach (var f in functions)
            if (Height(f) is not { } height || !c.Require(height <= MaxDepth, $"calls of functions nest deeper than {MaxDepth}, beginning with '{f.Name}'")) return;

        // Null: a rule is broken and has been reported. Recursion goes no deeper than the limit.
        int? Height(FunctionProto f)
        {
            if (heights.TryGetValue(f, out int known)) return known;
            int at = open.IndexOf(f);
            if (at >= 0)
            {
                c.Error($"functions call themselves: {string.Join(" calls ", open.Skip(at).Append(f).Select(o => $"'{o.Name}'"))}");
                return null;
            }
            if (open.Count > MaxDepth) return MaxDepth + 1;
            open.Add(f);
            int height = 1;
            foreach (var called in Called(f.Node).Select(bodies.GetValueOrDefault).OfType<FunctionProto>())
            {
                if (Height(called) is not { } below) return null;
                height = Math.Max(height, below + 1);
            }
            open.RemoveAt(open.Count - 1);
            return heights[f] = height;
        }
    }

    static IEnumerable<(string, string, string)> Called(IEnumerable<NodeProto> nodes)
    {
        foreach (var node in nodes)
        {
            yield return (Domains.Canonical(node.Domain), node.OpType, node.Overload);
            foreach (var a in node.Attribute)
                foreach (var graph in a.G is null ? a.Graphs : a.Graphs.Append(a.G))
                    foreach (var inner in Called(graph.Node)) yield return inner;
        }
    }
}
