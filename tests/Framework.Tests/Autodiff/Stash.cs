using Nabla.Ops;

namespace Nabla.Tests.Autodiff;

/// <summary>What the backward pass still reads of the forward pass after pruning: nothing that no rule needs.</summary>
public class Stash
{
    static IEnumerable<string> Captured(Adjoint adjoint) => adjoint.Graph.Captures.Keys.Where(v => v.Constant is null).Select(v => v.Name).Order(StringComparer.Ordinal);

    [Fact]
    public void Relu_keeps_its_output_and_addition_nothing()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [3, 4]);
        var b = g.Parameter(new("b", Tensor.Filled(ElementType.Float32, 0, 4)));
        Assert.Equal(["relu"], Captured(Adjoint.Of((x + b).Relu().Sum(), b)));
        Assert.Empty(Captured(Adjoint.Of((x + b).Sum(), b)));
    }

    [Fact]
    public void A_product_keeps_only_the_operand_whose_partner_is_wanted()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float32, [3, 4]);
        var w = g.Parameter(new("w", Tensor.Filled(ElementType.Float32, 0, 4, 2)));
        Assert.Equal(["x"], Captured(Adjoint.Of(x.MatMul(w).Sum(), w)));
        Assert.Equal(["w"], Captured(Adjoint.Of(x.MatMul(w).Sum(), x)));
    }

    // With a symbol for the batch the rules ask for shapes; what is kept then is a few integers.
    [Fact]
    public void Unknown_shapes_are_kept_as_shapes_never_as_tensors()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, ["N", 4]);
        var y = (x.Exp().Mean([1], keepDims: true) + x.Reshape(-1, 2, 2).Sum([2]).Mean([1], keepDims: true)).Mean();
        var adjoint = Adjoint.Of(y, x);
        Assert.All(adjoint.Graph.Captures.Keys, v => Assert.True(v.Name == "exp" || v.Element == ElementType.Int64 && v.Shape.Count.IsStatic, $"{v} is kept"));
        Assert.Contains("exp", Captured(adjoint));
        foreach (long n in new long[] { 1, 3, 8 })
        {
            var at = Running.Draw(new(ElementType.Float64, [n, 4]), 5);
            var slope = Running.Compiled([adjoint[x]], new Dictionary<Value, Tensor> { [x] = at }, sizes: new Dictionary<string, long> { ["N"] = n })[0];
            Running.AssertClose(Tensor.Of([.. at.Span<double>().ToArray().Select(v => (Math.Exp(v) / 4 + 0.5) / n)], n, 4), slope, 1e-13);
        }
    }

    [Fact]
    public void What_a_rule_asked_for_in_vain_is_not_left_in_the_forward_graph()
    {
        var (_, g) = BuiltIn.NewGraph();
        var x = g.Input("x", ElementType.Float64, ["N", 4]);
        var y = x.Sum();
        int before = g.Nodes.Count;
        var adjoint = Adjoint.Of((x * 2).Sum([1]).Sum(), x);
        var kept = adjoint.Graph.Captures.Keys.ToHashSet();
        Assert.All(g.Nodes.Skip(before + 3), n => Assert.Contains(n.Outputs[0], kept));
    }
}
