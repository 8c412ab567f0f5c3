using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Every change of the known kinds that can be made to a rule, found by looking at what it builds. As mutations they are mistakes; applied to a
/// rule that is wrong, one of them may take its mistake back.</summary>
sealed class MutationSites
{
    readonly BuiltRule _rule;
    readonly CheckedFunction _function;
    readonly Tensor?[] _elsewhere;
    readonly Tensor[] _outputsElsewhere;

    MutationSites(Trial trial, BuiltRule rule)
    {
        (_function, _rule) = (trial.Function, rule);
        _elsewhere = _function.Draw(ElementType.Float64, 1009);
        // Only what is differentiated by moves.
        for (int i = 0; i < _elsewhere.Length; i++) if (!trial.Active.Contains(i)) _elsewhere[i] = trial.Point[i];
        _outputsElsewhere = Evaluate.Function(_function, _elsewhere);
    }

    /// <summary>Mistakes to make in the rule of an op.</summary>
    public static IReadOnlyList<Mutation> Mutations(CheckedFunction function) =>
        Of(function) is { } sites ? [.. sites.OfContributions(), .. sites.Exchanges(), .. sites.OfSums(), .. sites.OfOperands(), .. sites.Stale(), .. sites.OfNodes(everyAxis: false), .. sites.DroppedTerms()] : [];

    /// <summary>Mistakes that may have been made, each taken back; what simple arithmetic on the result would show is not among them.</summary>
    public static IReadOnlyList<Mutation> Repairs(CheckedFunction function) => Of(function) is { } sites ? [.. sites.Exchanges(), .. sites.OfOperands(), .. sites.Refreshed(), .. sites.OfNodes(everyAxis: true)] : [];

    static MutationSites? Of(CheckedFunction function)
    {
        BuiltRule? built = null;
        var probe = Mutation.None with { Apply = rule => (built = rule).Contributions };
        var trial = Trial.At(function.WithRule(probe), 1);
        if (trial.Active.Length == 0 || trial.Smooth.Length == 0) return null;
        try
        {
            _ = VectorProduct.Reverse(trial);
        }
        catch (AdjointTypeException)
        {
            // What the rule has built is there all the same.
        }
        return built is null ? null : new(trial, built);
    }

    IEnumerable<int> Given => Enumerable.Range(0, Math.Min(_rule.Contributions.Length, _rule.Pullback.Node.Inputs.Count)).Where(i => _rule.Pullback.Wants(i) && _rule.Contributions[i] is not null);

    IEnumerable<Mutation> OfContributions()
    {
        foreach (int i in Given)
        {
            yield return new(Mistake.Sign, $"the adjoint of input {i} negated", r => r.With(i, c => -c));
            yield return new(Mistake.FactorTwo, $"the adjoint of input {i} doubled", r => r.With(i, c => c * 2));
            yield return new(Mistake.FactorHalf, $"the adjoint of input {i} halved", r => r.With(i, c => c * 0.5));
            if (BatchSize() is not { } n) continue;
            yield return new(Mistake.BatchSize, $"the adjoint of input {i} times the batch size {n}", r => r.With(i, c => c * n));
            yield return new(Mistake.BatchSize, $"the adjoint of input {i} divided by the batch size {n}", r => r.With(i, c => c / n));
        }
    }

    IEnumerable<Mutation> Exchanges()
    {
        foreach (int i in Given)
            foreach (int j in Given.Where(j => j > i && _rule.Contributions[i]!.Type == _rule.Contributions[j]!.Type))
                yield return new(Mistake.SwappedInputs, $"the adjoints of inputs {i} and {j} exchanged", r => Exchanged(r.Contributions, i, j));
    }

    // The first dimension of what goes in or comes out; 1 and 2 would be no mistake, or another.
    long? BatchSize() => _rule.Pullback.Node.Outputs.Concat(_rule.Pullback.Node.Inputs).OfType<Value>().Where(v => v.Element.IsFloat() && v.Shape.Rank > 0)
        .Select(v => (long?)v.Shape[0].Size).FirstOrDefault(n => n > 2);

