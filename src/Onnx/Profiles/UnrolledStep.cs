namespace Nabla.Onnx;

/// <summary>Several steps as one: what one leaves in the variables the next one reads. Inputs are stacked along a new first dimension, a row a step, and so are the outputs.</summary>
static class UnrolledStep
{
    /// <summary>Writes a step so many times one after the other.</summary>
    /// <param name="step">One step.</param>
    /// <param name="steps">How many, 2 or more.</param>
    /// <returns>A step that takes and gives [steps, …] under the same names.</returns>
    public static StepFunction Of(StepFunction step, int steps)
    {
        var target = new Program(step.Graph.Registry).AddGraph(step.Graph.Name);
        target.Program.ReserveNames(step.Graph.Inputs.Concat(step.Graph.Outputs).Select(v => v.Name));
        var taken = step.Graph.Inputs.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        var variables = step.Variables.ToDictionary(v => v.Before);
        var inputs = step.Graph.Inputs.ToDictionary(v => v, v => target.Input(v.Name, v.Element, variables.ContainsKey(v) ? v.Shape : Stacked(v.Shape, steps)));
        var (now, constants) = (step.Variables.ToDictionary(v => v.Before, v => inputs[v.Before]), new Dictionary<Value, Value>());
        var rows = step.Outputs.Select(_ => new Value[steps]).ToArray();
        for (int k = 0; k < steps; k++)
        {
            var map = new Dictionary<Value, Value>();
            foreach (var input in step.Graph.Inputs) map[input] = now.TryGetValue(input, out var variable) ? variable : Row(inputs[input], k);
            foreach (var node in step.Graph.Nodes)
            {
                var copy = target.AddNamed(node.Op, Name(node.Name, k), [.. node.Outputs.Select(o => Name(o.Name, k))], [.. node.Inputs.Select(v => v is null ? null : Find(v))]);
                for (int i = 0; i < copy.Outputs.Count; i++) map[node.Outputs[i]] = copy.Outputs[i];
            }
            for (int i = 0; i < rows.Length; i++) rows[i][k] = Find(step.Outputs[i]);
            // All at once: a step reads what was before it.
            now = step.Variables.ToDictionary(v => v.Before, v => v.After is null ? now[v.Before] : map[v.After]);

            Value Find(Value v) => map.TryGetValue(v, out var known) ? known : constants.TryGetValue(v, out known) ? known : constants[v] = target.Constant(v.Constant!);
        }
        Value[] outputs = [.. step.Outputs.Select((v, i) => target.Output(inputs.TryGetValue(v, out var given) && !variables.ContainsKey(v) ? given : Stack(rows[i], v.Name)))];
        return new(target, outputs, [.. step.Variables.Select(v => v with
        {
            Before = inputs[v.Before],
            After = v.After is null ? null : target.Output(Renamed(now[v.Before], v.After.Name)),
        })]);

        Value Row(Value stacked, int k) => target.AddNamed(Make("Gather", "axis"), Name(stacked.Name, k), [Name(stacked.Name, k)], stacked, Index(k)).Outputs[0];

        Value Index(int k) => target.Constant(Tensor.Scalar((long)k));

        Value Stack(Value[] values, string name)
        {
            var axes = target.Constant(Tensor.Vector(0L));
            return target.AddNamed(Make("Concat", "axis"), name, [taken.Add(name) ? name : target.Program.FreeName(name)], [.. values.Select(v => target.Add("Unsqueeze", v, axes))]).Outputs[0];
        }

        // A variable's next value that is wanted as well is stacked under that name.
        Value Renamed(Value value, string name)
        {
            if (taken.Add(name)) target.Rename(value, name);
            return value;
        }

        string Name(string name, int k) => target.Program.FreeName($"{name}.{k + 1}");

        Op Make(string op, string axis) => target.Registry.Make(op, new Dictionary<string, object> { [axis] = 0L });
    }

    static Shape Stacked(Shape shape, int steps) => Shape.Create([(Dim)steps, .. shape.Dims]);
}
