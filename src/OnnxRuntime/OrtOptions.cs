using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>How ONNX Runtime runs a model.</summary>
public sealed record OrtOptions
{
    /// <summary>Threads that share the work of a node on the CPU; 0 for one a core.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>True to let it fuse and fold before it runs; false to compute every node as it is written.</summary>
    public bool Optimizes { get; init; } = true;

    /// <summary>What runs it. A device that cannot be had is an error, never the CPU instead.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>True to accept nodes that the device has no kernel for and that the CPU runs instead; false to refuse them by name.</summary>
    public bool AllowFallback { get; init; }

    /// <summary>True to let products of float32 on an NVIDIA GPU be rounded to 10 bits of mantissa (TF32), which is several times as fast. Where the environment variable <c>NVIDIA_TF32_OVERRIDE</c> is
    /// 0 or 1, that decides. For TensorRT there is no other way to forbid it: its first session without this sets the variable, for all of the process.</summary>
    public bool Tf32 { get; init; }

    /// <summary>True to record the kernels of a training step once as a CUDA graph and replay it, where the device is CUDA.</summary>
    public bool CudaGraph { get; init; } = true;

    /// <summary>Further options of the execution provider, as its documentation names them.</summary>
    public IReadOnlyDictionary<string, string> ProviderOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>What a device is told beside the options that were given.</summary>
    internal Dictionary<string, string> ToProvider(bool captures)
    {
        var all = new Dictionary<string, string>();
        if (Device.IsCuda) (all["use_tf32"], all["enable_cuda_graph"]) = (Tf32 ? "1" : "0", captures && CudaGraph ? "1" : "0");
        foreach (var (key, value) in ProviderOptions) all[key] = value;
        if (Device.IsCuda && !captures) all["enable_cuda_graph"] = "0";
        return all;
    }

    /// <summary>True if a step is recorded as a CUDA graph, <see cref="ProviderOptions"/> considered.</summary>
    internal bool Captures => Device.IsCuda && IsOn("enable_cuda_graph");

    /// <summary>True if products of float32 are rounded, <see cref="ProviderOptions"/> and <see cref="Tf32Override"/> considered.</summary>
    internal bool RoundsProducts => (Device.IsCuda || Device.IsTensorRt) && (Tf32Override.Value ?? (Device.IsCuda ? IsOn("use_tf32") : Tf32));

    /// <summary>What a device that has a choice does with products of float32, for people: <c>TF32 off</c>; null for others.</summary>
    internal string? Rounding => Device.IsCuda || Device.IsTensorRt ? $"TF32 {(RoundsProducts ? "on" : "off")}" : null;

    bool IsOn(string option) => ToProvider(captures: true)[option] is "1" or "true" or "True";

    /// <param name="captures">True where all inputs and outputs keep their addresses, as a CUDA graph needs.</param>
    internal SessionOptions ToSession(bool captures = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        if (!Device.IsCuda && ProviderOptions.FirstOrDefault(o => o.Key.Contains("cuda_graph", StringComparison.OrdinalIgnoreCase) && o.Value is not ("0" or "false" or "False")).Key is { } recorder)
            throw new NablaException($"'{recorder}' cannot be set for {Device}: a recording must be told which tensors it is of, and only the CUDA provider (--device cuda) can be told.");
        var session = new SessionOptions
        {
            IntraOpNumThreads = Threads,
            GraphOptimizationLevel = Optimizes ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            // What goes wrong is thrown as well.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (Device.IsTensorRt && !Tf32) Tf32Override.Forbid();
        if (!Device.IsCpu) ExecutionProviders.Append(session, Device, ToProvider(captures));
        return session;
    }
}
