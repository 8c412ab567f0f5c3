using Nabla.Ops;

namespace Nabla.Training.Tests;

public class LayerTests
{
    static (Graph Graph, Value Output) Build(Layer model, int features, ulong seed = 0)
    {
        var graph = new Program(TestOps.Registry).AddGraph("forward");
        return (graph, model.Build(new(graph, seed), graph.Input("x", ElementType.Float32, ["N", features])));
    }

    static string[] Ops(Graph graph) => [.. graph.Nodes.Select(n => n.Op.Schema.Name)];

    static string[] Parameters(Graph graph) => [.. graph.Program.Parameters.Select(p => p.ToString())];

    [Fact]
    public void A_perceptron_has_readable_names()
    {
        var model = Sequential.Mlp([784, 128, 10], "relu");
        var (graph, y) = Build(model, 784);
        Assert.Equal(["Gemm", "Relu", "Gemm"], Ops(graph));
        Assert.Equal(["fc1.weight: f32[784,128]", "fc1.bias: f32[128]", "fc2.weight: f32[128,10]", "fc2.bias: f32[10]"], Parameters(graph));
        Assert.Equal("f32[N,10]", y.Type.ToString());
        Assert.Equal("Linear(784, 128) → relu → Linear(128, 10)", model.ToString());
        Assert.Equal(784, model.InputFeatures);
    }

