using CsCheck;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.Passes;

/// <summary>A softmax cross-entropy and its adjoint in one kernel: the values of the closed form in float64, the same bits however many threads and however wide registers.</summary>
[Collection(nameof(Alone))]
public class JointLosses
{
    sealed record Problem(int Rows, int Classes, string Reduction, bool Weighted, long? Ignored, ElementType Element, int Seed);

    static readonly Gen<Problem> Problems =
        from rows in Gen.Frequency((8, Gen.Int[0, 40]), (1, Gen.Const(1900)))
        from classes in Gen.Frequency((4, Gen.Int[1, 12]), (1, Gen.OneOf(31, 32, 33, 64, 129)))
        from reduction in Gen.OneOf("mean", "sum", "none")
        from weighted in Gen.Bool
        from ignored in Gen.OneOf<long?>(null, 0, -100)
        from element in Gen.OneOf(ElementType.Float32, ElementType.Float64)
        from seed in Gen.Int[0, 1000]
        select new Problem(rows, classes, reduction, weighted, ignored, element, seed);

    static (Graph Graph, Value[] Outputs, Dictionary<Value, Tensor> Fed) Made(Problem p, bool logs = false)
    {
        var (_, g) = BuiltIn.NewGraph();
        var random = new Random(p.Seed);
        var x = g.Input("x", p.Element, [p.Rows, p.Classes]);
        var labels = g.Input("labels", ElementType.Int64, [p.Rows]);
        Shape each = p.Reduction == "none" ? [p.Rows] : [];
        var seed = g.Input("seed", p.Element, each);
        var fed = new Dictionary<Value, Tensor>
        {
            [x] = Tensor.Of([.. Enumerable.Range(0, p.Rows * p.Classes).Select(_ => 8 * random.NextDouble() - 4)], p.Rows, p.Classes),
            [labels] = Tensor.Of([.. Enumerable.Range(0, p.Rows).Select(i => p.Ignored is { } ignored && i % 3 == 1 ? ignored : random.NextInt64(p.Classes))], p.Rows),
            [seed] = Tensor.Of([.. Enumerable.Range(0, p.Reduction == "none" ? p.Rows : 1).Select(_ => random.NextDouble() + 0.5)], each.ToSizes()),
        };
        Value? weights = null;
        if (p.Weighted)
        {
            weights = g.Input("weights", p.Element, [p.Classes]);
            fed[weights] = Tensor.Of([.. Enumerable.Range(0, p.Classes).Select(_ => random.NextDouble() + 0.25)], p.Classes);
        }
        if (p.Element == ElementType.Float32) foreach (var v in fed.Keys.Where(v => v != labels).ToList()) fed[v] = Tensor.Of([.. Numbers.Of(fed[v]).Select(d => (float)d)], fed[v].Dims.ToArray());
        var y = g.Add(new Plugins.SoftmaxCrossEntropyLoss(p.Ignored, p.Reduction), x, labels, weights);
        var dx = g.Add(new Plugins.SoftmaxCrossEntropyGrad(p.Ignored, p.Reduction), seed, y[1], labels, weights)[0];
        return (g, logs ? [y[0], y[1], dx] : [y[0], dx], fed);
    }

    [Fact]
    public void The_values_are_those_of_the_closed_form() => Problems.Sample(p =>
    {
        var (g, outputs, fed) = Made(p, logs: p.Seed % 2 == 0);
        Assert.Equal(["SoftmaxCrossEntropyLossAndGrad"], Cpu.Backend(1).Plan(g.Program, outputs).Graph.Nodes.Select(n => n.Op.Schema.Name));
        var actual = Running.Compiled(outputs, fed);
        var (loss, logs, dx) = ClosedForm(p, [.. fed.Values.Select(t => Numbers.Of(t).ToArray())]);
        double tolerance = p.Element == ElementType.Float32 ? 1e-5 : 1e-13;
        Close(loss, actual[0]);
        Close(dx, actual[^1]);
        if (actual.Length == 3) Close(logs, actual[1]);

        void Close(double[] expected, Tensor got) => Assert.Null(Numbers.Difference(expected, Numbers.Of(got).ToArray(), tolerance, tolerance));
    }, iter: 300);

