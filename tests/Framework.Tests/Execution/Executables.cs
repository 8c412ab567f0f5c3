using Nabla.Ops;

namespace Nabla.Tests.Execution;

public class Executables
{
    [Fact]
    public void Inputs_keep_their_content_from_run_to_run()
    {
        var (program, g) = BuiltIn.NewGraph();
        var (x, b) = (g.Input("x", ElementType.Float32, [3]), g.Input("b", ElementType.Float32, [3]));
        var y = (x.Exp() + b).Relu() * x;
        var run = Cpu.Backend(1).Compile(program, [y, x]);
        run.Feed(x, Tensor.Vector(1f, 2, 3));
        run.Feed(b, Tensor.Vector(4f, 5, 6));
        run.Run();
        var first = run.OutputTensor(y);
        run.Run();
        Assert.Equal(first, run.OutputTensor(y));
        Assert.Equal([1, 2, 3], run.Input<float>(x));
        Assert.Equal([4, 5, 6], run.Input<float>(b));
        Assert.Equal([1, 2, 3], run.Output<float>(x));
    }

    [Fact]
    public void Executables_for_different_sizes_share_their_variables()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, ["N"]);
        var total = g.State(new("total", Tensor.Scalar(0f)));
        program.Bind(total, total + x.Sum());
        foreach (var fed in new[] { Tensor.Vector(1f, 2, 3), Tensor.Vector(10f), Tensor.Vector(100f, 200, 300, 400) })
        {
            var run = Cpu.Backend(1).Compile(program, [], new Dictionary<string, long> { ["N"] = fed.Count }, updates: true);
            Assert.Equal([fed.Count], run.SizesOf(x));
            run.Feed(x, fed);
            run.Run();
        }
        Assert.Equal(1016, total.Variable!.Span<float>()[0]);
        total.Variable.Load(Tensor.Scalar(5f));
        var again = Cpu.Backend(1).Compile(program, [total], new Dictionary<string, long> { ["N"] = 1 });
        again.Run();
        Assert.Equal([5], again.Output<float>(total));
    }

    [Fact]
    public void Only_what_the_outputs_need_must_be_fed()
    {
        var (program, g) = BuiltIn.NewGraph();
        var (a, b, c) = (g.Input("a", ElementType.Float32, []), g.Input("b", ElementType.Float32, []), g.Input("c", ElementType.Float32, []));
        var (ab, bc) = (a + b, b + c);
        Assert.Equal([a, b], Cpu.Backend(1).Compile(program, [ab]).Inputs);
        Assert.Equal([b, c], Cpu.Backend(1).Compile(program, [bc]).Inputs);
    }

    [Fact]
    public void A_constant_an_input_and_a_value_named_twice_may_be_outputs()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, []);
        var (c, y) = (g.Constant(Tensor.Scalar(7f)), x * 2);
        var run = Cpu.Backend(1).Compile(program, [c, y, y, x]);
        run.Feed(x, Tensor.Scalar(3f));
        run.Run();
        Assert.Equal([7, 6, 3], [run.Output<float>(c)[0], run.Output<float>(y)[0], run.Output<float>(x)[0]]);
    }

    [Fact]
    public void What_is_asked_wrongly_is_refused()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [2]);
        var (h, y) = (x.Exp(), x.Exp().Tanh());
        var run = Cpu.Backend(1).Compile(program, [y]);
        Assert.Equal("'exp' is neither an input nor an output of this executable; ask for it when compiling.", Assert.Throws<NablaException>(() => run.OutputTensor(h)).Message);
        Assert.Equal("'x' holds f32, not f64.", Assert.Throws<NablaException>(() => { run.Input<double>(x); }).Message);
        Assert.Equal("'tanh' is not an input of this executable.", Assert.Throws<NablaException>(() => { run.Input<float>(y); }).Message);
        Assert.Equal("'tanh' is not an input of this executable.", Assert.Throws<NablaException>(() => run.Feed(y, Tensor.Vector(1f, 2))).Message);
        Assert.Equal("Input 'x' is f32[2]; it cannot be fed a tensor of f32[3].", Assert.Throws<NablaException>(() => run.Feed(x, Tensor.Vector(1f, 2, 3))).Message);
        Assert.Equal("Input 'x' is f32[2]; it cannot be fed a tensor of i32[2].", Assert.Throws<NablaException>(() => run.Feed(x, Tensor.Vector(1, 2))).Message);
    }

    [Fact]
    public void An_op_without_a_kernel_is_named()
    {
        var (program, g) = BuiltIn.NewGraph();
        var y = g.Add(new NoRule(), g.Input("x", ElementType.Float32, [2]))[0];
        Assert.Equal("test.NoRule-1 'noRule' ([2]): there is no kernel for these types on the CPU.", Assert.Throws<NablaException>(() => Cpu.Backend(1).Compile(program, [y])).Message);
    }
}
