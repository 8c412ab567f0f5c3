using System.Text.Json;

namespace Nabla.Tests;

public sealed class CheckTests : IDisposable
{
    readonly Workplace _place = new();

    public CheckTests() => _place.Run("train", "--layers", "64-3-10", "--epochs", "1").Succeeds();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_sound_model_has_no_findings()
    {
        var result = _place.Run("check", "model.onnx");
        Assert.Equal((0, "model.onnx: sound", ""), (result.ExitCode, result.Output.TrimEnd(), result.Error));
    }

    [Fact]
    public void What_is_wrong_is_told_with_the_name_of_the_node()
    {
        // Another op of as many letters.
        var bytes = File.ReadAllBytes(_place["model.onnx"]);
        "Gell"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("Relu"u8)));
        File.WriteAllBytes(_place["bad.onnx"], bytes);
        var result = _place.Run("check", "bad.onnx");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: node 'relu': unknown op 'Gell' at version 21; neither ONNX nor a plugin has it.", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("bad.onnx: 1 error", result.Output.TrimEnd(), StringComparison.Ordinal);
        var report = JsonDocument.Parse(_place.Run("check", "bad.onnx", "--json").Output).RootElement;
        Assert.Equal((false, 1, 0), (report.GetProperty("passed").GetBoolean(), report.GetProperty("errors").GetInt32(), report.GetProperty("warnings").GetInt32()));
        Assert.Equal(("error", "relu"), (report.GetProperty("findings")[0].GetProperty("severity").GetString(), report.GetProperty("findings")[0].GetProperty("node").GetString()));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        _place.Write("text.onnx", "no model");
        var result = _place.Run("check", "text.onnx");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("nabla: 'text.onnx' is no ONNX model", result.ErrorLine, StringComparison.Ordinal);
    }
}
