using Nabla.Ops;

namespace Nabla.Tests.Passes;

public class Sizes
{
    static string Refusal<E>(Value y, params (string Symbol, long Size)[] sizes) where E : NablaException =>
        Assert.Throws<E>(() => Cpu.Backend(1).Compile(y.Graph.Program, [y], sizes.ToDictionary(s => s.Symbol, s => s.Size))).Message;

    [Fact]
    public void A_symbol_without_a_size_is_named_with_its_input()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, ["N", "2*M"]);
        Assert.Equal("No size is given for 'M', a dimension of input 'x' f32[N,2*M].", Refusal<NablaException>(x.Exp(), ("N", 3)));
    }

    [Fact]
    public void A_symbol_of_an_input_that_is_not_needed_needs_no_size()
    {
        var (_, g) = BuiltIn.NewGraph();
        g.Input("unused", ElementType.Float32, ["N"]);
        Assert.Equal(3, Running.Compiled([g.Input("x", ElementType.Float32, [3]).Exp()], g.Inputs.ToDictionary(v => v, _ => Tensor.Vector(1f, 2, 3)))[0].Count);
    }

    [Fact]
    public void Symbols_that_a_node_took_to_be_equal_must_be()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (a, b) = (g.Input("a", ElementType.Float32, ["N"]), g.Input("b", ElementType.Float32, ["M"]));
        Assert.Equal("Add-14 ([N], [M]): M and N broadcast only if they are equal; bound, they are 1 and 3.", Refusal<GraphException>(a + b, ("N", 3), ("M", 1)));
        Assert.Equal("Mul-14 ([N], [4]): N and 4 broadcast only if they are equal; bound, they are 3 and 4.",
            Refusal<GraphException>(a * g.Input("c", ElementType.Float32, [4]), ("N", 3), ("M", 3)));
    }

    [Fact]
    public void A_contradiction_of_a_rule_names_its_node()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (a, b) = (g.Input("a", ElementType.Float32, [2, "N"]), g.Input("b", ElementType.Float32, ["M", 5]));
        Assert.Equal("MatMul-13 'matMul' ([2,3], [4,5]): needs [m,k]·[k,n]; k is 3 on the left and 4 on the right.", Refusal<GraphException>(a.MatMul(b), ("N", 3), ("M", 4)));
    }

    [Fact]
    public void What_is_not_compiled_need_not_agree()
    {
        var (_, g) = BuiltIn.NewGraph();
        var (a, b) = (g.Input("a", ElementType.Float32, ["N"]), g.Input("b", ElementType.Float32, ["M"]));
        var (sum, alone) = (a + b, a.Exp());
        Assert.NotNull(Cpu.Backend(1).Compile(g.Program, [alone], new Dictionary<string, long> { ["N"] = 3, ["M"] = 4 }));
        Refusal<GraphException>(sum, ("N", 3), ("M", 4));
    }

    [Fact]
    public void A_size_that_depends_on_data_is_refused()
    {
        var (_, g) = BuiltIn.NewGraph();
        var y = g.Input("x", ElementType.Float32, [1]).Expand(g.Input("sizes", ElementType.Int64, [1]));
        Assert.Equal("Expand-13 'expand' ([1], i64[1]): the size of its output f32[?1] depends on data, which a compiled program cannot have.", Refusal<NablaException>(y).Replace("?2", "?1"));
    }

    [Fact]
    public void A_negative_size_is_refused()
    {
        var (_, g) = BuiltIn.NewGraph();
        Assert.Equal("The size given for 'N' is -1; a dimension has 0 or more elements.", Refusal<NablaException>(g.Input("x", ElementType.Float32, ["N"]).Exp(), ("N", -1)));
    }

    [Fact]
    public void Nothing_at_all_is_a_size_too()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, ["N", 4]);
        var w = g.Parameter(new("w", Running.Draw(new(ElementType.Float32, [4, 3]), 1)));
        var y = (x.MatMul(w) + 1).Relu();
        var results = Running.Compiled([y, y.Sum(), y.Sum([0])], new Dictionary<Value, Tensor> { [x] = Tensor.Of(Array.Empty<float>(), 0, 4) }, sizes: new Dictionary<string, long> { ["N"] = 0 });
        Assert.Equal([0, 1, 3], results.Select(t => t.Count));
        Assert.Equal([0, 0, 0], results[2].Span<float>());
        Assert.Equal([0], results[1].Span<float>());
    }
}
