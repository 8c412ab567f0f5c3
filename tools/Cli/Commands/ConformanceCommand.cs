using System.CommandLine;
using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary><c>nabla conformance</c>: which of ONNX's own tests pass, here and in ONNX Runtime?</summary>
sealed class ConformanceCommand : ToolCommand
{
    readonly Argument<string> _folder;
    readonly Option<string?> _json;
    readonly Option<int?> _threads;

    public ConformanceCommand() : base("conformance",
        "Run ONNX's backend tests (model.onnx, test_data_set_*/input_*.pb and output_*.pb) here and in ONNX Runtime; floats may differ by 1e-7 + 1e-3 of what is expected. "
        + "Exit code 1 if a test fails whose ops are all registered.",
        "nabla conformance /usr/share/libonnx-testdata/data",
        "nabla conformance /usr/share/libonnx-testdata/data/node --json conformance.json")
    {
        _folder = new Argument<string>("DIR") { Description = "A folder of tests, at any depth, or of one test; Debian's package libonnx-testdata has them." };
        Arguments.Add(_folder);
        _threads = Add(CommonOptions.Threads());
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json);
        var screen = Screen.Open(json.ToStandardOutput);
        var run = new ConformanceRun(PluginOption.Load(line), Cpu.Backend(line.GetValue(_threads) ?? 0), OrtConformance.Run);
        var report = ConformanceView.Watch(screen, done => run.Over(line.GetValue(_folder)!, done, interrupt));
        ConformanceView.Show(screen, report);
        json.Write(ConformanceSummary.Of(report), Json.Default.ConformanceSummary);
        return report.Count(ConformanceVerdict.Failed) == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
