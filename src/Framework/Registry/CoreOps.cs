namespace Nabla;

/// <summary>The only ops that the core itself names: what the reverse pass needs to add adjoints, undo broadcasting and ask for shapes.</summary>
static class CoreOps
{
    public static Value Add(Value a, Value b) => a.Graph.Add("Add", a, b);

    public static Value Shape(Value x) => x.Graph.Add("Shape", x);

    public static Value Size(Value x) => x.Graph.Add("Size", x);

    public static Value Cast(Value x, ElementType to) =>
        x.Element == to ? x : x.Graph.Add(x.Graph.Registry.Make("Cast", Attribute("to", (long)to)), x)[0];

    public static Value ReduceSum(Value x, ReadOnlySpan<long> axes, bool keepDims) =>
        x.Graph.Add(x.Graph.Registry.Make("ReduceSum", Attribute("keepdims", keepDims ? 1L : 0L)), x, x.Graph.Ints(axes))[0];

    /// <summary>Sums what broadcasting repeated: the value with the shape it had before it was broadcast to <c>value.Shape</c>.</summary>
    public static Value SumTo(Value value, Shape shape)
    {
        int lead = value.Shape.Rank - shape.Rank;
        var axes = new List<long>();
        for (int i = 0; i < value.Shape.Rank; i++)
            if (i < lead || shape[i - lead].Is(1) && !value.Shape[i].Is(1)) axes.Add(i);
        if (lead > 0) value = ReduceSum(value, axes.Where(i => i < lead).ToArray(), keepDims: false);
        var inner = axes.Where(i => i >= lead).Select(i => i - lead).ToArray();
        return inner.Length == 0 ? value : ReduceSum(value, inner, keepDims: true);
    }

    static Dictionary<string, object> Attribute(string name, object value) => new() { [name] = value };
}
