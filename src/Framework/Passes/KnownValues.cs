namespace Nabla;

/// <summary>Computes values that depend on constants only, with the ops' own kernels, where somebody asks.</summary>
sealed class KnownValues
{
    readonly WorkerPool _pool = new(1);
    readonly Dictionary<Node, Tensor[]?> _computed = [];

    /// <summary>The value's tensor, or null where it is not always the same, or is not small.</summary>
    public Tensor? Find(Value value)
    {
        if (value.Constant is { } constant) return constant;
        if (value.Producer is not { } node) return null;
        if (!_computed.TryGetValue(node, out var tensors)) _computed[node] = tensors = Compute(node);
        return tensors?[value.Index];
    }

    Tensor[]? Compute(Node node)
    {
        if (InlineBodies.MustInline(node) || node.Outputs.Any(o => !o.Shape.IsStatic || o.Shape.Count.Size > Inference.MaxContent)) return null;
        var inputs = new Tensor?[node.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
            if (node.Inputs[i] is { } input && (inputs[i] = Find(input)) is null) return null;
        return ConstantFolding.TryCompute(node, inputs, _pool);
    }
}
