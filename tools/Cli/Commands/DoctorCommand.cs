using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla doctor</c>: what this machine has, and what a device lacks.</summary>
sealed class DoctorCommand : ToolCommand
{
    readonly Option<string?> _json;

    public DoctorCommand() : base("doctor", "Say what there is to run on: the processor, ONNX Runtime, its providers and devices, GPU, driver, CUDA and cuDNN, plugins; and what to do where something is missing.",
        "nabla doctor") => _json = Add(CommonOptions.Json());

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json);
        var report = DoctorReport.Of(PluginOption.Load(line));
        if (!json.ToStandardOutput) DoctorView.Show(Screen.Open(), report);
        json.Write(report, Json.Default.DoctorReport);
        return ExitCode.Success;
    }
}
