using System.Text.Json;

namespace Nabla.Tests;

public sealed class TrainTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Fact]
    public void The_defaults_learn_the_digits() => Assert.True(trained.Report.GetProperty("testAccuracy").GetDouble() >= 0.97);

    [Fact]
    public void The_report_holds_every_epoch()
    {
        var epochs = trained.Report.GetProperty("epochs").EnumerateArray().ToList();
        Assert.NotEmpty(epochs);
        foreach (var epoch in epochs)
        {
            Assert.True(epoch.GetProperty("loss").GetDouble() > 0);
            Assert.InRange(epoch.GetProperty("trainAccuracy").GetDouble(), 0, 1);
            Assert.InRange(epoch.GetProperty("testAccuracy").GetDouble(), 0, 1);
            Assert.True(epoch.GetProperty("seconds").GetDouble() > 0);
        }
        Assert.Equal(epochs[^1].GetProperty("testAccuracy").GetDouble(), trained.Report.GetProperty("testAccuracy").GetDouble());
        Assert.True(trained.Report.GetProperty("trainSeconds").GetDouble() > 0);
        Assert.Equal(64 * 128 + 128 + 128 * 10 + 10, trained.Report.GetProperty("parameters").GetInt64());
    }

    [Fact]
    public void Onnx_runtime_agrees()
    {
        var validation = trained.Report.GetProperty("validation");
        Assert.True(validation.GetProperty("passed").GetBoolean());
        Assert.Equal(1, validation.GetProperty("classAgreement").GetDouble());
        Assert.True(validation.GetProperty("maxAbsDiff").GetDouble() <= 5e-6 * Math.Max(1, validation.GetProperty("maxAbs").GetDouble()));
    }

    [Fact]
    public void Redirected_output_is_plain_lines()
    {
        Assert.DoesNotContain(trained.Training.Output, c => char.IsControl(c) && c != '\n');
        Assert.Contains("layers 64-128-10", trained.Training.Output, StringComparison.Ordinal);
        Assert.Contains("test accuracy", trained.Training.Output, StringComparison.Ordinal);
        Assert.Empty(trained.Training.Error);
    }

    [Fact]
    public void Eval_finds_the_same_accuracy()
    {
        var result = trained.Run("eval", trained.Model, "--json");
        result.Succeeds();
        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(trained.Report.GetProperty("testAccuracy").GetDouble(), report.GetProperty("accuracy").GetDouble());
        Assert.Equal(360, report.GetProperty("classes").EnumerateArray().Sum(c => c.GetProperty("samples").GetInt32()));
    }

    [Fact]
    public void Predict_writes_one_row_a_sample()
    {
        var lines = trained.Run("predict", trained.Model, "--limit", "5").Output.TrimEnd().Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Equal("row,class,probability", lines[0]);
        foreach (var line in lines[1..])
        {
            var fields = line.Split(',');
            Assert.InRange(int.Parse(fields[1]), 0, 9);
            Assert.InRange(double.Parse(fields[2]), 0.1, 1);
        }
    }

    [Fact]
    public void Validate_passes_on_random_inputs()
    {
        var result = trained.Run("validate", trained.Model);
        result.Succeeds();
        Assert.Contains("passed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_shows_where_values_lie() =>
        Assert.Contains("arena", trained.Run("show", trained.Model, "--plan", "--batch", "32").Output, StringComparison.Ordinal);
}
