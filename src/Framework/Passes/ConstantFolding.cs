namespace Nabla;

/// <summary>Computes beforehand what depends on constants and known shapes only, with the ops' own kernels; drops views that change nothing.</summary>
public sealed class ConstantFolding : IPass
{
    // Larger results are cheaper to compute at every run than to keep: an Expand of one zero to a weight's shape, say.
    const long MaxElements = 4096;

    readonly WorkerPool _pool = new(1);

    /// <inheritdoc/>
    public string Name => "constant folding";

    /// <inheritdoc/>
    public GraphState Requires => GraphState.Flat | GraphState.Bound | GraphState.Lowered;

    /// <inheritdoc/>
    public GraphState Ensures => GraphState.None;

    /// <inheritdoc/>
    public Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        foreach (var node in graph.Nodes)
        {
            var inputs = rewriter.InputsOf(node);
            if (node.Op.IsView && node.Outputs[0].Type == node.Inputs[0]!.Type) rewriter.Map(node.Outputs[0], inputs[0]!);
            else if (Known(node) is { } content) rewriter.Map(node.Outputs[0], rewriter.Target.Constant(content));
            else if (TryCompute(node, inputs) is { } results)
                for (int k = 0; k < results.Length; k++) rewriter.Map(node.Outputs[k], rewriter.Target.Constant(results[k]));
            else rewriter.Copy(node, inputs);
        }
        return rewriter.Finish();
    }

    static Tensor? Known(Node node)
    {
        var y = node.Outputs[0];
        if (node.Outputs.Count != 1 || y.Content is not { } dims || !dims.All(d => d.IsStatic)) return null;
        return y.Element == ElementType.Int64 ? Tensor.Of([.. dims.Select(d => d.Size)], y.Shape.ToSizes())
            : y.Element == ElementType.Int32 && dims.All(d => d.Size == (int)d.Size) ? Tensor.Of([.. dims.Select(d => checked((int)d.Size))], y.Shape.ToSizes())
            : null;
    }

    Tensor[]? TryCompute(Node node, Value?[] inputs) =>
        inputs.Any(i => i is not null && i.Constant is null) ? null : TryCompute(node, [.. inputs.Select(i => i?.Constant)], _pool);

    /// <summary>The outputs of a node from its inputs; null where it gives something else each time, has no kernel for them, or gives too much to keep.</summary>
    internal static Tensor[]? TryCompute(Node node, Tensor?[] inputs, WorkerPool pool)
    {
        if (!node.Op.IsPure || node.Outputs.Any(o => o.Element.Bits() == 0)) return null;
        if (node.Op.IsView) return [Tensor.FromBytes(node.Outputs[0].Element, inputs[0]!.Bytes, node.Outputs[0].Shape.ToSizes())];
        if (node.Outputs.Any(o => o.Shape.Count.Size > MaxElements)) return null;
        var results = node.Outputs.Select(o => Tensor.FromBytes(o.Element, new byte[o.Type.Bytes], o.Shape.ToSizes())).ToArray();
        var operands = inputs.Select(i => i is null ? default : Operand.Of(i)).ToArray();
        return Kernels.Guard(node, () =>
        {
            if (node.Op.Bind(new(node, operands, [.. results.Select(Operand.Of)], pool.Threads, new())) is not { } kernel) return null;
            kernel.Run(pool);
            return results;
        });
    }
}
