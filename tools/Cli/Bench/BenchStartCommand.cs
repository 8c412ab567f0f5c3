using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary><c>nabla bench start</c>: from the start of a process to the end of its first training step, in fresh processes of the tool itself.</summary>
sealed class BenchStartCommand : BenchSubcommand
{
    const int Runs = 11;

    static readonly int[] Layers = [784, 128, 10], Batches = [32, 128];

    readonly Option<int?> _child;

    public BenchStartCommand() : base("start", "From the start of a process to the end of the first training step of 784-128-10; eleven times, or as often as --seconds allow.", "nabla bench start --threads 2") =>
        _child = Add(new Option<int?>("--child") { Description = "Do one step of this batch size and print when it ended.", Hidden = true });

    protected override void Measure(ParseResult line, Stopclock clock)
    {
        if (line.GetValue(_child) is { } batch)
        {
            Console.Out.WriteLine(Step(PluginOption.Load(line), batch, clock.Threads));
            return;
        }
        foreach (int size in Batches)
        {
            string[] rest = [.. (line.GetValue(PluginOption.Instance) ?? []).SelectMany(p => new[] { "--plugins", p })];
            string[] arguments = ["bench", "start", "--child", Text(size), "--threads", Text(clock.Threads), .. rest];
            List<double> samples = [];
            long begin = Stopwatch.GetTimestamp();
            while (GivenSeconds(line) is { } seconds ? samples.Count == 0 || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds : samples.Count < Runs)
            {
                clock.Interrupt.ThrowIfCancellationRequested();
                samples.Add(Microseconds(arguments));
            }
            clock.Print("nabla", "start", string.Join('-', Layers), size, Stopclock.Median(samples));
        }
    }

    // The clock is the machine's: both processes read the same.
    static double Microseconds(string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using var child = Process.Start(Self(arguments))!;
        var (output, error) = (child.StandardOutput.ReadToEndAsync(), child.StandardError.ReadToEndAsync());
        child.WaitForExit();
        if (child.ExitCode != ExitCode.Success || !long.TryParse(output.Result, NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long end))
            throw new NablaException($"The process that was measured ended with {child.ExitCode}: {error.Result.Trim()}");
        return Stopwatch.GetElapsedTime(start, end).TotalMicroseconds;
    }

    // Started by its own executable, or by dotnet with the assembly's name.
    static ProcessStartInfo Self(string[] arguments)
    {
        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";
        return new(Environment.ProcessPath!, isHosted ? [Path.Combine(AppContext.BaseDirectory, "nabla.dll"), .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    // All that a user's program does: ops from plugins, a model, a trainer, data, one step.
    static long Step(Registry registry, int batch, int threads)
    {
        var random = new Random(1);
        var data = Dataset.Classification("random", [.. Enumerable.Range(0, batch * Layers[0]).Select(_ => random.NextSingle())], [Layers[0]],
            [.. Enumerable.Range(0, batch).Select(_ => random.Next(Layers[^1]))], [.. Enumerable.Range(0, Layers[^1]).Select(Text)]);
        var trainer = new Trainer(registry, Sequential.Mlp(Layers, "relu"), new SoftmaxCrossEntropy(), new Adam(1e-3), Cpu.Backend(threads), new() { BatchSize = batch });
        long end = 0;
        trainer.TrainEpoch(data, _ => end = Stopwatch.GetTimestamp());
        return end;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
