using Nabla;
using Nabla.Ops;
using Nabla.Testing;

namespace Company.NewOp1Ops.Tests;

public class Company_NewOp1Tests
{
    // The built-in ops, and this one.
    static readonly Registry Ops = PluginFolder.LoadDefault().Add<Company_NewOp1>();

    public static TheoryData<string> Rows => [.. new Company_NewOp1Samples().Samples.Select(s => s.Name)];

    [Theory, MemberData(nameof(Rows))]
    public void Gradients_are_right(string row)
    {
        var sample = new Company_NewOp1Samples().Samples.Single(s => s.Name == row);
        var report = GradientRun.Over(Ops, [sample], new(Seed: 1), null, TestContext.Current.CancellationToken);
        Assert.True(report.Passed, string.Join(Environment.NewLine, report.Ops.SelectMany(o => o.Samples)));
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 0.7310586), InlineData(-2, -0.2384058)]
    public void Values_are_right(float x, float y)
    {
        var graph = new Program(Ops).AddGraph("forward");
        var input = graph.Input("x", ElementType.Float32, [1]);
        var output = graph.Add(new Company_NewOp1(), input)[0];
        var run = Cpu.Backend().Compile(graph.Program, [output]);
        run.Input<float>(input)[0] = x;
        run.Run();
        Assert.Equal(y, run.Output<float>(output)[0], 1e-6f);
    }
}
