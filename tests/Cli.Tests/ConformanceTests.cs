using System.Text.Json;

namespace Nabla.Tests;

public sealed class ConformanceTests : IDisposable
{
    const string Suite = "/usr/share/libonnx-testdata/data";

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_folder_without_tests_is_refused()
    {
        Assert.Equal("nabla: '.' holds no test: no folder below it has a model.onnx.", _place.Run("conformance", ".").ErrorLine);
        var missing = _place.Run("conformance", "nowhere");
        Assert.Equal((1, "nabla: There is no folder 'nowhere'; Debian's package libonnx-testdata has the tests."), (missing.ExitCode, missing.ErrorLine));
    }

    [Fact]
    public void Tests_that_pass_fail_and_use_other_ops_are_told_apart()
    {
        Assert.SkipUnless(Directory.Exists(Suite), $"There is no {Suite}; Debian's package libonnx-testdata has it.");
        foreach (var test in (string[])["test_relu", "test_cast_FLOAT_to_STRING", "test_sequence_insert_at_back"]) Copy(Path.Combine(Suite, "node", test), _place[test]);
        var result = _place.Run("conformance", ".", "--json", "result.json");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"Relu +1 +1 +– +– +1\r?\n", result.Output);
        Assert.Matches("FAIL test_cast_FLOAT_to_STRING: Cast-25 .* no kernel", result.Output);
        Assert.EndsWith("1 of 3 passed, 1 failed, 1 use ops that are not registered", result.Output.TrimEnd(), StringComparison.Ordinal);
        var report = JsonDocument.Parse(File.ReadAllText(_place["result.json"])).RootElement;
        Assert.Equal([1, 1, 1], ((string[])["passed", "failed", "unregistered"]).Select(k => report.GetProperty(k).GetInt32()));
        Assert.Equal(["test_cast_FLOAT_to_STRING failed", "test_relu passed", "test_sequence_insert_at_back unregistered"],
            report.GetProperty("tests").EnumerateArray().Select(t => $"{t.GetProperty("name").GetString()} {t.GetProperty("verdict").GetString()}"));
        Assert.Equal("not registered: SequenceInsert", report.GetProperty("tests")[2].GetProperty("reason").GetString());
        Assert.Equal("passed", report.GetProperty("tests")[1].GetProperty("onnxRuntime").GetProperty("verdict").GetString());
        _place.Run("conformance", "test_relu").Succeeds();
    }

    [Fact]
    public void A_wrong_expectation_fails()
    {
        Assert.SkipUnless(Directory.Exists(Suite), $"There is no {Suite}; Debian's package libonnx-testdata has it.");
        Copy(Path.Combine(Suite, "node", "test_relu"), _place["test_relu"]);
        var expected = _place["test_relu/test_data_set_0/output_0.pb"];
        var bytes = File.ReadAllBytes(expected);
        bytes[^1] ^= 0x40;
        File.WriteAllBytes(expected, bytes);
        Assert.Matches("FAIL test_relu: output 'y': element 59 of f32\\[3,4,5\\] is .* is expected, within 0.001 of it", _place.Run("conformance", ".").Output);
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
