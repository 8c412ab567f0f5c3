namespace Nabla.Tests;

public sealed class TrainOptionTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("adamw", "GELU")]
    [InlineData("sgd", "tanh")]
    [InlineData("momentum", "leaky_relu")]
    [InlineData("nesterov", "mish")]
    public void Every_optimizer_and_any_activation_of_a_plugin_learns(string optimizer, string activation)
    {
        var result = _place.Run("train", "--optimizer", optimizer, "--activation", activation, "--epochs", "6", "--json", "r.json");
        result.Succeeds();
        using var report = System.Text.Json.JsonDocument.Parse(File.ReadAllText(_place["r.json"]));
        Assert.True(report.RootElement.GetProperty("testAccuracy").GetDouble() > 0.85);
    }

    [Fact]
    public void A_softmax_head_gives_probabilities_and_the_same_decisions()
    {
        var result = _place.Run("train", "--epochs", "3", "--probabilities");
        result.Succeeds();
        Assert.Contains("probabilities: f32[N,10] = Softmax(logits)", _place.Run("show", "model.onnx").Output, StringComparison.Ordinal);
        _place.Run("validate", "model.onnx", "--data", "digits").Succeeds();
        _place.Run("eval", "model.onnx").Succeeds();
    }

    [Fact]
    public void A_table_is_learnt_and_its_class_names_kept()
    {
        // Two classes on both sides of a line, in columns of very different units.
        var rows = Enumerable.Range(0, 200).Select(i => (X: i % 20, Y: 1000 * (i / 20))).Select(p => $"{p.X},{p.Y},{(500 * p.X > p.Y ? "right" : "left")}");
        _place.Write("plane.csv", "x,y,side\n" + string.Join('\n', rows));
        var result = _place.Run("train", "--data", "plane.csv", "--label", "side");
        result.Succeeds();
        Assert.Contains("layers 2-64-2", result.Output, StringComparison.Ordinal);
        _place.Run("eval", "model.onnx", "--data", "plane.csv", "--label", "side").Succeeds();
        _place.Write("new.csv", "x,y\n19,0\n0,9000\n");
        var predicted = _place.Run("predict", "model.onnx", "--data", "new.csv").Output.Split('\n');
        Assert.StartsWith("0,right,", predicted[1], StringComparison.Ordinal);
        Assert.StartsWith("1,left,", predicted[2], StringComparison.Ordinal);
        _place.Run("predict", "model.onnx", "--data", "plane.csv", "--out", "p.csv").Succeeds();
        Assert.Equal(201, File.ReadAllLines(_place["p.csv"]).Length);
    }
}
