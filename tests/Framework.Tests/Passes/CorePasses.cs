using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>Each pass of the core on a graph small enough to see.</summary>
public class CorePasses
{
    static readonly Dictionary<string, long> None = [];

    static (Graph Graph, Value X) Made(ElementType element = ElementType.Float32)
    {
        var (_, g) = BuiltIn.NewGraph();
        return (g, g.Input("x", element, [2, 3]));
    }

    static Graph Run(IReadOnlyList<Value> outputs, params IPass[] passes) => new PassPipeline([new BindSizes(None), .. passes]) { Verifies = true }.Run(
        FlatProgram.Of(outputs[0].Graph.Program, outputs, updates: false).Graph);

    static string[] Ops(Graph graph) => [.. graph.Nodes.Select(n => n.Op.Schema.Title)];

    [Fact]
    public void Equal_ops_on_equal_inputs_become_one()
    {
        var (g, x) = Made();
        var y = x.Exp() * 2 + x.Exp() * 2;
        Assert.Equal(["Exp", "Mul", "Add"], Ops(Run([y], new CommonSubexpressions())));
        Assert.Equal(["Softmax", "Softmax", "Add"], Ops(Run([x.Softmax(0) + x.Softmax(1)], new CommonSubexpressions())));
        Assert.Equal(["LeakyRelu", "LeakyRelu", "Add"], Ops(Run([x.AddWith("LeakyRelu", [("alpha", 0f)]) + x.AddWith("LeakyRelu", [("alpha", -0f)])], new CommonSubexpressions())));
        Assert.Equal(["Sub", "Sub", "Add"], Ops(Run([(x - 1) + (1 - x)], new CommonSubexpressions())));
    }

    [Fact]
    public void Two_wanted_outputs_that_are_equal_stay_two_outputs()
    {
        var (_, x) = Made();
        var (a, b) = (x.Exp(), x.Exp());
        var graph = Run([a, b], new CommonSubexpressions());
        Assert.Single(graph.Nodes);
        Assert.Equal(2, graph.Outputs.Count);
        Assert.Same(graph.Outputs[0], graph.Outputs[1]);
    }

    [Fact]
    public void Ops_that_give_something_else_each_time_are_neither_merged_nor_folded()
    {
        var (g, x) = Made();
        var y = g.Add(new Counter(), x)[0] + g.Add(new Counter(), x)[0] + g.Add(new Counter(), g.Constant(Tensor.Scalar(1f)))[0];
        var all = new IPass[] { new InlineBodies(), new ConstantFolding(), new CommonSubexpressions(), new DeadCode() };
        Assert.Equal(3, Ops(Run([y], all)).Count(o => o == "test.Counter"));
    }

    [Fact]
    public void What_no_output_needs_is_dropped()
    {
        var (g, x) = Made();
        var pair = g.Add(new SquareAndTriple(), x);
        x.Exp().Log();
        Assert.Equal(["test.SquareAndTriple", "Tanh"], Ops(Run([pair[1].Tanh()], new DeadCode())));
        Assert.Empty(Run([x]).Nodes);
    }

    [Fact]
    public void What_depends_on_constants_alone_is_computed_beforehand()
    {
        var (g, x) = Made();
        var y = x * (g.Constant(Tensor.Vector(1f, 2, 3)) + g.Constant(Tensor.Vector(1f, 1, 1))).Exp().Sum();
        var graph = Run([y], new InlineBodies(), new ConstantFolding(), new DeadCode());
        Assert.Equal(["Mul"], Ops(graph));
        Assert.Equal(Math.Exp(2) + Math.Exp(3) + Math.Exp(4), graph.Nodes[0].Inputs[1]!.Constant!.Span<float>()[0], 1e-4);
    }

    [Fact]
    public void Known_shapes_and_views_that_change_nothing_vanish()
    {
        var (g, x) = Made();
        var y = g.Add("Identity", x).Reshape(x.ShapeOf()).Exp() + x.CountOf().Cast(ElementType.Float32);
        Assert.Equal(["Exp", "Add"], Ops(Run([y], new InlineBodies(), new ConstantFolding(), new DeadCode())));
    }

    [Fact]
    public void A_large_constant_result_is_left_to_be_computed()
    {
        var (g, x) = Made();
        var y = g.Constant(Tensor.Scalar(0f)).Expand(g.Ints(100, 100)).Sum() + x;
        Assert.Contains("Expand", Ops(Run([y], new InlineBodies(), new ConstantFolding(), new DeadCode())));
    }

    [Fact]
    public void Ops_without_kernels_give_way_to_their_bodies_and_these_to_theirs()
    {
        var (g, x) = Made();
        Assert.Equal(["Mul", "Tanh", "Mul", "Add"], Ops(Run([g.Add(new Nested(), x)[0]], new InlineBodies())));
        Assert.Equal(["Exp"], Ops(Run([x.Exp()], new InlineBodies())));
    }

    [Fact]
    public void A_body_that_never_ends_is_found_out()
    {
        var (g, x) = Made();
        var error = Assert.Throws<NablaException>(() => Run([g.Add(new Endless(), x)[0]], new InlineBodies()));
        Assert.Equal("The body of 'test.Endless' never ends: bodies nest deeper than 32.", error.Message);
    }

    [Op("Endless", 1, Domain = "test")]
    public sealed record Endless : LikeInput
    {
        public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [graph.Add(new Endless(), x[0])[0]];
    }

    [Fact]
    public void A_pass_before_one_that_it_needs_is_refused() =>
        Assert.Equal("Pass 'constant folding' requires Lowered, which no pass before it ensures.",
            Assert.Throws<NablaException>(() => Run([Made().X], new ConstantFolding())).Message);

    sealed class Careless(Func<Graph, Graph> rewrite) : IPass
    {
        public string Name => "careless";

        public GraphState Requires => GraphState.None;

        public GraphState Ensures => GraphState.None;

        public Graph Run(Graph graph) => rewrite(graph);
    }

    [Fact]
    public void A_pass_that_breaks_the_graph_is_caught()
    {
        var (_, x) = Made();
        Assert.StartsWith("Invalid program: ", Assert.Throws<GraphException>(() => Run([x], new Careless(g => { g.AppendOutput(x); return g; }))).Message);
        Assert.Equal("Pass 'careless' changed the outputs of the graph.",
            Assert.Throws<NablaException>(() => Run([x], new Careless(g => { g.AppendOutput(g.Inputs[0]); return g; }))).Message);
    }

    [Fact]
    public void The_log_is_told_each_pass_in_order()
    {
        var names = new List<string>();
        var (g, x) = Made();
        new CpuBackend(1, Cpu.Passes) { Log = (name, _) => names.Add(name) }.Compile(g.Program, [x.Exp()]);
        Assert.Equal(["bind sizes", "rewrite", "inline bodies", "widen elements", "constant folding", "common subexpressions", "dead code",
            "joint kernels", "lower reductions", "lower products", "dead code", "elementwise fusion", "product epilogue", "reduction epilogue", "common subexpressions", "dead code"], names);
    }
}
