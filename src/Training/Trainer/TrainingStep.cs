using System.Diagnostics.CodeAnalysis;

namespace Nabla.Training;

/// <summary>A training step as one program of four graphs: <c>forward</c> (exactly the inference model), <c>loss</c>, <c>adjoint</c>, <c>update</c>.</summary>
public sealed class TrainingStep
{
    /// <summary>Builds all four graphs.</summary>
    /// <param name="registry">The ops.</param>
    /// <param name="model">The model.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How.</param>
    /// <param name="inputFeatures">Features of a sample.</param>
    /// <param name="seed">Decides the first values of the parameters.</param>
    /// <param name="precision">What products are computed in while it learns; null for float32 throughout.</param>
    /// <exception cref="NablaException">The layers do not fit each other or the loss, or an op that is needed is not registered.</exception>
    public TrainingStep(Registry registry, Layer model, Loss loss, Optimizer optimizer, int inputFeatures, ulong seed = 0, MixedPrecision? precision = null)
    {
        Program = new(registry);
        ModelGraph = Program.AddGraph("forward");
        Input = ModelGraph.Input("x", ElementType.Float32, ["N", inputFeatures]);
        var output = model.Build(new(ModelGraph, seed), Input);
        if (output.Kind != ValueKind.Computed) throw new NablaException($"The model {model} computes nothing; give it at least one layer.");
        if (output.Shape.Rank != 2 || output.Shape[0] != Input.Shape[0] || !output.Shape[1].IsStatic)
            throw new NablaException($"The model {model} gives {output.Type}; a trainable model gives a row of numbers a sample, f32[N,outputs].");
        Logits = ModelGraph.Output(output, "logits");

        (BatchSymbol, LossRule, Optimizer, Precision) = ("N", loss, optimizer, precision);
        (LossGraph, Labels, Loss, Adjoint, Update) = Complete();
    }

    /// <summary>Builds the step of a model that was made elsewhere, such as one read from an ONNX file; the model's own variables stay as they are.</summary>
    /// <param name="model">A graph that takes one batch of samples, float32, and gives a row of numbers for each.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How.</param>
    /// <param name="options">Which value the loss reads, what does not learn, another head.</param>
    /// <param name="precision">What products are computed in while it learns; null for float32 throughout.</param>
    /// <exception cref="NablaException">The model is of another kind, an option does not fit it, or an op that is needed is not registered.</exception>
    public TrainingStep(Graph model, Loss loss, Optimizer optimizer, FineTuneOptions? options = null, MixedPrecision? precision = null)
    {
        var copy = new TrainableCopy(model, options ?? new());
        (Program, ModelGraph, Input, Logits, BatchSymbol, LossRule, Optimizer) = (copy.Graph.Program, copy.Graph, copy.Input, copy.Output, copy.Symbol, loss, optimizer);
        Precision = precision;
        (LossGraph, Labels, Loss, Adjoint, Update) = Complete();
    }

    [MemberNotNull(nameof(TrainingLogits), nameof(EvaluationLoss))]
    (Graph, Value, Value, Adjoint, UpdateGraph) Complete()
    {
        TrainingLogits = Precision is null ? Logits : MixedForward.Build(ModelGraph, Logits, Precision.Element);
        var graph = Program.AddGraph("loss");
        var type = LossRule.LabelsFor(Logits.Type);
        var labels = graph.Input(Program.FreeName("labels"), type.Element, type.Shape);
        var value = LossRule.Build(graph.Capture(TrainingLogits), labels);
        graph.Output(value, Program.FreeName("loss", value));
        EvaluationLoss = Precision is null ? value : LossRule.Build(graph.Capture(Logits), labels);
        var scaling = Precision is { IsScaled: true } ? new LossScaling(value, Precision) : null;
        var adjoint = Adjoint.Of(scaling?.Scaled ?? value);
        return (graph, labels, value, adjoint, Optimizer.Build(Program, adjoint, scaling));
    }

    /// <summary>What products are computed in while it learns; null for float32 throughout.</summary>
    public MixedPrecision? Precision { get; }

    /// <summary>What the loss reads while it learns: <see cref="Logits"/>, or the same from products in small numbers.</summary>
    public Value TrainingLogits { get; private set; }

    /// <summary>The loss of <see cref="Logits"/>, whatever it learns with.</summary>
    public Value EvaluationLoss { get; private set; }

    /// <summary>What is made small.</summary>
    public Loss LossRule { get; }

    /// <summary>The update rule.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The whole: graphs, links, updates.</summary>
    public Program Program { get; }

    /// <summary>What the model calls the number of samples: <c>N</c>, or its own symbol where it was made elsewhere.</summary>
    public string BatchSymbol { get; }

    /// <summary>The model alone: input <c>x</c> f32[N, features], output <c>logits</c> f32[N, outputs]; a model that was made elsewhere has names of its own.</summary>
    public Graph ModelGraph { get; }

    /// <summary>Reads <c>logits</c> and <c>labels</c>; output <c>loss</c>.</summary>
    public Graph LossGraph { get; }

    /// <summary>The adjoints of the parameters.</summary>
    public Adjoint Adjoint { get; }

    /// <summary>The update rule, its learning rate and its state.</summary>
    public UpdateGraph Update { get; }

    /// <summary><c>x</c>: the samples.</summary>
    public Value Input { get; }

    /// <summary><c>logits</c>: what the loss reads.</summary>
    public Value Logits { get; }

    /// <summary><c>labels</c>.</summary>
    public Value Labels { get; }

    /// <summary><c>loss</c>, a scalar.</summary>
    public Value Loss { get; }
}
