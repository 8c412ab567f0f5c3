using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests.Checks;

/// <summary>Whole graphs, as models from files are.</summary>
public class GraphTests
{
    static Graph Network(Registry registry, Func<Value, Value> middle)
    {
        var g = new Program(registry).AddGraph("network");
        var random = new Random(5);
        Value Parameter(string name, params long[] sizes) => g.Parameter(new(name, Tensor.Of([.. Enumerable.Range(0, (int)sizes.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5))], sizes)));
        var x = g.Input("x", ElementType.Float32, [Dim.Symbol("N"), 5]);
        var h = x.Gemm(Parameter("w1", 5, 4), Parameter("b1", 4)).Tanh();
        h = middle(h);
        var y = h.Gemm(Parameter("w2", 4, 3), Parameter("b2", 3)).LogSoftmax();
        g.Output(y * g.Constant(Tensor.Scalar(2f)), "y");
        return g;
    }

    [Fact]
    public void Every_node_and_the_whole_are_checked()
    {
        var report = GradientRun.Over(Network(Everything.Ops, h => h.Relu().Reshape(h.ShapeOf())), interrupt: TestContext.Current.CancellationToken);
        Assert.True(report.Passed, string.Join('\n', report.Ops.SelectMany(o => o.Samples)));
        Assert.Equal(["Gemm", "LogSoftmax", "Mul", "Relu", "Reshape", "Tanh", "the whole"], report.Ops.Select(o => o.Name));
        Assert.Equal(["'gemm'", "'gemm_2'"], report.Ops[0].Samples.Select(s => s.Name));
        Assert.All(report.Ops, o => Assert.True(o.IsDifferentiable));
    }

    [Fact]
    public void A_wrong_rule_is_found_at_its_node_and_in_the_whole()
    {
        var report = GradientRun.Over(Network(Everything.NewRegistry().Add<WrongOps.Opposite>(), h => h.Graph.Add(new WrongOps.Opposite(), h)[0]), interrupt: TestContext.Current.CancellationToken);
        Assert.Equal(["test.Opposite", "the whole"], report.Ops.Where(o => o.Verdict == Verdict.Fail).Select(o => o.Name));
        Assert.Equal(Mistake.Sign, report.Ops.Single(o => o.Name == "test.Opposite").Samples[0].Worst!.Diagnosis!.Mistake);
    }

    [Fact]
    public void An_op_without_a_rule_on_the_way_is_named_with_the_path()
    {
        var report = GradientRun.Over(Network(Everything.NewRegistry().Add<WrongOps.Ruleless>(), h => h.Graph.Add(new WrongOps.Ruleless(), h)[0]), interrupt: TestContext.Current.CancellationToken);
        var whole = report.Ops.Single(o => o.Name == "the whole").Samples[0];
        Assert.Equal(Verdict.Fail, whole.Verdict);
        Assert.Matches("test.Ruleless-1 has no adjoint rule; it was reached while differentiating .* along Mul .* <- LogSoftmax .* <- Gemm .* <- test.Ruleless", whole.Worst!.Message);
    }

    [Fact]
    public void Inputs_are_drawn_where_the_graph_is_defined()
    {
        var g = new Program(Everything.Ops).AddGraph("root");
        g.Output(g.Input("x", ElementType.Float32, [4]).Sqrt(), "y");
        var report = GradientRun.Over(g, interrupt: TestContext.Current.CancellationToken);
        Assert.True(report.Passed, string.Join('\n', report.Ops.SelectMany(o => o.Samples)));
    }

    [Fact]
    public void An_adjoint_of_the_wrong_type_is_named_at_its_node_and_in_the_whole()
    {
        var report = GradientRun.Over(Network(Everything.NewRegistry().Add<WrongOps.Unsummed>(), h => h.Graph.Add(new WrongOps.Unsummed(), h, h.Mean([0]))[0]),
            interrupt: TestContext.Current.CancellationToken);
        Assert.Equal(["test.Unsummed", "the whole"], report.Ops.Where(o => o.Verdict == Verdict.Fail).Select(o => o.Name));
        Assert.All(report.Ops.Where(o => o.Verdict == Verdict.Fail), o => Assert.Equal(Mistake.MissingBroadcastSum, o.Samples[0].Worst!.Diagnosis!.Mistake));
    }
}
