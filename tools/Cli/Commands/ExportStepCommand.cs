using System.CommandLine;
using Nabla.Onnx;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla export-step</c>: the whole training step of a model as an ONNX model that any runtime can run.</summary>
sealed class ExportStepCommand : ToolCommand
{
    readonly Argument<string> _model;
    readonly Option<string> _loss, _optimizer, _out;
    readonly Option<string?> _output, _externalData;
    readonly Option<bool> _inline, _optimizerOps;
    readonly Option<string[]> _freeze;
    readonly Option<double?> _decay;
    readonly Option<int?> _opset, _head, _batch;
    readonly Option<string> _profile, _precision;
    readonly Option<ulong> _seed;

    public ExportStepCommand() : base("export-step", "Write forward pass, loss, adjoint and update of a model as one ONNX graph of standard ops: batch, labels, learning rate, "
        + "parameters and state go in; the loss and the updated ones come out.",
        "nabla export-step model.onnx --loss softmax-cross-entropy --optimizer adam --out step.onnx",
        "nabla export-step model.onnx --profile accelerator --batch 128",
        "nabla export-step model.onnx --optimizer adagrad --optimizer-ops --out step.onnx")
    {
        _model = AddModel();
        _loss = Add(CommonOptions.OneOf(new("--loss") { Description = "What is made small.", DefaultValueFactory = _ => "softmax-cross-entropy" }, Losses.Names));
        _optimizer = Add(CommonOptions.Optimizer());
        _optimizerOps = Add(new Option<bool>("--optimizer-ops")
        {
            Description = "Write the update as ONNX's own Adam, Momentum or Adagrad (ai.onnx.preview.training, whose Adam counts steps from 0), with functions for runtimes without them.",
        });
        _decay = Add(CommonOptions.WeightDecay());
        _output = Add(CommonOptions.LossInput());
        _freeze = Add(CommonOptions.Freeze());
        _head = Add(CommonOptions.ReplaceHead());
        _opset = Add(CommonOptions.Positive(new("--opset") { Description = $"The version of ONNX's operators; by default {OnnxExportOptions.DefaultOpset}.", HelpName = "N" }));
        _profile = Add(CommonOptions.OneOf(new("--profile")
        {
            Description = "portable: one node an op, any batch size; accelerator: few kernels for a GPU, for one batch size.",
            DefaultValueFactory = _ => ExportProfile.Portable.Name,
        }, [ExportProfile.Portable.Name, ExportProfile.Accelerator.Name]));
        _batch = Add(CommonOptions.Batch("The batch size that the graph is for; by default any."));
        _precision = Add(CommonOptions.Precision());
        _seed = Add(CommonOptions.Seed());
        _inline = Add(CommonOptions.Inline());
        _externalData = Add(ExternalDataOption.Make());
        _out = Add(new Option<string>("--out") { Description = "The ONNX file to write.", HelpName = "FILE", DefaultValueFactory = _ => "step.onnx" });
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        var (from, path, rule) = (line.GetValue(_model)!, line.GetValue(_out)!, line.GetValue(_optimizer)!);
        OutputFile.At(path, from);
        var external = ExternalDataOption.Of(line, _externalData, path, from);
        var model = OnnxFile.Load(from, PluginOption.Load(line));
        var options = new FineTuneOptions { Output = line.GetValue(_output), Freeze = line.GetValue(_freeze) ?? [], ReplaceHead = line.GetValue(_head), Seed = line.GetValue(_seed) };
        var (rate, decay) = (Optimizers.RateOf(rule), line.GetValue(_decay) ?? Optimizers.DecayOf(rule));
        var optimizer = line.GetValue(_optimizerOps) ? Optimizers.MakeOp(rule, rate, decay) : Optimizers.Make(rule, rate, decay);
        var step = new TrainingStep(model.Graph, Losses.Make(line.GetValue(_loss)!), optimizer, options, Precisions.Of(line.GetValue(_precision)!));
        var function = Profiled(StepFunction.Of(step.Program, [step.Loss]), step.BatchSymbol, line);
        OnnxFile.Save(StepExport.Write(function, new()
        {
            Opset = line.GetValue(_opset) ?? OnnxExportOptions.DefaultOpset,
            GraphName = "training_step",
            Description = $"One training step: {line.GetValue(_loss)}, {rule}.",
            Inline = line.GetValue(_inline),
            SymbolNames = model.SymbolNames,
        }), path, external);
        var variables = function.Variables.Select(v => v.Before).ToHashSet();
        var screen = Screen.Open();
        screen.Line($"{path}: {string.Join(", ", function.Graph.Inputs.Where(v => !variables.Contains(v)))} and {variables.Count} variables "
            + $"→ {string.Join(", ", function.Outputs)} and {function.Variables.Count(v => v.After is not null)} updated variables, {function.Graph.Nodes.Count} nodes");
        return ExitCode.Success;
    }

    StepFunction Profiled(StepFunction step, string symbol, ParseResult line)
    {
        var sizes = line.GetValue(_batch) is { } batch ? new Dictionary<string, long> { [symbol] = batch } : null;
        var profile = line.GetValue(_profile) == ExportProfile.Accelerator.Name ? ExportProfile.Accelerator : ExportProfile.Portable;
        if (profile == ExportProfile.Accelerator && sizes is null) throw new UsageException("--profile accelerator needs --batch N: its graph is for one batch size.");
        return profile.Apply(step, sizes, line.GetValue(_opset) ?? OnnxExportOptions.DefaultOpset);
    }
}
