using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>What the inputs and outputs of a training step that a file brings are for.</summary>
static class StoredRoles
{
    /// <summary>The step, ready for a trainer: samples and labels by type, the learning rate the input of one number, the loss the number that no variable is set to.</summary>
    /// <exception cref="NablaException">Something is missing, or there is more than one.</exception>
    public static TrainingStep Of(OnnxTraining training, LearningRate rate)
    {
        var graph = training.Step.Graph;
        var inputs = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        bool IsNumber(Value v) => v.Element == ElementType.Float32 && v.Shape.Count.Is(1);
        var rates = inputs.Where(IsNumber).ToList();
        // The model's own inputs take samples; what only the step takes are labels.
        var reads = Reached(graph, training.Results);
        var samples = inputs.Where(v => !IsNumber(v) && reads.Contains(v)).ToList();
        var labels = inputs.Where(v => !IsNumber(v) && !reads.Contains(v)).ToList();
        var results = graph.Program.Updates.Select(u => u.Result).ToHashSet();
        var losses = training.Outputs.Where(v => IsNumber(v) && !results.Contains(v)).ToList();
        return new(graph.Program, One(samples, "takes as samples"), One(labels, "takes as labels"), One(losses, "gives as the loss"), training.Results[0],
            rates.Count > 1 ? One(rates, "takes as the learning rate") : rates.FirstOrDefault(), rate, new SoftmaxCrossEntropy());
    }

    static Value One(List<Value> values, string what) => values is [var only] ? only
        : throw new NablaException($"The training step of the file {what} {(values.Count == 0 ? "nothing" : string.Join(", ", values))}; exactly one is needed to train it from here.");

    static HashSet<Value> Reached(Graph graph, IEnumerable<Value> outputs)
    {
        var reached = new HashSet<Value>(outputs);
        foreach (var node in graph.Nodes.Reverse())
            if (node.Outputs.Any(reached.Contains)) reached.UnionWith(node.Inputs.OfType<Value>());
        return reached;
    }
}
