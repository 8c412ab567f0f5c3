namespace Nabla.Ops;

/// <summary>A region that still grows while a pass walks over the graph.</summary>
sealed class OpenRegion
{
    readonly List<Node> _members = [];

    public OpenRegion(Shape shape, ElementType compute) => (Shape, Compute) = (shape, compute);

    public Shape Shape { get; }

    /// <summary>The element type of its numbers; bool as long as there are only masks.</summary>
    public ElementType Compute { get; private set; }

    /// <summary>Reads of its results by nodes that were not visited yet.</summary>
    public int PendingReads { get; set; }

    public IReadOnlyList<Node> Members => _members;

    public bool Fits(Shape shape, ElementType compute) =>
        shape == Shape && (compute == Compute || compute == ElementType.Bool || Compute == ElementType.Bool);

    public void Add(Node node, ElementType compute)
    {
        if (Compute == ElementType.Bool) Compute = compute;
        _members.Add(node);
    }

    /// <summary>Takes over the members of another region, which does not depend on this one nor this one on it.</summary>
    public void Absorb(OpenRegion other)
    {
        if (Compute == ElementType.Bool) Compute = other.Compute;
        _members.AddRange(other._members);
        PendingReads += other.PendingReads;
    }

    /// <summary>The members as one node of the new graph; those that are read outside, or are outputs, leave it.</summary>
    public void Emit(GraphRewriter rewriter, Func<Value, bool> leaves)
    {
        if (_members.Count == 1)
        {
            rewriter.Copy(_members[0]);
            return;
        }
        var (inputs, inputOf) = (new List<Value>(), new Dictionary<Value, int>());
        var (steps, stepOf) = (new List<RegionStep>(), new Dictionary<Value, int>());
        var outputs = new List<Value>();
        foreach (var node in _members)
        {
            var operands = node.Inputs.Select(v => stepOf.TryGetValue(v!, out int step) ? new RegionOperand(RegionOperandKind.Step, step) : Input(v!)).ToList();
            Region.Append(steps, (IElementwise)node.Op, operands, node.Outputs[0].Element);
            stepOf[node.Outputs[0]] = steps.Count - 1;
            if (leaves(node.Outputs[0])) outputs.Add(node.Outputs[0]);
        }
        var fused = new Fused(new(inputs.Count, steps, [.. outputs.Select(o => stepOf[o])]), AttributeList.Create<long>(Shape.ToSizes()));
        var results = rewriter.Target.Add(fused, [.. inputs.Select(v => rewriter[v])]);
        for (int k = 0; k < outputs.Count; k++) rewriter.Map(outputs[k], results[k]);

        RegionOperand Input(Value v)
        {
            // A scalar that is known becomes part of the formula.
            if (v.Constant is { } tensor && tensor.Count == 1 && Number(tensor) is { } number) return new(RegionOperandKind.Constant, 0, number);
            if (!inputOf.TryGetValue(v, out int k))
            {
                inputOf[v] = k = inputs.Count;
                inputs.Add(v);
            }
            return new(RegionOperandKind.Input, k);
        }
    }

    // Exact in double, or left as an input.
    static double? Number(Tensor t) => t.Element switch
    {
        ElementType.Float32 => t.Span<float>()[0],
        ElementType.Float64 => t.Span<double>()[0],
        ElementType.Int32 => t.Span<int>()[0],
        ElementType.Int64 when t.Span<long>()[0] is > -(1L << 53) and < 1L << 53 => t.Span<long>()[0],
        _ => null,
    };
}
