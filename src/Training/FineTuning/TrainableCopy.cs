using System.IO.Enumeration;

namespace Nabla.Training;

/// <summary>A model's graph in a program of its own, ready for a loss: under the same names, with variables of its own.</summary>
sealed class TrainableCopy
{
    const string Batch = "N";

    readonly Dictionary<Value, Value> _map = [];
    readonly Dictionary<Value, double> _fixed = [];

    /// <exception cref="NablaException">The model does not take one batch of samples and give a row of numbers for each, or an option does not fit it.</exception>
    public TrainableCopy(Graph model, FineTuneOptions options)
    {
        var source = InputOf(model, options);
        var output = OutputOf(model, options);
        var replaced = options.ReplaceHead is { } outputs ? Head.Of(output).Resized(outputs, options.Seed).ToDictionary(r => r.Old, r => r.New) : [];
        var frozen = Frozen(model, options.Freeze);
        Measured = [.. Statistics.Of(model).Where(v => !frozen.Contains(v)).Select(v => v.Name)];
        frozen.UnionWith(Statistics.Of(model));
        Graph = new Program(model.Registry).AddGraph(model.Name);
        // Values keep their names; none that is made up may take one of them before its turn.
        Graph.Program.ReserveNames(model.Inputs.Concat(model.Nodes.SelectMany(n => n.Outputs)).Select(v => v.Name));
        var first = source.Shape[0];
        Symbol = first.IsStatic ? Batch : first.ToString();
        // Inputs stand in the order of the model.
        foreach (var v in model.Inputs.Where(v => v.Kind == ValueKind.Input))
        {
            if (v == source) Input = _map[v] = Graph.Input(v.Name, v.Element, [Symbol, .. v.Shape.Skip(1)]);
            else _fixed[_map[v] = Graph.Input(v.Name, v.Element, v.Shape)] = options.FixedInputs[v.Name];
        }
        foreach (var v in model.Inputs.Where(v => v.Variable is not null))
        {
            var variable = replaced.GetValueOrDefault(v) ?? new Variable(v.Name, v.Variable!.ToTensor());
            _map[v] = v.Kind == ValueKind.Parameter && !frozen.Contains(v) ? Graph.Parameter(variable) : Graph.State(variable);
        }
        foreach (var node in model.Nodes)
        {
            var copy = Graph.AddNamed(node.Op, node.Name, [.. node.Outputs.Select(o => o.Name)], [.. node.Inputs.Select(v => v is null ? null : Find(v))]);
            for (int k = 0; k < copy.Outputs.Count; k++) _map[node.Outputs[k]] = copy.Outputs[k];
        }
        foreach (var v in model.Outputs) Graph.Output(Find(v));
        Output = _map[output];
        if (Output.Element != ElementType.Float32 || Output.Shape.Rank != 2 || Output.Shape[0] != Input!.Shape[0] || !Output.Shape[1].IsStatic)
            throw new NablaException($"'{Output.Name}' is {Output.Type} for an input of {Input!.Type}; a loss needs a row of numbers a sample, f32[{Symbol},outputs]. "
                + "Name another value of the model, or export it with a free batch size.");
    }

    public Graph Graph { get; }

    /// <summary>Inputs that are fed one number.</summary>
    public IReadOnlyDictionary<Value, double> Fixed => _fixed;

    /// <summary>Parameters that keep their values because they were measured, not learned.</summary>
    public IReadOnlyList<string> Measured { get; }

    /// <summary>The samples.</summary>
    public Value Input { get; } = null!;

    /// <summary>What the loss reads.</summary>
    public Value Output { get; }

    /// <summary>What the model calls the number of samples.</summary>
    public string Symbol { get; }

    Value Find(Value v) => _map.TryGetValue(v, out var known) ? known : _map[v] = Graph.Constant(v.Constant!, v.Name);

    static Value InputOf(Graph model, FineTuneOptions options)
    {
        var inputs = model.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        if (options.FixedInputs.Keys.Concat(options.Input is null ? [] : [options.Input]).FirstOrDefault(n => inputs.All(v => v.Name != n)) is { } unknown)
            throw new NablaException($"The model has no input '{unknown}'; it takes {(inputs.Count == 0 ? "nothing" : string.Join(", ", inputs))}.");
        var free = inputs.Where(v => options.Input is null ? !options.FixedInputs.ContainsKey(v.Name) : v.Name == options.Input).ToList();
        if (free is not [{ Element: ElementType.Float32, Shape.Rank: >= 2 } input] || inputs.Any(v => v != input && !options.FixedInputs.ContainsKey(v.Name)))
            throw new NablaException($"The model takes {(inputs.Count == 0 ? "nothing" : string.Join(", ", inputs))}; to be trained it must take one batch of samples, such as x: f32[N,784]"
                + $"{(inputs.Count > 1 ? ": name that input, and give each other one a number that it is fed throughout" : "")}.");
        if (input.Shape.Skip(1).Any(d => !d.IsStatic))
            throw new NablaException($"The model takes {input}; only the number of samples may be free, not {input.Shape.Skip(1).First(d => !d.IsStatic)}.");
        return input;
    }

    static Value OutputOf(Graph model, FineTuneOptions options)
    {
        if (options.Output is { } name)
            return model.Nodes.SelectMany(n => n.Outputs).FirstOrDefault(v => v.Name == name)
                ?? throw new NablaException($"The model computes no '{name}'; its outputs are {string.Join(", ", model.Outputs)}.");
        var output = model.Outputs[0];
        // Softmax cross-entropy, as every loss here, wants scores.
        return output.Producer is { Op.Schema: { Domain: "", Name: "Softmax" } } softmax ? softmax.Inputs[0]! : output;
    }

    static HashSet<Value> Frozen(Graph model, IReadOnlyList<string> patterns)
    {
        var frozen = new HashSet<Value>();
        var parameters = model.Inputs.Where(v => v.Kind == ValueKind.Parameter).ToList();
        foreach (var pattern in patterns)
        {
            var matching = parameters.Where(p => FileSystemName.MatchesSimpleExpression(pattern, p.Name, ignoreCase: false)).ToList();
            if (matching.Count == 0)
                throw new NablaException($"No parameter is named '{pattern}'; there are {string.Join(", ", parameters.Select(p => p.Name))}.");
            frozen.UnionWith(matching);
        }
        return frozen;
    }
}
