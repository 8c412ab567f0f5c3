namespace Nabla.Training.Tests;

public class LossTests
{
    /// <summary>The loss and its derivative by the scores.</summary>
    static (float Loss, float[] Gradient) Run(Loss loss, float[] scores, int width, Action<Executable, Value> feed)
    {
        int n = scores.Length / width;
        var program = new Program(TestOps.Registry);
        var graph = program.AddGraph("loss");
        var x = graph.Parameter(new("scores", Tensor.Of(scores, n, width)));
        var type = loss.LabelsFor(x.Type);
        var labels = graph.Input("labels", type.Element, type.Shape);
        var value = graph.Output(loss.Build(x, labels), "loss");
        var gradient = Adjoint.Of(value)[x];
        var run = TestOps.Backend().Compile(program, [value, gradient]);
        feed(run, labels);
        run.Run();
        return (run.Output<float>(value)[0], run.Output<float>(gradient).ToArray());
    }

    static void Close(double[] expected, float[] actual, double tolerance = 2e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }

    [Fact]
    public void Softmax_cross_entropy_is_the_mean_of_minus_log_softmax()
    {
        float[] scores = [1, 2, 3, 0, 0, 0, 100, 101, 102, -1000, 0, 1000];
        long[] labels = [2, 0, 0, 2];
        var (loss, gradient) = Run(new SoftmaxCrossEntropy(), scores, 3, (e, l) => labels.CopyTo(e.Input<long>(l)));
        var (sum, expected) = (0.0, new double[scores.Length]);
        for (int i = 0; i < 4; i++)
        {
            var row = scores.Skip(3 * i).Take(3).Select(s => (double)s).ToArray();
            double max = row.Max(), z = row.Sum(s => Math.Exp(s - max));
            sum -= row[labels[i]] - max - Math.Log(z);
            for (int c = 0; c < 3; c++) expected[3 * i + c] = (Math.Exp(row[c] - max) / z - (c == labels[i] ? 1 : 0)) / 4;
        }
        Assert.Equal(sum / 4, loss, 1e-6);
        Close(expected, gradient);
    }

    [Fact]
    public void Mean_squared_error_is_the_mean_over_all_elements()
    {
        float[] outputs = [1, 2, 3, 4, 5, 6], targets = [1, 0, 3.5f, 4, -5, 6];
        var (loss, gradient) = Run(new MeanSquaredError(), outputs, 2, (e, l) => targets.CopyTo(e.Input<float>(l)));
        Assert.Equal((4 + 0.25 + 100) / 6, loss, 1e-5);
        Close([.. outputs.Zip(targets, (a, b) => 2.0 * (a - b) / 6)], gradient);
    }

    // At 0 the derivative must be ½ − y, and nothing may overflow far out.
    [Fact]
    public void Binary_cross_entropy_is_stable_and_smooth()
    {
        float[] logits = [0, 0, 1, -1, 30, -30, 500, -500, 90, -90], labels = [0, 1, 1, 1, 1, 0, 1, 0, 0, 1];
        var (loss, gradient) = Run(new BinaryCrossEntropy(), logits, 1, (e, l) => labels.CopyTo(e.Input<float>(l)));
        double expected = logits.Zip(labels, (x, y) => Math.Max(x, 0) - (double)x * y + Math.Log(1 + Math.Exp(-Math.Abs((double)x)))).Average();
        Assert.Equal(expected, loss, 1e-5);
        Close([.. logits.Zip(labels, (x, y) => (1 / (1 + Math.Exp(-(double)x)) - y) / 10)], gradient);
    }

    [Fact]
    public void Outputs_that_do_not_fit_are_refused()
    {
        Assert.Contains("[N,1]", Assert.Throws<NablaException>(() => new BinaryCrossEntropy().LabelsFor(new(ElementType.Float32, ["N", 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("[N,C]", Assert.Throws<NablaException>(() => new SoftmaxCrossEntropy().LabelsFor(new(ElementType.Float32, ["N"]))).Message, StringComparison.Ordinal);
    }
}
