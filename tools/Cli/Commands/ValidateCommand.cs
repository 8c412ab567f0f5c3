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
    readonly DeviceOptions _device;

    public ValidateCommand() : base("validate",
        "Check an ONNX file, then run it in ONNX Runtime, on the CPU or the device that is named, and on Nabla's kernels, and compare: on a data set's test part, or on random "
        + $"inputs. What counts as rounding, relative to the largest output: {ValidationResult.Tolerance:0.#e-0}; float16 and products in TF32 0.002, bfloat16 0.016.",
        "nabla validate model.onnx",
        "nabla validate model.onnx --data fashion-mnist/",
        "nabla validate model.onnx --device cuda --tf32")
    {
        _model = AddModel();
        _data = Add(CommonOptions.Data());
        _data.Description += " By default, random inputs.";
        _label = Add(CommonOptions.Label());
        _seed = Add(CommonOptions.Seed());
        _threads = Add(CommonOptions.Threads());
        _device = new(this);
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
        int threads = line.GetValue(_threads) ?? 0;
        var device = _device.Of(line, threads);
        var result = ModelValidation.Run(model, registry, Cpu.Backend(threads), inputs, options: device);
        if (device is not null) DeviceOptions.NoteStrays(device.Device, result.Strays);
        return result;
    }
}
