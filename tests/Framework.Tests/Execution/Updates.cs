using CsCheck;
using Nabla.Ops;

namespace Nabla.Tests.Execution;

/// <summary>All results are computed before any variable changes.</summary>
public class Updates
{
    static readonly Tensor One = Tensor.Vector(1f, 2), Two = Tensor.Vector(10f, 20);

    static (Program Program, Graph Graph, Value A, Value B) Made()
    {
        var (program, g) = BuiltIn.NewGraph();
        return (program, g, g.State(new("a", One)), g.State(new("b", Two)));
    }

    static Executable Run(Program program, params Value[] outputs)
    {
        var run = new CpuBackend(1, Cpu.Passes) { Verifies = true }.Compile(program, outputs, updates: true);
        run.Run();
        return run;
    }

    static float[] Now(Value v) => v.Variable!.Span<float>().ToArray();

    [Fact]
    public void Two_states_are_swapped()
    {
        var (program, _, a, b) = Made();
        program.Bind(a, b);
        program.Bind(b, a);
        var run = Run(program);
        Assert.Equal([10, 20], Now(a));
        Assert.Equal([1, 2], Now(b));
        run.Run();
        Assert.Equal([1, 2], Now(a));
    }

    [Fact]
    public void Three_states_go_round()
    {
        var (program, g, a, b) = Made();
        var c = g.State(new("c", Tensor.Vector(100f, 200)));
        program.Bind(a, b + c);
        program.Bind(b, c);
        program.Bind(c, a);
        Run(program);
        Assert.Equal([[110, 220], [100, 200], [1, 2]], [Now(a), Now(b), Now(c)]);
    }

    [Fact]
    public void One_result_may_go_to_two_states()
    {
        var (program, _, a, b) = Made();
        var sum = a + b;
        program.Bind(a, sum);
        program.Bind(b, sum);
        Run(program);
        Assert.Equal([[11, 22], [11, 22]], [Now(a), Now(b)]);
    }

    [Fact]
    public void An_input_or_a_constant_may_be_a_result()
    {
        var (program, g, a, b) = Made();
        var x = g.Input("x", ElementType.Float32, [2]);
        program.Bind(a, x);
        program.Bind(b, g.Constant(One));
        var run = Cpu.Backend(1).Compile(program, [], updates: true);
        run.Feed(x, Tensor.Vector(7f, 8));
        run.Run();
        Assert.Equal([[7, 8], [1, 2]], [Now(a), Now(b)]);
    }

    [Fact]
    public void A_state_is_written_in_place_once_its_last_reader_is_through()
    {
        var (program, _, a, b) = Made();
        program.Bind(a, a * 2 + b);
        var (graph, plan) = Cpu.Backend(1).Plan(program, [], updates: true);
        Assert.Same(a.Variable, plan[graph.Outputs[0]].Variable);
        Assert.Empty(plan.Copies);
        Assert.Equal(0, plan.ArenaBytes);
        Run(program);
        Assert.Equal([12, 24], Now(a));
    }

    [Fact]
    public void A_state_that_is_read_later_is_copied_to_instead()
    {
        var (program, g, a, b) = Made();
        var x = g.Input("x", ElementType.Float32, [2]);
        var next = a + b;
        program.Bind(a, next);
        var late = next.Reshape(1, 2).MatMul(a.Reshape(2, 1));
        var (graph, plan) = new CpuBackend(1).Plan(program, [late], updates: true);
        Assert.Equal(Storage.Arena, plan[graph.Outputs[1]].Storage);
        Assert.Equal([(graph.Outputs[1], a.Variable!)], plan.Copies);
        Assert.Equal(11 * 1 + 22 * 2, Run(program, late).Output<float>(late)[0]);
        Assert.Equal([11, 22], Now(a));
    }

    [Fact]
    public void A_product_never_writes_over_its_own_operand()
    {
        var (program, g) = BuiltIn.NewGraph();
        var w = g.Parameter(new("w", Tensor.Of([1f, 2, 3, 4], 2, 2)));
        program.Bind(w, w.MatMul(w));
        Run(program);
        Assert.Equal([7, 10, 15, 22], Now(w));
    }

