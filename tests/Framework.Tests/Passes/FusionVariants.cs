using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>The same formulas at another register width, or without code generated at run time, give the same bits.</summary>
[Collection(nameof(Alone))]
public class FusionVariants
{
    static readonly long[][] Shapes = [[4, 300], [300], [4, 1], []];

    static void AgreeWith<T>(Func<T> get, Action<T> set, T variant, ElementType element, int iterations) => RandomGraphs.Steps(40).Sample(steps =>
    {
        var (outputs, fed) = RandomGraphs.Elementwise(steps, element, Shapes);
        var expected = Running.Compiled(outputs, fed);
        var usual = get();
        try
        {
            set(variant);
            var actual = Running.Compiled(outputs, fed, Cpu.Backend(2));
            for (int k = 0; k < actual.Length; k++) Running.AssertSame(expected[k], actual[k], $"{outputs[k].Name} of\n{outputs[0].Graph}\n");
        }
        finally
        {
            set(usual);
        }
    }, iter: iterations, threads: 1);

    [Theory]
    [InlineData(128, ElementType.Float32), InlineData(256, ElementType.Float32), InlineData(128, ElementType.Float64), InlineData(256, ElementType.Int64)]
    public void Registers_of_another_width(int width, ElementType element) => AgreeWith(() => Lanes.Width, w => Lanes.Width = w, width, element, 25);

    [Theory, InlineData(ElementType.Float32), InlineData(ElementType.Float64), InlineData(ElementType.Int64)]
    public void One_step_after_the_other_as_where_no_code_can_be_generated(ElementType element) =>
        AgreeWith(() => RegionPlan.Chains, c => RegionPlan.Chains = c, true, element, 50);

    [Fact]
    public void Chained_epilogues_of_products() => RandomGraphs.Steps(20).Sample(steps =>
    {
        var (_, g) = BuiltIn.NewGraph();
        var (outputs, fed) = RandomGraphs.Matrices(steps, g, []);
        var expected = Running.Compiled(outputs, fed);
        try
        {
            RegionPlan.Chains = true;
            var actual = Running.Compiled(outputs, fed);
            for (int k = 0; k < actual.Length; k++) Running.AssertSame(expected[k], actual[k]);
        }
        finally
        {
            RegionPlan.Chains = false;
        }
    }, iter: 30, threads: 1);
}
