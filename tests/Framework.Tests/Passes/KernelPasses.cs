using Nabla.Ops;

namespace Nabla.Tests.Passes;

/// <summary>What a compiled graph looks like once products, fusion and epilogues are through.</summary>
public class KernelPasses
{
    static (Graph Graph, Value X, Value W, Value B) Made()
    {
        var (_, g) = BuiltIn.NewGraph();
        return (g, g.Input("x", ElementType.Float32, [4, 6]), g.Parameter(new("w", Tensor.Filled(ElementType.Float32, 1, 5, 6))), g.Parameter(new("b", Tensor.Filled(ElementType.Float32, 1, 5))));
    }

    static string[] Compiled(params Value[] outputs) =>
        [.. new CpuBackend(1, Cpu.Passes) { Verifies = true }.Plan(outputs[0].Graph.Program, outputs).Graph.Nodes.Select(n => n.Op.Schema.Name)];

    static Region Region(Value y) => Assert.IsType<Fused>(Cpu.Backend(1).Plan(y.Graph.Program, [y]).Graph.Nodes.Single().Op).Region;

    [Fact]
    public void A_layer_is_one_kernel()
    {
        var (g, x, w, b) = Made();
        Assert.Equal(["FusedProduct"], Compiled(x.Gemm(w, b, transB: true).Relu()));
        Assert.Equal(["FusedProduct"], Compiled((x.MatMul(w.T) + b).Tanh()));
    }

    [Fact]
    public void Transposed_operands_are_read_in_place_however_often_they_were_transposed()
    {
        var (_, x, w, _) = Made();
        Assert.Equal(["MatrixProduct"], Compiled(x.MatMul(w.T)));
        Assert.Equal(["MatrixProduct"], Compiled(x.T.T.MatMul(w.T.T.T)));
        Assert.Equal(["Transpose", "MatrixProduct"], Compiled(w.T, x.MatMul(w.T)));
    }

    [Fact]
    public void A_product_that_is_read_elsewhere_keeps_its_own_result()
    {
        var (_, x, w, _) = Made();
        var y = x.MatMul(w.T);
        Assert.Equal(["MatrixProduct", "Relu"], Compiled(y, y.Relu()));
        Assert.Equal(["MatrixProduct", "ReduceMean", "Relu"], Compiled(y.Mean(), y.Relu()));
    }

    [Fact]
    public void Elementwise_nodes_over_one_shape_become_one_formula()
    {
        var (_, x, _, _) = Made();
        Assert.Equal("{t0 = Mul(x0, 2); t1 = Exp(t0); y0 = Add(t1, x0)}", Region((x * 2).Exp() + x).ToString());
        Assert.Equal("{t0 = Greater(x0, 0.5); y0 = Where(t0, x0, 0)}", Region(x.Greater(0.5).Where(x, x.Literal(0))).ToString());
    }

    [Fact]
    public void A_value_that_is_read_outside_leaves_the_region_too()
    {
        var (g, x, _, _) = Made();
        var h = x.Exp();
        var graph = Cpu.Backend(1).Plan(g.Program, [h * 2, h]).Graph;
        Assert.Equal("{y0 = Exp(x0); y1 = Mul(y0, 2)}", Assert.IsType<Fused>(graph.Nodes.Single().Op).Region.ToString());
    }

    [Fact]
    public void Another_shape_or_an_op_of_another_kind_ends_a_region()
    {
        var (_, x, _, _) = Made();
        Assert.Equal(["Exp", "ReduceSum", "Fused"], Compiled((x.Exp().Sum([1], keepDims: true) + x).Tanh()));
        Assert.Equal(["Exp", "Softmax", "Fused"], Compiled((x.Exp().Softmax() + x).Tanh()));
    }

    // A region that waited for a reader behind the sum would depend on itself.
    [Fact]
    public void A_region_never_depends_on_what_depends_on_it()
    {
        var (_, x, _, _) = Made();
        var h = x.Exp();
        Assert.Equal(["Fused", "ReduceSum", "Add"], Compiled(h * 2 + h.Sum()));
    }

    // h is finished before z reads a: written over a, it would be read in its place.
    [Fact]
    public void A_region_writes_over_an_input_only_what_it_finishes_last()
    {
        var (g, x, _, _) = Made();
        var a = x.Softmax();
        var (h, z) = (a * 2, (a * 2).Exp() + a);
        var (graph, plan) = Cpu.Backend(1).Plan(g.Program, [h, z]);
        Assert.Equal(["Softmax", "Fused"], graph.Nodes.Select(n => n.Op.Schema.Name));
        var place = plan[graph.Nodes[0].Outputs[0]];
        Assert.NotEqual(place.Offset, plan[graph.Outputs[0]].Offset);
        Assert.Equal(place.Offset, plan[graph.Outputs[1]].Offset);
    }
}
