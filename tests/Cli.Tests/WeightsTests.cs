using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Nabla.Tests;

public sealed class WeightsTests : IDisposable
{
    readonly Workplace _place = new();

    public WeightsTests() => _place.Run("train", "--layers", "64-3-10", "--epochs", "1").Succeeds();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Weights_go_out_and_come_back_to_the_same_model()
    {
        foreach (var file in (string[])["w.safetensors", "w.npz"])
        {
            var exported = _place.Run("weights", "model.onnx", "--export", file);
            exported.Succeeds();
            Assert.Matches(@"fc1\.weight +f32 +\[64,3\]", exported.Output);
            Assert.Contains("4 tensors, 235 elements", exported.Output, StringComparison.Ordinal);
            Assert.Equal(exported.Output.Split('\n').Order(), _place.Run("weights", file).Output.Split('\n').Order());
            var loaded = _place.Run("weights", "model.onnx", "--load", file, "--out", "again.onnx");
            Assert.Contains("4 loaded, 0 missing, 0 unexpected, 0 unfit", loaded.Output, StringComparison.Ordinal);
            Assert.Equal(File.ReadAllBytes(_place["model.onnx"]), File.ReadAllBytes(_place["again.onnx"]));
        }
        _place.Run("weights", "w.npz", "--export", "v.safetensors").Succeeds();
        Assert.Equal(File.ReadAllBytes(_place["w.safetensors"]), File.ReadAllBytes(_place["v.safetensors"]));
        var json = JsonDocument.Parse(_place.Run("weights", "v.safetensors", "--json").Output).RootElement;
        Assert.Equal("fc1.weight f32 64,3", json.GetProperty("tensors")[0] is var t ? $"{t.GetProperty("name")} {t.GetProperty("type")} {string.Join(',', t.GetProperty("shape").EnumerateArray())}" : "");
    }

    [Fact]
    public void A_state_dict_of_pytorch_changes_what_the_model_computes()
    {
        // Zero weights, and a last bias that always answers 7.
        float[] bias = [0, 0, 0, 0, 0, 0, 0, 9, 0, 0];
        StateDict("torch.safetensors", ("0.bias", [3], new float[3]), ("0.weight", [3, 64], new float[192]), ("2.bias", [10], bias), ("2.weight", [10, 3], new float[30]));
        var result = _place.Run("weights", "model.onnx", "--load", "torch.safetensors", "--out", "seven.onnx", "--external-data", "--json");
        result.Succeeds();
        var load = JsonDocument.Parse(result.Output).RootElement.GetProperty("load");
        Assert.Equal(["fc1.weight 0.weight True", "fc2.weight 2.weight True"], load.GetProperty("loaded").EnumerateArray().Where(l => l.GetProperty("transposed").GetBoolean())
            .Select(l => $"{l.GetProperty("name")} {l.GetProperty("source")} {l.GetProperty("transposed")}").Order());
        var classes = _place.Run("predict", "seven.onnx", "--data", "digits").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.NotEmpty(classes);
        Assert.All(classes, row => Assert.Matches(@"^\d+,7,", row));
    }

    [Fact]
    public void What_does_not_fit_is_refused_or_reported()
    {
        StateDict("part.safetensors", ("head.b", [10], new float[10]), ("other", [2], new float[2]));
        var refused = _place.Run("weights", "model.onnx", "--load", "part.safetensors", "--out", "no.onnx");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("nothing was loaded", refused.ErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(_place["no.onnx"]));
        var partial = _place.Run("weights", "model.onnx", "--load", "part.safetensors", "--map", "head.b=fc2.bias", "--partial", "--out", "part.onnx");
        Assert.Contains("1 loaded, 3 missing, 1 unexpected, 0 unfit", partial.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out", "weights", "model.onnx", "--load", "w.npz")]
    [InlineData("'model.bin'", "weights", "model.onnx", "--export", "model.bin")]
    [InlineData("--map a", "weights", "model.onnx", "--load", "model.onnx", "--map", "a", "--out", "b.onnx")]
    [InlineData("is no model", "weights", "w.npz", "--load", "v.npz", "--out", "b.onnx")]
    [InlineData("add --out", "weights", "model.onnx", "--external-data")]
    [InlineData("--map is for --load; add --load FILE.", "weights", "model.onnx", "--map", "a=b")]
    [InlineData("--order is for --load; add --load FILE.", "weights", "model.onnx", "--order", "guess")]
    [InlineData("--partial is for --load; add --load FILE.", "weights", "w.npz", "--partial")]
    [InlineData("--round is for --load; add --load FILE.", "weights", "model.onnx", "--export", "v.npz", "--round")]
    [InlineData("over 'model.onnx'", "weights", "model.onnx", "--load", "w.npz", "--out", "b.onnx", "--external-data", "model.onnx")]
    [InlineData("over 'w.npz'", "weights", "model.onnx", "--load", "w.npz", "--out", "b.onnx", "--external-data", "w.npz")]
    [InlineData("over 'b.onnx'", "weights", "model.onnx", "--load", "w.npz", "--out", "b.onnx", "--external-data", "./b.onnx")]
    [InlineData("over 'v.npz'", "weights", "model.onnx", "--load", "w.npz", "--out", "b.onnx", "--external-data", "v.npz", "--export", "v.npz")]
    [InlineData("over 'r.json'", "weights", "model.onnx", "--load", "w.npz", "--out", "b.onnx", "--external-data", "r.json", "--json", "r.json")]
    [InlineData("over 'b.onnx.data'", "weights", "model.onnx", "--load", "b.onnx.data", "--out", "b.onnx", "--external-data")]
    [InlineData("over './b.onnx.data'", "weights", "model.onnx", "--load", "w.npz", "--out", "b.onnx", "--json", "./b.onnx.data", "--external-data")]
    public void A_line_that_cannot_be_is_refused(string part, params string[] line)
    {
        File.WriteAllText(_place["w.npz"], "");
        var result = _place.Run(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(part.Trim('\''), result.ErrorLine, StringComparison.Ordinal);
    }

    // By hand, from the format's description.
    void StateDict(string file, params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        int end = 0;
        var entries = tensors.Select(t => $"\"{t.Name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', t.Shape)}],\"data_offsets\":[{end},{end += 4 * t.Values.Length}]}}").Prepend("\"__metadata__\":{\"format\":\"pt\"}");
        var header = Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}");
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(_place[file], [.. length, .. header, .. tensors.SelectMany(t => t.Values).SelectMany(BitConverter.GetBytes)]);
    }
}