    [Fact]
    public void Names_can_be_given_and_stay_unique()
    {
        var (graph, _) = Build(new Sequential(new Linear(4, 3) { Name = "fc1" }, new Linear(3, 2, bias: false), new Linear(2, 1) { Name = "head" }), 4);
        Assert.Equal(["fc1.weight: f32[4,3]", "fc1.bias: f32[3]", "fc2.weight: f32[3,2]", "head.weight: f32[2,1]", "head.bias: f32[1]"], Parameters(graph));
        var twice = new Sequential(new Linear(4, 4) { Name = "a" }, new Linear(4, 4) { Name = "a" });
        Assert.Contains("Two layers are named 'a'", Assert.Throws<NablaException>(() => Build(twice, 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_used_twice_shares_its_parameters()
    {
        var layer = new Linear(4, 4);
        var (graph, _) = Build(new Sequential(layer, Activation.Tanh, layer), 4);
        Assert.Equal(["Gemm", "Tanh", "Gemm"], Ops(graph));
        Assert.Equal(2, graph.Program.Parameters.Count());
    }

    [Fact]
    public void First_values_depend_on_seed_and_name_only()
    {
        static float[] First(Layer model, ulong seed) => Build(model, 8, seed).Graph.Program.Parameters.First().Variable!.Span<float>().ToArray();
        Assert.Equal(First(Sequential.Mlp([8, 5]), 3), First(Sequential.Mlp([8, 5, 7, 2]), 3));
        Assert.NotEqual(First(Sequential.Mlp([8, 5]), 3), First(Sequential.Mlp([8, 5]), 4));
    }

    [Fact]
    public void Biases_start_at_zero_or_as_in_PyTorch()
    {
        static float[] Bias(Initializer? weights) =>
            Build(new Linear(100, 50, weights: weights), 100).Graph.Program.Parameters.Last().Variable!.Span<float>().ToArray();
        Assert.All(Bias(null), b => Assert.Equal(0, b));
        Assert.All(Bias(Initializer.TorchLinear), b => Assert.InRange(Math.Abs(b), 1e-9, 0.1));
    }

    [Theory]
    [InlineData("relu", "Relu"), InlineData("Relu", "Relu"), InlineData("TANH", "Tanh"), InlineData("leaky_relu", "LeakyRelu"), InlineData("gelu", "Gelu")]
    [InlineData("elu", "Elu"), InlineData("softplus", "Softplus"), InlineData("sigmoid", "Sigmoid"), InlineData("softmax", "Softmax")]
    public void Activations_are_found_by_name(string name, string op) => Assert.Equal([op], Ops(Build(new Activation(name), 4).Graph));

    /// <summary>y = x·σ(βx), β learned; of two inputs one that says nothing.</summary>
    [Op("Swoosh", 1, Domain = "test", Signature = "X, beta -> Y"), Learned("beta", 0.5f, PerFeature = true)]
    public sealed record Swoosh() : Op
    {
        public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * (x[0]! * x[1]!).Sigmoid()];
    }

    [Op("Silent", 1, Domain = "test", Signature = "X, beta, gamma -> Y"), Learned("beta", 1)]
    public sealed record Silent() : Op
    {
        public override Value[] Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * x[1]! * x[2]!];
    }

    [Fact]
    public void Inputs_that_are_learned_become_parameters_with_the_value_that_the_op_declares()
    {
        var (graph, y) = Build(new Sequential(new Activation("prelu"), new Activation("PRelu")), 4);
        Assert.Equal(["prelu1.slope: f32[]", "prelu2.slope: f32[]"], Parameters(graph));
        Assert.Equal([0.25f], graph.Program.Parameters.First().Variable!.Span<float>());
        Assert.Equal("f32[N,4]", y.Type.ToString());

        var own = new Registry();
        foreach (var op in TestOps.Registry.Ops) own.Add(op.Schema.OpType);
        own.Add<Swoosh>().Add<Silent>();
        var g = new Program(own).AddGraph("forward");
        var x = g.Input("x", ElementType.Float32, ["N", 3]);
        new Activation("swoosh").Build(new(g), x);
        Assert.Equal(["swoosh1.beta: f32[3]"], Parameters(g));
        Assert.Equal([0.5f, 0.5f, 0.5f], g.Program.Parameters.First().Variable!.Span<float>());
        Assert.Contains("takes 'gamma' beside its input", Assert.Throws<NablaException>(() => new Activation("silent").Build(new(g), x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learned_slope_is_learned()
    {
        // y = PRelu(x) of negative numbers is slope·x: the targets ask for slope 0.75.
        float[] x = [.. Enumerable.Range(1, 32).Select(i => -i / 16f)];
        var data = Dataset.Regression("slope", x, [1], [.. x.Select(v => 0.75f * v)]);
        var trainer = new Trainer(TestOps.Registry, new Activation("prelu"), new MeanSquaredError(), new Sgd(0.1), options: new() { InputFeatures = 1, BatchSize = 8 });
        for (int epoch = 0; epoch < 30; epoch++) trainer.TrainEpoch(data);
        Assert.Equal(0.75f, trainer.Parameters.Single().Span<float>()[0], 1e-4f);
    }

    [Fact]
    public void Attributes_reach_the_op()
    {
        var op = Build(Activation.LeakyRelu(0.3f), 4).Graph.Nodes[0].Op;
        Assert.Contains(op.Schema.NonDefault(op), a => a.Attribute.OnnxName == "alpha" && a.Value is 0.3f);
        Assert.Empty(Build(Activation.Identity, 4).Graph.Nodes);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        static string Message(Func<object> act) => Assert.ThrowsAny<NablaException>(act).Message;
        Assert.Contains("Layer 'fc2', Linear(5, 2), takes [N,5]", Message(() => Build(new Sequential(new Linear(4, 3), new Linear(5, 2)), 4)), StringComparison.Ordinal);
        Assert.Contains("No plugin provides op 'Frobnicate'. Loaded: ", Message(() => Build(new Activation("Frobnicate"), 4)), StringComparison.Ordinal);
        Assert.Contains("no attribute 'beta'", Message(() => Build(new Activation("Relu", new Dictionary<string, object> { ["beta"] = 1f }), 4)), StringComparison.Ordinal);
        Assert.Contains("Add", Message(() => Build(new Activation("add"), 4)), StringComparison.Ordinal);
        Assert.Contains("at least 1", Message(() => new Linear(0, 4)), StringComparison.Ordinal);
        Assert.Contains("at least two sizes", Message(() => Sequential.Mlp([4])), StringComparison.Ordinal);
        Assert.Contains("at least one layer", Message(() => new Sequential()), StringComparison.Ordinal);
    }
}
