using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Nabla.Benchmarks;

/// <summary>2·m·n·k a median nanosecond, of benchmarks with a parameter <c>Shape</c> = m×n×k.</summary>
sealed class Gigaflops : IColumn
{
    public string Id => nameof(Gigaflops);

    public string ColumnName => "GFLOP/s";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Floating-point operations, 2·m·n·k, a nanosecond";

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(b => b.Parameters["Shape"] is string);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (benchmarkCase.Parameters["Shape"] is not string shape || summary[benchmarkCase]?.ResultStatistics is not { } statistics) return "-";
        return (2 * Product.Sizes(shape).Aggregate(1.0, (product, size) => product * size) / statistics.Median).ToString("F1", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