    static Value?[] Exchanged(Value?[] contributions, int i, int j)
    {
        var exchanged = contributions.ToArray();
        (exchanged[i], exchanged[j]) = (exchanged[j], exchanged[i]);
        return exchanged;
    }

    IEnumerable<Mutation> OfSums()
    {
        if (!_function.Op!.Broadcasts) yield break;
        foreach (int i in Given.Where(i => _rule.Contributions[i]!.Shape != _rule.Pullback.Type(i).Shape))
        {
            yield return new(Mistake.MissingBroadcastSum, $"the adjoint of input {i} not summed", r => r.Contributions) { LeavesUnsummed = true };
            var shape = _rule.Pullback.Type(i).Shape;
            yield return new(Mistake.MissingBroadcastSum, $"of the adjoint of input {i} only the first part instead of the sum", r => r.With(i, c => FirstPart(c, shape)));
        }
    }

    static Value FirstPart(Value c, Shape shape)
    {
        int lead = c.Shape.Rank - shape.Rank;
        for (int axis = c.Shape.Rank - 1; axis >= 0; axis--)
        {
            if (axis >= lead && (!shape[axis - lead].Is(1) || c.Shape[axis].Is(1))) continue;
            c = c.AddWith("Gather", [("axis", (long)axis)], c.Graph.Constant(Tensor.Scalar(0L)));
            if (axis >= lead) c = c.Unsqueeze(axis);
        }
        return c;
    }

    IEnumerable<Mutation> OfOperands()
    {
        for (int a = 0; a < _rule.Operands.Count; a++)
        {
            var (operand, at) = (_rule.Operands[a], a);
            for (int b = a + 1; b < _rule.Operands.Count; b++)
            {
                var (other, bt) = (_rule.Operands[b], b);
                // Adjoints of outputs are what the rule is linear in: they are no operands that anyone would confuse with a value.
                if (operand.Type == other.Type && NameOf(operand) is { } p && NameOf(other) is { } q)
                    yield return new(Mistake.SwappedInputs, $"operands {p} and {q} exchanged", r => r.Replacing((r.Operands[at], r.Operands[bt]), (r.Operands[bt], r.Operands[at])));
            }
            if (operand.Shape is not { Rank: >= 2 } s || s[s.Rank - 1].Is(1) || s[s.Rank - 2].Is(1)) continue;
            yield return new(Mistake.Transposed, $"operand {NameOf(operand) ?? "dY"} transposed", r => r.Replacing((r.Operands[at], Transposed(r.Operands[at]))));
            if (s[s.Rank - 1] != s[s.Rank - 2])
                yield return new(Mistake.Transposed, $"operand {NameOf(operand) ?? "dY"} read in its own order", r => r.Replacing((r.Operands[at], Untransposed(r.Operands[at]))));
        }
    }

    // Transposed, but seen in the shape that it had.
    static Value Transposed(Value v) => v.Shape[v.Shape.Rank - 1] == v.Shape[v.Shape.Rank - 2] ? v.T : v.T.Reshape(v.Shape.ToSizes());

    static Value Untransposed(Value v)
    {
        var sizes = v.Shape.ToSizes();
        (sizes[^1], sizes[^2]) = (sizes[^2], sizes[^1]);
        return v.Reshape(sizes).T;
    }

    IEnumerable<Mutation> Stale()
    {
        for (int a = 0; a < _rule.Operands.Count; a++)
        {
            var at = a;
            if (TensorElsewhere(_rule.Operands[a]) is { } old)
                yield return new(Mistake.StaleValue, $"operand {NameOf(_rule.Operands[a])} of another run", r => r.Replacing((r.Operands[at], r.Graph.Constant(old))));
        }
    }

