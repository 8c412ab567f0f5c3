using System.IO.Compression;
using System.Text.Json;

namespace Nabla.Tests;

/// <summary>Where plugins come from: the command line, the environment, the user's folder.</summary>
public sealed class PluginTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    static string Faulty => Path.GetFullPath(Path.Combine(Tool.Folder, "..", "..", "Faulty", Path.GetFileName(Tool.Folder)));

    string Home => _place[Path.Combine(".nabla", "plugins", "Faulty")];

    bool IsThere(params string[] args)
    {
        var result = _place.Run(["ops", .. args]);
        result.Succeeds();
        return result.Output.Contains("Swoosh", StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_s_folder_is_installed_listed_replaced_and_removed()
    {
        Assert.False(IsThere());
        var installed = _place.Run("plugin", "install", Faulty);
        installed.Succeeds();
        Assert.Matches("^installed Faulty in .*: faulty.Demanding, .*faulty.Swoosh", installed.Output);
        Assert.True(IsThere());
        Assert.StartsWith("replaced Faulty", _place.Run("plugin", "install", Faulty).Output, StringComparison.Ordinal);
        Assert.Contains(Home, _place.Run("plugin", "list").Output, StringComparison.Ordinal);
        Assert.Equal("removed Faulty", _place.Run("plugin", "remove", "Faulty").Output.Trim());
        Assert.False(IsThere());
        var again = _place.Run("plugin", "remove", "Faulty");
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("no such plugin is installed", again.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_as_JSON_says_what_each_brings_or_why_it_does_not()
    {
        foreach (var plugin in (string[])["Faulty", "Broken"]) Directory.CreateDirectory(_place[$"mine/{plugin}"]);
        foreach (var file in Directory.GetFiles(Faulty)) File.Copy(file, _place[$"mine/Faulty/{Path.GetFileName(file)}"]);
        File.WriteAllText(_place["mine/Broken/Broken.dll"], "no assembly");
        var result = _place.Run("plugin", "list", "--plugins", "mine", "--json");
        result.Succeeds();
        var plugins = JsonDocument.Parse(result.Output).RootElement.GetProperty("plugins").EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!);
        var (good, bad) = (plugins["Faulty"], plugins["Broken"]);
        Assert.True(good.GetProperty("loaded").GetBoolean());
        Assert.Equal(JsonValueKind.Null, good.GetProperty("reason").ValueKind);
        Assert.Contains("faulty.Swoosh", good.GetProperty("ops").EnumerateArray().Select(o => o.GetString()));
        Assert.EndsWith(Path.Combine("mine", "Faulty"), good.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.False(bad.GetProperty("loaded").GetBoolean());
        Assert.Equal("the file is not a .NET assembly.", bad.GetProperty("reason").GetString());
        Assert.Empty(bad.GetProperty("ops").EnumerateArray());
        Assert.Contains("Relu", plugins["Activations"].GetProperty("ops").EnumerateArray().Select(o => o.GetString()));

        _place.Run("plugin", "list", "--plugins", "mine", "--json", "plugins.json").Succeeds();
        Assert.Equal(plugins.Count, JsonDocument.Parse(File.ReadAllText(_place["plugins.json"])).RootElement.GetProperty("plugins").GetArrayLength());
    }

    [Theory]
    [InlineData("plugins/Faulty"), InlineData("lib/net10.0")]
    public void A_package_is_installed(string folder)
    {
        using (var zip = ZipFile.Open(_place["Faulty.1.0.0.nupkg"], ZipArchiveMode.Create)) zip.CreateEntryFromFile(Path.Combine(Faulty, "Faulty.dll"), $"{folder}/Faulty.dll");
        _place.Run("plugin", "install", "Faulty.1.0.0.nupkg").Succeeds();
        Assert.True(File.Exists(Path.Combine(Home, "Faulty.dll")));
        Assert.True(IsThere());
    }

    [Fact]
    public void What_does_not_load_is_not_installed_and_nothing_leaves_its_folder()
    {
        Directory.CreateDirectory(_place["Broken"]);
        File.WriteAllText(_place["Broken/Broken.dll"], "no assembly");
        Assert.Equal("nabla: Plugin 'Broken' was not installed: the file is not a .NET assembly.", _place.Run("plugin", "install", "Broken").ErrorLine);
        using (var zip = ZipFile.Open(_place["evil.nupkg"], ZipArchiveMode.Create)) zip.CreateEntryFromFile(Path.Combine(Faulty, "Faulty.dll"), "plugins/../../escaped/Faulty.dll");
        Assert.Contains("which would lie elsewhere", _place.Run("plugin", "install", "evil.nupkg").ErrorLine, StringComparison.Ordinal);
        _place.Write("note.txt", "x");
        Assert.Contains("give a .nupkg", _place.Run("plugin", "install", "note.txt").ErrorLine, StringComparison.Ordinal);
        _place.Write("empty.nupkg", "x");
        Assert.Contains("is not a package", _place.Run("plugin", "install", "empty.nupkg").ErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place[".nabla/plugins/Broken"]));
    }

    [Fact]
    public void Files_folders_and_the_environment_name_plugins_and_each_is_loaded_once()
    {
        Directory.CreateDirectory(_place["mine/Faulty"]);
        foreach (var file in Directory.GetFiles(Faulty)) File.Copy(file, _place[$"mine/Faulty/{Path.GetFileName(file)}"]);
        Assert.True(IsThere("--plugins", "mine", "--plugins", _place["mine"]));
        Assert.True(IsThere("--plugins", "mine/Faulty/Faulty.dll"));
        using var process = Tool.Start(_place.Folder, ("NABLA_PLUGINS", _place["mine"]), "ops", "--plugins", "mine");
        var output = process.StandardOutput.ReadToEnd();
        Assert.Contains("Swoosh", output, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be loaded", output, StringComparison.Ordinal);
        Assert.Equal("nabla: --plugins nowhere: there is no such folder.", _place.Run("ops", "--plugins", "nowhere").ErrorLine);
    }

    [Fact]
    public void A_rebuilt_plugin_is_checked_again_in_a_fresh_process()
    {
        Directory.CreateDirectory(_place["watched"]);
        foreach (var file in Directory.GetFiles(Faulty)) File.Copy(file, _place[$"watched/{Path.GetFileName(file)}"]);
        using var process = Tool.Start(_place.Folder, "gradcheck", "--plugin", "watched/Faulty.dll", "--sample", "Swoosh", "--op", "faulty.Swoosh", "--watch");
        try
        {
            for (int build = 0; build < 2; build++)
            {
                string? line;
                while ((line = process.StandardError.ReadLine()) is not null && !line.Contains("waiting for", StringComparison.Ordinal)) { }
                Assert.NotNull(line);
                File.SetLastWriteTimeUtc(_place["watched/Faulty.dll"], DateTime.UtcNow.AddSeconds(build + 1));
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
        Assert.Equal("nabla: --watch needs a plugin to watch: its FILE.dll.", _place.Run("gradcheck", "--all", "--watch").ErrorLine);
    }

    [Fact]
    public void A_slope_that_is_learned_is_trained_exported_and_agreed_with()
    {
        _place.Run("train", "--activation", "prelu", "--epochs", "2").Succeeds();
        Assert.Contains("prelu1.slope: f32[]", _place.Run("show", "model.onnx").Output, StringComparison.Ordinal);
    }
}
