using System.Text.Json;
using System.Xml.Linq;

namespace Nabla.Tests;

public sealed class OpCheckTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    static string Faulty => Path.GetFullPath(Path.Combine(Tool.Folder, "..", "..", "Faulty", Path.GetFileName(Tool.Folder), "Faulty.dll"));

    [Fact]
    public void Ops_of_a_loaded_plugin_pass_every_aspect_with_reports_for_machines()
    {
        var result = _place.Run("op", "check", "Activations", "--op", "Relu,Elu", "--json", "report.json", "--junit", "report.xml");
        result.Succeeds();
        Assert.Matches(@"^op +rows +shape .* schema  sizes  aliasing  threads  special  body  onnx  roundtrip  speed  ns/element  GB/s +of copy", result.Output);
        Assert.EndsWith("2 ops: 2 pass, 0 fail, 0 inconclusive", result.Output.TrimEnd(), StringComparison.Ordinal);
        var op = JsonDocument.Parse(File.ReadAllText(_place["report.json"])).RootElement.GetProperty("ops")[0];
        Assert.True(op.GetProperty("speed").GetProperty("nanosecondsPerElement").GetDouble() > 0);
        var suites = XDocument.Load(_place["report.xml"]).Root!;
        Assert.Equal(("op check", 2), (suites.Attribute("name")!.Value, suites.Elements("testsuite").Count()));
        Assert.Contains(suites.Descendants("testcase"), c => c.Attribute("name")!.Value.EndsWith(": Aliasing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_faulty_plugin_fails_and_the_line_that_shows_it_again_does()
    {
        var result = _place.Run("op", "check", Faulty, "--op", "faulty.Swoosh,faulty.WrongSign");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAIL faulty.WrongSign of plugin 'Faulty'", result.Output, StringComparison.Ordinal);
        Assert.Contains($"again: nabla op check {Faulty} --op faulty.WrongSign --sample \"WrongSign of a row\" --seed 1", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 ops: 1 pass, 1 fail, 0 inconclusive", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, _place.Run("op", "check", Faulty, "--op", "faulty.WrongSign", "--sample", "WrongSign of a row", "--seed", "1").ExitCode);
    }

    [Theory]
    [InlineData("Say what to check: a plugin", "op", "check")]
    [InlineData("Did you mean 'Activations'?", "op", "check", "Activation")]
    [InlineData("there is no such file", "op", "check", "none.dll")]
    public void A_wrong_command_line_says_what_is_right(string message, params string[] args)
    {
        var result = _place.Run(args);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.ErrorLine, StringComparison.Ordinal);
    }
}
