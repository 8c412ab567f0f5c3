using Nabla.Ops;
using Nabla.Plugins;

namespace Nabla.Tests.Graphs;

/// <summary>The verifier refuses what no public door lets through; the broken graphs are made behind its back.</summary>
public class Verification
{
    static readonly TensorType Pair = new(ElementType.Float32, [2]);

    static (Program Program, Graph Graph, Value X) Made()
    {
        var (program, g) = BuiltIn.NewGraph();
        return (program, g, g.Input("x", ElementType.Float32, [2]));
    }

    static Node Append(Graph g, params Value?[] inputs) => g.Append(new Relu(), inputs, null, [Pair], null, null, g.Program.Names.Take);

    static List<Update> Updates(Program program) => (List<Update>)program.Updates;

    static string Refusal(Program program) => Assert.Throws<GraphException>(() => Verifier.Check(program)).Message;

    [Fact]
    public void A_sound_program_passes()
    {
        var (program, _, x) = Made();
        Adjoint.Of((x.Relu() * x).Sum(), x);
        Verifier.Check(program);
    }

    [Fact]
    public void A_node_that_reads_what_comes_later()
    {
        var (program, g, x) = Made();
        var late = new Value(g, "late", Pair, ValueKind.Computed);
        Append(g, late);
        Assert.Equal("Invalid program: graph 'forward': node 'relu' reads 'late' before it is defined.", Refusal(program));
    }

    [Fact]
    public void A_node_that_reads_another_graph()
    {
        var (program, _, x) = Made();
        Append(program.AddGraph("second"), x);
        Assert.Equal("Invalid program: graph 'second': node 'relu' reads 'x' of graph 'forward'.", Refusal(program));
    }

    [Fact]
    public void An_output_that_nothing_defines()
    {
        var (program, g, _) = Made();
        g.AppendOutput(new Value(g, "ghost", Pair, ValueKind.Computed));
        Assert.Equal("Invalid program: graph 'forward': the list of outputs reads 'ghost' before it is defined.", Refusal(program));
    }

    [Fact]
    public void A_node_without_outputs()
    {
        var (program, g, x) = Made();
        Append(g, x).Outputs = [];
        Assert.Equal("Invalid program: graph 'forward': node 'relu' has no output.", Refusal(program));
    }

    [Fact]
    public void An_output_that_does_not_know_its_node()
    {
        var (program, g, x) = Made();
        Append(g, x).Outputs = [new Value(g, "orphan", Pair, ValueKind.Computed)];
        Assert.Equal("Invalid program: graph 'forward': output 0 of node 'relu' does not know its producer.", Refusal(program));
    }

    [Fact]
    public void Two_values_of_one_name()
    {
        var (program, _, x) = Made();
        x.Relu().Name = "x";
        Assert.Equal("Invalid program: graph 'forward': the name 'x' is used for two values.", Refusal(program));
    }

    [Fact]
    public void Two_values_of_one_name_in_different_graphs()
    {
        var (program, _, x) = Made();
        program.AddGraph("second").Capture(x).Name = "x";
        Assert.Equal("Invalid program: graph 'second': the name 'x' is used for two values.", Refusal(program));
    }

    [Fact]
    public void A_value_that_two_nodes_define()
    {
        var (program, g, x) = Made();
        var y = Append(g, x).Outputs[0];
        g.Append(y.Producer!.Op, [x], null, [Pair], null, null, program.Names.Take).Outputs = [y];
        Assert.Equal("Invalid program: graph 'forward': output 0 of node 'relu_2' does not know its producer.", Refusal(program));
    }

    [Fact]
    public void An_update_to_another_type()
    {
        var (program, g, x) = Made();
        var w = g.Parameter(new("w", Tensor.Vector(1f, 2)));
        Updates(program).Add(new(w, x.Sum()));
        Assert.Equal("Invalid program: 'w' is f32[2] but its update 'reduceSum' is f32[].", Refusal(program));
    }

    [Fact]
    public void An_update_of_what_is_no_variable()
    {
        var (program, _, x) = Made();
        Updates(program).Add(new(x, x));
        Assert.Equal("Invalid program: the update of 'x' has no variable.", Refusal(program));
    }
}
