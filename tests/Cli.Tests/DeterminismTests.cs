namespace Nabla.Tests;

public sealed class DeterminismTests : IDisposable
{
    const string FashionMnist = "/usr/share/datasets/fashion-mnist";

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_file_does_not_depend_on_the_number_of_threads() => SameFile([1, 2, 3], "--epochs", "2");

    [Fact]
    public void Nor_does_that_of_a_large_layer()
    {
        Assert.SkipUnless(Directory.Exists(FashionMnist), $"needs {FashionMnist} (Debian: dataset-fashion-mnist)");
        SameFile([1, 3], "--data", FashionMnist, "--layers", "784-1024-10", "--epochs", "1", "--batch", "256");
    }

    [Fact]
    public void Another_seed_gives_another_model()
    {
        _place.Run("train", "--epochs", "1", "--seed", "1", "--out", "a.onnx").Succeeds();
        _place.Run("train", "--epochs", "1", "--seed", "2", "--out", "b.onnx").Succeeds();
        Assert.NotEqual(File.ReadAllBytes(_place["a.onnx"]), File.ReadAllBytes(_place["b.onnx"]));
    }

    void SameFile(int[] threads, params string[] options)
    {
        foreach (int n in threads)
        {
            var result = _place.Run(["train", .. options, "--threads", $"{n}", "--out", $"{n}.onnx"]);
            result.Succeeds();
            Assert.Contains($", {n} thread", result.Output, StringComparison.Ordinal);
        }
        var first = File.ReadAllBytes(_place[$"{threads[0]}.onnx"]);
        foreach (int n in threads) Assert.True(first.AsSpan().SequenceEqual(File.ReadAllBytes(_place[$"{n}.onnx"])), $"{n} threads give another file");
    }
}
