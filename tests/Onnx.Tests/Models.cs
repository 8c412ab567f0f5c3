using Google.Protobuf;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>Small graphs and messages that the tests start from.</summary>
static class Models
{
    /// <summary>softmax(relu(x·W₁ + b₁)·W₂ + b₂).</summary>
    public static Graph Mlp(int inputs = 5, int hidden = 7, int classes = 3)
    {
        var random = new Random(1);
        var graph = new Program(TestOps.Registry()).AddGraph("mlp");
        var x = graph.Input("x", ElementType.Float32, ["N", inputs]);
        var z = graph.Add("Add", graph.Add("MatMul", x, Parameter("fc1.weight", inputs, hidden)), Parameter("fc1.bias", hidden));
        var logits = graph.Add("Add", graph.Add("MatMul", graph.Add("Relu", z), Parameter("fc2.weight", hidden, classes)), Parameter("fc2.bias", classes));
        graph.Output(graph.Add("Softmax", logits), "probabilities");
        return graph;

        Value Parameter(string name, params long[] dims)
        {
            var data = new float[dims.Aggregate(1L, (a, b) => a * b)];
            for (int i = 0; i < data.Length; i++) data[i] = (float)(random.NextDouble() * 2 - 1);
            return graph.Parameter(new(name, Tensor.Of(data, dims)));
        }
    }

    /// <summary>y = Relu(x), as a message.</summary>
    public static ModelProto Relu() => new()
    {
        IrVersion = 8,
        ProducerName = "test",
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } },
        Graph = new()
        {
            Name = "g",
            Input = { Info("x", 1, 2, 3) },
            Output = { Info("y", 1, 2, 3) },
            Node = { Node("Relu", ["x"], ["y"]) },
        },
    };

    public static ModelProto With(Action<ModelProto> change)
    {
        var model = Relu();
        change(model);
        return model;
    }

    public static NodeProto Node(string op, string[] inputs, string[] outputs, params AttributeProto[] attributes) =>
        new() { Name = $"{op}_{outputs.FirstOrDefault()}", OpType = op, Input = { inputs }, Output = { outputs }, Attribute = { attributes } };

    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = Kind.Int, I = value };

    public static AttributeProto Float(string name, float value) => new() { Name = name, Type = Kind.Float, F = value };

    public static ValueInfoProto Info(string name, int element, params long[] dims)
    {
        var shape = new TensorShapeProto();
        foreach (long d in dims) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = d });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = element, Shape = shape } } };
    }

    public static TensorProto Floats(string name, params float[] values) => new() { Name = name, DataType = 1, Dims = { values.Length }, FloatData = { values } };

    public static TensorProto Raw(string name, int type, long[] dims, byte[] bytes) => new() { Name = name, DataType = type, Dims = { dims }, RawData = ByteString.CopyFrom(bytes) };
}
