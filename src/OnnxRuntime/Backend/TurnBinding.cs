using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>The tensors that a session reads and writes where variables are in one of their two turns.</summary>
sealed class TurnBinding(InferenceSession session, bool captures) : IDisposable
{
    static int _graphs;

    readonly OrtIoBinding _binding = session.CreateIoBinding();
    readonly HashSet<string> _inputs = [.. session.InputNames], _outputs = [.. session.OutputNames];
    readonly List<(string Name, DeviceVariable Variable)> _read = [], _written = [];
    readonly List<OrtValue?> _from = [], _to = [];
    RunOptions _options = new();
    bool _isRecorded;

    /// <summary>True if the next run records its kernels, and nothing else may use the device meanwhile.</summary>
    public bool WillRecord => captures && !_isRecorded;

    public void Input(string name, OrtValue tensor)
    {
        if (_inputs.Contains(name)) _binding.BindInput(name, tensor);
    }

    public void Output(string name, OrtValue tensor)
    {
        if (_outputs.Contains(name)) _binding.BindOutput(name, tensor);
    }

    public void Variable(StepVariable v, DeviceVariable variable)
    {
        if (_inputs.Contains(v.Before.Name)) Add(_read, _from, v.Before.Name);
        if (v.After is not null) Add(_written, _to, v.After.Name);

        void Add(List<(string, DeviceVariable)> names, List<OrtValue?> bound, string name)
        {
            names.Add((name, variable));
            bound.Add(null);
        }
    }

    /// <summary>Binds the variables' present and next tensors, if they are others than at the last run.</summary>
    public void Follow()
    {
        bool changed = false;
        for (int i = 0; i < _read.Count; i++)
            if (_from[i] != _read[i].Variable.Current)
            {
                _binding.BindInput(_read[i].Name, _from[i] = _read[i].Variable.Current);
                changed = true;
            }
        for (int i = 0; i < _written.Count; i++)
            if (_to[i] != _written[i].Variable.Next)
            {
                _binding.BindOutput(_written[i].Name, _to[i] = _written[i].Variable.Next);
                changed = true;
            }
        if (!changed || !captures) return;
        // Other addresses, another recording.
        _isRecorded = false;
        _options.Dispose();
        _options = new();
        _options.AddRunConfigEntry("gpu_graph_id", Interlocked.Increment(ref _graphs).ToString(CultureInfo.InvariantCulture));
    }

    public void Run()
    {
        try
        {
            session.RunWithBinding(_options, _binding);
            _isRecorded = true;
        }
        catch (OnnxRuntimeException e)
        {
            throw OrtErrors.Of("cannot run the program", e);
        }
    }

    public void Dispose()
    {
        _options.Dispose();
        _binding.Dispose();
    }
}
