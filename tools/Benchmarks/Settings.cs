using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using Perfolizer.Horology;

namespace Nabla.Benchmarks;

/// <summary>How every benchmark runs: short, a process each, one table of markdown.</summary>
sealed class Settings : ManualConfig
{
    public Settings()
    {
        AddJob(Short);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Job);
        AddColumn(StatisticColumn.Median, StatisticColumn.StdDev, new Gigaflops());
        HideColumns("EnvironmentVariables", "IterationCount", "IterationTime", "LaunchCount", "WarmupCount", "Toolchain");
        if (OpenBlas.Missing is not null) AddFilter(new SimpleFilter(b => b.Descriptor.WorkloadMethod.Name != nameof(GemmBenchmarks.Peer) || b.Descriptor.Type != typeof(GemmBenchmarks)));
        // It builds everything anew, which takes its time on a busy machine.
        BuildTimeout = TimeSpan.FromMinutes(10);
        SummaryStyle = SummaryStyle.Default.WithMaxParameterColumnWidth(40);
    }

    /// <summary>A second and a half a case, most of it for the runtime to compile everything to the end.</summary>
    public static Job Short { get; } = Job.Default.WithLaunchCount(1).WithWarmupCount(10).WithIterationCount(7).WithIterationTime(TimeInterval.FromMilliseconds(100))
        .WithId("short");
}
