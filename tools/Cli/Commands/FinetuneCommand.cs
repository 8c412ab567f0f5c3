using System.CommandLine;
using System.Globalization;
using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla finetune</c>: go on training a model of any origin.</summary>
sealed class FinetuneCommand : ToolCommand
{
    const int DefaultBatch = 64, DefaultEpochs = 3;

    readonly Argument<string> _model;
    readonly Option<string?> _data, _label, _json, _output, _input, _externalData, _checkpoint, _resume;
    readonly Option<bool> _inline, _ownStep, _initialize, _keep;
    readonly Option<string> _optimizer, _precision, _out;
    readonly Option<string[]> _freeze, _fix;
    readonly Option<double?> _rate, _decay;
    readonly Option<int?> _batch, _epochs, _threads, _head, _every;
    readonly Option<ulong> _seed;
    readonly DeviceOptions _device;

    public FinetuneCommand() : base("finetune", "Train an ONNX model on, whoever made it: its initializers learn; names, inputs and outputs stay.",
        "nabla finetune foreign.onnx --data fashion-mnist/ --epochs 2 --out tuned.onnx",
        "nabla finetune foreign.onnx --freeze 'encoder.*' --replace-head 10",
        "nabla finetune foreign.onnx --input image --fix training_mode=0",
        "nabla finetune foreign.onnx --epochs 20 --checkpoint ck.onnx",
        "nabla finetune --resume ck.onnx",
        "nabla finetune with-step.onnx --own-step --lr 0.01")
    {
        _model = AddModel(isOptional: true);
        _data = Add(CommonOptions.Data());
        _label = Add(CommonOptions.Label());
        _freeze = Add(CommonOptions.Freeze());
        _head = Add(CommonOptions.ReplaceHead());
        _output = Add(CommonOptions.LossInput());
        _input = Add(new Option<string?>("--input") { Description = "The input that takes the samples, if the model has several.", HelpName = "NAME" });
        _fix = Add(new Option<string[]>("--fix")
        {
            Description = "A number that another input is fed throughout, in all of its elements. May be given several times.",
            HelpName = "NAME=NUMBER",
        });
        _optimizer = Add(CommonOptions.Optimizer());
        _rate = Add(CommonOptions.Number(new("--lr") { Description = "The learning rate; by default a tenth of what train takes.", HelpName = "RATE" }, isZeroFine: false));
        _decay = Add(CommonOptions.WeightDecay());
        _batch = Add(CommonOptions.Batch($"Samples a step; by default {DefaultBatch}."));
        _epochs = Add(CommonOptions.Positive(new("--epochs", "-e") { Description = $"Passes over the training data; by default {DefaultEpochs}.", HelpName = "N" }));
        _seed = Add(CommonOptions.Seed());
        _threads = Add(CommonOptions.Threads());
        _device = new(this, trains: true);
        _precision = Add(CommonOptions.Precision());
        _ownStep = Add(new Option<bool>("--own-step") { Description = "Train by the step that the file brings (training_info): its loss, update rule and state. It stays in the file that is written." });
        _keep = Add(new Option<bool>("--keep-file") { Description = "Write the file as it was but for its numbers: functions, older ops, declared types and notes stay." });
        _initialize = Add(new Option<bool>("--initialize") { Description = "With --own-step: begin anew with the first values that the file tells." });
        _out = Add(new Option<string>("--out") { Description = "The ONNX file to write.", HelpName = "FILE", DefaultValueFactory = _ => "tuned.onnx" });
        _checkpoint = Add(CommonOptions.Checkpoint());
        _every = Add(CommonOptions.CheckpointEvery());
        _resume = Add(CommonOptions.Resume());
        _inline = Add(CommonOptions.Inline());
        _externalData = Add(ExternalDataOption.Make());
        _json = Add(CommonOptions.Json());
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var (resume, checkpoint, path) = (line.GetValue(_resume), line.GetValue(_checkpoint) ?? line.GetValue(_resume), line.GetValue(_out)!);
        var from = Model(line, resume);
        OutputFile.At(path, line.GetValue(_data), from, checkpoint);
        if (checkpoint is not null) OutputFile.At(checkpoint, line.GetValue(_data), line.GetValue(_model));
        var json = JsonTarget.Of(line, _json, path, from, line.GetValue(_data), checkpoint);
        var external = ExternalDataOption.Of(line, _externalData, path, line.GetValue(_data), from, checkpoint, line.GetValue(_json));
        var source = DataSource.Of(line, _data, _label);
        var registry = PluginOption.Load(line);
        var screen = Screen.Open(json.ToStandardOutput);
        var run = line.GetValue(_ownStep) ? Stored(line, from, source, registry, external) : Tuned(line, from, resume, source, registry, external);
        interrupt.ThrowIfCancellationRequested();
        screen.Line($"{source.Name}: {run.Data.Train.Count} training and {run.Data.Test.Count} test samples of {run.Data.Train.FeatureCount} features, {run.Data.Train.Classes} classes");
        screen.Line($"{Path.GetFileName(from)}: {run.Learning}");
        screen.Line($"{run.Settings}, {run.RunsOn}");
        TrainingView.Show(screen, run.Settings.Epochs, view => run.Train(view, interrupt, checkpoint is null ? null : new(checkpoint, line.GetValue(_every))));
        var report = run.Finish(path);
        screen.Line(FormattableString.Invariant($"test accuracy {100 * report.TestAccuracy:F2} %, trained in {report.TrainSeconds:F2} s"));
        screen.Line($"{path}: {run.Interface}");
        ValidationView.Show(screen, run.Validation!);
        json.Write(report, Json.Default.TrainReport);
        return run.Validation!.Passed ? ExitCode.Success
            : throw new NablaException($"{path} is written, but ONNX Runtime does not agree with it; please report this with the command line.");
    }

