using System.Runtime.ExceptionServices;
using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>A program as a session, all inputs and outputs bound to tensors that stay where they are. A run allocates nothing.</summary>
sealed class OrtExecutable : Executable, IDisposable
{
    readonly DeviceSession _session;
    readonly DeviceMemory _memory;
    readonly DeviceThread _thread, _uploads;
    readonly Dictionary<Value, InputTensor> _inputs = [];
    readonly Dictionary<Value, FixedTensor> _outputs = [];
    // Outputs that are inputs: a session gives none of those.
    readonly Dictionary<Value, InputTensor> _given = [];
    readonly (FixedTensor From, FixedTensor To)[] _echoes;
    readonly DeviceVariable[] _variables, _updated;
    // By the turn of the variables, and that of the inputs.
    readonly TurnBinding?[,] _turns = new TurnBinding?[2, 2];
    readonly Func<int, TurnBinding> _bind;
    readonly Action _run, _upload;
    readonly bool _bindsAfresh;
    ExceptionDispatchInfo? _uploadFailure;
    TurnBinding? _turn;
    int _fed;
    bool _isDisposed;

    public OrtExecutable(Program program, IReadOnlyList<Value> outputs, StepFunction function, OrtOptions options, DeviceMemory memory, (DeviceThread Runs, DeviceThread Uploads) threads,
        Func<StepVariable, DeviceVariable> held)
    {
        ((_thread, _uploads), _memory, _run, _upload) = (threads, memory, RunTurn, Upload);
        var variables = function.Variables.Select(v => v.Before).ToHashSet();
        var byName = program.Graphs.SelectMany(g => g.Inputs).Where(v => v.Kind == ValueKind.Input).ToDictionary(v => v.Name);
        var fed = function.Graph.Inputs.Where(v => !variables.Contains(v)).ToList();
        (Inputs, Outputs) = ([.. fed.Select(v => byName[v.Name])], outputs);
        var model = OnnxExport.Write(function.Graph, null, long.MaxValue);
        _bindsAfresh = memory.IsTakenWhenBound || Recordable.TakesInputsWhenBound(function.Graph);
        Unrecorded = options.Captures ? Recordable.Obstacle(function.Graph) : null;
        _session = DeviceSession.Open(options, records: options.Captures && Unrecorded is null, (captures, check) => OrtErrors.Guard("does not take the program", () =>
        {
            using var session = options.ToSession(captures);
            check.Prepare(session);
            using var pass = DeviceGate.Shared(options.Device);
            return OrtSessions.Load(model, session);
        }));
        foreach (var v in fed) _inputs[byName[v.Name]] = new(v, memory);
        var made = new Dictionary<Value, FixedTensor>();
        foreach (var (value, output) in outputs.Zip(function.Outputs))
        {
            _outputs[value] = made.TryGetValue(output, out var known) ? known : made[output] = fed.Contains(output) ? FixedTensor.OnThisSide(output, memory) : new(output, memory);
            if (fed.Contains(output)) _given[value] = _inputs[byName[output.Name]];
        }
        // Where the session reads the tensor that people write, they may write it before they read the output.
        _echoes = memory.IsHost ? [.. _given.Select(g => (g.Value.Host, _outputs[g.Key])).Distinct()] : [];
        _variables = [.. function.Variables.Select(held)];
        _updated = [.. function.Variables.Zip(_variables).Where(v => v.First.After is not null).Select(v => v.Second)];
        _bind = turn =>
        {
            var binding = new TurnBinding(_session.Session, _session.Captures, isShared: !memory.IsHost);
            foreach (var v in fed) binding.Input(v.Name, _inputs[byName[v.Name]].On(turn));
            foreach (var (output, tensor) in made) if (!fed.Contains(output)) binding.Output(output.Name, tensor.Device);
            foreach (var (v, variable) in function.Variables.Zip(_variables)) binding.Variable(v, variable);
            return binding;
        };
        if (options.Device.IsCpu) return;
        try
        {
            Try();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override IReadOnlyList<Value> Inputs { get; }

    public override IReadOnlyList<Value> Outputs { get; }

    /// <summary>Nodes that did not run on the device.</summary>
    public IReadOnlyList<Placement> Strays => _session.Check.Strays;

    /// <summary>The node for which its kernels are not recorded as a CUDA graph, though that was asked for; null if there is none.</summary>
    public string? Unrecorded { get; }

    /// <summary>The variables that it holds on the device.</summary>
    public IReadOnlyList<DeviceVariable> Variables => _isDisposed ? [] : _variables;

    public override Span<T> Input<T>(Value value) => InputOf(value).Host.Span<T>();

    public override ReadOnlySpan<T> Output<T>(Value value) => OutputOf(value).Span<T>();

    public override ReadOnlySpan<long> SizesOf(Value value) => (_inputs.GetValueOrDefault(value)?.Host ?? _outputs.GetValueOrDefault(value) ?? throw Unknown(value)).Sizes;

    public override Tensor OutputTensor(Value value) => OutputOf(value).ToTensor();

    public override void Feed(Value value, Tensor tensor)
    {
        var input = InputOf(value).Host;
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

    public override void Stage()
    {
        if (!_memory.IsHost) _uploads.Start(_upload);
    }

    // Once without keeping the results, to see where its nodes run.
    void Try()
    {
        var turn = Prepare();
        if (_memory.IsHost) turn.Run();
        else _thread.Start(turn.Run);
        _thread.Wait();
        _session.Verify();
        // The first run reads the same tensors, so that the recording is used again.
        _fed = 1 - _fed;
    }

    TurnBinding Prepare()
    {
        _thread.Wait();
        _uploads.Settle();
        if (Interlocked.Exchange(ref _uploadFailure, null) is { } failure) failure.Throw();
        foreach (var variable in _variables) variable.Take();
        foreach (var input in _inputs.Values) input.Upload(1 - _fed);
        // What people write from now on is for the run after this.
        foreach (var input in _inputs.Values) input.IsStaged = false;
        _fed = 1 - _fed;
        int at = _updated.Length > 0 ? _updated[0].Turn : _variables.Length > 0 ? _variables[0].Turn : 0;
        _turn = _turns[at, _fed] ??= _bind(_fed);
        _turn.Follow(afresh: _bindsAfresh || Strays.Count > 0 && !_memory.IsHost);
        foreach (var output in _outputs.Values) output.IsStale = true;
        return _turn;
    }

    // The run that is at work reads the tensors of the other turn.
    void Upload()
    {
        try
        {
            foreach (var input in _inputs.Values) input.Upload(1 - _fed);
        }
        catch (Exception e)
        {
            _uploadFailure = ExceptionDispatchInfo.Capture(e);
        }
    }

    // A step that fails leaves the variables as they were.
    void RunTurn()
    {
        try
        {
            _turn!.Run();
            foreach (var (from, to) in _echoes) from.Bytes.CopyTo(to.Bytes);
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

    // To be written: what was taken over of it is old.
    InputTensor InputOf(Value value)
    {
        var input = _inputs.TryGetValue(value, out var known) ? known
            : throw (_outputs.ContainsKey(value) ? new NablaException($"'{value.Name}' is not an input of this executable.") : Unknown(value));
        if (!_memory.IsHost)
        {
            _uploads.Settle();
            input.IsStaged = false;
        }
        return input;
    }

    FixedTensor OutputOf(Value value)
    {
        var output = _outputs.TryGetValue(value, out var known) ? known : throw Unknown(value);
        _thread.Wait();
        output.Download(!_memory.IsHost && _given.TryGetValue(value, out var given) ? given.On(_fed) : output.Device);
        return output;
    }

    static NablaException Unknown(Value value) => new($"'{value.Name}' is neither an input nor an output of this executable; ask for it when compiling.");

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _uploads.Settle();
        _thread.Settle();
        // Freeing must wait for others' recordings as any use of the device.
        using var pass = _memory.IsHost ? default : DeviceGate.Shared();
        foreach (var turn in _turns) turn?.Dispose();
        foreach (var tensor in _outputs.Values.Distinct()) tensor.Dispose();
        foreach (var tensor in _inputs.Values) tensor.Dispose();
        _session.Dispose();
    }
}
