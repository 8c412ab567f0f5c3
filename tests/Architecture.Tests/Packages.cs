using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Nabla.Tests;

/// <summary>Which build of ONNX Runtime is referenced.</summary>
public class Packages
{
    static readonly string Root = typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    [Theory]
    [InlineData("src/OnnxRuntime/OnnxRuntime.csproj", "", "Microsoft.ML.OnnxRuntime")]
    [InlineData("src/OnnxRuntime/OnnxRuntime.csproj", "Gpu", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData("tools/Cli/Cli.csproj", "")]
    public void The_GPU_build_is_referenced_only_where_it_is_asked_for(string project, string build, params string[] expected)
    {
        var items = Evaluate(project, build);
        Assert.Equal(expected, Names(items.GetProperty("PackageReference")).Where(n => n.StartsWith("Microsoft.ML.", StringComparison.Ordinal)));
        // All builds are of one version.
        Assert.Single(items.GetProperty("PackageVersion").EnumerateArray().Where(p => p.GetProperty("Identity").GetString()!.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal))
            .Select(p => p.GetProperty("Version").GetString()).Distinct());
    }

    static IEnumerable<string> Names(JsonElement items) => items.EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!);

    static JsonElement Evaluate(string project, string build)
    {
        string[] line = ["msbuild", Path.Combine(Root, project), "-getItem:PackageReference", "-getItem:PackageVersion", $"-p:OnnxRuntime={build}"];
        using var run = Process.Start(new ProcessStartInfo("dotnet", line) { RedirectStandardOutput = true })!;
        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return JsonDocument.Parse(output).RootElement.GetProperty("Items");
    }
}
