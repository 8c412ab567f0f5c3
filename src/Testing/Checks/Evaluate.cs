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
        Function(new(registry, op.Schema.Title, (g, x) => g.Add(op, [.. x]), (_, _) => [.. inputs]) { Constant = constant ?? new HashSet<int>() }, inputs, backend ?? Cpu.Backend(1));

    /// <summary>All outputs of a function; by default op by op.</summary>
    internal static Tensor[] Function(CheckedFunction function, IReadOnlyList<Tensor?> inputs, IBackend? backend = null)
    {
        var program = new Program(function.Registry);
        var graph = program.AddGraph("test");
        var x = function.InputsIn(graph, inputs);
        var y = function.Build(graph, x);
        var executable = (backend ?? new CpuBackend(1)).Compile(program, y);
        for (int i = 0; i < x.Length; i++)
            if (x[i] is { Constant: null } v && executable.Inputs.Contains(v)) executable.Feed(v, inputs[i]!);
        executable.Run();
        return [.. y.Select(executable.OutputTensor)];
    }
}