    TrainingRun Tuned(ParseResult line, string from, string? resume, DataSource source, Registry registry, string? external)
    {
        var stored = resume is null ? default : Checkpoint.Load(resume, source);
        if (resume is not null && stored.Checkpoint.Tuning is null) throw new NablaException($"'{resume}' is a checkpoint of nabla train; go on with nabla train --resume {resume}.");
        var file = OnnxFile.Read(from);
        var model = OnnxImport.Read(file, registry);
        var data = source.Load();
        if (resume is not null && stored.Checkpoint.Samples != data.Train.Count)
            throw new NablaException($"'{resume}' was trained on {stored.Checkpoint.Samples} samples; {source.Name} has {data.Train.Count}. Give the same data.");
        var settings = resume is null ? Settings(line, source, line.GetValue(_optimizer)!) : stored.Checkpoint.Settings with { Epochs = line.GetValue(_epochs) ?? stored.Checkpoint.Settings.Epochs };
        var options = stored.Checkpoint?.Tuning?.ToOptions() ?? new FineTuneOptions
        {
            Output = line.GetValue(_output),
            Input = line.GetValue(_input),
            FixedInputs = Fixed(line.GetValue(_fix) ?? []),
            Freeze = line.GetValue(_freeze) ?? [],
            ReplaceHead = line.GetValue(_head),
            Seed = settings.Seed,
        };
        var format = new OnnxExportOptions { Inline = line.GetValue(_inline), ExternalData = external };
        bool stays = line.GetValue(_keep);
        if (stays && file.TrainingInfo.Count > 0) throw new NablaException($"'{from}' holds a training step, which fine-tuning leaves behind; leave --keep-file out.");
        var run = TrainingRun.OfModel(model, settings, data, RunsOn.Of(line, _device, _threads), options, format, stored.Checkpoint?.Tuning, stays ? file : null);
        if (resume is not null) run.Resume(stored.Checkpoint!, stored.Training);
        return run.IsDone ? throw new NablaException($"'{resume}' is trained for all of its {settings.Epochs} epochs; give more with --epochs.") : run;
    }

    TrainingRun Stored(ParseResult line, string from, DataSource source, Registry registry, string? external)
    {
        var training = OnnxTraining.Read(OnnxFile.Read(from), registry);
        var runsOn = RunsOn.Of(line, _device, _threads);
        if (line.GetValue(_initialize) && training.Initialize(runsOn.Kernels).Count == 0) throw new NablaException($"'{from}' tells no first values (initialization); leave --initialize out.");
        return TrainingRun.OfStored(training, Settings(line, source, Optimizers.Stored), source.Load(), runsOn, external);
    }

    string Model(ParseResult line, string? resume)
    {
        var model = line.GetValue(_model);
        if (model is null == (resume is null)) throw new UsageException(model is null ? "Give a model, or a checkpoint with --resume." : "Give a model or --resume, not both: a checkpoint holds its model.");
        if (line.GetValue(_every) is not null && line.GetValue(_checkpoint) is null && resume is null) throw new UsageException("--checkpoint-every needs --checkpoint FILE.");
        if (line.GetValue(_initialize) && !line.GetValue(_ownStep)) throw new UsageException("--initialize needs --own-step.");
        // A checkpoint holds the model as it was understood, so what comes of one cannot be the file as it was.
        if (line.GetValue(_keep)) Refuse(line, "--keep-file: the file would not be as it was", _head, _inline, _checkpoint, _resume, _ownStep);
        if (line.GetValue(_ownStep)) Refuse(line, "--own-step: it is for a loss and rule that the tool adds", _freeze, _head, _output, _input, _fix, _optimizer, _decay, _checkpoint, _resume, _inline);
        else if (resume is not null) Refuse(line, "--resume: it is the checkpoint's", _freeze, _head, _output, _input, _fix, _optimizer, _rate, _decay, _batch, _seed);
        return model ?? resume!;
    }

    static void Refuse(ParseResult line, string why, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
            if (line.GetResult(option) is { Implicit: false }) throw new UsageException($"{option.Name} cannot be given with {why}. Leave it out.");
    }

    TrainSettings Settings(ParseResult line, DataSource source, string optimizer) => new(source, [], "", optimizer, line.GetValue(_rate) ?? Optimizers.RateOf(optimizer) / 10,
        line.GetValue(_decay) ?? Optimizers.DecayOf(optimizer), line.GetValue(_batch) ?? DefaultBatch, line.GetValue(_epochs) ?? DefaultEpochs, line.GetValue(_seed))
    {
        Precision = line.GetValue(_precision)!,
    };

    static Dictionary<string, double> Fixed(string[] texts)
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            int at = text.LastIndexOf('=');
            if (at <= 0 || !double.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !numbers.TryAdd(text[..at], number))
                throw new UsageException($"--fix {text}: give each input once, with a number, such as training_mode=0.");
        }
        return numbers;
    }
}
