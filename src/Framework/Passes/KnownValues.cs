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
        // Not by recursion: a file may hold a chain of any length.
        var open = new Stack<Node>([node]);
        while (open.TryPeek(out var next))
        {
            if (!_computed.ContainsKey(next))
            {
                bool isKnown = MayBeKnown(next);
                if (isKnown && next.Inputs.FirstOrDefault(i => i is { Constant: null, Producer: { } p } && !_computed.ContainsKey(p)) is { } missing)
                {
                    open.Push(missing.Producer!);
                    continue;
                }
                _computed[next] = isKnown ? Compute(next) : null;
            }
            open.Pop();
        }
        return _computed[node]?[value.Index];
    }

    static bool MayBeKnown(Node node) => !InlineBodies.MustInline(node) && node.Outputs.All(o => o.Shape.IsStatic && o.Shape.Count.Size <= Inference.MaxContent);

    // Of inputs that are looked up already.
    Tensor[]? Compute(Node node)
    {
        var inputs = new Tensor?[node.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
            if (node.Inputs[i] is { } input && (inputs[i] = input.Constant ?? (input.Producer is { } p ? _computed[p]?[input.Index] : null)) is null) return null;
        return ConstantFolding.TryCompute(node, inputs, _pool);
    }
}
