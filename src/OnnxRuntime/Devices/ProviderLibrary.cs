using System.Runtime.InteropServices;

namespace Nabla.OnnxRuntime;

/// <summary>Finds the libraries of execution providers that ONNX Runtime's GPU packages bring.</summary>
static class ProviderLibrary
{
    /// <summary>The file's name on this platform; null for a provider that no package of ONNX Runtime's brings as a library.</summary>
    public static string? NameOf(string provider)
    {
        var stem = provider switch { Device.CudaProvider => "cuda", Device.TensorRtProvider => "tensorrt", _ => null };
        return stem is null ? null : OperatingSystem.IsWindows() ? $"onnxruntime_providers_{stem}.dll" : $"libonnxruntime_providers_{stem}.so";
    }

    /// <summary>The folders that are looked into: where this platform's native libraries lie.</summary>
    public static IReadOnlyList<string> Folders =>
    [
        .. new[] { AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", Platform, "native") }
            .Concat(((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f))).Distinct(),
    ];

    /// <summary>The provider's library, or null where there is none.</summary>
    public static string? Find(string provider) =>
        NameOf(provider) is { } name ? Folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists) : null;

    static string Platform =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
}
