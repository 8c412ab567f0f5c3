using Nabla;
using Nabla.OnnxRuntime;

namespace PredictorSample;

/// <summary>A classifier in a file, on any device: features in, classes out.</summary>
public sealed class OnnxPredictor(string path, string device = "cpu") : IDisposable
{
    readonly OrtModel _model = new(path, new() { Device = Device.Parse(device) });

    public int[] Classify(float[] features, int rows)
    {
        var scores = _model.Run(Tensor.Of(features, rows, features.Length / rows))[0].Span<float>().ToArray();
        return [.. scores.Chunk(scores.Length / rows).Select(row => Array.IndexOf(row, row.Max()))];
    }

    public void Dispose() => _model.Dispose();
}
