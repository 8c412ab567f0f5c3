using System.CommandLine;
using Nabla.Onnx;
using Nabla.OnnxRuntime;
using Nabla.Ops;

namespace Nabla.Cli;

/// <summary><c>nabla validate</c>: is the file sound, and do ONNX Runtime and Nabla compute the same?</summary>
sealed class ValidateCommand : ToolCommand
{
    readonly Argument<string> _model;
    readonly Option<string?> _data, _label, _json;
    readonly Option<int?> _threads;
    readonly Option<ulong> _seed;

    public ValidateCommand() : base("validate",
        "Check an ONNX file, then run it in ONNX Runtime and in Nabla and compare: on a data set's test part, or on random inputs.",
        "nabla validate model.onnx",
        "nabla validate model.onnx --data fashion-mnist/")
    {
        _model = AddModel();
        _data = Add(CommonOptions.Data());
        _data.Description += " By default, random inputs.";
        _label = Add(CommonOptions.Label());
        _seed = Add(CommonOptions.Seed());
        _threads = Add(CommonOptions.Threads());
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var json = JsonTarget.Of(line, _json, line.GetValue(_model), line.GetValue(_data));
        var (path, registry) = (line.GetValue(_model)!, PluginOption.Load(line));
        var source = line.GetValue(_data) is null && line.GetValue(_label) is null ? null : DataSource.Of(line, _data, _label);
        var model = OnnxFile.Read(path);
        var findings = ModelChecker.Check(model, registry, full: true);
        var result = findings.Any(f => f.Severity == Severity.Error) ? new ValidationResult { Findings = findings } : Compare(model, registry, source, line);
        ValidationView.Show(Screen.Open(json.ToStandardOutput), result);
        json.Write(ValidationReport.Of(result), Json.Default.ValidationReport);
        return result.Passed ? ExitCode.Success : throw new NablaException($"{path} did not pass.");
    }

    ValidationResult Compare(Onnx.Protos.ModelProto model, Registry registry, DataSource? source, ParseResult line)
    {
        var read = OnnxImport.Read(model, registry);
        var inputs = source is null ? TestInputs.Random(read.Graph, line.GetValue(_seed)) : TestInputs.Of(read, source);
        return ModelValidation.Run(model, registry, Cpu.Backend(line.GetValue(_threads) ?? 0), inputs);
    }
}
