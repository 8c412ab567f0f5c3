using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Nabla.OnnxRuntime;

/// <summary>The CUDA and cuDNN libraries that a provider needs, and whether this machine has them.</summary>
static partial class GpuLibraries
{
    const string CuDnn = "libcudnn.so.9";

    static readonly string[] Stems = ["libcudart", "libcublas", "libcublasLt", "libcurand", "libcufft", "libcudnn", "libnvrtc", "libnvinfer", "libnvonnxparser"];

    // What a CUDA 12 or 13 build needs, where there is no file to ask.
    static readonly string[] Usual = OperatingSystem.IsWindows()
        ? ["cudart64_12.dll", "cudart64_13.dll", "cublas64_12.dll", "cublas64_13.dll", "cublasLt64_12.dll", "cublasLt64_13.dll", "cudnn64_9.dll"]
        : ["libcudart.so.12", "libcudart.so.13", "libcublas.so.12", "libcublas.so.13", "libcublasLt.so.12", "libcublasLt.so.13", CuDnn];

    /// <summary>The names that a provider's library asks for; those that are usual where it does not tell.</summary>
    public static IReadOnlyList<string> NeededBy(string? library)
    {
        string[] needed = library is null ? [] : [.. ElfNeeds.Of(library).Where(n => Stems.Any(s => n.StartsWith($"{s}.", StringComparison.Ordinal)))];
        if (needed.Length == 0) return Usual;
        // Loaded when the first kernel asks for it, and so not among what the file lists.
        return needed.Any(n => n.StartsWith("libcudnn", StringComparison.Ordinal)) ? needed : [.. needed, CuDnn];
    }

    /// <summary>The major version of CUDA that names such as libcudart.so.13 speak of; 0 where they are of several, or of none.</summary>
    public static int CudaOf(IReadOnlyList<string> names)
    {
        int[] versions = [.. names.Select(n => CudaRuntime().Match(n)).Where(m => m.Success).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct()];
        return versions is [var one] ? one : 0;
    }

    /// <summary>True if the system's loader finds it.</summary>
    public static bool IsThere(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint handle)) return false;
        NativeLibrary.Free(handle);
        return true;
    }

    // libcudart.so.13, cudart64_13.dll
    [GeneratedRegex(@"cudart(?:64_|\.so\.)(\d+)")]
    private static partial Regex CudaRuntime();
}
