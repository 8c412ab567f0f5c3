using Google.Protobuf.Collections;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>The training step that a file brings (<c>training_info</c>), whoever wrote it, as a program that trains: the model's graph and the algorithm's are one graph,
/// the initializers that its bindings name are variables, and each run ends with their updates.</summary>
public sealed class OnnxTraining
{
    readonly ModelProto _file;
    readonly Registry _registry;

    OnnxTraining(ModelProto file, Registry registry, OnnxModel step) => (_file, _registry, Step) = (file, registry, step);

    /// <summary>The step: its program has the updates, its graph the outputs of both graphs of the file.</summary>
    public OnnxModel Step { get; }

    /// <summary>What the model gives, in the order of the file.</summary>
    public required IReadOnlyList<Value> Results { get; init; }

    /// <summary>What else the step gives, such as a loss or the next values of variables, in the order of the file.</summary>
    public required IReadOnlyList<Value> Outputs { get; init; }

    /// <summary>The variables that a run updates.</summary>
    public required IReadOnlyList<Variable> Updated { get; init; }

    /// <summary>Reads the step of a file.</summary>
    /// <param name="model">The message; it is kept, not changed.</param>
    /// <param name="registry">The ops that the nodes may use.</param>
    /// <exception cref="NablaException">The file has no training step or several, or one that is damaged or not supported; the message names what.</exception>
    public static OnnxTraining Read(ModelProto model, Registry registry)
    {
        if (model.Graph is null) throw new NablaException("The model has no graph.");
        if (model.TrainingInfo.Count != 1)
            throw new NablaException(model.TrainingInfo.Count == 0 ? "The file holds a model but no training step (training_info)."
                : $"The file holds {model.TrainingInfo.Count} training steps, to be run one after the other; only one is supported, so join their algorithms.");
        var training = model.TrainingInfo[0];
        if (training.UpdateBinding.Count == 0) throw new NablaException("The training step of the file updates nothing: it has no update_binding.");
        var algorithm = training.Algorithm ?? new();
        var targets = training.UpdateBinding.Select(b => b.Key).ToHashSet(StringComparer.Ordinal);
        var joined = TrainingRules.Alone(model, TrainingRules.Joined(model.Graph, algorithm));
        var step = OnnxImport.Read(joined, registry, new() { Variables = targets });
        var values = step.Graph.Inputs.Concat(step.Graph.Nodes.SelectMany(n => n.Outputs)).Concat(step.Graph.Outputs).GroupBy(v => v.Name).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        foreach (var binding in training.UpdateBinding) Bind(step.Program, values, binding);
        return new(model, registry, step)
        {
            Results = Of(model.Graph.Output),
            Outputs = Of(algorithm.Output),
            Updated = [.. step.Program.Updates.Select(u => u.Target.Variable!)],
        };

        Value[] Of(RepeatedField<ValueInfoProto> outputs) => [.. outputs.Select(o => values[o.Name])];
    }

    static void Bind(Program program, Dictionary<string, Value> values, StringStringEntryProto binding)
    {
        if (values.GetValueOrDefault(binding.Key) is not { Variable: not null } target) throw new NablaException($"The training step updates '{binding.Key}', which is no initializer of the file.");
        if (values.GetValueOrDefault(binding.Value) is not { } result) throw new NablaException($"The training step sets '{binding.Key}' to '{binding.Value}', which nothing in the file computes.");
        try
        {
            program.Bind(target, result);
        }
        catch (GraphException e)
        {
            throw new NablaException($"The training step sets '{binding.Key}' to '{binding.Value}': {e.Message}", e);
        }
    }

    /// <summary>Begins anew: sets the variables to what the file's initialization gives; those it does not name keep their values.</summary>
    /// <param name="backend">What runs it.</param>
    /// <returns>The variables that were set.</returns>
    /// <exception cref="NablaException">The initialization is damaged, or gives a value of another type than a variable's.</exception>
    public IReadOnlyList<Variable> Initialize(IBackend backend)
    {
        var training = _file.TrainingInfo[0];
        if (training.Initialization is not { } graph || training.InitializationBinding.Count == 0) return [];
        var first = OnnxImport.Read(TrainingRules.Alone(_file, graph), _registry);
        var outputs = first.Graph.Outputs.ToDictionary(o => o.Name, StringComparer.Ordinal);
        var variables = Step.Graph.Inputs.Where(v => v.Variable is not null).ToDictionary(v => v.Name, v => v.Variable!, StringComparer.Ordinal);
        var run = backend.Compile(first.Program, first.Graph.Outputs);
        run.Run();
        var set = new List<Variable>();
        foreach (var binding in training.InitializationBinding)
        {
            if (!variables.TryGetValue(binding.Key, out var variable) || !outputs.TryGetValue(binding.Value, out var value))
                throw new NablaException($"The initialization sets '{binding.Key}' to '{binding.Value}'; one of them is not in the file.");
            variable.Load(run.OutputTensor(value));
            set.Add(variable);
        }
        return set;
    }

    /// <summary>The file with the present values of its variables; all else is as it was.</summary>
    public ModelProto ToModel()
    {
        var model = _file.Clone();
        var variables = Step.Graph.Inputs.Where(v => v.Variable is not null).ToDictionary(v => v.Name, v => v.Variable!, StringComparer.Ordinal);
        foreach (var tensor in model.Graph.Initializer.Concat(model.TrainingInfo[0].Algorithm?.Initializer ?? []))
            if (variables.TryGetValue(tensor.Name, out var variable)) OnnxInitializers.Store(tensor, variable);
        return model;
    }
}