    // Gradient descent: the product is subtracted from the weight as its tiles are finished, where the weight may be written over.
    [Theory]
    [InlineData(300, 40, 9, false), InlineData(300, 40, 9, true), InlineData(7, 33, 70, false), InlineData(40, 5, 6, false), InlineData(20, 64, 400, false), InlineData(30, 20, 1100, false)]
    public void A_scaled_product_is_subtracted_from_a_variable(int m, int n, int k, bool isReadLater)
    {
        var (program, g) = BuiltIn.NewGraph();
        var first = Running.Draw(new(ElementType.Float32, [m, n]), 1);
        Value w = g.Parameter(new("w", first)), x = g.Input("x", ElementType.Float32, [k, m]), d = g.Input("d", ElementType.Float32, [k, n]), rate = g.Input("rate", ElementType.Float32, []);
        var next = w - rate * x.T.MatMul(d);
        program.Bind(w, next);
        Value[] outputs = isReadLater ? [next.MatMul(w.T)] : [];
        Tensor tx = Running.Draw(x.Type, 2), td = Running.Draw(d.Type, 3);
        var (other, h) = BuiltIn.NewGraph();
        Value hx = h.Input("x", ElementType.Float32, [k, m]), hd = h.Input("d", ElementType.Float32, [k, n]), product = hx.T.MatMul(hd);
        var alone = Cpu.Backend(1).Compile(other, [product]);
        alone.Feed(hx, tx);
        alone.Feed(hd, td);
        alone.Run();
        float[] expected = first.Span<float>().ToArray();
        var run = new CpuBackend(2, Cpu.Passes) { Verifies = true }.Compile(program, outputs, updates: true);
        run.Feed(x, tx);
        run.Feed(d, td);
        foreach (float r in new[] { 0.1f, 0.3f })
        {
            run.Input<float>(rate).Fill(r);
            run.Run();
            for (int i = 0; i < expected.Length; i++) expected[i] -= r * alone.Output<float>(product)[i];
            Assert.Equal(expected, Now(w));
        }
    }

    [Fact]
    public void A_variable_is_not_written_over_while_the_product_subtracted_from_it_reads_it()
    {
        var (program, g) = BuiltIn.NewGraph();
        var first = Running.Draw(new(ElementType.Float32, [40, 40]), 1);
        Value w = g.Parameter(new("w", first)), d = g.Input("d", ElementType.Float32, [40, 40]), rate = g.Input("rate", ElementType.Float32, []);
        var next = w - rate * w.T.MatMul(d);
        program.Bind(w, next);
        var td = Running.Draw(d.Type, 2);
        var tr = Tensor.Scalar(0.5f);
        var expected = Running.NodeByNode(g, new Dictionary<Value, Tensor> { [d] = td, [rate] = tr })[next];
        var run = new CpuBackend(1, Cpu.Passes) { Verifies = true }.Compile(program, [], updates: true);
        run.Feed(d, td);
        run.Feed(rate, tr);
        run.Run();
        Running.AssertClose(expected, w.Variable!.ToTensor(), 1e-5);
    }

    [Fact]
    public void Without_updates_nothing_changes()
    {
        var (program, _, a, b) = Made();
        var sum = a + b;
        program.Bind(a, sum);
        Running.Compiled([sum], Running.Nothing);
        Assert.Equal([1, 2], Now(a));
    }

    [Fact]
    public void An_output_that_is_an_old_state_is_what_was_there_before_the_updates()
    {
        var (program, g, a, b) = Made();
        var (view, same) = (a.Reshape(2, 1), g.Add("Identity", a));
        program.Bind(a, b);
        var run = Run(program, view, same);
        Assert.Equal([1, 2], run.Output<float>(view));
        Assert.Equal([1, 2], run.Output<float>(same));
        run.Run();
        Assert.Equal([10, 20], run.Output<float>(view));
    }

    // Against an interpreter that knows no memory: node by node, then all variables at once.
    [Fact]
    public void Any_updates_of_any_graph_agree_with_an_interpreter() => Gen.Select(RandomGraphs.Steps(15), Gen.Int[0, 99].Array[4], Gen.Bool).Sample((steps, picks, fused) =>
    {
        var (program, g) = BuiltIn.NewGraph();
        Value[] variables = [.. new[] { (5, 5), (5, 5), (5, 7), (7, 5) }.Select((s, i) => g.State(new($"v{i}", Running.Draw(new(ElementType.Float64, [s.Item1, s.Item2]), i))))];
        var (outputs, fed) = RandomGraphs.Matrices(steps, g, variables);
        for (int i = 0; i < variables.Length; i++)
        {
            List<Value> fitting = [.. g.Nodes.SelectMany(n => n.Outputs).Concat(variables).Concat(fed.Keys).Where(v => v.Type == variables[i].Type)];
            if (picks[i] % 4 != 0) program.Bind(variables[i], fitting[picks[i] / 4 % fitting.Count]);
        }
        var run = new CpuBackend(1, fused ? Cpu.Passes : []) { Verifies = true }.Compile(program, outputs, updates: true);
        foreach (var input in run.Inputs) run.Feed(input, fed[input]);
        for (int round = 0; round < 3; round++)
        {
            var expected = Running.NodeByNode(g, fed);
            run.Run();
            foreach (var y in outputs) Running.AssertClose(expected[y], run.OutputTensor(y), 1e-9);
            foreach (var (target, result) in program.Updates)
            {
                Running.AssertClose(expected[result], target.Variable!.ToTensor(), 1e-9);
                target.Variable.Load(expected[result]);
            }
            foreach (var v in variables.Except(program.Updates.Select(u => u.Target))) Running.AssertSame(expected[v], v.Variable!.ToTensor());
        }
    }, iter: 60, threads: 1);
}
