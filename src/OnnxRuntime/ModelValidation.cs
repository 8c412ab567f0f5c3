using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.OnnxRuntime;

/// <summary>Checks a model, runs it in ONNX Runtime and in Nabla, and compares.</summary>
public static class ModelValidation
{
    /// <summary>Rows that are run at a time unless said otherwise.</summary>
    public const int DefaultChunk = 256;

    /// <summary>Validates a file.</summary>
    /// <inheritdoc cref="Run(ModelProto, Registry, IBackend, IReadOnlyDictionary{string, Tensor}, int, OrtOptions)"/>
    /// <param name="path">An ONNX file.</param>
    /// <param name="registry">The ops that Nabla runs it with.</param>
    /// <param name="backend">What Nabla runs it on.</param>
    /// <param name="inputs">A tensor for each input, by name.</param>
    /// <param name="chunk">Rows that are run at a time.</param>
    /// <param name="options">Where ONNX Runtime runs it; by default on the CPU.</param>
    public static ValidationResult Run(string path, Registry registry, IBackend backend, IReadOnlyDictionary<string, Tensor> inputs, int chunk = DefaultChunk,
        OrtOptions? options = null) => Run(OnnxFile.Read(path), registry, backend, inputs, chunk, options);

    /// <summary>Validates a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="registry">The ops that Nabla runs it with.</param>
    /// <param name="backend">What Nabla runs it on.</param>
    /// <param name="inputs">A tensor for each input, by name. Those with a symbol as first dimension are cut into chunks along it.</param>
    /// <param name="chunk">Rows that are run at a time, 1 or more.</param>
    /// <param name="options">Where ONNX Runtime runs it; by default on the CPU. What counts as rounding is <see cref="ValidationResult.ToleranceOf"/>.</param>
    /// <returns>What was found; a model with errors is not run. On another device than the CPU two ways there are compared: the model as it is, as others run it, and what
    /// <see cref="OnnxRuntimeBackend"/> makes of it, which training, evaluation and prediction use.</returns>
    /// <exception cref="NablaException">One of the two cannot run the model, or the inputs do not fit it.</exception>
    public static ValidationResult Run(ModelProto model, Registry registry, IBackend backend, IReadOnlyDictionary<string, Tensor> inputs, int chunk = DefaultChunk,
        OrtOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        var findings = ModelChecker.Check(model, registry);
        if (findings.Any(f => f.Severity == Severity.Error)) return new() { Findings = findings };
        var graph = OnnxImport.Read(model, registry).Graph;
        options ??= new();
        using var peer = new OrtModel(model, options);
        var values = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        var batches = new Batches(values, inputs);
        var comparison = new Comparison();
        using var device = options.Device.IsCpu ? null : new OnnxRuntimeBackend(options);
        IBackend[] backends = device is null ? [backend] : [backend, device];
        var executables = new Dictionary<long, Executable[]>();
        for (long row = 0; row < batches.Rows; row += chunk)
        {
            long rows = Math.Min(chunk, batches.Rows - row);
            var fed = batches.Slice(row, rows);
            if (!executables.TryGetValue(rows, out var compiled))
                executables[rows] = compiled = [.. backends.Select(b => b.Compile(graph.Program, graph.Outputs, Batches.Sizes(values, fed)))];
            foreach (var executable in compiled)
            {
                foreach (var (value, tensor) in values.Zip(fed)) if (executable.Inputs.Contains(value)) executable.Feed(value, tensor);
                executable.Run();
            }
            var expected = peer.Run(values.Zip(fed).ToDictionary(p => p.First.Name, p => p.Second));
            foreach (var output in graph.Outputs)
            {
                var ours = compiled[0].OutputTensor(output);
                comparison.Add(output.Name, expected[output.Name], ours, predicts: output == graph.Outputs[0]);
                if (device is not null) comparison.Add(output.Name, compiled[1].OutputTensor(output), ours, predicts: false);
            }
        }
        return new()
        {
            Findings = findings,
            Rows = batches.Rows,
            MaxAbsDifference = comparison.MaxAbsDifference,
            MaxAbs = comparison.MaxAbs,
            Predictions = comparison.Predictions,
            EqualPredictions = comparison.EqualPredictions,
            NonFinite = comparison.NonFinite,
            LargestMargin = comparison.LargestMargin,
            Allowed = graph.Outputs.Max(o => ValidationResult.ToleranceOf(o.Element, options.RoundsProducts)),
            Strays = [.. peer.Strays.Concat(device?.Strays ?? []).Distinct()],
            Peer = options.Device.IsCpu ? "ONNX Runtime" : $"ONNX Runtime on {options.Device}{(options.Rounding is { } rounding ? $" ({rounding})" : "")}",
        };
    }
}
