using Nabla.Ops;
using Nabla.Plugins;

namespace Nabla.Tests.Registration;

/// <summary>An older meaning of an op is an op that is defined by its newer one.</summary>
public class Upgrades
{
    static readonly Registry Ops = BuiltIn.Ops;

    [Theory]
    [InlineData("ReduceMean", 1, typeof(ReduceMean13)), InlineData("ReduceMean", 17, typeof(ReduceMean13)), InlineData("ReduceMean", 18, typeof(ReduceMean))]
    [InlineData("Softmax", 12, typeof(Softmax11)), InlineData("Softmax", 13, typeof(Softmax)), InlineData("Scatter", 10, typeof(Scatter))]
    public void The_version_decides_which_one_is_meant(string op, int opset, Type meaning)
    {
        Assert.True(Ops.TryFind("", op, opset, out var schema));
        Assert.Equal(meaning, schema.OpType);
        Assert.Equal(meaning.IsSubclassOf(typeof(Upgrade)), schema.IsUpgrade);
    }

    [Fact]
    public void Without_a_version_the_newest_is_made()
    {
        Assert.IsType<ReduceMean>(Ops.Make("ReduceMean"));
        Assert.All(Ops.Ops.Where(o => !o.Schema.IsUpgrade), o => Assert.IsType(o.Schema.OpType, Newest(o.Schema)));

        Op Newest(OpSchema schema)
        {
            Assert.True(Ops.TryFind(schema.Domain, schema.Name, int.MaxValue, out var found));
            return (Op)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(found.OpType);
        }
    }

    [Fact]
    public void In_a_graph_it_has_shape_slope_and_kernel_of_its_body()
    {
        var (program, graph) = BuiltIn.NewGraph();
        var x = graph.Input("x", ElementType.Float64, ["N", 3]);
        var y = graph.Add(new ReduceMean13([1], 0), x)[0];
        Assert.Equal("f64[N]", y.Type.ToString());
        Assert.Equal("ReduceMean-13", y.Producer!.Op.Schema.Identifier);
        var dx = Adjoint.Of((y * y).Sum(), x)[x];
        var run = Cpu.Backend(1).Compile(program, [y, dx], new Dictionary<string, long> { ["N"] = 2 });
        run.Feed(x, Tensor.Of([1.0, 2, 3, 4, 5, 9], 2, 3));
        run.Run();
        Assert.Equal([2, 6], run.Output<double>(y).ToArray());
        Assert.Equal([4.0 / 3, 4.0 / 3, 4.0 / 3, 4, 4, 4], run.Output<double>(dx).ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Its_body_goes_into_a_graph_in_its_place()
    {
        var (_, graph) = BuiltIn.NewGraph();
        var x = graph.Input("x", ElementType.Float32, ["N", 2, 3]);
        var y = graph.AddBody(new Softmax11(), "node", x)!;
        Assert.Equal("f32[N,2,3]", Assert.Single(y).Type.ToString());
        Assert.Equal(["Flatten", "Softmax", "Shape", "Reshape"], graph.Nodes.Select(n => n.Op.Schema.Name));
        Assert.Null(graph.AddBody(new Relu(), null, x));
    }

    [Fact]
    public void What_its_body_refuses_names_the_op_that_it_stands_for()
    {
        var (_, graph) = BuiltIn.NewGraph();
        var x = graph.Input("x", ElementType.Float32, [2, 3]);
        string Refusal(Action build) => Assert.ThrowsAny<GraphException>(build).Message;
        Assert.Equal("Softmax-11 'node' ([2,3]): in its body: axis 2 is outside [-2, 2).", Refusal(() => graph.AddBody(new Softmax11(2), "node", x)));
        Assert.Equal("ReduceMean-13 ([2,3]): in its body: ReduceMean-18 ([2,3], i64[1]): axis 7 is outside [-2, 2).", Refusal(() => graph.AddBody(new ReduceMean13([7]), null, x)));
        Assert.Equal("Add-6 'sum' ([2,3]): takes 2 inputs (A, B -> C); there are 1.", Refusal(() => graph.AddBody(new Add6(), "sum", x)));
        Assert.Contains("belongs to graph", Refusal(() => new Program(Ops).AddGraph("other").AddBody(new Softmax11(), null, x)), StringComparison.Ordinal);
        Assert.Equal("Softmax-11 ([2,3]): in its body: axis 2 is outside [-2, 2).", Refusal(() => graph.Add(new Softmax11(2), x)));
    }
}
