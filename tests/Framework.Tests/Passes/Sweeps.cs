using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>How the stages of a region share loops.</summary>
public class Sweeps
{
    static Region Region(params Value[] outputs) => Assert.IsType<Fused>(Cpu.Backend(1).Plan(outputs[0].Graph.Program, outputs).Graph.Nodes.Single().Op).Region;

    static int[] StagesOfSweeps(Region region) =>
        [.. RegionPlan.Of<float>(region, new bool[region.Inputs], new bool[region.Inputs]).Sweeps.Select(s => s.Targets.Count)];

    static Value[] Inputs(int count, params long[] sizes)
    {
        var (_, g) = BuiltIn.NewGraph();
        return [.. Enumerable.Range(0, count).Select(k => g.Input($"x{k}", ElementType.Float32, Shape.Of(sizes)))];
    }

    // y₁ = aₙ·(… a₁·x + w …) + w, each a another number.
    static Value Chain(Value x, Value w, int steps, double first)
    {
        for (int k = 0; k < steps; k++) x = k % 2 == 0 ? x * (first + k / 64.0) : x + w;
        return x;
    }

    static void AgreeNodeByNode(Value[] inputs, Value[] outputs)
    {
        var fed = inputs.Select((x, k) => (x, Tensor: Running.Draw(x.Type, k))).ToDictionary(p => p.x, p => p.Tensor);
        var expected = Running.NodeByNode(inputs[0].Graph, fed);
        var actual = Running.Compiled(outputs, fed, Cpu.Backend(2));
        for (int k = 0; k < outputs.Length; k++) Running.AssertSame(expected[outputs[k]], actual[k], $"output {k}");
    }

    [Fact]
    public void The_moments_and_the_weight_of_an_update_are_one()
    {
        var x = Inputs(4, 300, 7);
        Value g = x[0], m = x[1] * 0.9 + g * 0.1, v = x[2] * 0.999 + g * g * 0.001, p = x[3] - m * 0.01 / (v.Sqrt() + 1e-8);
        Assert.Equal([3], StagesOfSweeps(Region(m, v, p)));
        AgreeNodeByNode(x, [m, v, p]);
    }

    [Fact]
    public void Stages_that_wait_for_each_other_long_are_sweeps_of_their_own()
    {
        var x = Inputs(2, 300, 7);
        Value first = Chain(x[0], x[1], 6, 0.5), second = Chain(first, x[1], 6, 0.75), third = Chain(second, x[1], 6, 0.25);
        Assert.Equal([2, 1], StagesOfSweeps(Region(first, second, third)));
        AgreeNodeByNode(x, [first, second, third]);
    }

    [Theory, InlineData(6, 2, new[] { 4, 3 }), InlineData(3, 13, new[] { 2, 1, 1 })]
    public void A_sweep_has_four_stages_and_two_dozen_constants_at_most(int chains, int constants, int[] stages)
    {
        var x = Inputs(1, 5, 300);
        var read = x[0].Exp();
        Value Of(int k)
        {
            var y = read;
            for (int c = 0; c < constants; c++) y = c % 2 == 0 ? y * (k + 1 + c / 64.0) : y - (k + c / 64.0);
            return y;
        }
        Value[] outputs = [.. Enumerable.Range(0, chains).Select(Of)];
        Assert.Equal(stages, StagesOfSweeps(Region(outputs)));
        AgreeNodeByNode(x, outputs);
    }
}
