using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>Runs ONNX's backend tests.</summary>
/// <param name="registry">The ops.</param>
/// <param name="backend">What runs them.</param>
/// <param name="peer">Another runtime for comparison: the model's outputs, in its order, from tensors by the names of its inputs. It throws <see cref="NablaException"/> where it
/// cannot. Null for none.</param>
public sealed class ConformanceRun(Registry registry, IBackend backend, Func<ModelProto, IReadOnlyDictionary<string, Tensor>, IReadOnlyList<Tensor>>? peer = null)
{
    /// <summary>Runs all tests in a folder and below it.</summary>
    /// <param name="folder">The suite, such as <c>/usr/share/libonnx-testdata/data</c>, or a part of it.</param>
    /// <param name="done">Told each result.</param>
    /// <param name="interrupt">Stops between two tests.</param>
    /// <exception cref="NablaException">There is no test.</exception>
    public ConformanceReport Over(string folder, Action<ConformanceResult>? done = null, CancellationToken interrupt = default)
    {
        var results = new List<ConformanceResult>();
        foreach (var test in ConformanceTest.Find(folder))
        {
            interrupt.ThrowIfCancellationRequested();
            results.Add(Run(test));
            done?.Invoke(results[^1]);
        }
        return new(results);
    }

    /// <summary>Runs one test.</summary>
    public ConformanceResult Run(ConformanceTest test)
    {
        ModelProto model;
        try
        {
            model = OnnxFile.Read(test.Model);
        }
        catch (NablaException e)
        {
            return new(test.Name, [], ConformanceOutcome.Failed(e.Message), null);
        }
        var names = ModelOps.Titles(ModelOps.Used(model, registry));
        var unknown = ModelOps.Missing(model, registry);
        var own = unknown.Length > 0 ? new(ConformanceVerdict.Unregistered, $"not registered: {string.Join(", ", unknown)}") : Compare(test, model, RunHere);
        return new(test.Name, names, own, peer is null ? null : Compare(test, model, peer));
    }

    static ConformanceOutcome Compare(ConformanceTest test, ModelProto model, Func<ModelProto, IReadOnlyDictionary<string, Tensor>, IReadOnlyList<Tensor>> run)
    {
        try
        {
            if (test.DataSets.Count == 0) return ConformanceOutcome.Failed("it has no data set");
            foreach (var folder in test.DataSets)
            {
                var set = ConformanceData.Read(folder, model);
                var results = run(model, set.Inputs);
                for (int k = 0; k < set.Outputs.Count; k++)
                    if (Closeness.Difference(set.Outputs[k].Tensor, results[set.Outputs[k].Index]) is { } difference)
                        return ConformanceOutcome.Failed($"output '{model.Graph.Output[set.Outputs[k].Index].Name}': {difference}");
            }
            return ConformanceOutcome.Passed;
        }
        catch (NablaException e)
        {
            return ConformanceOutcome.Failed(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidProtocolBufferException or OverflowException or OutOfMemoryException)
        {
            return ConformanceOutcome.Failed($"{e.GetType().Name}: {e.Message}");
        }
    }

    IReadOnlyList<Tensor> RunHere(ModelProto model, IReadOnlyDictionary<string, Tensor> inputs)
    {
        try
        {
            return RunHere(model, inputs, new Dictionary<string, Tensor>());
        }
        catch (NablaException)
        {
            // A compiled program has fixed sizes. Tests feed what decides them, such as axes, which models store.
            var decisive = inputs.Where(i => !i.Value.Element.IsFloat() && i.Value.Dims.Length <= 1 || i.Value.Dims.Length == 0).ToDictionary();
            if (decisive.Count == 0) throw;
            return RunHere(model, inputs, decisive);
        }
    }

    Tensor[] RunHere(ModelProto model, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Tensor> constants)
    {
        var graph = OnnxImport.Read(model, registry, new() { ParametersAsConstants = true, Constants = constants }).Graph;
        var fed = graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToDictionary(v => v, v => inputs.TryGetValue(v.Name, out var tensor) ? tensor
            : throw new NablaException($"The data set has no input '{v.Name}'."));
        var executable = backend.Compile(graph.Program, graph.Outputs, SizesOf(fed));
        foreach (var value in executable.Inputs) executable.Feed(value, fed[value]);
        executable.Run();
        var named = graph.Outputs.ToDictionary(v => v.Name);
        return [.. model.Graph.Output.Select(o => executable.OutputTensor(named[o.Name]))];
    }

    static Dictionary<string, long> SizesOf(Dictionary<Value, Tensor> fed)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (value, tensor) in fed)
        {
            // What does not fit is told when it is fed, unless nothing reads it.
            for (int i = 0; i < value.Shape.Rank && value.Shape.Rank == tensor.Dims.Length; i++)
                if (value.Shape[i].LoneSymbol is { } symbol) sizes.TryAdd(symbol, tensor.Dims[i]);
        }
        return sizes;
    }
}
