using System.Diagnostics;
using System.Globalization;

namespace Nabla.Cli;

/// <summary>Measures engines in turn, so that what else the machine does hits all of them alike, and prints medians.</summary>
/// <param name="Threads">Threads of every engine.</param>
/// <param name="Seconds">How long a case is measured, all engines together.</param>
/// <param name="Interrupt">Ends the measurement.</param>
sealed record Stopclock(int Threads, double Seconds, CancellationToken Interrupt)
{
    const int WarmUps = 30, MostSamples = 20_000;
    // A sample is at least so long: what reading the clock costs does not show then.
    const double LeastMicroseconds = 40;
    // Threads of one engine may look for work a while after its last run, and take a core from the next.
    static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(30);

    /// <summary>Measures and prints a case.</summary>
    /// <param name="kind">The optimizer or the op.</param>
    /// <param name="size">The sizes, as 784-128-10.</param>
    /// <param name="batch">The batch size.</param>
    /// <param name="operations">Floating-point operations of a run.</param>
    /// <param name="engines">What runs it, by name.</param>
    public void Case(string kind, string size, int batch, double operations, params ReadOnlySpan<Engine> engines)
    {
        var medians = Medians(engines);
        for (int e = 0; e < engines.Length; e++)
            Print(engines[e].Name, kind, size, batch, medians[e] / engines[e].Steps, operations);
    }

    /// <summary>Prints a line; without operations its last column is empty.</summary>
    public void Print(string engine, string kind, string size, int batch, double microseconds, double? operations = null) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{engine}\t{kind}\t{size}\tb{batch}\tt{Threads}\t{Digits(microseconds)}\t{operations / microseconds / 1e3:F1}"));

    // Three digits at least, as far as they mean something.
    static string Digits(double microseconds) => microseconds.ToString(microseconds < 10 ? "F3" : "F1", CultureInfo.InvariantCulture);

    // Rounds of a few runs of each engine: often enough in turn, and long enough that a cold cache does not count.
    double[] Medians(ReadOnlySpan<Engine> engines)
    {
        var samples = new List<double>[engines.Length];
        var together = new int[engines.Length];
        for (int e = 0; e < engines.Length; e++)
        {
            samples[e] = [];
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < WarmUps && (i < 3 || Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds); i++) engines[e].Run();
            begin = Stopwatch.GetTimestamp();
            for (together[e] = 0; together[e] == 0 || Stopwatch.GetElapsedTime(begin).TotalMicroseconds < LeastMicroseconds; together[e]++) engines[e].Run();
        }
        long start = Stopwatch.GetTimestamp();
        do
        {
            for (int e = 0; e < engines.Length; e++)
            {
                Interrupt.ThrowIfCancellationRequested();
                if (engines.Length > 1 && Threads != 1) Thread.Sleep(Rest);
                long round = Stopwatch.GetTimestamp();
                // The first of a round finds the caches full of another's data.
                engines[e].Run();
                do
                {
                    long run = Stopwatch.GetTimestamp();
                    for (int i = 0; i < together[e]; i++) engines[e].Run();
                    samples[e].Add(Stopwatch.GetElapsedTime(run).TotalMicroseconds / together[e]);
                }
                while (Stopwatch.GetElapsedTime(round).TotalMilliseconds < 20);
            }
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds * engines.Length && samples[0].Count < MostSamples);
        return [.. samples.Select(Median)];
    }

    /// <summary>The middle one; the values are sorted.</summary>
    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
