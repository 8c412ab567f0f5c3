using System.Text.Json;
using System.Xml.Linq;

namespace Nabla.Tests;

public sealed class GradcheckTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    static string Faulty => Path.GetFullPath(Path.Combine(Tool.Folder, "..", "..", "Faulty", Path.GetFileName(Tool.Folder), "Faulty.dll"));

    [Fact]
    public void All_ops_pass_and_at_least_90_of_them_have_an_input_to_differentiate_by()
    {
        var result = _place.Run("gradcheck", "--all", "--json", "report.json", "--junit", "report.xml");
        result.Succeeds();
        Assert.Matches(@"(\d+) ops: \1 pass, 0 fail, 0 inconclusive\r?\n$", result.Output);
        var report = JsonDocument.Parse(File.ReadAllText(_place["report.json"])).RootElement;
        Assert.True(report.GetProperty("passed").GetBoolean());
        Assert.InRange(report.GetProperty("ops").EnumerateArray().Count(o => o.GetProperty("differentiable").GetBoolean()), 90, int.MaxValue);
        Assert.Equal(report.GetProperty("ops").GetArrayLength(), XDocument.Load(_place["report.xml"]).Root!.Elements("testsuite").Count());
    }

    [Fact]
    public void A_plugin_s_wrong_rules_are_named_and_the_right_ones_pass()
    {
        var result = _place.Run("gradcheck", "--plugin", Faulty);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAIL faulty.WrongSign of plugin 'Faulty'", result.Output, StringComparison.Ordinal);
        Assert.Contains("the adjoint of input 0 has the wrong sign", result.Output, StringComparison.Ordinal);
        Assert.Contains($"again: nabla gradcheck --op faulty.WrongSign --plugin {Faulty} --sample \"WrongSign of a row\" --seed 1", result.Output, StringComparison.Ordinal);
        Assert.Contains("The adjoint rule of faulty.Throwing-1", result.Output, StringComparison.Ordinal);
        Assert.Contains("threw InvalidOperationException: the rule is not written yet", result.Output, StringComparison.Ordinal);
        Assert.Contains("The sample table Faulty.BrokenSamples of plugin 'Faulty' threw InvalidOperationException: the table is not written yet", result.Output, StringComparison.Ordinal);
        Assert.Contains("faulty.Demanding of plugin 'Faulty' has no sample table", result.Output, StringComparison.Ordinal);
        Assert.Contains("4 ops: 1 pass, 3 fail, 0 inconclusive", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_failed_can_be_seen_again()
    {
        var result = _place.Run("gradcheck", "--op", "faulty.WrongSign", "--plugin", Faulty, "--sample", "WrongSign of a row", "--seed", "1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("wrong sign", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_checked_node_by_node_and_as_a_whole()
    {
        _place.Run("train", "--layers", "64-5-10", "--activation", "gelu", "--epochs", "1").Succeeds();
        var result = _place.Run("gradcheck", "model.onnx");
        result.Succeeds();
        Assert.Contains("the whole", result.Output, StringComparison.Ordinal);
        Assert.Contains("Gelu", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_seeds_find_nothing_wrong()
    {
        var result = _place.Run("gradcheck", "--op", "Softmax,Gemm", "--seeds", "20");
        result.Succeeds();
        Assert.Matches(@"^20 seeds, 2 ops, 80 checks in \d+ s: 0 not passed\r?\n$", result.Output);
    }

    [Fact]
    public void Mistakes_made_on_purpose_are_found()
    {
        var result = _place.Run("gradcheck", "--op", "Gemm", "--mutants");
        result.Succeeds();
        Assert.Matches(@"mutants of 1 ops: 100.0 % caught", result.Output);
    }

    [Theory]
    [InlineData("Say what to check", "gradcheck")]
    [InlineData("Did you mean 'Softmax'?", "gradcheck", "--op", "Softmx")]
    [InlineData("there is no such file", "gradcheck", "--plugin", "none.dll")]
    [InlineData("there is no such row. Did you mean 'MatMul batched'?", "gradcheck", "--op", "MatMul", "--sample", "MatMul batch")]
    [InlineData("leave out --all", "gradcheck", "model.onnx", "--all")]
    [InlineData("--mutants is about the check itself", "gradcheck", "--all", "--mutants", "--junit", "x.xml")]
    public void What_cannot_be_checked_is_said_in_a_line(string part, params string[] line)
    {
        var result = _place.Run(line);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(part, result.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
