using System.Globalization;
using Nabla.Onnx;

namespace Nabla.Cli;

/// <summary>A model that tells classes apart: one input of samples, the first output one number a class.</summary>
sealed class Classifier
{
    readonly OnnxModel _model;
    readonly IBackend _backend;
    readonly int _batch;
    readonly Value _input, _output;
    readonly SampleShape _shape;
    readonly Dictionary<int, Executable> _executables = [];

    /// <exception cref="NablaException">The model is of another kind.</exception>
    public Classifier(OnnxModel model, IBackend backend, int batch)
    {
        (_model, _backend) = (model, backend);
        var inputs = model.Graph.Inputs.Where(v => v.Kind == ValueKind.Input).ToList();
        _input = inputs.Count == 1 ? inputs[0] : throw new NablaException($"The model takes {inputs.Count} inputs; a classifier takes one.");
        _shape = SampleShape.Of(_input);
        _output = model.Graph.Outputs[0];
        if (_output.Element != ElementType.Float32 || _output.Shape.Rank != 2 || !_output.Shape[1].IsStatic)
            throw new NablaException($"The model gives '{_output.Name}', {_output.Type}; a classifier gives one number a class, such as f32[N,10].");
        _batch = _shape.Batch.IsStatic ? (int)_shape.Batch.Size : batch;
        ClassNames = ModelMetadata.ClassNames(model.Metadata, Classes)
            ?? [.. Enumerable.Range(0, Classes).Select(c => c.ToString(CultureInfo.InvariantCulture))];
    }

    public int Features => _shape.Features;

    public int Classes => (int)_output.Shape[1].Size;

    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The columns that the model was trained on, in its order; null if they had no names.</summary>
    public IReadOnlyList<string>? FeatureNames => ModelMetadata.FeatureNames(_model.Metadata, Features);

    /// <summary>True if the outputs are probabilities as they are; else they are scores, or logarithms.</summary>
    public bool EndsInSoftmax => _output.Producer?.Op.Schema is { Domain: "", Name: "Softmax" };

    /// <summary>The column of the class, if the model was trained on a table.</summary>
    public string? LabelColumn => ModelMetadata.LabelColumn(_model.Metadata);

    /// <summary>The outputs of all samples, [n, classes].</summary>
    /// <param name="features">[n, features].</param>
    /// <param name="interrupt">Ends it between two batches.</param>
    /// <param name="firstRow">What errors call the first of them.</param>
    public float[] Run(ReadOnlySpan<float> features, CancellationToken interrupt, long firstRow = 0)
    {
        int rows = features.Length / Features;
        var outputs = new float[checked(rows * Classes)];
        var pass = Fed(features, 0, rows);
        for (int start = 0; pass is { } now; start += _batch)
        {
            interrupt.ThrowIfCancellationRequested();
            now.Start();
            // While a device is at work, the next batch goes there.
            pass = Fed(features, start + _batch, rows);
            now.Output<float>(_output)[..(Math.Min(_batch, rows - start) * Classes)].CopyTo(outputs.AsSpan(start * Classes));
        }
        int bad = Array.FindIndex(outputs, v => !float.IsFinite(v));
        return bad < 0 ? outputs : throw new NablaException($"The model gives {outputs[bad]} for row {firstRow + bad / Classes}: the data or its weights hold no numbers, or its training diverged.");
    }

    // The next batch, on its way to the device; null after the last.
    Executable? Fed(ReadOnlySpan<float> features, int start, int rows)
    {
        if (start >= rows) return null;
        int size = Math.Min(_batch, rows - start);
        var executable = For(size);
        features.Slice(start * Features, size * Features).CopyTo(executable.Input<float>(_input));
        executable.Stage();
        return executable;
    }

    // A model for a fixed number of rows gets them all, the last ones left over from before.
    Executable For(int rows)
    {
        if (_shape.Batch.IsStatic) rows = _batch;
        if (_executables.TryGetValue(rows, out var known)) return known;
        var sizes = _shape.Batch.Symbols.ToDictionary(s => s, _ => (long)rows);
        return _executables[rows] = _backend.Compile(_model.Program, [_output], sizes);
    }
}
