using Nabla.Ops;
using Nabla.Training;

namespace Nabla.Cli;

/// <summary>A training step of a perceptron as a person writes it in ONNX, adjoint by hand: what a step that was differentiated by rules is held against.</summary>
sealed class HandWrittenStep
{
    const double β1 = 0.9, β2 = 0.999, ε = 1e-8;

    readonly Graph _graph;
    readonly bool _isAdam;
    Value? _t;

    public HandWrittenStep(Registry registry, int[] layers, int batch, Optimizer optimizer)
    {
        Program = new(registry);
        (_graph, _isAdam) = (Program.AddGraph("step"), optimizer is Adam);
        Input = _graph.Input("x", ElementType.Float32, [batch, layers[0]]);
        Labels = _graph.Input("labels", ElementType.Int64, [batch]);
        LearningRate = _graph.Input("learning_rate", ElementType.Float32, []);
        var random = new Random(1);
        var (weights, biases, h) = (new List<Value>(), new List<Value>(), new List<Value> { Input });
        for (int i = 1; i < layers.Length; i++)
        {
            float scale = (float)Math.Sqrt(6.0 / layers[i - 1]);
            var first = new float[layers[i - 1] * layers[i]];
            for (int k = 0; k < first.Length; k++) first[k] = (2 * random.NextSingle() - 1) * scale;
            weights.Add(_graph.Parameter(new($"w{i}", Tensor.Of(first, layers[i - 1], layers[i]))));
            biases.Add(_graph.Parameter(new($"b{i}", Tensor.Filled(ElementType.Float32, 0, layers[i]))));
            var z = h[^1].Gemm(weights[^1], biases[^1]);
            h.Add(i < layers.Length - 1 ? z.Relu() : z);
        }
        var logs = h[^1].LogSoftmax();
        Value classes = _graph.Constant(Tensor.Scalar((long)layers[^1])), values = _graph.Constant(Tensor.Vector(0f, 1f));
        var hot = Labels.AddWith("OneHot", [("axis", 1L)], classes, values);
        Loss = _graph.Output((logs * hot).Sum() * (-1.0 / batch), "loss");
        // dL/dz = (softmax − 1_label) / N
        var d = (logs.Exp() - hot) * (1.0 / batch);
        for (int i = weights.Count - 1; i >= 0; i--)
        {
            var before = i == 0 ? null : d.Gemm(weights[i], transB: true);
            Learn(weights[i], h[i].Gemm(d, transA: true));
            Learn(biases[i], d.Sum([0]));
            if (before is not null) d = h[i].Greater(h[i].Literal(0)).Where(before, before.Literal(0));
        }
    }

    public Program Program { get; }

    public Value Input { get; }

    public Value Labels { get; }

    public Value LearningRate { get; }

    public Value Loss { get; }

    void Learn(Value p, Value g) => Program.Bind(p, _isAdam ? Adam(p, g) : p - LearningRate * g);

    Value Adam(Value p, Value g)
    {
        Value m = State(p, "m"), v = State(p, "v"), t = Step();
        Value nextM = m * β1 + g * (1 - β1), nextV = v * β2 + g * g * (1 - β2);
        Program.Bind(m, nextM);
        Program.Bind(v, nextV);
        var rate = LearningRate / (1 - t.Literal(β1).Pow(t));
        return p - rate * nextM / ((nextV / (1 - t.Literal(β2).Pow(t))).Sqrt() + ε);
    }

    Value State(Value p, string suffix) => _graph.State(new($"{p.Name}.{suffix}", Tensor.Filled(ElementType.Float32, 0, p.Shape.ToSizes())));

    Value Step()
    {
        if (_t is not null) return _t;
        var t = _graph.State(new("t", Tensor.Scalar(0f)));
        _t = t + 1;
        Program.Bind(t, _t);
        return _t;
    }
}
