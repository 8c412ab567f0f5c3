using Nabla.Ops;

namespace Nabla.Testing;

/// <summary>Runs one op on tensors.</summary>
public static class Evaluate
{
    /// <summary>All outputs of an op on the CPU.</summary>
    /// <param name="registry">The ops, for bodies.</param>
    /// <param name="op">The op.</param>
    /// <param name="inputs">Its inputs; null where left out.</param>
    /// <param name="constant">The positions of inputs that are constants of the graph, such as axes.</param>
    /// <param name="backend">Where; by default the CPU with one thread.</param>
    public static Tensor[] Op(Registry registry, Op op, IReadOnlyList<Tensor?> inputs, IReadOnlySet<int>? constant = null, IBackend? backend = null) =>
        Run(registry, (g, x) => g.Add(op, [.. x]), inputs, constant, backend ?? Cpu.Backend(1));

    /// <summary>All outputs of a function, op by op.</summary>
    internal static Tensor[] Function(CheckedFunction function, IReadOnlyList<Tensor?> inputs) => Run(function.Registry, function.Build, inputs, function.Constant, new CpuBackend(1));

    static Tensor[] Run(Registry registry, Func<Graph, IReadOnlyList<Value?>, IReadOnlyList<Value>> build, IReadOnlyList<Tensor?> inputs, IReadOnlySet<int>? constant, IBackend backend)
    {
        var program = new Program(registry);
        var graph = program.AddGraph("test");
        var x = inputs.Select((t, i) => t is null ? null : constant?.Contains(i) == true ? graph.Constant(t) : graph.Input($"x{i}", t.Element, t.Type.Shape)).ToArray();
        var y = build(graph, x);
        var executable = backend.Compile(program, y);
        for (int i = 0; i < x.Length; i++)
            if (x[i] is { Constant: null } v && executable.Inputs.Contains(v)) executable.Feed(v, inputs[i]!);
        executable.Run();
        return [.. y.Select(executable.OutputTensor)];
    }
}
