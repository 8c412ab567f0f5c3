using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>Gets hold of execution providers: registers their libraries, once, and picks their devices.</summary>
static class ExecutionProviders
{
    static readonly Lock Gate = new();
    static readonly Dictionary<string, string> Registered = new(StringComparer.Ordinal);

    /// <summary>Has a session run on a device.</summary>
    /// <exception cref="NablaException">It cannot be had, and why.</exception>
    public static void Append(SessionOptions session, Device device, Dictionary<string, string> options)
    {
        var found = Find(device);
        if (!IsBuiltIn(device))
        {
            session.AppendExecutionProvider(OrtEnv.Instance(), [found], options);
            return;
        }
        using var settings = new OrtTensorRTProviderOptions();
        settings.UpdateOptions(new(options) { ["device_id"] = device.Index.ToString(CultureInfo.InvariantCulture) });
        session.AppendExecutionProvider_Tensorrt(settings);
    }

    // TensorRT's library is no plug-in (it has no CreateEpFactories): ONNX Runtime loads it by itself, and it works on the CUDA provider's devices and memory.
    static bool IsBuiltIn(Device device) => device is { IsTensorRt: true, Library: null };

    /// <summary>The device that was asked for; for TensorRT, that of the CUDA provider, whose memory it takes.</summary>
    /// <exception cref="NablaException">It cannot be had, and why.</exception>
    public static OrtEpDevice Find(Device device)
    {
        if (IsBuiltIn(device))
        {
            if (ProviderLibrary.Find(device.Provider) is not { } beside) throw Unavailable(device);
            if (Missing(beside) is { Length: > 0 } missing) throw new NablaException($"Device '{device}' cannot be had: '{beside}' cannot be loaded.{missing}");
            try
            {
                return Find(Device.Cuda(device.Index));
            }
            catch (NablaException e)
            {
                throw new NablaException($"Device '{device}' works in the memory of CUDA's provider. {e.Message}", e);
            }
        }
        lock (Gate)
        {
            var there = Devices(device);
            if (there.Count == 0 && Library(device) is { } library)
            {
                Register(device, library);
                there = Devices(device);
            }
            if (there.Count == 0) throw Unavailable(device);
            return device.Index < there.Count ? there[device.Index]
                : throw new NablaException($"Device '{device}': {device.Provider} has {there.Count} {(there.Count == 1 ? "device" : "devices")}, numbered from 0; take another number.");
        }
    }

    static List<OrtEpDevice> Devices(Device device) =>
        OrtErrors.Guard("cannot list its devices", () => OrtEnv.Instance().GetEpDevices().Where(d => d.EpName == device.Provider).ToList());

    static string? Library(Device device) =>
        device.Library is not { } given ? ProviderLibrary.Find(device.Provider)
        : device.IsTensorRt ? throw new NablaException($"Device '{device}': TensorRT's library is no plug-in; put it beside the application, as a build with -p:OnnxRuntime=Gpu does, and write tensorrt.")
        : File.Exists(given) ? Path.GetFullPath(given)
        : throw new NablaException($"Device '{device}': there is no file '{given}'; give the path of the provider's library.");

    static void Register(Device device, string library)
    {
        if (Registered.TryGetValue(device.Provider, out var known))
        {
            if (known == library) return;
            throw new NablaException($"Device '{device}': {device.Provider} was registered from '{known}' already; a process takes one library a provider.");
        }
        try
        {
            OrtErrors.Guard($"cannot load '{library}'", () =>
            {
                OrtEnv.Instance().RegisterExecutionProviderLibrary(device.Provider, library);
                return true;
            });
        }
        catch (NablaException e)
        {
            throw new NablaException($"Device '{device}' cannot be had: {e.Message.TrimEnd('.')}.{Missing(library)}", e);
        }
        Registered[device.Provider] = library;
    }

    static string Missing(string library)
    {
        string[] missing = [.. ElfNeeds.Of(library).Where(n => !GpuLibraries.IsThere(n) && !File.Exists(Path.Combine(Path.GetDirectoryName(library)!, n)))];
        return missing.Length == 0 ? "" : $" It needs {string.Join(", ", missing)}, which {(missing.Length == 1 ? "is" : "are")} not found; 'nabla doctor' lists what is there.";
    }

    // ONNX Runtime does not ask the driver for devices, but the system.
    static string WhyNoGpu() => CudaDriver.Ask() is var driver && driver.Problem is { } problem ? problem
        : $"the driver has {string.Join(", ", driver.Gpus)}, but ONNX Runtime looks for GPUs in {(OperatingSystem.IsWindows() ? "the list of display adapters" : "/sys/class/drm and /sys/bus/pci, which a container may hide")}";

    static NablaException Unavailable(Device device)
    {
        if (Registered.TryGetValue(device.Provider, out var library))
        {
            var others = OrtEnv.Instance().GetEpDevices().Select(d => d.EpName).Distinct();
            return new($"Device '{device}': '{library}' is loaded, but offers no device of {device.Provider}{(device.IsCuda ? $": {WhyNoGpu()}" : "")}; there are devices of {string.Join(", ", others)}.");
        }
        if (ProviderLibrary.NameOf(device.Provider) is not { } name)
            return new($"Device '{device}': ONNX Runtime {OrtEnv.Instance().GetVersionString()} has no provider of that name here; it has {string.Join(", ", OrtEnv.Instance().GetEpDevices().Select(d => d.EpName).Distinct())}. Give its library: ep:NAME=LIBRARY.");
        return new($"Device '{device}': '{name}' is not beside the application; build with -p:OnnxRuntime=Gpu{(device.IsTensorRt ? "" : $", or give the library: --device ep:{device.Provider}=PATH")}. "
            + $"Looked in {string.Join(", ", ProviderLibrary.Folders)}.");
    }
}
