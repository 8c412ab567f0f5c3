using Nabla.Onnx;

namespace Nabla.OnnxRuntime;

/// <summary>Runs programs in ONNX Runtime, on the CPU, a GPU or whatever an execution provider's library brings. Parameters and state stay on the device between runs, and come
/// back when somebody reads them; only inputs go there and outputs come back.</summary>
/// <example><code>
/// using var backend = new OnnxRuntimeBackend(new() { Device = Device.Parse("cuda") });
/// var trainer = new Trainer(registry, model, new SoftmaxCrossEntropy(), new Adam(1e-3), backend);
/// </code></example>
public sealed class OnnxRuntimeBackend : IMultistepBackend, IDisposable
{
    readonly Func<Device, DeviceMemory> _memoryOf;
    readonly Dictionary<(Variable, double), DeviceVariable> _variables = [];
    readonly List<WeakReference<OrtExecutable>> _executables = [];
    readonly DeviceThread _thread = new("nabla device"), _uploads = new("nabla upload");
    DeviceMemory? _memory;

    /// <summary>A backend. The device is looked for at once.</summary>
    /// <param name="options">Device, threads, TF32, CUDA graphs.</param>
    /// <param name="profile">How steps are put into ops; by default what suits the device.</param>
    /// <exception cref="NablaException">The device cannot be had, and why.</exception>
    public OnnxRuntimeBackend(OrtOptions? options = null, ExportProfile? profile = null) : this(options ?? new(), profile, DeviceMemory.Of) { }

    internal OnnxRuntimeBackend(OrtOptions options, ExportProfile? profile, Func<Device, DeviceMemory> memoryOf)
    {
        (Options, _memoryOf) = (options, memoryOf);
        Profile = profile ?? (options.Device.IsCpu ? ExportProfile.Portable : ExportProfile.Accelerator);
        if (!options.Device.IsCpu) ExecutionProviders.Find(options.Device);
    }

    /// <summary><c>onnxruntime</c> and the device: <c>onnxruntime:cuda</c>.</summary>
    public string Name => $"onnxruntime:{Options.Device}";

    /// <summary>Device, threads, TF32, CUDA graphs.</summary>
    public OrtOptions Options { get; }

    /// <summary>How steps are put into ops.</summary>
    public ExportProfile Profile { get; }

    /// <summary>True while the device is at work.</summary>
    internal bool IsRunning => _thread.IsBusy;

    /// <summary>What a person should know about the numbers and the speed: <c>onnxruntime:cuda, accelerator step, TF32 off, CUDA graph</c>.</summary>
    public string Description => $"{Name}, {Profile} step{(Options.Rounding is { } rounding ? $", {rounding}" : "")}{(Options.Captures && Unrecorded.Count == 0 && Strays.Count == 0 ? ", CUDA graph" : "")}";

    /// <summary>Nodes that ran on another provider than the device's, of all programs so far; empty unless <see cref="OrtOptions.AllowFallback"/>.</summary>
    public IReadOnlyList<Placement> Strays => [.. Alive.SelectMany(e => e.Strays).Distinct()];

    /// <summary>Why programs so far are not recorded as CUDA graphs, though <see cref="OrtOptions.CudaGraph"/> asks for it: ops whose kernels a replay would not repeat as they are meant.</summary>
    public IReadOnlyList<string> Unrecorded => [.. Alive.Select(e => e.Unrecorded).OfType<string>().Distinct()];

    /// <inheritdoc/>
    /// <exception cref="NablaException">ONNX Runtime does not take the program, or the device does not run all of it.</exception>
    public Executable Compile(Program program, IReadOnlyList<Value> outputs, IReadOnlyDictionary<string, long>? sizes = null, bool updates = false) =>
        Compile(program, outputs, Profile, sizes, updates);

    /// <inheritdoc/>
    /// <exception cref="NablaException">ONNX Runtime does not take the program, or the device does not run all of it.</exception>
    public Executable CompileSteps(Program program, IReadOnlyList<Value> outputs, int steps, IReadOnlyDictionary<string, long>? sizes = null)
    {
        CheckSteps(Options, steps);
        return Compile(program, outputs, Profile with { StepsPerRun = steps }, sizes, updates: true);
    }

    internal static void CheckSteps(OrtOptions options, int steps)
    {
        if (steps > Recordable.MostPieces && options.Captures)
            throw new NablaException($"A CUDA graph of {steps} steps may replay wrong addresses; take {Recordable.MostPieces} steps or fewer in a run, or let it run node by node: --device-option enable_cuda_graph=0.");
    }

    OrtExecutable Compile(Program program, IReadOnlyList<Value> outputs, ExportProfile profile, IReadOnlyDictionary<string, long>? sizes, bool updates)
    {
        var function = profile.Apply(StepFunction.Of(program, outputs, updates: updates), sizes ?? new Dictionary<string, long>());
        var executable = new OrtExecutable(program, outputs, function, Options, _memory ??= _memoryOf(Options.Device), (_thread, _uploads), Held);
        _executables.RemoveAll(e => !e.TryGetTarget(out _));
        _executables.Add(new(executable));
        Release();
        return executable;
    }

    // Variables that no program holds any more, such as those of a training that is over, go back.
    void Release()
    {
        var held = Alive.SelectMany(e => e.Variables).ToHashSet();
        foreach (var (key, variable) in _variables.Where(v => !held.Contains(v.Value)).ToList())
        {
            variable.Dispose();
            _variables.Remove(key);
        }
    }

    // What nobody holds any more goes as any other object.
    IEnumerable<OrtExecutable> Alive => _executables.Select(e => e.TryGetTarget(out var alive) ? alive : null).OfType<OrtExecutable>();

    DeviceVariable Held(StepVariable v) => _variables.TryGetValue((v.Variable, v.Scale), out var known) ? known
        : _variables[(v.Variable, v.Scale)] = new(v, _memory!, _thread);

    /// <summary>Brings all variables back, and frees sessions and the device's memory. Left out, the garbage collector does the latter.</summary>
    public void Dispose()
    {
        _uploads.Settle();
        foreach (var variable in _variables.Values) variable.Dispose();
        foreach (var executable in Alive) executable.Dispose();
        _variables.Clear();
        _executables.Clear();
        _thread.Dispose();
        _uploads.Dispose();
    }
}
