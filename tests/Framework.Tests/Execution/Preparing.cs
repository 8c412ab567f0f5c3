using Nabla.Ops;

namespace Nabla.Tests.Execution;

/// <summary>What the JIT compiles for a first run is compiled when a program is.</summary>
public class Preparing
{
    [Theory]
    [InlineData(1), InlineData(3)]
    public void Every_kernel_is_prepared_once_before_it_runs(int threads)
    {
        var program = new Program(new Registry().Add<Noting>());
        var g = program.AddGraph("g");
        var y = g.Add(new Noting(), g.Add(new Noting(), g.Input("x", ElementType.Float32, [2]))[0])[0];
        Noting.Calls.Clear();
        var executable = new CpuBackend(threads).Compile(program, [y]);
        Assert.Equal(["prepare", "prepare"], Noting.Calls);
        executable.Run();
        executable.Run();
        Assert.Equal(["prepare", "prepare", "run", "run", "run", "run"], Noting.Calls);
    }

    [Fact]
    public void A_kernel_that_cannot_be_prepared_is_named()
    {
        var program = new Program(new Registry().Add<Noting>());
        var g = program.AddGraph("g");
        var y = g.Add(new Noting(Fails: 1), g.Input("x", ElementType.Float32, [2]))[0];
        var e = Assert.Throws<NablaException>(() => new CpuBackend(2).Compile(program, [y]));
        Assert.Contains("Noting", e.Message);
        Assert.Contains("not ready", e.Message);
    }

    [Fact]
    public void A_step_that_updates_in_place_changes_nothing_until_it_runs()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [40, 70]);
        var weight = g.State(new("weight", Running.Draw(new TensorType(ElementType.Float32, [70, 50]), 1)));
        var bias = g.State(new("bias", Running.Draw(new TensorType(ElementType.Float32, [50]), 2)));
        var y = (x.MatMul(weight) + bias).Relu();
        program.Bind(weight, weight - 0.1 * x.Transpose([1, 0]).MatMul(y));
        program.Bind(bias, bias - 0.1 * y.Sum([0]));
        byte[][] before = [weight.Variable!.Bytes.ToArray(), bias.Variable!.Bytes.ToArray()];
        var step = Cpu.Backend(2).Compile(program, [y], updates: true);
        Assert.Equal(before, [weight.Variable.Bytes.ToArray(), bias.Variable.Bytes.ToArray()]);
        step.Feed(x, Running.Draw(x.Type, 3));
        step.Run();
        Assert.NotEqual(before[0], weight.Variable.Bytes.ToArray());
        Assert.NotEqual(before[1], bias.Variable.Bytes.ToArray());
    }
}
