using System.CommandLine;
using Nabla.Testing;

namespace Nabla.Cli;

/// <summary><c>nabla op</c>: for authors of ops.</summary>
sealed class OpCommand : Command
{
    public OpCommand() : base("op", "For authors of ops: check all that an op promises.") => Subcommands.Add(new OpCheckCommand());
}

/// <summary><c>nabla op check</c>: all that <c>gradcheck</c> checks, and everything else that is taken on an op's word.</summary>
sealed class OpCheckCommand : ToolCommand
{
    readonly Argument<string[]> _plugins;
    readonly Option<bool> _all, _watch;
    readonly Option<string[]> _ops;
    readonly Option<string?> _sample, _json, _junit;
    readonly Option<int> _seed;

    public OpCheckCommand() : base("check",
        "Check ops of a plugin: gradients, the schema, shapes of all kinds, aliasing, threads, NaN and infinities, kernel against body, ONNX Runtime, files, speed.",
        "nabla op check bin/Release/net10.0/Swoosh.dll",
        "nabla op check Swoosh.dll --op Swoosh --junit results.xml",
        "nabla op check Activations                        a plugin that is loaded",
        "nabla op check --all --json report.json           every op of every plugin")
    {
        _plugins = new Argument<string[]>("PLUGIN") { Description = "A plugin: its assembly, its folder, or the name of one that is loaded.", Arity = ArgumentArity.ZeroOrMore };
        _plugins.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => t.Value is ['-', ..]) is { } unknown) result.AddError(Usage.Unknown(unknown.Value, this));
        });
        Arguments.Add(_plugins);
        _all = Add(new Option<bool>("--all") { Description = "Every op of every plugin." });
        _ops = Add(new Option<string[]>("--op") { Description = "Only these ops.", HelpName = "NAME,…" });
        _sample = Add(new Option<string?>("--sample") { Description = "Only this row of the sample table.", HelpName = "NAME" });
        _seed = Add(new Option<int>("--seed") { Description = "Decides points, directions and weights.", HelpName = "N", DefaultValueFactory = _ => 1 });
        _watch = Add(Watch.Option());
        _json = Add(CommonOptions.Json());
        _junit = Add(new Option<string?>("--junit") { Description = "Write the results as JUnit XML, for build servers.", HelpName = "FILE" });
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        if (line.GetValue(_watch))
            return Watch.Run([.. line.Tokens.Select(t => t.Value).Where(t => t != _watch.Name)], [.. (line.GetValue(_plugins) ?? []).Select(CheckedOps.FileOf).Where(File.Exists)], interrupt);
        var json = JsonTarget.Of(line, _json, line.GetValue(_junit));
        var junit = line.GetValue(_junit) is { } path ? OutputFile.At(path, line.GetValue(_json)) : null;
        var screen = Screen.Open(json.ToStandardOutput);
        var target = CheckedOps.OfPlugins(line, _plugins, _all, _ops, _sample);
        int seed = line.GetValue(_seed);
        var report = GradcheckView.Watch(screen, done => OpCheckRun.Over(target.Registry, target.Rows, new(seed), done, interrupt));
        string Reproduce(OpGradientReport op) => target.Reproduce(op, seed);
        GradcheckView.ShowAll(screen, report, Reproduce);
        foreach (var problem in target.Problems) screen.Line(problem);
        json.Write(GradcheckReport.Of(report, Reproduce), Json.Default.GradcheckReport);
        junit?.Write(stream => JUnit.Write(report, stream, Reproduce, "op check"));
        return report.Passed && target.Problems.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
