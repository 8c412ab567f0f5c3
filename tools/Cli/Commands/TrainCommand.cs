using System.CommandLine;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla train</c>: learn, export, validate.</summary>
sealed class TrainCommand : ToolCommand
{
    readonly Option<string?> _data, _label, _layers, _json;
    readonly Option<string> _activation, _optimizer, _precision, _out;
    readonly Option<double?> _rate, _decay;
    readonly Option<int?> _batch, _epochs, _threads;
    readonly Option<ulong> _seed;
    readonly Option<bool> _probabilities, _inline;
    readonly Option<string?> _checkpoint, _resume, _externalData;
    readonly Option<int?> _every;
    readonly DeviceOptions _device;

    public TrainCommand() : base("train", "Train a multilayer perceptron, export it as ONNX, and check that ONNX Runtime agrees with it.",
        "nabla train",
        "nabla train --data fashion-mnist/ --layers 784-256-128-10 --epochs 10",
        "nabla train --data iris.csv --label species --activation gelu --optimizer adamw --out iris.onnx",
        "nabla train --probabilities --json result.json",
        "nabla train --epochs 100 --checkpoint ck.onnx",
        "nabla train --resume ck.onnx",
        "nabla train --data fashion-mnist/ --device cuda --tf32")
    {
        _data = Add(CommonOptions.Data());
        _label = Add(CommonOptions.Label());
        _layers = Add(new Option<string?>("--layers", "-l")
        {
            Description = "Sizes of input, hidden layers and output; by default chosen for the data.",
            HelpName = "784-128-10",
        });
        _activation = Add(new Option<string>("--activation", "-a")
        {
            Description = "What stands between layers: any op of one tensor that a plugin brings.",
            HelpName = "OP",
            DefaultValueFactory = _ => "relu",
        });
        _optimizer = Add(CommonOptions.Optimizer());
        _rate = Add(CommonOptions.Number(new("--lr")
        {
            Description = "The learning rate; by default 0.001 for adam and adamw, 0.1 for sgd, 0.02 for momentum and nesterov.",
            HelpName = "RATE",
        }, isZeroFine: false));
        _decay = Add(CommonOptions.WeightDecay());
        _batch = Add(CommonOptions.Batch("Samples a step; by default 16 for the built-in digits, 32 for tables, 128 for images."));
        _epochs = Add(CommonOptions.Positive(new("--epochs", "-e")
        {
            Description = "Passes over the training data; by default chosen for the data.",
            HelpName = "N",
        }));
        _seed = Add(CommonOptions.Seed());
        _threads = Add(CommonOptions.Threads());
        _device = new(this, trains: true);
        _precision = Add(CommonOptions.Precision());
        _out = Add(new Option<string>("--out") { Description = "The ONNX file to write.", HelpName = "FILE", DefaultValueFactory = _ => "model.onnx" });
        _probabilities = Add(new Option<bool>("--probabilities") { Description = "End the exported model in a softmax." });
        _checkpoint = Add(CommonOptions.Checkpoint());
        _every = Add(CommonOptions.CheckpointEvery());
        _resume = Add(CommonOptions.Resume());
        _inline = Add(CommonOptions.Inline());
        _externalData = Add(ExternalDataOption.Make());
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var path = line.GetValue(_out)!;
        var (resume, checkpoint) = (line.GetValue(_resume), line.GetValue(_checkpoint) ?? line.GetValue(_resume));
        OutputFile.At(path, line.GetValue(_data), checkpoint);
        if (checkpoint is not null) OutputFile.At(checkpoint, line.GetValue(_data));
        else if (line.GetValue(_every) is not null) throw new UsageException("--checkpoint-every needs --checkpoint FILE.");
        var json = JsonTarget.Of(line, _json, path, line.GetValue(_data), checkpoint);
        var external = ExternalDataOption.Of(line, _externalData, path, line.GetValue(_data), checkpoint, line.GetValue(_json));
        if (resume is not null) RefuseSettings(line);
        var layers = line.GetValue(_layers) is { } text ? LayerSizes.Parse(text) : null;
        var source = DataSource.Of(line, _data, _label);
        var registry = PluginOption.Load(line);
        var activation = Activations.Resolve(registry, line.GetValue(_activation)!);
        var stored = resume is null ? default : Checkpoint.Load(resume, source);
        if (resume is not null && stored.Checkpoint.Tuning is not null) throw new NablaException($"'{resume}' is a checkpoint of nabla finetune; go on with nabla finetune --resume {resume}.");
        var data = source.Load();
        if (data.Train.Classes < 2) throw new NablaException($"{source.Name} holds one class; at least two are needed to tell apart.");
        if (resume is not null && stored.Checkpoint.Samples != data.Train.Count)
            throw new NablaException($"'{resume}' was trained on {stored.Checkpoint.Samples} samples; {source.Name} has {data.Train.Count}. Give the same data.");
        interrupt.ThrowIfCancellationRequested();

        var settings = resume is null ? Settings(line, source, data, layers, activation)
            : stored.Checkpoint.Settings with { Epochs = line.GetValue(_epochs) ?? stored.Checkpoint.Settings.Epochs };
        var run = TrainingRun.OfLayers(registry, settings, data, RunsOn.Of(line, _device, _threads), line.GetValue(_probabilities), new() { Inline = line.GetValue(_inline), ExternalData = external });
        if (resume is not null) run.Resume(stored.Checkpoint, stored.Training);
        if (run.IsDone) throw new NablaException($"'{resume}' is trained for all of its {settings.Epochs} epochs; give more with --epochs.");
        var screen = Screen.Open(json.ToStandardOutput);
        screen.Line($"{source.Name}: {data.Train.Count} training and {data.Test.Count} test samples "
            + $"of {data.Train.FeatureCount} features, {data.Train.Classes} classes");
        screen.Line($"{settings}, {run.RunsOn}");
        TrainingView.Show(screen, settings.Epochs, view => run.Train(view, interrupt, checkpoint is null ? null : new(checkpoint, line.GetValue(_every))));
        var report = run.Finish(path);

        var (last, validation) = (report.Epochs[^1], run.Validation!);
        screen.Line(FormattableString.Invariant(
            $"test accuracy {100 * last.TestAccuracy:F2} %, error {100 * (1 - last.TestAccuracy):F2} %, trained in {report.TrainSeconds:F2} s"));
        screen.Line($"{path}: {report.Parameters} parameters, {run.Interface}");
        ValidationView.Show(screen, validation);
        json.Write(report, Json.Default.TrainReport);
        return validation.Passed ? ExitCode.Success
            : throw new NablaException($"{path} is written, but ONNX Runtime does not agree with it; please report this with the command line.");
    }

    void RefuseSettings(ParseResult line)
    {
        foreach (var option in (Option[])[_layers, _activation, _optimizer, _rate, _decay, _batch, _seed, _precision])
            if (line.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name} cannot be given with --resume: it is the checkpoint's. Leave it out, or start a new training.");
    }

    TrainSettings Settings(ParseResult line, DataSource source, DataSplit data, int[]? layers, string activation)
    {
        var (hidden, batch, epochs) = TrainSettings.DefaultsFor(source.Kind);
        var optimizer = line.GetValue(_optimizer)!;
        var (features, classes) = (data.Train.FeatureCount, data.Train.Classes);
        return new(source, layers is null ? [features, .. hidden, classes] : LayerSizes.Fitting(layers, features, classes), activation, optimizer,
            line.GetValue(_rate) ?? Optimizers.RateOf(optimizer), line.GetValue(_decay) ?? Optimizers.DecayOf(optimizer),
            line.GetValue(_batch) ?? batch, line.GetValue(_epochs) ?? epochs, line.GetValue(_seed))
        {
            Precision = line.GetValue(_precision)!,
        };
    }
}
