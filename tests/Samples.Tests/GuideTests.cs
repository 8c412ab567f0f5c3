using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Nabla.Tests;

/// <summary>The documents of the guide show the code of samples/ as it is, and what it prints.</summary>
public partial class GuideTests
{
    static readonly string[] Documents = ["getting-started.md", "concepts.md", "onnx.md", "gpu.md", "gradient-check.md"];

    static string Meta(string key) => typeof(GuideTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    static string Read(params string[] path) => File.ReadAllText(Path.Combine([Meta("RepositoryRoot"), .. path])).ReplaceLineEndings("\n");

    static IEnumerable<Match> Blocks => Documents.SelectMany(d => Marked().Matches(Read("docs", d)));

    public static TheoryData<string> Pieces => [.. Blocks.Where(b => b.Groups["output"].Success).Select(b => b.Groups["file"].Value)];

    [Fact]
    public void Every_block_of_code_is_a_file_as_it_is()
    {
        Assert.Equal(Documents.Sum(d => Regex.Count(Read("docs", d), "^```csharp", RegexOptions.Multiline)), Blocks.Count());
        Assert.All(Blocks, b => Assert.Equal(Read("samples", b.Groups["file"].Value).TrimEnd(), b.Groups["code"].Value));
    }

    [Fact]
    public void Every_piece_is_shown_with_what_it_prints() =>
        Assert.Equal(Directory.GetFiles(Path.Combine(Meta("RepositoryRoot"), "samples", "Guide"), "*.cs").Select(f => $"Guide/{Path.GetFileName(f)}").Where(f => f != "Guide/Program.cs").Order(), Pieces.Select(p => (string)p.Data).Order());

    [Theory, MemberData(nameof(Pieces))]
    public async Task It_prints_what_the_document_says(string file)
    {
        var start = new ProcessStartInfo("dotnet", [Meta("GuideSample"), Path.GetFileNameWithoutExtension(file)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var run = Process.Start(start)!;
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        Assert.Equal(Blocks.Single(b => b.Groups["file"].Value == file).Groups["output"].Value, (await output).ReplaceLineEndings("\n").TrimEnd());
    }

    public static TheoryData<string> Everything => [.. Directory.GetFiles(Path.Combine(Meta("RepositoryRoot"), "docs"), "*.md").Append(Path.Combine(Meta("RepositoryRoot"), "README.md"))
        .Append(Path.Combine(Meta("RepositoryRoot"), "build", "PACKAGE.md")).Select(f => Path.GetRelativePath(Meta("RepositoryRoot"), f)).Order(StringComparer.Ordinal)];

    // Whoever writes a block without a source, or changes the source, is told here; that a sample runs, and what it prints, other tests of its folder say.
    [Theory, MemberData(nameof(Everything))]
    public void Every_block_of_C_sharp_is_taken_from_a_file_that_is_compiled(string document)
    {
        var text = Read(document);
        var blocks = Sourced().Matches(text);
        Assert.Equal(Regex.Count(text, @"^\s*```(csharp|cs|c#)\b", RegexOptions.Multiline | RegexOptions.IgnoreCase), blocks.Count);
        Assert.All(blocks, b => Assert.Contains(Flush(b.Groups["code"].Value), Flush(Read(b.Groups["file"].Value)), StringComparison.Ordinal));

        // The course shows what stands between braces.
        static string Flush(string code) => $"\n{string.Join('\n', code.Split('\n').Select(l => l.TrimStart()))}\n";
    }

    // A link that leads nowhere.
    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Meta("RepositoryRoot"), "docs"), "*.md").Append(Path.Combine(Meta("RepositoryRoot"), "README.md")))
            foreach (Match link in Link().Matches(File.ReadAllText(path)))
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value)), $"{Path.GetFileName(path)}: {link.Groups[1].Value}");
    }

    [GeneratedRegex(@"^<!-- samples/(?<file>[\w/]+\.cs), compiled and run by tests/Samples\.Tests -->\n```csharp\n(?<code>.*?)\n```\n(\n```text\n(?<output>.*?)\n```\n)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^<!-- (?<file>(samples|plugins)/[\w/]+\.cs)(, compiled and run by tests/\w+\.Tests)? -->\n```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Sourced();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
