using System.CommandLine;
using Nabla.Onnx;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary><c>nabla gradcheck</c>: are the gradients of ops, of a plugin, of a model right?</summary>
sealed class GradcheckCommand : ToolCommand
{
    readonly Argument<string?> _model;
    readonly Option<bool> _all, _mutants, _watch;
    readonly Option<string[]> _ops, _plugin;
    readonly Option<string?> _sample, _json, _junit;
    readonly Option<int> _seed;
    readonly Option<int?> _seeds;

    public GradcheckCommand() : base("gradcheck",
        "Check gradients against finite differences, forward mode, and themselves: of all ops, of some, of a plugin, or of a model, node by node and as a whole.",
        "nabla gradcheck --all",
        "nabla gradcheck --op Softmax,Gemm --seed 7",
        "nabla gradcheck --plugin bin/Release/net10.0/Swoosh.dll --junit results.xml",
        "nabla gradcheck model.onnx",
        "nabla gradcheck --all --mutants          how good is the check? It makes mistakes in every rule, and must find them")
    {
        _model = new Argument<string?>("model.onnx") { Description = "A model: each of its nodes where it stands, and the whole.", Arity = ArgumentArity.ZeroOrOne };
        _model.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] unknown }]) result.AddError(Usage.Unknown(unknown, this));
        });
        Arguments.Add(_model);
        _all = Add(new Option<bool>("--all") { Description = "Every op of every plugin, over its sample table." });
        _ops = Add(new Option<string[]>("--op") { Description = "Ops by name.", HelpName = "NAME,…", AllowMultipleArgumentsPerToken = true });
        _plugin = Add(new Option<string[]>("--plugin") { Description = "A plugin's assembly: its ops.", HelpName = "FILE.dll" });
        _sample = Add(new Option<string?>("--sample") { Description = "Only this row of the sample table.", HelpName = "NAME" });
        _seed = Add(new Option<int>("--seed") { Description = "Decides points, directions and weights.", HelpName = "N", DefaultValueFactory = _ => 1 });
        _seeds = Add(CommonOptions.Positive(new Option<int?>("--seeds") { Description = "Repeat the check along random directions with so many seeds; rows take turns.", HelpName = "N" }));
        _mutants = Add(new Option<bool>("--mutants") { Description = "Instead, make a mistake of each kind in each rule, and see whether it is found and named." });
        _watch = Add(Watch.Option());
        _json = Add(CommonOptions.Json());
        _junit = Add(new Option<string?>("--junit") { Description = "Write the results as JUnit XML, for build servers.", HelpName = "FILE" });
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        if (line.GetValue(_watch)) return Watch.Run([.. line.Tokens.Select(t => t.Value).Where(t => t != _watch.Name)], line.GetValue(_plugin) ?? [], interrupt);
        var json = JsonTarget.Of(line, _json, line.GetValue(_model), line.GetValue(_junit));
        var junit = line.GetValue(_junit) is { } path ? OutputFile.At(path, line.GetValue(_model), line.GetValue(_json)) : null;
        var screen = Screen.Open(json.ToStandardOutput);
        if (line.GetValue(_mutants) && (junit is not null || line.GetValue(_seeds) is not null || line.GetValue(_model) is not null))
            throw new UsageException("--mutants is about the check itself: it goes with --all, --op or --plugin, and with no report but --json.");
        if (line.GetValue(_model) is { } model) return Report(CheckModel(line, model, screen, interrupt), screen, json, junit, _ => $"nabla gradcheck {model} --seed {line.GetValue(_seed)}");

        var target = CheckedOps.Of(line, _all, _ops, _plugin, _sample);
        if (line.GetValue(_mutants)) return Mutants(target, screen, json, interrupt);
        if (line.GetValue(_seeds) is { } seeds) return SeedCampaign.Run(target, seeds, screen, interrupt);
        var report = GradcheckView.Watch(screen, done => GradientRun.Over(target.Registry, target.Rows, new(line.GetValue(_seed)), done, interrupt));
        foreach (var problem in target.Problems) screen.Line(problem);
        int code = Report(report, screen, json, junit, op => target.Reproduce(op, line.GetValue(_seed)));
        return target.Problems.Count > 0 ? ExitCode.Failure : code;
    }

    GradientReport CheckModel(ParseResult line, string model, Screen screen, CancellationToken interrupt)
    {
        if (line.GetValue(_all) || line.GetValue(_ops) is { Length: > 0 } || line.GetValue(_plugin) is { Length: > 0 } || line.GetValue(_sample) is not null || line.GetValue(_seeds) is not null)
            throw new UsageException("A model is checked by itself: leave out --all, --op, --plugin, --sample and --seeds.");
        var graph = OnnxFile.Load(model, PluginOption.Load(line)).Graph;
        return GradcheckView.Watch(screen, done => GradientRun.Over(graph, new(line.GetValue(_seed)), done, interrupt));
    }

    static int Report(GradientReport report, Screen screen, JsonTarget json, OutputFile? junit, Func<OpGradientReport, string> reproduce)
    {
        GradcheckView.Show(screen, report, reproduce);
        json.Write(GradcheckReport.Of(report, reproduce), Json.Default.GradcheckReport);
        junit?.Write(stream => JUnit.Write(report, stream, reproduce));
        return report.Passed ? ExitCode.Success : ExitCode.Failure;
    }

    static int Mutants(CheckedOps target, Screen screen, JsonTarget json, CancellationToken interrupt)
    {
        var report = MutationRun.Over(target.Registry, target.Rows, interrupt);
        MutantsView.Show(screen, report);
        json.Write(MutantsReport.Of(report), Json.Default.MutantsReport);
        return report.Survivors.Any() ? ExitCode.Failure : ExitCode.Success;
    }
}
