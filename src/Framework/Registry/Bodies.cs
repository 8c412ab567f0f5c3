namespace Nabla;

/// <summary>What follows from an op's body: its shape rule, and its nodes in place of it.</summary>
static class Bodies
{
    /// <summary>The shape rule of an op that is defined by others: build the body once, aside, and read the types.</summary>
    public static TensorType[] Infer(Op op, Inference x)
    {
        var graph = x.NewBody().AddGraph("body");
        int n = 0;
        var inputs = x.Inputs.Select(v => v is null ? null : v.KnownTensor is { } t ? graph.Constant(t) : graph.Input($"x{n++}", v.Element, v.Shape)).ToArray();
        try
        {
            TensorType[] types = [.. Expand(op, graph, inputs).Select(v => v.Type)];
            x.TakeOver(graph.Program);
            return types;
        }
        catch (GraphException e)
        {
            throw x.Error($"in its body: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Adds the body's nodes to a graph; whatever goes wrong in it, the error names the op. Null where it has no body for these inputs.</summary>
    public static Value[]? Add(Op op, Graph graph, Inference x)
    {
        try
        {
            return TryExpand(op, graph, x.Inputs);
        }
        catch (GraphException e)
        {
            throw x.Error($"in its body: {e.Message.TrimEnd('.')}");
        }
        catch (Exception e) when (e is not NablaException)
        {
            throw x.Error($"its body threw {e.GetType().Name}: {e.Message.TrimEnd('.')}{op.Schema.Origin}");
        }
    }

    /// <summary>Adds the body's nodes to a graph; optional inputs beyond those given are null.</summary>
    public static Value[] Expand(Op op, Graph graph, IReadOnlyList<Value?> inputs) =>
        TryExpand(op, graph, inputs) ?? throw new GraphException($"{op.Schema.Identifier} has neither a rule of its own nor a body for these inputs.");

    /// <summary>As <see cref="Expand"/>, or null where the op has no body for these inputs.</summary>
    public static Value[]? TryExpand(Op op, Graph graph, IReadOnlyList<Value?> inputs)
    {
        var padded = new Value?[Math.Max(inputs.Count, op.Schema.Signature.Inputs.Count)];
        for (int i = 0; i < inputs.Count; i++) padded[i] = inputs[i];
        return op.Body(graph, padded);
    }
}
