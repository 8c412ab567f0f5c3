using System.Text.Json;

namespace Nabla.Tests;

public sealed class OpsTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Every_plugin_beside_the_tool_is_loaded()
    {
        var report = JsonDocument.Parse(_place.Run("ops", "--json").Output).RootElement;
        var plugins = report.GetProperty("plugins").EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("reason").GetString());
        Assert.Equal(Directory.GetDirectories(Path.Combine(Tool.Folder, "plugins")).Select(Path.GetFileName).Order(), plugins.Keys.Order());
        Assert.All(plugins, p => Assert.Null(p.Value));
        var ops = report.GetProperty("ops").EnumerateArray().ToDictionary(o => o.GetProperty("name").GetString()!);
        Assert.Equal(plugins.Keys.Order(), ops.Values.Select(o => o.GetProperty("plugin").GetString()).Distinct().Order());
        Assert.Equal("own", ops["Relu"].GetProperty("adjoint").GetString());
        Assert.Equal("body", ops["Mish"].GetProperty("adjoint").GetString());
        Assert.Equal("zero", ops["Sign"].GetProperty("adjoint").GetString());
        Assert.Equal([1, 6, 13, 14], ops["Relu"].GetProperty("versions").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("[1,11,13,18] [1,11,13]", $"{Numbers("ReduceMean", "versions")} {Numbers("ReduceMean", "upgraded")}");
        Assert.Equal("[9,11] [9,11]", $"{Numbers("Scatter", "versions")} {Numbers("Scatter", "upgraded")}");
        Assert.Equal("[]", Numbers("Relu", "upgraded"));
        Assert.All(ops.Values, o => Assert.NotEqual("none", o.GetProperty("kernel").GetString()));

        string Numbers(string op, string of) => $"[{string.Join(',', ops[op].GetProperty(of).EnumerateArray().Select(v => v.GetInt32()))}]";
    }

    [Fact]
    public void Versions_that_are_read_as_newer_ones_are_marked() =>
        Assert.Matches(@"ai\.onnx +BatchNormalization +6 7 9 \(upgraded\) 14 15 +Normalization", _place.Run("ops").Output);

    [Fact]
    public void A_broken_plugin_is_listed_with_the_reason()
    {
        Directory.CreateDirectory(_place["mine/Broken"]);
        Directory.CreateDirectory(_place["mine/Foreign"]);
        Directory.CreateDirectory(_place["mine/Empty"]);
        File.WriteAllText(_place["mine/Broken/Broken.dll"], "no assembly");
        File.Copy(Path.Combine(Tool.Folder, "System.CommandLine.dll"), _place["mine/Foreign/Foreign.dll"]);
        var result = _place.Run("ops", "--plugins", "mine");
        result.Succeeds();
        Assert.Contains("plugin 'Broken' could not be loaded: the file is not a .NET assembly.", result.Output, StringComparison.Ordinal);
        Assert.Contains("plugin 'Foreign' could not be loaded: it does not reference Nabla.Framework", result.Output, StringComparison.Ordinal);
        Assert.Contains("Relu", result.Output, StringComparison.Ordinal);
        Assert.Contains("plugin 'Empty' could not be loaded:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_without_plugins_says_so()
    {
        // The tool as it is, its plugins left behind.
        foreach (var file in Directory.GetFiles(Tool.Folder)) File.Copy(file, _place[Path.GetFileName(file)]);
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [_place["nabla.dll"], "train"])
        {
            WorkingDirectory = _place.Folder,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("no plugin", error, StringComparison.Ordinal);
    }
}
