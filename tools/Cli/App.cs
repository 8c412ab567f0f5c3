using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nabla.Cli;

/// <summary>The tool: its commands, and the one place where errors become a line and an exit code.</summary>
static class App
{
    static readonly TimeSpan GraceAfterInterrupt = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var line = Root().Parse(args);
            if (line.Action is ParseErrorAction) throw Usage.Of(line);
            return await line.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = GraceAfterInterrupt });
        }
        catch (Exception e)
        {
            return Failure.Report(e);
        }
    }

    static RootCommand Root()
    {
        var root = new RootCommand("Train networks, export them as ONNX, and look into models. Every op is a plugin.")
        {
            new TrainCommand(), new FinetuneCommand(), new ExportStepCommand(), new EvalCommand(), new PredictCommand(), new ValidateCommand(), new CheckCommand(), new ShowCommand(),
            new GradCommand(), new GradcheckCommand(), new OpCommand(), new ConformanceCommand(), new WeightsCommand(), new BenchCommand(), new OpsCommand(), new PluginCommand(), new DoctorCommand(),
        };
        root.Options.Add(PluginOption.Instance);
        foreach (var option in root.Options)
            if (option is HelpOption help) help.Action = new HelpWithExamples((HelpAction)help.Action!);
        // The name alone asks what there is.
        root.SetAction(_ => root.Parse("--help").Invoke());
        return root;
    }
}
