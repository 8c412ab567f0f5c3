using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests.Execution;

/// <summary>Values share bytes only over time.</summary>
public class MemoryPlans
{
    [Fact]
    public void A_planned_run_is_the_same_as_node_by_node() => RandomGraphs.Steps(25).Sample(steps =>
    {
        var (_, g) = BuiltIn.NewGraph();
        var (outputs, fed) = RandomGraphs.Matrices(steps, g, []);
        var expected = Running.NodeByNode(g, fed);
        foreach (var backend in new[] { new CpuBackend(1), Cpu.Backend(1), Cpu.Backend(2) })
        {
            var actual = Running.Compiled(outputs, fed, backend);
            for (int k = 0; k < actual.Length; k++) Running.AssertClose(expected[outputs[k]], actual[k], 1e-11);
        }
    }, iter: 25, threads: 1);

    // By the definition: between where a value is written and where it is last read, through whatever view, nothing else is written to its bytes;
    // an op that declares so may write in its own turn over what it reads.
    [Fact]
    public void No_two_values_that_live_at_one_time_share_bytes() => RandomGraphs.Steps(40).Sample(steps =>
    {
        var (program, g) = BuiltIn.NewGraph();
        var (outputs, _) = RandomGraphs.Matrices(steps, g, []);
        foreach (var backend in new[] { new CpuBackend(1), Cpu.Backend(1) })
        {
            var (graph, plan) = backend.Plan(program, outputs);
            var source = new Dictionary<Value, Value>();
            Value Source(Value v) => source.GetValueOrDefault(v, v);
            foreach (var node in graph.Nodes) if (node.Op.IsView) source[node.Outputs[0]] = Source(node.Inputs[0]!);
            var last = new Dictionary<Value, int>();
            for (int i = 0; i < graph.Nodes.Count; i++)
                foreach (var input in graph.Nodes[i].Inputs) if (input is not null) last[Source(input)] = i;
            foreach (var output in graph.Outputs) last[Source(output)] = int.MaxValue;
            var living = new List<(Value Value, int Written)>();
            for (int i = 0; i < graph.Nodes.Count; i++)
            {
                foreach (var y in graph.Nodes[i].Outputs.Where(y => last.ContainsKey(y) && plan[y].Storage == Storage.Arena))
                {
                    foreach (var (x, written) in living.Where(l => last[l.Value] >= i && Overlap(plan, l.Value, y)))
                        Assert.True(written < i && last[x] == i && MayOverwrite(graph.Nodes[i], x, y, Source), $"{y.Name} is written over {x.Name}, which lives on:\n{plan}");
                    Assert.InRange(plan[y].Offset + y.Type.Bytes, 1, plan.ArenaBytes);
                    Assert.Equal(0, plan[y].Offset % 64);
                    living.Add((y, i));
                }
            }
        }
    }, iter: 60, threads: 1);

    static bool Overlap(MemoryPlan plan, Value a, Value b) =>
        plan[a].Offset < plan[b].Offset + b.Type.Bytes && plan[b].Offset < plan[a].Offset + a.Type.Bytes;

    static bool MayOverwrite(Node node, Value x, Value y, Func<Value, Value> source) =>
        Enumerable.Range(0, node.Inputs.Count).All(j => node.Inputs[j] is not { } v || source(v) != x || node.Op.CanOverwrite(j, y.Index));

    [Fact]
    public void A_chain_runs_in_the_memory_of_its_first_value()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [1000]);
        var y = x.Exp().Tanh().Relu().Exp();
        Assert.Equal(4032, new CpuBackend(1).Plan(program, [y]).Plan.ArenaBytes);
    }

    [Fact]
    public void A_view_is_no_copy()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [6]);
        var (h, view) = (x.Exp(), default(Value)!);
        view = h.Reshape(2, 3);
        var (graph, plan) = new CpuBackend(1).Plan(program, [h, view]);
        Assert.Equal(plan[graph.Outputs[0]].Offset, plan[graph.Outputs[1]].Offset);
        Assert.Equal(64, plan.ArenaBytes);
    }
}
