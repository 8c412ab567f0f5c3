using Nabla.Ops;

namespace Nabla.Training.Tests;

/// <summary>Memory that a training step takes on two threads, packing buffers included, beside what no plan can do without.</summary>
public class MemoryTests
{
    static readonly (string Net, int Batch)[] Nets =
        [("2-8-8-2", 1), ("784-128-10", 32), ("784-128-10", 128), ("784-512-256-10", 128), ("784-2048-2048-10", 256), ("1024-4096-4096-1024", 512)];

    public static TheoryData<string, int, string> Cases =>
        [.. Nets.SelectMany(n => new[] { "sgd", "momentum", "adam" }.Select(o => new TheoryDataRow<string, int, string>(n.Net, n.Batch, o)))];

    [Theory, MemberData(nameof(Cases))]
    public void A_step_takes_a_tenth_more_than_it_must(string net, int batch, string optimizer)
    {
        int[] layers = [.. net.Split('-').Select(int.Parse)];
        Optimizer rule = optimizer switch { "sgd" => new Sgd(0.01), "momentum" => new Momentum(0.01), _ => new Adam(1e-3) };
        var step = new TrainingStep(TestOps.Registry, Sequential.Mlp(layers, "relu"), new SoftmaxCrossEntropy(), rule, layers[0]);
        var backend = (CpuBackend)Cpu.Backend(2);
        var bindings = new Dictionary<string, long> { ["N"] = batch };
        var (graph, plan) = backend.Plan(step.Program, [step.Loss], bindings, updates: true);
        long packing = backend.Compile(step.Program, [step.Loss], bindings, updates: true).WorkspaceBytes;
        long variables = graph.Inputs.Where(v => v.Variable is not null).Sum(v => v.Type.Bytes);
        Assert.Equal(step.Program.Parameters.Sum(p => p.Type.Bytes) + step.Update.State.Sum(s => s.Type.Bytes), variables);
        long floor = variables + PeakOfLive(graph, plan);
        // A cache line a value in the smallest net is more than the value, and so is a packed strip for each thread.
        long rounding = 64 * graph.Nodes.Count + 2 * 128;
        Assert.InRange(variables + plan.ArenaBytes + packing, floor, floor * 11 / 10 + rounding);
    }

    [Fact]
    public void The_gradient_of_a_weight_is_never_in_memory()
    {
        var step = new TrainingStep(TestOps.Registry, Sequential.Mlp([784, 2048, 10], "relu"), new SoftmaxCrossEntropy(), new Adam(1e-3), 784);
        var (_, plan) = ((CpuBackend)Cpu.Backend(1)).Plan(step.Program, [step.Loss], new Dictionary<string, long> { ["N"] = 8 }, updates: true);
        Assert.InRange(plan.ArenaBytes, 1, 784 * 2048 * sizeof(float) - 1);
    }

    // Between two nodes, the bytes of all computed values that a later node or the caller still reads; the largest of these sums.
    static long PeakOfLive(Graph graph, MemoryPlan plan)
    {
        var root = new Dictionary<Value, Value>();
        Value RootOf(Value v) => root.GetValueOrDefault(v, v);
        var (born, dies) = (new Dictionary<Value, int>(), new Dictionary<Value, int>());
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            foreach (var x in node.Inputs) if (x is not null) dies[RootOf(x)] = i;
            foreach (var y in node.Outputs)
            {
                if (node.Op.IsView) root[y] = RootOf(node.Inputs[0]!);
                else if (plan.IsUsed(y) && plan[y].Storage == Storage.Arena) born[y] = i;
            }
        }
        foreach (var y in graph.Outputs) dies[RootOf(y)] = int.MaxValue;
        return Enumerable.Range(0, graph.Nodes.Count).Max(i => born.Where(b => b.Value <= i && dies[b.Key] > i).Sum(b => b.Key.Type.Bytes));
    }
}
