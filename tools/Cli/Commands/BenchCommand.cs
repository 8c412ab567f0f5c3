using System.CommandLine;

namespace Nabla.Cli;

/// <summary><c>nabla bench</c>: how fast it is here, one tab-separated line a case.</summary>
sealed class BenchCommand : Command
{
    public BenchCommand() : base("bench", "Measure: training steps, products, inference, compilation, start-up. One tab-separated line a case.")
    {
        Subcommands.Add(new BenchStepCommand());
        Subcommands.Add(new BenchGemmCommand());
        Subcommands.Add(new BenchInferCommand());
        Subcommands.Add(new BenchCompileCommand());
        Subcommands.Add(new BenchStartCommand());
    }
}

/// <summary>What all benchmarks share.</summary>
abstract class BenchSubcommand : ToolCommand
{
    readonly Option<int?> _threads;
    readonly Option<double?> _seconds;

    protected BenchSubcommand(string name, string description, params IReadOnlyList<string> examples) : base(name, description, examples)
    {
        _threads = Add(CommonOptions.Threads());
        _seconds = Add(CommonOptions.Number(new Option<double?>("--seconds") { Description = "How long a case is measured; by default 1.", HelpName = "S" }, isZeroFine: false));
    }

    protected override int Run(ParseResult line, CancellationToken interrupt)
    {
        int threads = line.GetValue(_threads) is { } n and > 0 ? n : Environment.ProcessorCount;
        Measure(line, new(threads, GivenSeconds(line) ?? 1, interrupt));
        return ExitCode.Success;
    }

    /// <summary>How long a case is to be measured; null where nobody said.</summary>
    protected double? GivenSeconds(ParseResult line) => line.GetValue(_seconds);

    protected abstract void Measure(ParseResult line, Stopclock clock);
}
