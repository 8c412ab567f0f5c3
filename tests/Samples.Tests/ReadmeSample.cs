using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Nabla.OnnxRuntime;

namespace Nabla.Tests;

/// <summary>The sample of the README is the sample of the repository: compiled, run, and its model run by ONNX Runtime.</summary>
public partial class ReadmeSample
{
    static string Meta(string key) => typeof(ReadmeSample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    static string Source => File.ReadAllText(Path.Combine(Meta("RepositoryRoot"), "samples", "Digits", "Program.cs")).Trim();

    [Fact]
    public void The_README_shows_it_as_it_is() =>
        Assert.Contains($"```csharp\n{Source}\n```", File.ReadAllText(Path.Combine(Meta("RepositoryRoot"), "README.md")), StringComparison.Ordinal);

    [Fact]
    public void It_is_at_most_15_lines() => Assert.InRange(Source.Split('\n').Length, 1, 15);

    [Fact]
    public async Task It_trains_and_ONNX_Runtime_reaches_the_accuracy_that_it_prints()
    {
        var folder = Directory.CreateTempSubdirectory("nabla-sample-").FullName;
        try
        {
            using var run = Process.Start(new ProcessStartInfo("dotnet", [Meta("DigitsSample")]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, errors) = (run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("", await errors);
            Assert.Equal(0, run.ExitCode);
            double printed = double.Parse(Accuracy().Matches(await output)[^1].Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(printed, 96, 100);
            Assert.Equal(printed, 100 * AccuracyOf(Path.Combine(folder, "digits.onnx")), 0.01);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static double AccuracyOf(string path)
    {
        var test = Nabla.Training.Digits.Load().Test;
        using var model = new OrtModel(path);
        var logits = model.Run(Tensor.Of(test.Features, test.Count, test.FeatureCount))[0].Span<float>();
        int right = 0;
        for (int i = 0; i < test.Count; i++)
        {
            var row = logits.Slice(i * 10, 10);
            int best = 0;
            for (int c = 1; c < 10; c++) if (row[c] > row[best]) best = c;
            if (best == test.Labels[i]) right++;
        }
        return (double)right / test.Count;
    }

    [GeneratedRegex(@"accuracy ([\d.]+) %")]
    private static partial Regex Accuracy();
}
