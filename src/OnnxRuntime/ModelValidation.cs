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
    /// <exception cref="NablaException">One of them cannot run the model, or the inputs do not fit it.</exception>
    public static ValidationResult Run(ModelProto model, Registry registry, IBackend backend, IReadOnlyDictionary<string, Tensor> inputs, int chunk = DefaultChunk,
        OrtOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        var findings = ModelChecker.Check(model, registry);
        if (findings.Any(f => f.Severity == Severity.Error)) return new() { Findings = findings };
        var graph = OnnxImport.Read(model, registry).Graph;
        options ??= new();
        var values = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        var batches = new Batches(values, inputs);
        var ours = Compiled(backend);
        var (asItIs, strays) = By("the model as it is", () =>
        {
            using var peer = new OrtModel(model, options);
            return (Compare((_, fed) => peer.Run(values.Zip(fed).ToDictionary(p => p.First.Name, p => p.Second))), peer.Strays);
        });
        // One after the other: a device need not hold the weights twice.
        var (asUsed, otherStrays) = options.Device.IsCpu ? (asItIs, strays) : By("the model as eval and predict run it", () =>
        {
            using var device = new OnnxRuntimeBackend(options);
            return (Compare(Compiled(device)), device.Strays);
        });
        return new()
        {
            Findings = findings,
            Rows = batches.Rows,
            MaxAbsDifference = Math.Max(asItIs.MaxAbsDifference, asUsed.MaxAbsDifference),
            MaxAbs = Math.Max(asItIs.MaxAbs, asUsed.MaxAbs),
            Predictions = asItIs.Predictions,
            EqualPredictions = Math.Min(asItIs.EqualPredictions, asUsed.EqualPredictions),
            NonFinite = Math.Max(asItIs.NonFinite, asUsed.NonFinite),
            LargestMargin = Math.Max(asItIs.LargestMargin, asUsed.LargestMargin),
            Allowed = graph.Outputs.Max(o => ValidationResult.ToleranceOf(o.Element, options.RoundsProducts)),
            Strays = [.. strays.Concat(otherStrays).Distinct()],
            Peer = options.Device.IsCpu ? "ONNX Runtime" : $"ONNX Runtime on {options.Device}{(options.Rounding is { } rounding ? $" ({rounding})" : "")}",
        };

        Comparison Compare(Func<long, Tensor[], IReadOnlyDictionary<string, Tensor>> run)
        {
            var comparison = new Comparison();
            for (long row = 0; row < batches.Rows; row += chunk)
            {
                long rows = Math.Min(chunk, batches.Rows - row);
                var fed = batches.Slice(row, rows);
                var (expected, actual) = (run(rows, fed), ours(rows, fed));
                foreach (var output in graph.Outputs) comparison.Add(output.Name, expected[output.Name], actual[output.Name], predicts: output == graph.Outputs[0]);
            }
            return comparison;
        }

        Func<long, Tensor[], IReadOnlyDictionary<string, Tensor>> Compiled(IBackend on)
        {
            var executables = new Dictionary<long, Executable>();
            return (rows, fed) =>
            {
                if (!executables.TryGetValue(rows, out var executable))
                    executables[rows] = executable = on.Compile(graph.Program, graph.Outputs, Batches.Sizes(values, fed));
                foreach (var (value, tensor) in values.Zip(fed)) if (executable.Inputs.Contains(value)) executable.Feed(value, tensor);
                executable.Run();
                return graph.Outputs.DistinctBy(o => o.Name).ToDictionary(o => o.Name, executable.OutputTensor);
            };
        }

        // Where there are two ways, which of them fails.
        T By<T>(string way, Func<T> run)
        {
            try
            {
                return run();
            }
            catch (NablaException e) when (!options.Device.IsCpu)
            {
                throw new NablaException($"On {options.Device}, {way}: {e.Message}", e);
            }
        }
    }
}
