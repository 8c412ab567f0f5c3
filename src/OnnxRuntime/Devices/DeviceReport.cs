using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What.</param>
/// <param name="Found">What is there.</param>
/// <param name="WayOut">What to do about it; null where all is well.</param>
public sealed record DeviceFinding(string Subject, string Found, string? WayOut = null);

/// <summary>What of ONNX Runtime and of GPUs this machine has: why a device can or cannot be had.</summary>
public static class DeviceReport
{
    const string Build = "build with -p:OnnxRuntime=Gpu, or give the provider's library: --device ep:CUDAExecutionProvider=PATH";

    /// <summary>Looks around. Nothing is changed, but that ONNX Runtime and the libraries that are found are loaded.</summary>
    /// <param name="device">A device that is wanted; null for none in particular.</param>
    public static IReadOnlyList<DeviceFinding> Look(Device? device = null) => [.. Runtime(), .. Gpu(device), .. Provider(device), .. Wanted(device)];

    static IEnumerable<DeviceFinding> Runtime()
    {
        OrtEnv? env = null;
        DeviceFinding? missing = null;
        try
        {
            env = OrtErrors.Guard("does not start", OrtEnv.Instance);
        }
        catch (NablaException e)
        {
            missing = new("ONNX Runtime", e.Message, "training and inference on Nabla's kernels work without it");
        }
        if (env is null) return [missing!];
        return
        [
            new("ONNX Runtime", env.GetVersionString()),
            new("providers", string.Join(", ", env.GetAvailableProviders())),
            new("devices", string.Join(", ", env.GetEpDevices().Select(d => $"{d.EpName} ({d.HardwareDevice.Type} {d.HardwareDevice.Vendor})"))),
        ];
    }

    static IEnumerable<DeviceFinding> Gpu(Device? device)
    {
        var driver = CudaDriver.Ask();
        var needed = GpuLibraries.CudaOf(GpuLibraries.NeededBy(LibraryFor(device)));
        yield return driver.Version is null ? new("NVIDIA driver", "none", $"{driver.Problem}; install one for --device cuda")
            : new("NVIDIA driver", $"runs CUDA up to {driver.Version}", driver.Version.Major < needed ? $"the provider's library is built for CUDA {needed}; install a newer driver, or a build for CUDA {driver.Version.Major}" : null);
        yield return driver.Gpus.Count == 0 ? new("GPU", "none", driver.Version is null ? null : driver.Problem) : new("GPU", string.Join(", ", driver.Gpus.Select((g, i) => $"cuda:{i} {g}")));
    }

    static IEnumerable<DeviceFinding> Provider(Device? device)
    {
        var library = LibraryFor(device);
        yield return library is null ? new("CUDA provider", "none", Build) : new(device is { IsTensorRt: true } ? "TensorRT provider" : "CUDA provider", library);
        var names = GpuLibraries.NeededBy(library);
        string[] there = [.. names.Where(GpuLibraries.IsThere)], missing = [.. names.Except(there)];
        yield return new("CUDA, cuDNN", $"found: {List(there)}; not found: {List(missing)}", missing.Length == 0 ? null
            : library is null ? "CUDA of one major version and cuDNN 9 are needed; which version, the provider's library tells when it is there"
            : $"install the CUDA libraries and cuDNN of these versions, and put their folder into {(OperatingSystem.IsWindows() ? "PATH" : "LD_LIBRARY_PATH")}");
    }

    static string? LibraryFor(Device? device) => device is { Library: { } given } && (device.IsCuda || device.IsTensorRt) ? given
        : device is { IsTensorRt: true } && ProviderLibrary.Find(device.Provider) is { } tensorRt ? tensorRt : ProviderLibrary.Find(Device.CudaProvider);

    /// <summary>What a finding about a device that is wanted is called.</summary>
    public static string SubjectOf(Device device) => $"device {device with { Library = null }}";

    // What was found may still not work together: the provider is loaded, asked, and tried.
    static IEnumerable<DeviceFinding> Wanted(Device? device)
    {
        if ((device ?? (ProviderLibrary.Find(Device.CudaProvider) is null ? null : Device.Cuda())) is not { IsCpu: false } wanted) return [];
        try
        {
            var found = ExecutionProviders.Find(wanted);
            DeviceTrial.Run(wanted);
            return [new(SubjectOf(wanted), $"{found.EpName} ({$"{found.HardwareDevice.Type} {found.HardwareDevice.Vendor}".TrimEnd()}), computes")];
        }
        catch (NablaException e)
        {
            return [new(SubjectOf(wanted), "none", e.Message)];
        }
    }

    static string List(string[] names) => names.Length == 0 ? "none" : string.Join(" ", names);
}
