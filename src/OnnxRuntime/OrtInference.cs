using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx.Protos;

namespace Nabla.OnnxRuntime;

/// <summary>A model of one input and one output in ONNX Runtime, run again and again in the same buffers.</summary>
public sealed class OrtInference : IDisposable
{
    readonly InferenceSession _session;
    readonly RunOptions _options = new();
    readonly string[] _inputNames, _outputNames;
    readonly OrtValue[] _inputs, _outputs;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The type of its input, all sizes known.</param>
    /// <param name="output">The type of its output.</param>
    /// <param name="options">Threads and optimisation.</param>
    /// <exception cref="NablaException">ONNX Runtime does not take the model, or is not there.</exception>
    public OrtInference(ModelProto model, TensorType input, TensorType output, OrtOptions? options = null)
    {
        _session = OrtErrors.Guard("does not take the model", () =>
        {
            using var session = (options ?? new()).ToSession();
            return new InferenceSession(model.ToByteArray(), session);
        });
        (_inputNames, _outputNames) = ([.. _session.InputNames], [.. _session.OutputNames]);
        (_inputs, _outputs) = ([Zeros(input)], [Zeros(output)]);
    }

    /// <summary>Where the input is written before a run.</summary>
    public Span<T> Input<T>() where T : unmanaged => _inputs[0].GetTensorMutableDataAsSpan<T>();

    /// <summary>What the last run gave.</summary>
    public ReadOnlySpan<T> Output<T>() where T : unmanaged => _outputs[0].GetTensorDataAsSpan<T>();

    /// <summary>Runs once.</summary>
    public void Run() => _session.Run(_options, _inputNames, _inputs, _outputNames, _outputs);

    static OrtValue Zeros(TensorType type) => OrtTensors.ToOrt(Tensor.Filled(type.Element, 0, type.Shape.ToSizes()));

    /// <summary>Frees what ONNX Runtime holds.</summary>
    public void Dispose()
    {
        _inputs[0].Dispose();
        _outputs[0].Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
