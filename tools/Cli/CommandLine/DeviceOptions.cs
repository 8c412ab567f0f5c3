using System.CommandLine;
using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary>Where it runs: on Nabla's own kernels, or in ONNX Runtime on a device.</summary>
sealed class DeviceOptions
{
    readonly Option<Device?> _device;
    readonly Option<bool> _fallback, _tf32;
    readonly Option<string[]> _settings;
    readonly Option<int?> _steps;

    /// <param name="command">The command that takes them.</param>
    /// <param name="trains">True if it does training steps.</param>
    public DeviceOptions(Command command, bool trains = false)
    {
        _device = Named($"Run in ONNX Runtime on {Device.Forms} (a provider's library); by default Nabla's own kernels run on the CPU. Never falls back in silence.");
        _fallback = new("--allow-fallback") { Description = "Accept nodes that the device has no kernel for; the CPU runs them." };
        _tf32 = new("--tf32") { Description = "Let an NVIDIA GPU multiply float32 with 10 bits of mantissa: faster, less exact." };
        _settings = new("--device-option") { Description = "A further option of the execution provider; may be given several times.", HelpName = "KEY=VALUE" };
        foreach (var option in (Option[])[_device, _fallback, _tf32, _settings]) command.Options.Add(option);
        _steps = CommonOptions.Positive(new("--steps-per-run")
        {
            Description = "Training steps that the device does in one run: faster where a step is short. Rounds a little otherwise than steps one by one.",
            HelpName = "K",
        }, most: ExportProfile.MostSteps);
        if (trains) command.Options.Add(_steps);
    }

    /// <summary><c>--device</c>.</summary>
    public static Option<Device?> Named(string description) => new("--device")
    {
        Description = description,
        HelpName = "DEVICE",
        CustomParser = result =>
        {
            if (Device.TryParse(result.Tokens[0].Value) is { } device) return device;
            result.AddError($"--device {result.Tokens[0].Value}: write {Device.Forms}.");
            return null;
        },
    };

    /// <summary>The device and how it is used; null where Nabla's own kernels run.</summary>
    public OrtOptions? Of(ParseResult line, int threads)
    {
        if (line.GetValue(_device) is not { } device)
        {
            foreach (var option in (Option[])[_fallback, _tf32, _settings, _steps])
                if (line.GetResult(option) is { Implicit: false }) throw new UsageException($"{option.Name} needs --device.");
            return null;
        }
        if (line.GetValue(_tf32) && !device.IsCuda && !device.IsTensorRt) throw new UsageException($"--tf32 is for CUDA and TensorRT; {device} does not know it.");
        return new() { Device = device, Threads = threads, AllowFallback = line.GetValue(_fallback), Tf32 = line.GetValue(_tf32), ProviderOptions = Settings(line) };
    }

    /// <summary>Training steps a run of the device.</summary>
    public int StepsPerRun(ParseResult line) => line.GetValue(_steps) ?? 1;

    /// <summary>What runs programs.</summary>
    public IBackend Backend(ParseResult line, int threads) => Of(line, threads) is { } options ? new OnnxRuntimeBackend(options) : Cpu.Backend(threads);

    /// <summary>Names the nodes that ran elsewhere than asked for, where that was allowed, and what is not recorded as a CUDA graph.</summary>
    public static void NoteStrays(IBackend backend)
    {
        if (backend is not OnnxRuntimeBackend device) return;
        NoteStrays(device.Options.Device, device.Strays);
        if (device.Unrecorded.Count > 0) Note.Say($"not recorded as a CUDA graph: {string.Join("; ", device.Unrecorded)}.");
    }

    /// <summary>Names the nodes that ran elsewhere than asked for, where that was allowed.</summary>
    public static void NoteStrays(Device device, IReadOnlyList<Placement> strays)
    {
        if (strays.Count > 0) Note.Say($"not on {device}: {string.Join(", ", strays)}{(device.IsCuda ? "; with them, CUDA records nothing as a graph" : "")}.");
    }

    /// <summary>Says how a device ran what a person did not see being set up, with <see cref="NoteStrays(IBackend)"/>.</summary>
    public static void NoteDevice(IBackend backend)
    {
        if (backend is OnnxRuntimeBackend { Options.Device.IsCpu: false } device) Note.Say($"ran on {device.Description}.");
        NoteStrays(backend);
    }

    Dictionary<string, string> Settings(ParseResult line) => (line.GetValue(_settings) ?? []).ToDictionary(
        s => s.Split('=', 2)[0], s => s.Split('=', 2) is [{ Length: > 0 }, var value] ? value : throw new UsageException($"--device-option {s}: write KEY=VALUE."));
}
