using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>The tensors that a session reads and writes where variables are in one of their two turns.</summary>
/// <param name="session">The session.</param>
/// <param name="captures">True if its kernels are recorded at the first run, and replayed at later ones.</param>
/// <param name="isShared">True if others use the device beside it: the runs then wait for one another's recordings.</param>
sealed class TurnBinding(InferenceSession session, bool captures, bool isShared) : IDisposable
{
    static int _graphs;

    readonly OrtIoBinding _binding = session.CreateIoBinding();
    readonly HashSet<string> _known = [.. session.InputNames], _results = [.. session.OutputNames];
    readonly List<(string Name, OrtValue Tensor)> _inputs = [];
    readonly List<(string Name, DeviceVariable Variable)> _read = [], _written = [];
    readonly List<OrtValue?> _from = [], _to = [];
    RunOptions _options = Options(captures);
    bool _isRecorded;

    public void Input(string name, OrtValue tensor)
    {
        if (!_known.Contains(name)) return;
        _inputs.Add((name, tensor));
        _binding.BindInput(name, tensor);
    }

    public void Output(string name, OrtValue tensor)
    {
        if (_results.Contains(name)) _binding.BindOutput(name, tensor);
    }

    public void Variable(StepVariable v, DeviceVariable variable)
    {
        if (_known.Contains(v.Before.Name)) Add(_read, _from, v.Before.Name);
        if (v.After is not null) Add(_written, _to, v.After.Name);

        void Add(List<(string, DeviceVariable)> names, List<OrtValue?> bound, string name)
        {
            names.Add((name, variable));
            bound.Add(null);
        }
    }

    /// <summary>Binds the variables' present and next tensors, if they are others than at the last run.</summary>
    /// <param name="afresh">Binds all inputs: what a node on another device reads is copied there when it is bound, and not again.</param>
    public void Follow(bool afresh)
    {
        if (afresh) foreach (var (name, tensor) in _inputs) _binding.BindInput(name, tensor);
        bool changed = false;
        for (int i = 0; i < _read.Count; i++)
        {
            var current = _read[i].Variable.Current;
            if (_from[i] == current && !afresh) continue;
            changed |= _from[i] != current;
            _binding.BindInput(_read[i].Name, _from[i] = current);
        }
        for (int i = 0; i < _written.Count; i++)
        {
            var next = _written[i].Variable.Next;
            if (_to[i] == next) continue;
            changed = true;
            _binding.BindOutput(_written[i].Name, _to[i] = next);
        }
        if (!changed || !captures) return;
        // Other addresses, another recording.
        _isRecorded = false;
        _options.Dispose();
        _options = Options(captures);
    }

    // Other tensors, another graph: without a number of its own, a run replays the session's only one, whatever is bound.
    static RunOptions Options(bool captures)
    {
        var options = new RunOptions();
        if (captures) options.AddRunConfigEntry("gpu_graph_id", Interlocked.Increment(ref _graphs).ToString(CultureInfo.InvariantCulture));
        return options;
    }

    public void Run()
    {
        using var pass = !isShared ? default : captures && !_isRecorded ? DeviceGate.Alone() : DeviceGate.Shared();
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
