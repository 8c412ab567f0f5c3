using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>Fused or not, on any number of threads, a graph computes the same.</summary>
public class FusionProperties
{
    static readonly long[][] Small = [[4, 6], [6], [4, 1], []], Large = [[40, 1100], [1100], [40, 1], []];

    static readonly CpuBackend Plain = new(1) { Verifies = true };
    static readonly CpuBackend[] Fusing = [.. Enumerable.Range(1, 3).Select(threads => new CpuBackend(threads, Cpu.Passes) { Verifies = true })];

    static bool Agree(Draw[] steps, ElementType element, long[][] shapes)
    {
        var (outputs, fed) = RandomGraphs.Elementwise(steps, element, shapes);
        var expected = Running.Compiled(outputs, fed, Plain);
        foreach (var backend in Fusing)
        {
            var actual = Running.Compiled(outputs, fed, backend);
            for (int k = 0; k < actual.Length; k++) Running.AssertSame(expected[k], actual[k], $"{backend.Pool.Threads} threads, {outputs[k].Name} of\n{outputs[0].Graph}\n");
        }
        return true;
    }

    [Fact]
    public void Small_elementwise_graphs_of_float32() => RandomGraphs.Steps(40).Sample(s => Agree(s, ElementType.Float32, Small), iter: 80, threads: 1);

    [Fact]
    public void Small_elementwise_graphs_of_float64() => RandomGraphs.Steps(25).Sample(s => Agree(s, ElementType.Float64, Small), iter: 30, threads: 1);

    [Fact]
    public void Small_elementwise_graphs_of_integers() => RandomGraphs.Steps(25).Sample(s => Agree(s, ElementType.Int64, Small), iter: 30, threads: 1);

    [Fact]
    public void Large_elementwise_graphs() => RandomGraphs.Steps(40).Sample(s => Agree(s, ElementType.Float32, Large), iter: 15, threads: 1);

    [Fact]
    public void A_chain_deeper_than_any_region() =>
        Agree([.. Enumerable.Range(0, 100).Select(i => new Draw(i % 2 == 0 ? 8 : 2, 1, 3 * (i % 4), 0, i % 37 == 0))], ElementType.Float32, Small);

    [Fact]
    public void Products_with_what_follows_them() => RandomGraphs.Steps(25).Sample(steps =>
    {
        var (_, g) = BuiltIn.NewGraph();
        var (outputs, fed) = RandomGraphs.Matrices(steps, g, []);
        var expected = Running.Compiled(outputs, fed, Plain);
        foreach (var backend in Fusing)
        {
            var actual = Running.Compiled(outputs, fed, backend);
            for (int k = 0; k < actual.Length; k++) Running.AssertClose(expected[k], actual[k], 1e-11);
        }
    }, iter: 60, threads: 1);
}
