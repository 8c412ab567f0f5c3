using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx.Protos;

namespace Nabla.Tests;

/// <summary>An exported step in stock ONNX Runtime: what comes out of one run for a variable goes into the next, as the file's metadata say. The first run takes the defaults.</summary>
sealed class StepSession : IDisposable
{
    const string Next = "nabla.next.";

    readonly InferenceSession _session;
    readonly Dictionary<string, string> _inputOf;

    public StepSession(ModelProto file)
    {
        _session = new(file.ToByteArray());
        _inputOf = file.MetadataProps.Where(m => m.Key.StartsWith(Next, StringComparison.Ordinal)).ToDictionary(m => m.Value, m => m.Key[Next.Length..]);
    }

    /// <summary>The variables after the last run, by their inputs.</summary>
    public Dictionary<string, OrtValue> State { get; private set; } = [];

    /// <summary>Does a step and gives its loss.</summary>
    public float Run(params ReadOnlySpan<(string Name, OrtValue Value)> fed)
    {
        var feeds = new Dictionary<string, OrtValue>(State);
        foreach (var (name, value) in fed) feeds[name] = value;
        using var options = new RunOptions();
        var results = _session.Run(options, feeds, _session.OutputNames);
        var (state, loss) = (new Dictionary<string, OrtValue>(), float.NaN);
        for (int k = 0; k < results.Count; k++)
            if (_inputOf.TryGetValue(_session.OutputNames[k], out var input)) state[input] = results[k];
            else loss = results[k].GetTensorDataAsSpan<float>()[0];
        State = state;
        return loss;
    }

    public void Dispose() => _session.Dispose();
}
