using System.CommandLine;
using Nabla.Onnx;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla finetune</c>: go on training a model of any origin.</summary>
sealed class FinetuneCommand : ToolCommand
{
    const int DefaultBatch = 64, DefaultEpochs = 3;

    readonly Argument<string> _model;
    readonly Option<string?> _data, _label, _json, _output, _externalData;
    readonly Option<bool> _inline;
    readonly Option<string> _optimizer, _out;
    readonly Option<string[]> _freeze;
    readonly Option<double?> _rate, _decay;
    readonly Option<int?> _batch, _epochs, _threads, _head;
    readonly Option<ulong> _seed;

    public FinetuneCommand() : base("finetune", "Train an ONNX model on, whoever made it: its initializers learn; names, inputs and outputs stay.",
        "nabla finetune foreign.onnx --data fashion-mnist/ --epochs 2 --out tuned.onnx",
        "nabla finetune foreign.onnx --freeze 'encoder.*' --replace-head 10")
    {
        _model = AddModel();
        _data = Add(CommonOptions.Data());
        _label = Add(CommonOptions.Label());
        _freeze = Add(CommonOptions.Freeze());
        _head = Add(CommonOptions.ReplaceHead());
        _output = Add(CommonOptions.LossInput());
        _optimizer = Add(CommonOptions.Optimizer());
        _rate = Add(CommonOptions.Number(new("--lr") { Description = "The learning rate; by default a tenth of what train takes.", HelpName = "RATE" }, isZeroFine: false));
        _decay = Add(CommonOptions.WeightDecay());
        _batch = Add(CommonOptions.Batch($"Samples a step; by default {DefaultBatch}."));
        _epochs = Add(CommonOptions.Positive(new("--epochs", "-e") { Description = $"Passes over the training data; by default {DefaultEpochs}.", HelpName = "N" }));
        _seed = Add(CommonOptions.Seed());
        _threads = Add(CommonOptions.Threads());
        _out = Add(new Option<string>("--out") { Description = "The ONNX file to write.", HelpName = "FILE", DefaultValueFactory = _ => "tuned.onnx" });
        _inline = Add(CommonOptions.Inline());
        _externalData = Add(ExternalDataOption.Make());
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var (from, path) = (line.GetValue(_model)!, line.GetValue(_out)!);
        OutputFile.At(path, line.GetValue(_data), from);
        var json = JsonTarget.Of(line, _json, path, from, line.GetValue(_data));
        var external = ExternalDataOption.Of(line, _externalData, path, line.GetValue(_data), from, line.GetValue(_json));
        var source = DataSource.Of(line, _data, _label);
        var model = OnnxFile.Load(from, PluginOption.Load(line));
        var data = source.Load();
        interrupt.ThrowIfCancellationRequested();

        var optimizer = line.GetValue(_optimizer)!;
        var settings = new TrainSettings(source, [], "", optimizer, line.GetValue(_rate) ?? Optimizers.RateOf(optimizer) / 10, line.GetValue(_decay) ?? Optimizers.DecayOf(optimizer),
            line.GetValue(_batch) ?? DefaultBatch, line.GetValue(_epochs) ?? DefaultEpochs, line.GetValue(_seed));
        var options = new FineTuneOptions { Output = line.GetValue(_output), Freeze = line.GetValue(_freeze) ?? [], ReplaceHead = line.GetValue(_head), Seed = settings.Seed };
        var run = TrainingRun.OfModel(model, settings, data, Cpu.Backend(line.GetValue(_threads) ?? 0), options, new() { Inline = line.GetValue(_inline), ExternalData = external });
        var screen = Screen.Open(json.ToStandardOutput);
        screen.Line($"{source.Name}: {data.Train.Count} training and {data.Test.Count} test samples of {data.Train.FeatureCount} features, {data.Train.Classes} classes");
        screen.Line($"{Path.GetFileName(from)}: {run.Learning}");
        screen.Line($"{settings}, {run.Threads} {(run.Threads == 1 ? "thread" : "threads")}");
        TrainingView.Show(screen, settings.Epochs, view => run.Train(view, interrupt));
        var report = run.Finish(path);
        screen.Line(FormattableString.Invariant($"test accuracy {100 * report.TestAccuracy:F2} %, trained in {report.TrainSeconds:F2} s"));
        screen.Line($"{path}: {run.Interface}");
        ValidationView.Show(screen, run.Validation!);
        json.Write(report, Json.Default.TrainReport);
        return run.Validation!.Passed ? ExitCode.Success
            : throw new NablaException($"{path} is written, but ONNX Runtime does not agree with it; please report this with the command line.");
    }
}
