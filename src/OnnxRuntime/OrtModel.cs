using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.OnnxRuntime;

/// <summary>A model in ONNX Runtime. Several threads may run it at a time, on another device than the CPU after the first run.</summary>
public sealed class OrtModel : IDisposable
{
    readonly InferenceSession _session;
    readonly PlacementCheck _check;
    readonly Device _device;

    /// <summary>Loads a file.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="options">Threads and optimisation.</param>
    /// <exception cref="NablaException">The file cannot be read, or ONNX Runtime does not take the model.</exception>
    public OrtModel(string path, OrtOptions? options = null) : this(OnnxFile.Read(path), options) { }

    /// <summary>Loads a model from memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Threads and optimisation.</param>
    /// <exception cref="NablaException">ONNX Runtime does not take the model, or is not there.</exception>
    public OrtModel(ModelProto model, OrtOptions? options = null)
    {
        _check = new(options ??= new());
        _device = options.Device;
        _session = OrtErrors.Guard("does not take the model", () =>
        {
            using var session = options.ToSession();
            _check.Prepare(session);
            using var pass = DeviceGate.Shared(_device);
            return OrtSessions.Load(model, session);
        });
    }

    /// <summary>Nodes that did not run on the device that was asked for, after the first run.</summary>
    public IReadOnlyList<Placement> Strays => _check.Strays;

    /// <summary>The names of the inputs that must be fed, in the model's order.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>The names of the outputs, in the model's order.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the model once.</summary>
    /// <param name="inputs">A tensor for each of <see cref="Inputs"/>, in that order.</param>
    /// <returns>A tensor for each of <see cref="Outputs"/>.</returns>
    /// <exception cref="NablaException">The inputs do not fit the model, a node fails, or one does not run on the device.</exception>
    public Tensor[] Run(params IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != Inputs.Count) throw new NablaException($"The model takes {Inputs.Count} inputs ({string.Join(", ", Inputs)}); there are {inputs.Count}.");
        return OrtErrors.Guard("cannot run the model", () =>
        {
            var fed = new List<OrtValue>();
            try
            {
                foreach (var tensor in inputs) fed.Add(OrtTensors.ToOrt(tensor));
                using var options = new RunOptions();
                using var pass = DeviceGate.Shared(_device);
                using var results = _session.Run(options, Inputs, fed, Outputs);
                _check.Verify(_session);
                return results.Select((r, k) => OrtTensors.FromOrt(r, Outputs[k])).ToArray();
            }
            finally
            {
                foreach (var value in fed) value.Dispose();
            }
        });
    }

    /// <summary>Runs the model once.</summary>
    /// <param name="inputs">A tensor for each of <see cref="Inputs"/> by name; others are not looked at.</param>
    /// <exception cref="NablaException">An input is missing or does not fit, or a node fails.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var results = Run([.. Inputs.Select(name => inputs.TryGetValue(name, out var tensor) ? tensor
            : throw new NablaException($"Input '{name}' is not fed; the model takes {string.Join(", ", Inputs)}."))]);
        return Outputs.Zip(results).ToDictionary(r => r.First, r => r.Second);
    }

    /// <summary>Frees the native session at once; left out, the garbage collector does.</summary>
    public void Dispose()
    {
        using var pass = DeviceGate.Shared(_device);
        _session.Dispose();
        _check.Dispose();
    }
}
