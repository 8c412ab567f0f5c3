namespace Nabla;

/// <summary>A variable of a program as an input and an output of a function: what it was before a run, and what it is after.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Before">An input of the graph.</param>
/// <param name="After">An output of the graph; null where no update changes the variable.</param>
/// <param name="Scale">The variable is the graph's value times this.</param>
public sealed record StepVariable(Variable Variable, Value Before, Value? After, double Scale = 1)
{
    /// <summary>What the graph holds for a value of the variable.</summary>
    public Tensor Stored(Tensor value) => Times(value, 1 / Scale);

    /// <summary>The value of the variable for what the graph holds.</summary>
    public Tensor Restored(Tensor stored) => Times(stored, Scale);

    static Tensor Times(Tensor x, double by)
    {
        if (by == 1) return x;
        return x.Element switch
        {
            ElementType.Float32 => Tensor.Of(Array.ConvertAll(x.Span<float>().ToArray(), v => (float)(v * by)), x.Dims),
            ElementType.Float64 => Tensor.Of(Array.ConvertAll(x.Span<double>().ToArray(), v => v * by), x.Dims),
            _ => throw new NablaException($"A variable of type {x.Element.Text()} cannot be kept with a factor."),
        };
    }
}

/// <summary>A program as a function: one graph without variables, so that any runtime can run a whole training step. Parameters and state go in beside
/// the inputs, and come out changed beside the wanted outputs.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Outputs">The wanted outputs, in the order they were asked for.</param>
/// <param name="Variables">The variables that the outputs or the updates need, or that an update changes.</param>
public sealed record StepFunction(Graph Graph, IReadOnlyList<Value> Outputs, IReadOnlyList<StepVariable> Variables)
{
    /// <summary>Joins the graphs of a program.</summary>
    /// <param name="program">The program, with its updates.</param>
    /// <param name="outputs">The wanted values, of any of its graphs.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="updates">False for a function that only reads its variables.</param>
    public static StepFunction Of(Program program, IReadOnlyList<Value> outputs, string name = "step", bool updates = true)
    {
        var flat = FlatProgram.Of(program, outputs, updates);
        var target = new Program(program.Registry).AddGraph(name);
        // Values keep their names; what comes out is named after the update.
        target.Program.ReserveNames(flat.Graph.Inputs.Concat(flat.Graph.Nodes.SelectMany(n => n.Outputs)).Select(v => v.Name));
        var map = new Dictionary<Value, Value>();
        foreach (var input in flat.Graph.Inputs) map[input] = target.Input(input.Name, input.Element, input.Shape);
        foreach (var node in flat.Graph.Nodes)
        {
            var copy = target.AddNamed(node.Op, node.Name, [.. node.Outputs.Select(o => o.Name)], [.. node.Inputs.Select(v => v is null ? null : Of(v))]);
            for (int k = 0; k < copy.Outputs.Count; k++) map[node.Outputs[k]] = copy.Outputs[k];
        }
        Value[] wanted = [.. flat.Graph.Outputs.Take(flat.Wanted.Count).Select(v => target.Output(Of(v)))];
        var after = new Dictionary<Variable, Value>();
        for (int u = 0; u < flat.Updated.Count; u++)
        {
            var result = Of(flat.Graph.Outputs[flat.Wanted.Count + u]);
            if (result.Producer is null)
                throw new NablaException($"Variable '{flat.Updated[u].Name}' is updated with '{result.Name}' as it is; as a function a step must compute what it gives: put a node between.");
            after[flat.Updated[u]] = target.Output(result);
        }
        return new(target, wanted, [.. flat.Graph.Inputs.Where(v => v.Variable is not null).Select(v => new StepVariable(v.Variable!, map[v], after.GetValueOrDefault(v.Variable!)))]);

        Value Of(Value v) => map.TryGetValue(v, out var known) ? known : map[v] = target.Constant(v.Constant!);
    }
}