    static (double[] Loss, double[] Logs, double[] Adjoint) ClosedForm(Problem p, double[][] fed)
    {
        var (x, labels, seed) = (fed[0], fed[1], fed[2]);
        double WeightOf(int row) => (long)labels[row] == p.Ignored ? 0 : p.Weighted ? fed[3][(int)labels[row]] : 1;
        double all = Enumerable.Range(0, p.Rows).Sum(WeightOf);
        var (losses, logs, adjoint) = (new double[p.Rows], new double[x.Length], new double[x.Length]);
        for (int row = 0; row < p.Rows; row++)
        {
            double weight = WeightOf(row), c = weight * (p.Reduction switch { "none" => seed[row], "sum" => seed[0], _ => seed[0] / all });
            double logSum = Math.Log(Enumerable.Range(0, p.Classes).Sum(k => Math.Exp(x[row * p.Classes + k])));
            for (int k = 0; k < p.Classes; k++)
            {
                int at = row * p.Classes + k;
                logs[at] = x[at] - logSum;
                adjoint[at] = c * (Math.Exp(logs[at]) - (weight > 0 && k == (int)labels[row] ? 1 : 0));
                if (weight > 0 && k == (int)labels[row]) losses[row] = -weight * logs[at];
            }
        }
        return (p.Reduction switch { "none" => losses, "sum" => [losses.Sum()], _ => [losses.Sum() / all] }, logs, adjoint);
    }

    [Fact]
    public void Threads_and_register_widths_leave_the_bits_alone() => Problems.Sample(p =>
    {
        var (_, outputs, fed) = Made(p, logs: p.Seed % 2 == 0);
        var expected = Running.Compiled(outputs, fed);
        int usual = Lanes.Width;
        try
        {
            foreach (int width in new[] { 128, 256, 512 })
                foreach (int threads in new[] { 1, 2, 3 })
                {
                    Lanes.Width = width;
                    var actual = Running.Compiled(outputs, fed, Pools[threads]);
                    for (int k = 0; k < actual.Length; k++) Running.AssertSame(expected[k], actual[k], $"{p}, {width} bits, {threads} threads: ");
                }
        }
        finally
        {
            Lanes.Width = usual;
        }
    }, iter: 60, threads: 1);

    static readonly Dictionary<int, CpuBackend> Pools = new() { [1] = Cpu.Backend(1), [2] = Cpu.Backend(2), [3] = Cpu.Backend(3) };

    [Fact]
    public void A_label_out_of_range_is_refused_and_one_to_be_ignored_is_not()
    {
        var (_, outputs, fed) = Made(new(3, 4, "mean", false, null, ElementType.Float32, 1));
        fed[fed.Keys.ElementAt(1)] = Tensor.Vector(0L, 4L, 1L);
        Assert.Contains("label 4 of row 1 is outside [0, 4)", Assert.Throws<GraphException>(() => Running.Compiled(outputs, fed)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void A_row_without_a_softmax_is_NaN_throughout_and_leaves_the_others_alone(float bad)
    {
        var (_, outputs, fed) = Made(new(3, 4, "none", false, null, ElementType.Float32, 1), logs: true);
        var usual = Running.Compiled(outputs, fed);
        float[] x = fed[fed.Keys.First()].Span<float>().ToArray();
        x[6] = bad;
        fed[fed.Keys.First()] = Tensor.Of(x, 3, 4);
        var actual = Running.Compiled(outputs, fed);
        for (int k = 0; k < 3; k++)
            for (int i = 0; i < actual[k].Count; i++)
            {
                bool inRow = i / (k == 0 ? 1 : 4) == 1;
                Assert.Equal(inRow ? float.NaN : usual[k].Span<float>()[i], actual[k].Span<float>()[i]);
            }
    }

    // The adjoint of the loss depends on the loss: there is nothing to compute it from when the sweep starts.
    [Fact]
    public void What_depends_on_the_loss_is_not_joined_to_it()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (x, labels) = (g.Input("x", ElementType.Float32, [3, 4]), g.Input("labels", ElementType.Int64, [3]));
        var y = g.Add(new Plugins.SoftmaxCrossEntropyLoss(), x, labels);
        var dx = g.Add(new Plugins.SoftmaxCrossEntropyGrad(), y[0], y[1], labels)[0];
        Assert.Equal(["SoftmaxCrossEntropyLoss", "SoftmaxCrossEntropyGrad"], Cpu.Backend(1).Plan(g.Program, [dx]).Graph.Nodes.Select(n => n.Op.Schema.Name));
    }
}
