using System.Globalization;

namespace Nabla.OnnxRuntime;

/// <summary>What runs a session of ONNX Runtime: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>tensorrt</c>, or a provider by name, <c>ep:NAME</c> or <c>ep:NAME=LIBRARY</c>.</summary>
/// <param name="Provider">ONNX Runtime's name of the execution provider, such as <c>CUDAExecutionProvider</c>.</param>
/// <param name="Index">Which of the provider's devices, from 0.</param>
/// <param name="Library">The provider's library; null to look beside the application, or for a provider that is there already.</param>
public sealed record Device(string Provider, int Index = 0, string? Library = null)
{
    internal const string CpuProvider = "CPUExecutionProvider", CudaProvider = "CUDAExecutionProvider", TensorRtProvider = "TensorrtExecutionProvider";

    static readonly (string Name, string Provider)[] Known = [("cpu", CpuProvider), ("cuda", CudaProvider), ("tensorrt", TensorRtProvider)];

    /// <summary>ONNX Runtime's own kernels.</summary>
    public static Device Cpu { get; } = new(CpuProvider);

    /// <summary>An NVIDIA GPU.</summary>
    /// <param name="index">From 0.</param>
    public static Device Cuda(int index = 0) => new(CudaProvider, index);

    /// <summary>True for ONNX Runtime's own kernels, which are always there.</summary>
    public bool IsCpu => Provider == CpuProvider && Library is null;

    /// <summary>True for an NVIDIA GPU by the CUDA provider: the one that knows CUDA graphs, and TF32 as an option.</summary>
    public bool IsCuda => Provider == CudaProvider;

    /// <summary>True for an NVIDIA GPU by the TensorRT provider.</summary>
    public bool IsTensorRt => Provider == TensorRtProvider;

    /// <summary>Reads a device as people write it.</summary>
    /// <exception cref="NablaException">It is none.</exception>
    public static Device Parse(string text) => TryParse(text) ?? throw new NablaException($"'{text}' is no device; write {Forms}.");

    /// <summary>Reads a device as people write it; null if it is none.</summary>
    public static Device? TryParse(string text)
    {
        if (text.StartsWith("ep:", StringComparison.Ordinal))
            return text[3..].Split('=', 2) switch
            {
                [{ Length: > 0 } name] => new(name),
                [{ Length: > 0 } name, { Length: > 0 } library] => new(name, 0, library),
                _ => null,
            };
        var parts = text.Split(':');
        var known = Known.FirstOrDefault(k => k.Name == parts[0]);
        if (known.Name is null || parts.Length > 2 || parts.Length == 2 && known.Provider == CpuProvider) return null;
        int index = 0;
        return parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index) ? null : new(known.Provider, index);
    }

    /// <summary>The ways to write one.</summary>
    public static string Forms => "cpu, cuda, cuda:1, tensorrt, ep:NAME or ep:NAME=LIBRARY";

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        if (Library is not null) return $"ep:{Provider}={Library}";
        var known = Known.FirstOrDefault(k => k.Provider == Provider);
        return known.Name is null ? $"ep:{Provider}" : Index == 0 ? known.Name : string.Create(CultureInfo.InvariantCulture, $"{known.Name}:{Index}");
    }
}
