namespace Nabla.Testing;

/// <summary>The shape rule against what the kernel gives: with sizes, and with symbols for sizes once these are bound.</summary>
static class ShapeAspect
{
    public static Finding Check(CheckedFunction function, int seed)
    {
        var inputs = function.Draw(ElementType.Float32, seed);
        var graph = new Program(function.Registry).AddGraph("shapes");
        var inferred = function.Build(graph, function.InputsIn(graph, inputs));
        var given = Evaluate.Function(function, inputs);
        for (int k = 0; k < given.Length; k++)
            if (inferred[k].Shape.IsStatic && inferred[k].Type != given[k].Type) return Fail($"the shape rule says {inferred[k].Type} for output {k}; the kernel gives {given[k].Type}");
        return function.Op is null ? new(Aspect.Shape, Verdict.Pass) : WithSymbols(function, inputs, given) ?? new(Aspect.Shape, Verdict.Pass);
    }

    static Finding? WithSymbols(CheckedFunction function, Tensor?[] inputs, Tensor[] given)
    {
        // One symbol for each size that occurs, so that what must be equal stays so.
        var sizes = inputs.Where((t, i) => t is not null && !function.Constant.Contains(i)).SelectMany(t => t!.Dims.ToArray()).Where(s => s != 1).Distinct().ToDictionary(s => $"S{s}", s => s);
        Shape Symbolic(Tensor t) => [.. t.Dims.ToArray().Select(s => s == 1 ? new Dim(1) : Dim.Symbol($"S{s}"))];
        var graph = new Program(function.Registry).AddGraph("symbols");
        IReadOnlyList<Value> y;
        try
        {
            y = function.Build(graph, function.InputsIn(graph, inputs, Symbolic));
        }
        catch (GraphException e) when (e.Message.Contains("known", StringComparison.Ordinal))
        {
            // A rule may ask for known sizes, and says so.
            return null;
        }
        for (int k = 0; k < y.Count; k++)
        {
            var bound = y[k].Type.Bind(sizes);
            // A size that depends on the content of an input is a symbol of its own until then.
            bool agrees = bound.Shape.IsStatic ? bound == given[k].Type : bound.Shape.Rank == given[k].Type.Shape.Rank;
            if (!agrees) return Fail($"with symbols for sizes the shape rule says {y[k].Type} for output {k}; once they are bound that is {bound}, and the kernel gives {given[k].Type}");
        }
        return null;
    }

    static Finding Fail(string message) => new(Aspect.Shape, Verdict.Fail, message);
}
