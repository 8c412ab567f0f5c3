namespace Nabla.Tests;

/// <summary>That benchmarks run and how their lines read; never how fast anything is.</summary>
public sealed class BenchTests : IDisposable
{
    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void A_step_gives_a_line_an_engine_and_optimizer()
    {
        var result = _place.Run("bench", "step", "--net", "2-8-8-2", "--seconds", "0.01", "--threads", "2");
        result.Succeeds();
        string[] cases = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(' ', l.Split('\t')[..5]))];
        Assert.Equal(["nabla sgd 2-8-8-2 b1 t2", "onnxruntime sgd 2-8-8-2 b1 t2", "nabla adam 2-8-8-2 b1 t2", "onnxruntime adam 2-8-8-2 b1 t2"], cases);
        Assert.All(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => Assert.Matches(@"\t\d+\.\d(\d\d)?\t\d+\.\d\r?$", l));
    }

    [Fact]
    public void A_step_stands_beside_one_written_by_hand()
    {
        var result = _place.Run("bench", "step", "--net", "2-8-8-2", "--seconds", "0.01", "--threads", "1", "--device", "cpu", "--alone", "--by-hand");
        result.Succeeds();
        Assert.Equal(["onnxruntime:cpu sgd", "by hand sgd", "onnxruntime:cpu adam", "by hand adam"],
            result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(' ', l.Split('\t')[..2])));
    }

    [Theory, InlineData("gemm"), InlineData("infer")]
    public void Others_run(string what)
    {
        var result = _place.Run("bench", what, "--seconds", "0.001");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("nabla\t", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_ends_in_other_processes_and_has_no_operations()
    {
        var result = _place.Run("bench", "start", "--threads", "2", "--seconds", "0.1");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^nabla\tstart\t784-128-10\tb32\tt2\t\d+\.\d\t\r?\nnabla\tstart\t784-128-10\tb128\tt2\t\d+\.\d\t\r?\n$", result.Output);
    }

    [Theory]
    [InlineData("choose from 2-8-8-2, 784-128-10", "bench", "step", "--net", "7x")]
    [InlineData("'--threds' is not an option of 'nabla bench step'. Did you mean '--threads'?", "bench", "step", "--threds", "2")]
    public void What_is_not_there_is_refused(string part, params string[] line)
    {
        var result = _place.Run(line);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(part, result.ErrorLine, StringComparison.Ordinal);
    }
}
