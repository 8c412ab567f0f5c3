using System.Reflection;
using System.Text.RegularExpressions;
using Nabla.Course;

namespace Nabla.Tests;

/// <summary>docs/course.md shows the code of samples/Course as it is, and what it prints.</summary>
[Collection(nameof(Course))]
public partial class Course
{
    static readonly string Root = typeof(Course).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    static readonly string Text = File.ReadAllText(Path.Combine(Root, "docs", "course.md"));

    /// <param name="File">Where the document says the code is from, below samples/Course.</param>
    /// <param name="Code">The code.</param>
    /// <param name="Output">The block behind it, or null.</param>
    sealed record Block(string File, string Code, string? Output);

    static readonly Block[] Blocks =
        [.. Marked().Matches(Text).Select(m => new Block(m.Groups["file"].Value, m.Groups["code"].Value, m.Groups["output"].Success ? m.Groups["output"].Value : null))];

    public static TheoryData<string> Files => [.. Blocks.Select(b => b.File)];

    public static TheoryData<string> Examples => [.. Blocks.Where(b => b.Output is not null).Select(b => b.File)];

    [Theory, MemberData(nameof(Files))]
    public void It_shows_the_code_as_it_is(string file) => Assert.Equal(Shown(file), Blocks.Single(b => b.File == file).Code);

    [Theory, MemberData(nameof(Examples))]
    public void It_shows_what_the_code_prints(string file) => Assert.Equal(Blocks.Single(b => b.File == file).Output, Printed(Path.GetFileNameWithoutExtension(file)));

    [Fact]
    public void Every_block_of_code_is_marked() => Assert.Equal(Regex.Count(Text, "^```csharp", RegexOptions.Multiline), Blocks.Length);

    [Fact]
    public void Every_example_is_shown_with_its_output() => Assert.Equal(Lesson.Names.Select(n => $"Snippets/{n}.cs").Order(), Examples.Select(e => (string)e.Data).Order());

    [Fact]
    public void Every_picture_is_shown() =>
        Assert.Equal(Picture.All.Select(p => $"images/{p.File}").Order(), Regex.Matches(Text, @"!\[[^\]]+\]\(([^)]+)\)").Select(m => m.Groups[1].Value).Order());

    // What stands between the braces of an example; of any other file what follows its namespace.
    static string Shown(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, "samples", "Course", file));
        if (!file.StartsWith("Snippets/", StringComparison.Ordinal)) return string.Join('\n', lines.SkipWhile(l => l != "namespace Nabla.Course;").Skip(2));
        int start = Array.IndexOf(lines, "    {"), end = Array.LastIndexOf(lines, "    }");
        Assert.Equal($"    public static void {Path.GetFileNameWithoutExtension(file)}()", lines[start - 1]);
        return string.Join('\n', lines[(start + 1)..end].Select(l => l.Length > 8 ? l[8..] : ""));
    }

    static string Printed(string example)
    {
        var before = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            Lesson.Find(example)!();
        }
        finally
        {
            Console.SetOut(before);
        }
        return output.ToString().TrimEnd();
    }

    [GeneratedRegex(@"^<!-- samples/Course/(?<file>[\w/]+\.cs), compiled and run by tests/Course\.Tests -->\n```csharp\n(?<code>.*?)\n```\n(\n```text\n(?<output>.*?)\n```\n)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Marked();
}

/// <summary>What writes to the console of the whole process.</summary>
[CollectionDefinition(nameof(Course), DisableParallelization = true)]
public sealed class CourseCollection;
