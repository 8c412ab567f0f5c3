using Nabla.Ops;

namespace Nabla.Tests.Graphs;

public class Names
{
    [Fact]
    public void A_taken_name_is_refused_in_any_graph_of_the_program()
    {
        var (program, g) = BuiltIn.NewGraph();
        g.Input("x", ElementType.Float32, [2]);
        var error = Assert.Throws<GraphException>(() => program.AddGraph("second").Input("x", ElementType.Float32, [2]));
        Assert.Equal("The name 'x' is taken: names are unique over a program.", error.Message);
    }

    [Fact]
    public void Made_up_names_are_the_op_and_a_number()
    {
        var (program, g) = BuiltIn.NewGraph();
        var x = g.Input("relu", ElementType.Float32, [2]);
        Assert.Equal(["relu_2", "relu_3", "add"], new[] { x.Relu(), x.Relu(), x + x }.Select(v => v.Name));
        Assert.Equal("relu_4", program.AddGraph("second").Capture(x).Name);
    }

    [Fact]
    public void A_reserved_name_is_not_made_up_but_may_be_given()
    {
        var (program, g) = BuiltIn.NewGraph();
        program.ReserveNames(["relu"]);
        var x = g.Input("x", ElementType.Float32, [2]);
        Assert.Equal("relu_2", x.Relu().Name);
        Assert.Equal("relu", g.Input("relu", ElementType.Float32, [2]).Name);
    }

    [Fact]
    public void A_name_that_was_given_up_is_free()
    {
        var (_, g) = BuiltIn.NewGraph();
        var y = g.Input("x", ElementType.Float32, [2]).Relu();
        g.Output(y, "y");
        Assert.Equal("y", y.Producer!.Name);
        Assert.Equal("relu", g.Input("relu", ElementType.Float32, [2]).Name);
        Assert.Throws<GraphException>(() => g.Rename(y, "x"));
        Assert.Equal("y", y.Name);
    }

    [Fact]
    public void Graphs_of_one_name_get_numbers()
    {
        var (program, _) = BuiltIn.NewGraph();
        Assert.Equal(["forward_2", "forward_3"], [program.AddGraph("forward").Name, program.AddGraph("forward").Name]);
    }

    [Fact]
    public void A_symbol_that_is_made_up_is_none_that_was_declared()
    {
        var (program, g) = BuiltIn.NewGraph();
        g.Input("x", ElementType.Float32, ["?7"]);
        Assert.Equal("?8", program.FreshSymbol().ToString());
    }

    [Fact]
    public void Symbols_made_up_in_the_bodies_of_two_ops_differ()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (x, sizes) = (g.Input("x", ElementType.Float32, [1]), g.Input("sizes", ElementType.Int64, [1]));
        var (a, b) = (g.Add(new ExpandByBody(), x, sizes)[0], g.Add(new ExpandByBody(), x, sizes)[0]);
        Assert.NotEqual(a.Shape, b.Shape);
        Assert.NotEqual(a.Shape, x.Expand(sizes).Shape);
    }
}
