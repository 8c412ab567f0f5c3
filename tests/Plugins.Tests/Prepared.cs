using Nabla.Ops;

namespace Nabla.Tests;

/// <summary>Preparing a kernel compiles its code, and computes nothing.</summary>
public class Prepared
{
    public static TheoryData<string> Everything => OpTable.Names(_ => true);

    // The arena is zeros until something is written to it.
    [Theory, MemberData(nameof(Everything))]
    public void Results_are_untouched_before_the_first_run(string name)
    {
        var c = OpTable.Get(name);
        foreach (var backend in new[] { new CpuBackend(2), Cpu.Backend(2) })
        {
            var graph = new Program(OpTable.Ops).AddGraph("g");
            var inputs = c.Draw(ElementType.Float32);
            var x = inputs.Select((t, i) => t is null ? null : c.Constant.Contains(i) ? graph.Constant(t) : graph.Input($"x{i}", t.Element, Shape.Of(t.Dims)));
            var y = graph.Add(c.Op, [.. x]);
            var compiled = backend.Plan(graph.Program, y).Graph.Outputs;
            var executable = backend.Compile(graph.Program, y);
            for (int k = 0; k < y.Count; k++)
                if (compiled[k].Constant is null) Assert.DoesNotContain(executable.OutputTensor(y[k]).Bytes.ToArray(), b => b != 0);
        }
    }
}
