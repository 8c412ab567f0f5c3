using Nabla.Ops;
using Nabla.Plugins;

namespace Nabla.Tests.Graphs;

/// <summary>A wrong graph fails where it is written; the message names the node, the shapes, the rule.</summary>
public class WrongGraphs
{
    static readonly (Program Program, Graph G) Made = BuiltIn.NewGraph();

    static readonly Value A = Made.G.Input("a", ElementType.Float32, [5, 4]), B = Made.G.Input("b", ElementType.Float32, [7, 3]),
        D = Made.G.Input("d", ElementType.Float64, [5, 4]), N = Made.G.Input("n", ElementType.Int64, ["N"]);

    static readonly Dictionary<string, Action<Graph>> Wrong = new()
    {
        ["MatMul-13 ([5,4], [7,3]): needs [m,k]·[k,n]; k is 4 on the left and 7 on the right."] = g => A.MatMul(B),
        ["MatMul-13 'h' ([5,4], [7,3]): needs [m,k]·[k,n]; k is 4 on the left and 7 on the right."] = g => g.AddNamed(new MatMul(), "h", null, A, B),
        ["MatMul-13 'out' ([5,4], [7,3]): needs [m,k]·[k,n]; k is 4 on the left and 7 on the right."] = g => g.AddNamed(new MatMul(), null, ["out"], A, B),
        ["Add-14 ([5,4], [7,3]): the shapes do not broadcast: aligned at the end, sizes must be equal or 1."] = g => g.Add("Add", A, B),
        ["Add-14 ([5,4], f64[5,4]): all inputs need one element type; there are f32 and f64; cast one with Cast."] = g => g.Add("Add", A, D),
        ["Add-14 ([5,4]): takes 2 inputs (A, B -> C); there are 1."] = g => g.Add("Add", A),
        ["Add-14 (–, [5,4]): input 0 'A' must not be left out."] = g => g.Add("Add", null, A),
        ["Relu-14 ([5,4], [7,3]): takes 1 input (X -> Y); there are 2."] = g => g.Add("Relu", A, B),
        ["Sum-13 (): takes 1 or more inputs (data_0+ -> sum); there are 0."] = g => g.Add("Sum"),
        ["Sum-13 ([5,4], [7,3]): in its body: Add-14 ([5,4], [7,3]): the shapes do not broadcast: aligned at the end, sizes must be equal or 1."] = g => g.Add("Sum", A, B),
        ["Tanh-13 (i64[N]): does not take element type i64."] = g => N.Tanh(),
    };

    public static TheoryData<string> Messages => [.. Wrong.Keys];

    [Theory, MemberData(nameof(Messages))]
    public void It_says(string message)
    {
        int nodes = Made.G.Nodes.Count;
        Assert.Equal(message, Assert.Throws<GraphException>(() => Wrong[message](Made.G)).Message);
        Assert.Equal(nodes, Made.G.Nodes.Count);
    }

    [Fact]
    public void A_value_of_another_graph_is_read_only_through_a_capture()
    {
        var (program, first) = BuiltIn.NewGraph();
        var x = first.Input("x", ElementType.Float32, [2]);
        var second = program.AddGraph("second");
        Assert.Equal("Relu-14: input 'x' belongs to graph 'forward', not to 'second'; read it through Graph.Capture.",
            Assert.Throws<GraphException>(() => second.Add(new Relu(), x)).Message);
        Assert.Equal("'x' belongs to graph 'forward'; it cannot be an output of 'second'.", Assert.Throws<GraphException>(() => second.Output(x)).Message);
        Assert.Equal(ValueKind.Captured, second.Add(new Relu(), second.Capture(x))[0].Producer!.Inputs[0]!.Kind);
    }

    [Fact]
    public void A_value_of_a_later_graph_or_another_program_is_not_captured()
    {
        var (program, first) = BuiltIn.NewGraph();
        var second = program.AddGraph("second");
        var late = second.Input("late", ElementType.Float32, [2]);
        Assert.Equal("'late' is of graph 'second', which does not come before 'forward'.", Assert.Throws<GraphException>(() => first.Capture(late)).Message);
        Assert.Equal("'a' belongs to another program; it cannot be read in graph 'forward'.", Assert.Throws<GraphException>(() => first.Capture(A)).Message);
    }

    [Fact]
    public void Only_variables_are_updated_once_each_with_their_own_type()
    {
        var (program, g) = BuiltIn.NewGraph();
        var w = g.Parameter(new("w", Tensor.Vector(1f, 2)));
        var x = g.Input("x", ElementType.Float32, [2]);
        Assert.Equal("'x' is neither a parameter nor state; only variables can be updated.", Assert.Throws<GraphException>(() => program.Bind(x, x)).Message);
        Assert.Equal("'w' is f32[2]; it cannot be updated with 'reduceSum', which is f32[].", Assert.Throws<GraphException>(() => program.Bind(w, x.Sum())).Message);
        program.Bind(w, x);
        Assert.Equal("'w' has an update already.", Assert.Throws<GraphException>(() => program.Bind(w, x)).Message);
    }

    [Fact]
    public void An_update_joins_values_of_its_own_program()
    {
        var (program, g) = BuiltIn.NewGraph();
        var w = g.Parameter(new("w", Tensor.Filled(ElementType.Float32, 0, 5, 4)));
        Assert.Equal("'a' belongs to another program; it cannot update 'w'.", Assert.Throws<GraphException>(() => program.Bind(w, A)).Message);
        Assert.Equal("'w' belongs to another program; it cannot be updated here.", Assert.Throws<GraphException>(() => Made.Program.Bind(w, A)).Message);
    }

    [Fact]
    public void A_value_of_another_program_is_not_compiled()
    {
        var (program, _) = BuiltIn.NewGraph();
        Assert.Equal("'a' belongs to another program than the one to compile.", Assert.Throws<NablaException>(() => new CpuBackend(1).Compile(program, [A])).Message);
    }
}
