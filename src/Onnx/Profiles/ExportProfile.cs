namespace Nabla.Onnx;

/// <summary>How a training step is put into ops, by what suits the device that runs it. The numbers are the same but for rounding.</summary>
public sealed record ExportProfile
{
    /// <summary>The most steps that one graph may do; it grows with them.</summary>
    public const int MostSteps = 1024;

    const int MostRounds = 32;

    ExportProfile(string name) => Name = name;

    /// <summary>As it is for people and in metadata: <c>portable</c>, <c>accelerator</c>.</summary>
    public string Name { get; }

    /// <summary>True to make few kernels of many: products that add what they are added to, scaled states, a cross-entropy of plain ops.</summary>
    public bool FewKernels { get; private init; }

    /// <summary>True to compute the sums over the batch (adjoints of biases) as 1ᵀ·dZ, false as ReduceSum. Which is faster differs from device to device.</summary>
    public bool SumsByProduct { get; init; }

    /// <summary>Steps that the graph does one after the other, at least 1. More than one take and give [steps, …]: batches, labels and rates go in together, losses come out together.
    /// Worth it where a step is shorter than the start of a run.</summary>
    public int StepsPerRun
    {
        get;
        init => field = value is >= 1 and <= MostSteps ? value : throw new NablaException($"{value} steps in one run cannot be; 1 to {MostSteps} can.");
    } = 1;

    /// <summary>The step as it was built: one node an op, sizes left open. Best where the runtime fuses elementwise ops, as on the CPU.</summary>
    public static ExportProfile Portable { get; } = new("portable");

    /// <summary>The step in few large kernels, sizes bound and shapes folded, so that a CUDA graph can hold it: W' = Gemm(X, η·dZ, W; −1, 1, transA), m' = Gemm(X, dZ, m; 1 − β, β),
    /// Adam's states without their factors 1 − β.</summary>
    public static ExportProfile Accelerator { get; } = new("accelerator") { FewKernels = true };

    /// <summary>Rewrites a step.</summary>
    /// <param name="step">The step, or any program, as a function.</param>
    /// <param name="sizes">A size for every symbol; null to leave them open, which an accelerator's profile cannot.</param>
    /// <param name="opset">The opset that it will be written at.</param>
    /// <returns>A step with the same inputs, outputs and names, those that are no variables stacked if there are several steps. A variable may be stored with a factor: <see cref="StepVariable.Scale"/>.</returns>
    /// <exception cref="NablaException">A size is missing, or an op can neither be written nor be taken apart.</exception>
    public StepFunction Apply(StepFunction step, IReadOnlyDictionary<string, long>? sizes = null, int opset = OnnxExportOptions.DefaultOpset)
    {
        var one = ApplyOnce(step, sizes, opset);
        return StepsPerRun == 1 ? one : UnrolledStep.Of(one, StepsPerRun);
    }

    StepFunction ApplyOnce(StepFunction step, IReadOnlyDictionary<string, long>? sizes, int opset)
    {
        var graph = sizes is null ? step.Graph : new BindSizes(sizes).Run(step.Graph);
        if (FewKernels && graph.Inputs.FirstOrDefault(v => !v.Shape.IsStatic) is { } open)
            throw new NablaException($"The profile '{Name}' binds all sizes; '{open.Name}' is {open.Type}: give a size for {string.Join(", ", open.Shape.Dims.ToArray().SelectMany(d => d.Symbols))}.");
        if (!FewKernels) return StepParts.Of(step).On(graph, new Dictionary<int, double>());
        graph = Clean(new Lowering(new(opset), functions: null).Run(graph));
        var parts = StepParts.Of(step);
        graph = Rewrite(graph, new CrossEntropyInParts(), new WithoutRounding(), new CeluAsElu());
        graph = Rewrite(graph, new ScaledProduct(), new ProductSum(), new ScaledOperand(), new SharedScaledSum());
        var scales = ScaledStates.Run(ref graph, parts.Pairs);
        graph = Rewrite(graph, new ScalarsFirst());
        graph = Rewrite(graph, new RootOfScaled(parts.Counters(graph)));
        if (SumsByProduct) graph = Rewrite(graph, new SumByProduct());
        graph = Rewrite(graph, new WideBFloat16());
        return parts.On(graph, scales);
    }

    static Graph Rewrite(Graph graph, params LocalRule[] rules)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            var next = LocalRule.Apply(graph, rules);
            if (next == graph) return graph;
            graph = Clean(next);
        }
        return graph;
    }

    static Graph Clean(Graph graph)
    {
        foreach (var pass in (IPass[])[new ConstantFolding(), new CommonSubexpressions(), new DeadCode()]) graph = pass.Run(graph);
        return graph;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
