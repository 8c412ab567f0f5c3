using System.CommandLine;
using Nabla.OnnxRuntime;

namespace Nabla.Cli;

/// <summary><c>nabla doctor</c>: what this machine has, and what a device lacks.</summary>
sealed class DoctorCommand : ToolCommand
{
    readonly Option<string?> _json;
    readonly Option<Device?> _device;

    public DoctorCommand() : base("doctor", "Say what there is to run on: the processor, ONNX Runtime, its providers and devices, GPU, driver, CUDA and cuDNN, plugins; and what to do where something is missing.",
        "nabla doctor",
        "nabla doctor --device cuda")
    {
        _json = Add(CommonOptions.Json());
        _device = Add(DeviceOptions.Named($"Look for {Device.Forms} too, and fail if it cannot be had."));
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json);
        var device = line.GetValue(_device);
        var report = DoctorReport.Of(PluginOption.Load(line), device);
        if (!json.ToStandardOutput) DoctorView.Show(Screen.Open(), report);
        json.Write(report, Json.Default.DoctorReport);
        return device is not null && report.Findings.Any(f => f.Subject == DeviceReport.SubjectOf(device) && f.WayOut is not null) ? ExitCode.Failure : ExitCode.Success;
    }
}