    // A constant in the rule that looks like a value of the node: that value in its place.
    IEnumerable<Mutation> Refreshed()
    {
        foreach (var tensor in _rule.Nodes.SelectMany(n => n.Inputs).Select(v => v?.Constant).OfType<Tensor>().Where(t => t.Count > 1 && t.Element.IsFloat()).Distinct().ToList())
            foreach (var (name, get) in NodeValues().Where(v => v.Get(_rule.Pullback.Node)?.Type == tensor.Type))
                yield return new(Mistake.StaleValue, $"{name} in place of a constant", r =>
                {
                    var fresh = r.Graph.Capture(get(r.Pullback.Node)!);
                    return r.Replacing([.. r.Nodes.SelectMany(n => n.Inputs).OfType<Value>().Where(v => tensor.Equals(v.Constant)).Distinct().Select(v => (v, fresh))]);
                });
    }

    IEnumerable<(string Name, Func<Node, Value?> Get)> NodeValues() =>
    [
        .. _rule.Pullback.Node.Inputs.Select((_, i) => ($"X({i})", (Func<Node, Value?>)(n => n.Inputs[i]))),
        .. _rule.Pullback.Node.Outputs.Select((_, k) => ($"Y({k})", (Func<Node, Value?>)(n => n.Outputs[k]))),
    ];

    IEnumerable<Mutation> OfNodes(bool everyAxis)
    {
        for (int at = 0; at < _rule.Nodes.Count; at++)
        {
            var (node, index) = (_rule.Nodes[at], at);
            foreach (var (op, inputs, what) in AxisChanges.Of(node, everyAxis))
                yield return new(Mistake.WrongAxis, $"'{node.Name}' ({node.Op.Schema.Title}) {what}", r => r.Replacing(index, (n, x) => n.Graph.Add(op, inputs(n.Graph, x))));
            foreach (var (op, what) in AxisChanges.Transposes(node))
                yield return new(Mistake.Transposed, $"'{node.Name}' ({node.Op.Schema.Title}) {what}", r => r.Replacing(index, (n, x) => op is null ? [x[0]!] : n.Graph.Add(op, x)));
            if (node.Op.Schema is { Domain: "", Name: "Add" or "Sub" } && node.Outputs[0].Element.IsFloat())
                yield return new(Mistake.Sign, $"'{node.Name}' an {(node.Op.Schema.Name == "Add" ? "Sub" : "Add")}", r => r.Replacing(index, (_, x) => [node.Op.Schema.Name == "Add" ? x[0]! - x[1]! : x[0]! + x[1]!]));
        }
    }

    IEnumerable<Mutation> DroppedTerms()
    {
        for (int at = 0; at < _rule.Nodes.Count; at++)
        {
            var (node, index) = (_rule.Nodes[at], at);
            if (node.Op.Schema is not { Domain: "", Name: "Add" or "Sub" } || !node.Outputs[0].Element.IsFloat()) continue;
            for (int kept = 0; kept < 2; kept++)
            {
                if (node.Inputs[kept]!.Shape != node.Outputs[0].Shape) continue;
                var (keep, negated) = (kept, kept == 1 && node.Op.Schema.Name == "Sub");
                yield return new(Mistake.MissingTerm, $"'{node.Name}' without its {(kept == 0 ? "second" : "first")} term", r => r.Replacing(index, (_, x) => [negated ? -x[keep]! : x[keep]!]));
            }
        }
    }

    // Null for what is no value of the node itself: an adjoint.
    string? NameOf(Value operand)
    {
        var node = _rule.Pullback.Node;
        int i = node.Inputs.ToList().FindIndex(v => v is not null && (v == operand || v == operand.Source));
        if (i >= 0) return $"X({i})";
        int k = node.Outputs.ToList().FindIndex(v => v == operand || v == operand.Source);
        return k >= 0 ? $"Y({k})" : null;
    }

    Tensor? TensorElsewhere(Value operand)
    {
        var node = _rule.Pullback.Node;
        int i = node.Inputs.ToList().FindIndex(v => v is not null && (v == operand || v == operand.Source));
        if (i >= 0) return _elsewhere[i]?.Type == operand.Type ? _elsewhere[i] : null;
        int k = node.Outputs.ToList().FindIndex(v => v == operand || v == operand.Source);
        return k >= 0 && _outputsElsewhere[k].Type == operand.Type ? _outputsElsewhere[k] : null;
    }
}
