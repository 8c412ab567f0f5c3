using System.Text.Json;

namespace Nabla.Tests;

/// <summary>A model learns columns, and is measured and used on tables that have them in another order.</summary>
public sealed class ColumnTests(ColumnTests.Plane plane) : IClassFixture<ColumnTests.Plane>
{
    /// <summary>Two classes on both sides of a line, in columns of very different units, learnt once for all tests.</summary>
    public sealed class Plane : IDisposable
    {
        public Plane()
        {
            Place.Write("plane.csv", "x,y,side\n" + string.Concat(Points.Select(p => $"{p.X},{p.Y},{p.Side}\n")));
            Place.Write("turned.csv", "side,id,y,x\n" + string.Concat(Points.Select((p, i) => $"{p.Side},row {i},{p.Y},{p.X}\n")));
            var result = Place.Run("train", "--data", "plane.csv", "--label", "side", "--epochs", "20");
            result.Succeeds();
        }

        public Workplace Place { get; } = new();

        public (int X, int Y, string Side)[] Points { get; } =
            [.. Enumerable.Range(0, 200).Select(i => (X: i % 20, Y: 1000 * (i / 20))).Select(p => (p.X, p.Y, 500 * p.X > p.Y ? "right" : "left"))];

        public void Dispose() => Place.Dispose();
    }

    readonly Workplace _place = plane.Place;

    [Fact]
    public void Eval_finds_columns_by_name()
    {
        var (straight, turned) = (Accuracy("plane.csv"), Accuracy("turned.csv"));
        Assert.True(straight > 0.9);
        Assert.Equal(straight, turned);

        double Accuracy(string data)
        {
            var result = _place.Run("eval", "model.onnx", "--data", data, "--label", "side", "--json");
            result.Succeeds();
            return JsonDocument.Parse(result.Output).RootElement.GetProperty("accuracy").GetDouble();
        }
    }

    [Fact]
    public void Predict_finds_columns_by_name_and_says_which_it_does_not_read()
    {
        var (straight, turned) = (_place.Run("predict", "model.onnx", "--data", "plane.csv"), _place.Run("predict", "model.onnx", "--data", "turned.csv"));
        Assert.Equal(200 + 1, straight.Output.TrimEnd().Split('\n').Length);
        Assert.Equal(straight.Output, turned.Output);
        Assert.Empty(straight.Error);
        Assert.Equal("nabla: note: turned.csv: the model was not trained on 'id'; this column is not read.", turned.ErrorLine);
        Assert.Empty(_place.Run("predict", "model.onnx", "--data", "turned.csv", "--label", "id").Error);
    }

    [Fact]
    public void Validate_finds_columns_by_name() =>
        _place.Run("validate", "model.onnx", "--data", "turned.csv", "--label", "side").Succeeds();

    [Theory]
    [InlineData("eval --label side")]
    [InlineData("predict")]
    public void A_column_that_is_missing_is_named_with_the_nearest(string line)
    {
        _place.Write("other.csv", "X,y,side\n1,2,left\n");
        var words = line.Split(' ');
        var result = _place.Run([words[0], "model.onnx", "--data", "other.csv", .. words[1..]]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("nabla: other.csv has no column 'x'; the nearest of its columns is 'X'.", result.ErrorLine);
    }

    [Theory]
    [InlineData("eval", 1, "'y' is a feature")]
    [InlineData("predict", 2, "it is a feature")]
    public void A_feature_is_no_label(string command, int exitCode, string reason)
    {
        var result = _place.Run(command, "model.onnx", "--data", "plane.csv", "--label", "y");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(reason, result.ErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_knows_no_names_goes_by_position()
    {
        var file = File.ReadAllBytes(_place["model.onnx"]);
        file[file.AsSpan().IndexOf("features"u8)] = (byte)'F';
        File.WriteAllBytes(_place["nameless.onnx"], file);
        _place.Write("named.csv", "first,second\n19,0\n0,9000\n");
        var lines = _place.Run("predict", "nameless.onnx", "--data", "named.csv").Output.Split('\n');
        Assert.StartsWith("0,right,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1,left,", lines[2], StringComparison.Ordinal);
        Assert.Contains("has 3 columns beside 'side'; 2 features are wanted", _place.Run("predict", "nameless.onnx", "--data", "turned.csv").ErrorLine, StringComparison.Ordinal);
    }
}
