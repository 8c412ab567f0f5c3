namespace Nabla.Tests;

public sealed class HelpTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("eval", "--help")]
    [InlineData("predict", "-h")]
    [InlineData("validate", "--help")]
    [InlineData("show", "--help")]
    [InlineData("grad", "--help")]
    [InlineData("ops", "--help")]
    [InlineData("doctor", "--help")]
    [InlineData("weights", "--help")]
    [InlineData("check", "--help")]
    [InlineData("conformance", "--help")]
    [InlineData("gradcheck", "--help")]
    [InlineData("bench", "--help")]
    [InlineData("bench", "step", "--help")]
    public void Help_has_examples_and_exit_codes(params string[] line)
    {
        var result = _place.Run(line);
        result.Succeeds();
        Assert.Contains("Examples:\n  nabla ", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Exit codes:", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void The_name_alone_gives_help() => Assert.Contains("Commands:", _place.Run().Output, StringComparison.Ordinal);

    [Fact]
    public void The_version_is_a_number() => Assert.Matches(@"^\d+\.\d+\.\d+", _place.Run("--version").Output);
}
