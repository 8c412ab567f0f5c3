using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>A program as a session, all inputs and outputs bound to tensors that stay where they are. A run allocates nothing.</summary>
sealed class OrtExecutable : Executable, IDisposable
{
    readonly InferenceSession _session;
    readonly PlacementCheck _check;
    readonly DeviceMemory _memory;
    readonly DeviceThread _thread;
    readonly Dictionary<Value, FixedTensor> _inputs = [], _outputs = [];
    readonly DeviceVariable[] _variables;
    readonly TurnBinding[] _turns = new TurnBinding[2];
    readonly DeviceVariable[] _updated;
    readonly Action _run;
    TurnBinding _turn;

    public OrtExecutable(Program program, IReadOnlyList<Value> outputs, StepFunction function, OrtOptions options, DeviceMemory memory, DeviceThread thread,
        Func<StepVariable, DeviceVariable> held)
    {
        (_memory, _thread, _check, _run) = (memory, thread, new(options), RunTurn);
        var variables = function.Variables.Select(v => v.Before).ToHashSet();
        var byName = program.Graphs.SelectMany(g => g.Inputs).Where(v => v.Kind == ValueKind.Input).ToDictionary(v => v.Name);
        var fed = function.Graph.Inputs.Where(v => !variables.Contains(v)).ToList();
        (Inputs, Outputs) = ([.. fed.Select(v => byName[v.Name])], outputs);
        _session = OrtErrors.Guard("does not take the program", () =>
        {
            using var session = options.ToSession(captures: true);
            _check.Prepare(session);
            return new InferenceSession(OnnxExport.Write(function.Graph).ToByteArray(), session);
        });
        foreach (var v in fed) _inputs[byName[v.Name]] = new(v, memory);
        var made = new Dictionary<Value, FixedTensor>();
        foreach (var (value, output) in outputs.Zip(function.Outputs))
            _outputs[value] = made.TryGetValue(output, out var known) ? known : made[output] = fed.Contains(output) ? _inputs[byName[output.Name]] : new(output, memory);
        _variables = [.. function.Variables.Select(held)];
        _updated = [.. function.Variables.Zip(_variables).Where(v => v.First.After is not null).Select(v => v.Second)];
        for (int turn = 0; turn < 2; turn++)
        {
            _turns[turn] = new(_session, options.Device.IsCuda && options.CudaGraph);
            foreach (var v in fed) _turns[turn].Input(v.Name, _inputs[byName[v.Name]].Device);
            foreach (var (output, tensor) in made) if (!fed.Contains(output)) _turns[turn].Output(output.Name, tensor.Device);
            foreach (var (v, variable) in function.Variables.Zip(_variables)) _turns[turn].Variable(v, variable);
        }
        _turn = _turns[0];
        if (!options.Device.IsCpu) Try();
    }

    public override IReadOnlyList<Value> Inputs { get; }

    public override IReadOnlyList<Value> Outputs { get; }

    /// <summary>Nodes that did not run on the device.</summary>
    public IReadOnlyList<Placement> Strays => _check.Strays;

    public override Span<T> Input<T>(Value value) => InputOf(value).Span<T>();

    public override ReadOnlySpan<T> Output<T>(Value value) => OutputOf(value).Span<T>();

    public override ReadOnlySpan<long> SizesOf(Value value) => (_inputs.GetValueOrDefault(value) ?? _outputs.GetValueOrDefault(value) ?? throw Unknown(value)).Sizes;

    public override Tensor OutputTensor(Value value) => OutputOf(value).ToTensor();

    public override void Feed(Value value, Tensor tensor)
    {
        var input = InputOf(value);
        if (tensor.Element != input.Element || !tensor.Dims.SequenceEqual(input.Sizes))
            throw new NablaException($"Input '{value.Name}' is {new TensorType(input.Element, Shape.Of(input.Sizes))}; it cannot be fed a tensor of {tensor.Type}.");
        tensor.Bytes.CopyTo(input.Bytes);
    }

    public override void Run()
    {
        Start();
        _thread.Wait();
    }

    public override void Start()
    {
        Prepare();
        Flip();
        if (_memory.IsHost) RunTurn();
        else _thread.Start(_run);
    }

    // Once without keeping the results, to see where its nodes run.
    void Try()
    {
        Prepare();
        if (_memory.IsHost) _turn.Run();
        else _thread.Start(_turn.Run);
        _thread.Wait();
        _check.Verify(_session);
    }

    void Prepare()
    {
        _thread.Wait();
        foreach (var variable in _variables) variable.Take();
        foreach (var input in _inputs.Values) input.Upload();
        _turn = _turns[_updated.Length > 0 ? _updated[0].Turn : _variables.Length > 0 ? _variables[0].Turn : 0];
        _turn.Follow();
        foreach (var output in _outputs.Values) output.IsStale = true;
    }

    // A step that fails leaves the variables as they were.
    void RunTurn()
    {
        try
        {
            _turn.Run();
        }
        catch
        {
            Flip();
            throw;
        }
    }

    void Flip()
    {
        foreach (var variable in _updated) variable.Flip();
    }

    FixedTensor InputOf(Value value) => _inputs.TryGetValue(value, out var known) ? known
        : throw (_outputs.ContainsKey(value) ? new NablaException($"'{value.Name}' is not an input of this executable.") : Unknown(value));

    FixedTensor OutputOf(Value value)
    {
        var output = _outputs.TryGetValue(value, out var known) ? known : throw Unknown(value);
        _thread.Wait();
        output.Download();
        return output;
    }

    static NablaException Unknown(Value value) => new($"'{value.Name}' is neither an input nor an output of this executable; ask for it when compiling.");

    public void Dispose()
    {
        foreach (var turn in _turns) turn.Dispose();
        foreach (var tensor in _inputs.Values.Concat(_outputs.Values).Distinct()) tensor.Dispose();
        _session.Dispose();
    }
}
