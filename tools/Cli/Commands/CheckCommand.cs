using System.CommandLine;
using Nabla.Onnx;

namespace Nabla.Cli;

/// <summary><c>nabla check</c>: is the file sound?</summary>
sealed class CheckCommand : ToolCommand
{
    readonly Argument<string> _model;
    readonly Option<string?> _json;

    public CheckCommand() : base("check",
        "Check an ONNX file against the rules of the format, infer all types and shapes, and check stored training steps. Exit code 1 if there is an error.",
        "nabla check model.onnx",
        "nabla check model.onnx --json findings.json")
    {
        _model = AddModel();
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var path = line.GetValue(_model)!;
        var json = JsonTarget.Of(line, _json, path);
        var findings = ModelChecker.Check(OnnxFile.Read(path), PluginOption.Load(line), full: true);
        var report = CheckReport.Of(path, findings);
        var screen = Screen.Open(json.ToStandardOutput);
        foreach (var finding in findings) screen.Line(finding.ToString());
        screen.Line($"{path}: {(report.Passed ? "sound" : $"{report.Errors} {(report.Errors == 1 ? "error" : "errors")}")}{(report.Warnings == 0 ? "" : $", {report.Warnings} {(report.Warnings == 1 ? "warning" : "warnings")}")}");
        json.Write(report, Json.Default.CheckReport);
        return report.Passed ? ExitCode.Success : ExitCode.Failure;
    }
}
