using System.Text.Json;

namespace Nabla.Tests;

/// <summary>The device that was asked for, through every command that has one.</summary>
public sealed class DeviceTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("eval", "MODEL")]
    [InlineData("predict", "MODEL", "--limit", "3")]
    [InlineData("validate", "MODEL")]
    [InlineData("finetune", "MODEL", "--epochs", "1")]
    [InlineData("train", "--epochs", "1")]
    [InlineData("bench", "step", "--net", "2-8-8-2", "--seconds", "0.01")]
    [InlineData("bench", "infer", "--seconds", "0.01")]
    public void What_cannot_be_had_is_never_the_CPU_instead(params string[] line)
    {
        Assert.SkipWhen(Directory.EnumerateFiles(Tool.Folder, "*onnxruntime_providers_cuda*", SearchOption.AllDirectories).Any(), "The CUDA provider is beside the tool.");
        string[] args = [.. line.Select(a => a == "MODEL" ? trained.Model : a)];
        var result = _place.Run([.. args, "--device", "cuda"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Device 'cuda': 'libonnxruntime_providers_cuda.so' is not beside the application; build with -p:OnnxRuntime=Gpu", result.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_place.Folder));
    }

    [Theory, InlineData("cpu"), InlineData("ep:CPUExecutionProvider")]
    public void A_training_on_ONNX_Runtime_reaches_the_accuracy(string device)
    {
        var result = _place.Run("train", "--device", device, "--json", "result.json");
        result.Succeeds();
        Assert.Contains(", onnxruntime:cpu", result.Output, StringComparison.Ordinal);
        var (ours, theirs) = (trained.Report, JsonDocument.Parse(File.ReadAllText(_place["result.json"])).RootElement);
        Assert.Equal("onnxruntime:cpu", theirs.GetProperty("device").GetString());
        Assert.Equal("cpu", ours.GetProperty("device").GetString());
        // Two of 360 rows.
        Assert.Equal(ours.GetProperty("testAccuracy").GetDouble(), theirs.GetProperty("testAccuracy").GetDouble(), 0.0056);
        Assert.Contains("passed: 360 rows", _place.Run("validate", "model.onnx", "--data", "digits", "--device", device).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_steps_a_run_reach_the_accuracy()
    {
        var result = _place.Run("train", "--device", "cpu", "--steps-per-run", "8", "--json", "result.json");
        result.Succeeds();
        Assert.Contains(", 8 steps a run", result.Output, StringComparison.Ordinal);
        Assert.Equal(trained.Report.GetProperty("testAccuracy").GetDouble(), JsonDocument.Parse(File.ReadAllText(_place["result.json"])).RootElement.GetProperty("testAccuracy").GetDouble(), 0.0056);
        Assert.Contains("--steps-per-run needs --device", _place.Run("train", "--steps-per-run", "8").ErrorLine, StringComparison.Ordinal);
        var lines = _place.Run("bench", "step", "--net", "2-8-8-2", "--device", "cpu", "--alone", "--seconds", "0.1", "--steps-per-run", "4").Output.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("onnxruntime:cpu x4\tsgd\t2-8-8-2", StringComparison.Ordinal));
    }

    // More images than are read at a time.
    [Fact]
    public void Images_are_predicted_in_parts_as_at_once()
    {
        var random = new Random(1);
        byte[] Idx(uint magic, params int[] sizes) => [0, 0, 8, (byte)magic, .. sizes.SelectMany(s => BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(s)))];
        byte[] Images(int count)
        {
            var pixels = new byte[count * 6];
            random.NextBytes(pixels);
            return [.. Idx(3, count, 2, 3), .. pixels];
        }
        byte[] Labels(byte[] images) => [.. Idx(1, (images.Length - 16) / 6), .. Enumerable.Range(0, (images.Length - 16) / 6).Select(i => (byte)(images[16 + i * 6] > images[17 + i * 6] ? 1 : 0))];
        var (train, test) = (Images(300), Images(9000));
        foreach (var (name, bytes) in new[] { ("train-images-idx3-ubyte", train), ("train-labels-idx1-ubyte", Labels(train)), ("t10k-images-idx3-ubyte", test), ("t10k-labels-idx1-ubyte", Labels(test)) })
            File.WriteAllBytes(_place[name], bytes);
        _place.Run("train", "--data", ".", "--layers", "6-8-10", "--epochs", "1").Succeeds();
        var folder = _place.Run("predict", "model.onnx", "--data", ".");
        folder.Succeeds();
        var lines = folder.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 9000), lines.Skip(1).Select(l => int.Parse(l.Split(',')[0])));
        Assert.Equal(folder.Output, _place.Run("predict", "model.onnx", "--data", "t10k-images-idx3-ubyte").Output);
        // Those behind the first part, alone.
        File.WriteAllBytes(_place["rest"], [.. Idx(3, 4000, 2, 3), .. test[(16 + 5000 * 6)..]]);
        var rest = _place.Run("predict", "model.onnx", "--data", "rest").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Skip(5001).Select(l => l[l.IndexOf(',')..]), rest.Skip(1).Select(l => l[l.IndexOf(',')..]));
        Assert.Equal(4501, _place.Run("predict", "model.onnx", "--data", ".", "--limit", "4500").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        File.WriteAllBytes(_place["cut"], test[..^1]);
        Assert.Contains("cut short", _place.Run("predict", "model.onnx", "--data", "cut").ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_and_accuracy_are_those_of_our_kernels()
    {
        var (ours, theirs) = (_place.Run("predict", trained.Model), _place.Run("predict", trained.Model, "--device", "cpu"));
        Assert.Equal((0, ours.Output), (theirs.ExitCode, theirs.Output));
        string Accuracy(ToolResult r) => r.Output.Split('\n').First(l => l.Contains("accuracy", StringComparison.Ordinal)).Split(',')[0];
        Assert.Equal(Accuracy(_place.Run("eval", trained.Model)), Accuracy(_place.Run("eval", trained.Model, "--device", "cpu")));
    }

    [Fact]
    public void A_step_on_a_device_has_the_same_columns()
    {
        var result = _place.Run("bench", "step", "--net", "2-8-8-2", "--seconds", "0.01", "--threads", "1", "--device", "cpu");
        result.Succeeds();
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["nabla", "onnxruntime:cpu", "nabla", "onnxruntime:cpu"], lines.Select(l => l.Split('\t')[0]));
        Assert.All(lines, l => Assert.Matches(@"^[\w:]+\t(sgd|adam)\t2-8-8-2\tb1\tt1\t\d+\.\d(\d\d)?\t\d+\.\d\r?$", l));
    }

    [Theory]
    [InlineData("--device gpu: write cpu, cuda", "eval", "m.onnx", "--device", "gpu")]
    [InlineData("--tf32 needs --device", "eval", "m.onnx", "--tf32")]
    [InlineData("--allow-fallback needs --device", "train", "--allow-fallback")]
    [InlineData("--tf32 is for CUDA", "train", "--device", "cpu", "--tf32")]
    [InlineData("--device-option a: write KEY=VALUE", "train", "--device", "cpu", "--device-option", "a")]
    public void What_makes_no_sense_is_refused(string part, params string[] line)
    {
        if (line[0] == "eval") line[1] = trained.Model;
        var result = _place.Run(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(part, result.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_says_what_there_is_and_a_way_out()
    {
        var findings = JsonDocument.Parse(_place.Run("doctor", "--json").Output).RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(f => f.GetProperty("subject").GetString()!, f => (Found: f.GetProperty("found").GetString()!, WayOut: f.GetProperty("wayOut").GetString()));
        Assert.Matches(@"^\d+\.\d+\.\d+$", findings["ONNX Runtime"].Found);
        Assert.Contains("CPUExecutionProvider", findings["providers"].Found, StringComparison.Ordinal);
        Assert.Matches(@"^registers of (128|256|512) bits$", findings["kernels"].Found);
        Assert.Equal(Directory.GetDirectories(Path.Combine(Tool.Folder, "plugins")).Length, findings.Keys.Count(k => k.StartsWith("plugin ", StringComparison.Ordinal)));
        if (findings["CUDA provider"].Found == "none") Assert.Contains("-p:OnnxRuntime=Gpu", findings["CUDA provider"].WayOut!, StringComparison.Ordinal);
        if (findings["NVIDIA driver"].Found == "none") Assert.NotNull(findings["NVIDIA driver"].WayOut);
        var lines = _place.Run("doctor").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(findings.Count, lines.Length);
    }

    [Theory, InlineData("cpu", 0, "plugin"), InlineData("ep:Foo=/nowhere/foo.so", 1, "there is no file '/nowhere/foo.so'")]
    public void The_doctor_looks_for_the_device_that_is_wanted(string device, int exitCode, string part)
    {
        var result = _place.Run("doctor", "--device", device);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_predicted_in_parts_as_at_once()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 9000).Select(_ => (random.NextDouble(), random.NextDouble())).ToList();
        string Row((double A, double B) r) => FormattableString.Invariant($"{r.A:R},{r.B:R},{(r.A > r.B ? "more" : "less")}");
        _place.Write("t.csv", "a,b,c\n" + string.Join('\n', rows.Select(Row)));
        _place.Run("train", "--data", "t.csv", "--label", "c", "--epochs", "2").Succeeds();
        var result = _place.Run("predict", "model.onnx", "--data", "t.csv");
        result.Succeeds();
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("row,class,probability", lines[0]);
        Assert.Equal(Enumerable.Range(0, 9000), lines.Skip(1).Select(l => int.Parse(l.Split(',')[0])));
        // The rows behind the first part, alone.
        _place.Write("rest.csv", "a,b,c\n" + string.Join('\n', rows.Skip(5000).Select(Row)));
        string[] rest = _place.Run("predict", "model.onnx", "--data", "rest.csv").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines.Skip(5001).Select(l => l[l.IndexOf(',')..]), rest.Skip(1).Select(l => l[l.IndexOf(',')..]));
        Assert.Equal(4501, _place.Run("predict", "model.onnx", "--data", "t.csv", "--limit", "4500").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
