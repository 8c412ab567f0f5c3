using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>A training step in ONNX Runtime: parameters and state stay in buffers of its own, two sets taken in turn, so that a run copies and allocates
/// nothing but what is fed and read.</summary>
public sealed class OrtStep : IDisposable
{
    readonly StepFunction _function;
    readonly InferenceSession _session;
    readonly RunOptions _options = new();
    readonly string[] _inputNames, _outputNames;
    readonly OrtValue[][] _inputs = new OrtValue[2][], _outputs = new OrtValue[2][];
    readonly Dictionary<Value, OrtValue> _fed = [], _read = [];
    readonly Dictionary<Variable, OrtValue[]> _variables = [];
    int _turn;

    /// <summary>Loads a step; its variables have their present values.</summary>
    /// <param name="function">The step as a function.</param>
    /// <param name="sizes">A size for every symbol that occurs.</param>
    /// <param name="options">Threads and optimisation.</param>
    /// <exception cref="NablaException">ONNX Runtime does not take the graph, or is not there.</exception>
    public OrtStep(StepFunction function, IReadOnlyDictionary<string, long> sizes, OrtOptions? options = null)
    {
        _function = function;
        _session = OrtErrors.Guard("does not take the step", () =>
        {
            using var session = (options ?? new()).ToSession();
            return OrtSessions.Load(OnnxExport.Write(function.Graph, new() { Inline = true }, long.MaxValue), session);
        });
        var before = function.Variables.ToDictionary(v => v.Before.Name);
        var after = function.Variables.Where(v => v.After is not null).ToDictionary(v => v.After!.Name);
        foreach (var v in function.Variables)
            _variables[v.Variable] = v.After is null ? [.. Enumerable.Repeat(OrtTensors.ToOrt(v.Variable.ToTensor()), 2)] : [OrtTensors.ToOrt(v.Variable.ToTensor()), OrtTensors.ToOrt(v.Variable.ToTensor())];
        foreach (var input in function.Graph.Inputs.Where(i => !before.ContainsKey(i.Name))) _fed[input] = OrtTensors.ToOrt(Zeros(input, sizes));
        foreach (var output in function.Outputs) _read[output] = OrtTensors.ToOrt(Zeros(output, sizes));
        (_inputNames, _outputNames) = ([.. _session.InputNames], [.. _session.OutputNames]);
        for (int turn = 0; turn < 2; turn++)
        {
            _inputs[turn] = [.. _inputNames.Select(n => before.TryGetValue(n, out var v) ? _variables[v.Variable][turn] : _fed.Single(f => f.Key.Name == n).Value)];
            _outputs[turn] = [.. _outputNames.Select(n => after.TryGetValue(n, out var v) ? _variables[v.Variable][1 - turn] : _read.Single(r => r.Key.Name == n).Value)];
        }
    }

    /// <summary>Where an input of the function's graph is written before a run.</summary>
    public Span<T> Input<T>(Value value) where T : unmanaged => _fed[value].GetTensorMutableDataAsSpan<T>();

    /// <summary>What the last run gave for a wanted output.</summary>
    public ReadOnlySpan<T> Output<T>(Value value) where T : unmanaged => _read[value].GetTensorDataAsSpan<T>();

    /// <summary>The present value of a variable.</summary>
    public ReadOnlySpan<T> Variable<T>(Variable variable) where T : unmanaged => _variables[variable][_turn].GetTensorDataAsSpan<T>();

    /// <summary>Runs one step.</summary>
    public void Run()
    {
        _session.Run(_options, _inputNames, _inputs[_turn], _outputNames, _outputs[_turn]);
        _turn = 1 - _turn;
    }

    static Tensor Zeros(Value value, IReadOnlyDictionary<string, long> sizes) => Tensor.Filled(value.Element, 0, value.Shape.Bind(sizes).ToSizes());

    /// <summary>Frees what ONNX Runtime holds.</summary>
    public void Dispose()
    {
        foreach (var value in _fed.Values.Concat(_read.Values).Concat(_variables.Values.SelectMany(v => v)).Distinct()) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
