namespace Nabla.Onnx;

/// <summary>Which input and output of a step's graph is which, by position: what stays while the graph is rewritten.</summary>
sealed class StepParts
{
    readonly StepFunction _step;
    readonly int[] _outputs, _before, _after;

    StepParts(StepFunction step)
    {
        _step = step;
        var (inputs, outputs) = (step.Graph.Inputs.ToList(), step.Graph.Outputs.ToList());
        _outputs = [.. step.Outputs.Select(v => outputs.IndexOf(v))];
        _before = [.. step.Variables.Select(v => inputs.IndexOf(v.Before))];
        _after = [.. step.Variables.Select(v => v.After is null ? -1 : outputs.IndexOf(v.After))];
    }

    public static StepParts Of(StepFunction step) => new(step);

    /// <summary>Positions of the inputs and outputs of variables that the step changes.</summary>
    public IReadOnlyList<(int Input, int Output)> Pairs => [.. _before.Zip(_after).Where(p => p.Second >= 0)];

    /// <summary>Inputs that are 0 or more and only ever grow: steps that are counted.</summary>
    public IReadOnlySet<Value> Counters(Graph graph) => _step.Variables.Zip(_before, _after)
        .Where(v => v.Third >= 0 && v.First.Variable.Count == 1 && v.First.Variable.ToTensor().ToDoubles()[0] >= 0
            && graph.Outputs[v.Third].Reads("Add") is [var from, var by] && from == graph.Inputs[v.Second] && by.Scalar() > 0)
        .Select(v => graph.Inputs[v.Second]).ToHashSet();

    /// <summary>The step that a rewritten graph is; outputs have their old names, and a node each.</summary>
    public StepFunction On(Graph graph, IReadOnlyDictionary<int, double> scales)
    {
        var rewriter = new GraphRewriter(graph);
        rewriter.Target.Program.ReserveNames(_step.Graph.Outputs.Select(o => o.Name));
        foreach (var node in graph.Nodes)
            rewriter.MapOutputs(node, rewriter.Target.AddNamed(node.Op, node.Name, [.. node.Outputs.Select(o => o.Name)], rewriter.InputsOf(node)).Outputs);
        var taken = new HashSet<Value>();
        Value[] outputs = [.. graph.Outputs.Zip(_step.Graph.Outputs, (v, was) =>
        {
            var value = rewriter[v];
            if (value.Producer is not null && taken.Add(value) && value.Name != was.Name) rewriter.Target.Rename(value, was.Name);
            else if (value.Name != was.Name) value = Expansion.Named(value, was.Name);
            return rewriter.Target.Output(value);
        })];
        return new(rewriter.Target, [.. _outputs.Select(i => outputs[i])], [.. _step.Variables.Select((v, k) => v with
        {
            Before = rewriter.Target.Inputs[_before[k]],
            After = _after[k] < 0 ? null : outputs[_after[k]],
            Scale = v.Scale * scales.GetValueOrDefault(_before[k], 1),
        })]);
    }
}
