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
    /// <exception cref="NablaException">The layers do not fit each other or the loss, or an op that is needed is not registered.</exception>
    public TrainingStep(Registry registry, Layer model, Loss loss, Optimizer optimizer, int inputFeatures, ulong seed = 0)
    {
        Program = new(registry);
        ModelGraph = Program.AddGraph("forward");
        Input = ModelGraph.Input("x", ElementType.Float32, ["N", inputFeatures]);
        var output = model.Build(new(ModelGraph, seed), Input);
        if (output.Kind != ValueKind.Computed) throw new NablaException($"The model {model} computes nothing; give it at least one layer.");
        if (output.Shape.Rank != 2 || output.Shape[0] != Input.Shape[0] || !output.Shape[1].IsStatic)
            throw new NablaException($"The model {model} gives {output.Type}; a trainable model gives a row of numbers a sample, f32[N,outputs].");
        Logits = ModelGraph.Output(output, "logits");

        LossGraph = Program.AddGraph("loss");
        var type = loss.LabelsFor(Logits.Type);
        Labels = LossGraph.Input("labels", type.Element, type.Shape);
        Loss = LossGraph.Output(loss.Build(LossGraph.Capture(Logits), Labels), "loss");

        Adjoint = Adjoint.Of(Loss);
        Update = optimizer.Build(Program, Adjoint);
    }

    /// <summary>The whole: graphs, links, updates.</summary>
    public Program Program { get; }

    /// <summary>The model alone: input <c>x</c> f32[N, features], output <c>logits</c> f32[N, outputs].</summary>
    public Graph ModelGraph { get; }

    /// <summary>Reads <c>logits</c> and <c>labels</c>; output <c>loss</c>.</summary>
    public Graph LossGraph { get; }

    /// <summary>The adjoints of the parameters.</summary>
    public Adjoint Adjoint { get; }

    /// <summary>The update rule, its learning rate and its state.</summary>
    public UpdateGraph Update { get; }

    /// <summary><c>x</c>.</summary>
    public Value Input { get; }

    /// <summary><c>logits</c>.</summary>
    public Value Logits { get; }

    /// <summary><c>labels</c>.</summary>
    public Value Labels { get; }

    /// <summary><c>loss</c>, a scalar.</summary>
    public Value Loss { get; }
}
