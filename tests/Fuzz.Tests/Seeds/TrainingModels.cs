using Google.Protobuf;
using Nabla.Onnx.Protos;
using static Nabla.Onnx.Protos.AttributeProto.Types;

namespace Nabla.Tests;

/// <summary>Models of ONNX's training domain: Gradient in all its uses, its optimizers as functions that call functions, stored steps that differentiate.</summary>
static class TrainingModels
{
    const string Domain = "ai.onnx.preview.training";

    public static IEnumerable<ModelProto> All =>
    [
        Model(["a", "b"], ["da", "db"], [.. Loss, Gradient(["a", "b"], "y", ["a", "b"], ["da", "db"])]),
        Model(["a", "b", "z"], ["da"], [.. Loss, Gradient(["a"], "y", ["z", "b"], ["da"], "b")]),
        Model(["a", "b"], ["dd"], [.. Loss, Gradient(["a"], "y", ["a"], ["da"]), Node("Mul", ["da", "da"], ["s"]), Gradient(["a"], "s", ["a"], ["dd"])]),
        WithFunctions(), WithStep(),
    ];

    // y = Σ relu(a·b)·b
    static NodeProto[] Loss => [Node("Mul", ["a", "b"], ["p"]), Node("Relu", ["p"], ["r"]), Node("Mul", ["r", "b"], ["q"]), Node("ReduceSum", ["q"], ["y"])];

    // A function of the training domain that calls another, under a name that an op of ours has.
    static ModelProto WithFunctions()
    {
        var model = Model(["a", "b"], ["n"], [Node("Step", ["a", "b"], ["n"], domain: Domain)]);
        model.Functions.Add(Function("Step", ["x", "g"], ["x2"], Node("Scale", ["g"], ["s"], domain: Domain), Node("Sub", ["x", "s"], ["x2"])));
        model.Functions.Add(Function("Scale", ["g"], ["s"], Node("Mul", ["g", "g"], ["q"]), Node("Sqrt", ["q"], ["s"])));
        model.Functions.Add(Function("Adagrad", ["R", "T", "x", "g", "h"], ["x2", "h2"], Node("Mul", ["g", "g"], ["q"]), Node("Add", ["h", "q"], ["h2"]), Node("Mul", ["R", "g"], ["s"]), Node("Sub", ["x", "s"], ["x2"])));
        return model;
    }

    // w ← w − ∂y/∂w, as the format stores a step.
    static ModelProto WithStep()
    {
        var model = Model(["a"], ["y"], [Node("Mul", ["a", "b"], ["p"]), Node("ReduceSum", ["p"], ["y"])]);
        model.Graph.Initializer.Add(new TensorProto { Name = "b", DataType = 1, Dims = { 2, 2 }, FloatData = { 1, 2, 3, 4 } });
        model.TrainingInfo.Add(new TrainingInfoProto
        {
            Algorithm = new() { Name = "step", Node = { Gradient(["b"], "y", ["b"], ["db"]), Node("Sub", ["b", "db"], ["b1"]) }, Output = { GoodModels.Info("b1", "2") } },
            UpdateBinding = { new StringStringEntryProto { Key = "b", Value = "b1" } },
        });
        return model;
    }

    static ModelProto Model(string[] inputs, string[] outputs, NodeProto[] nodes) => new()
    {
        IrVersion = 10,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 21 }, new OperatorSetIdProto { Domain = Domain, Version = 1 } },
        Graph = new() { Name = "g", Input = { inputs.Select(i => GoodModels.Info(i, "2")) }, Output = { outputs.Select(o => new ValueInfoProto { Name = o }) }, Node = { nodes } },
    };

    static FunctionProto Function(string name, string[] inputs, string[] outputs, params NodeProto[] nodes) => new()
    {
        Name = name,
        Domain = Domain,
        Input = { inputs },
        Output = { outputs },
        Node = { nodes },
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 21 }, new OperatorSetIdProto { Domain = Domain, Version = 1 } },
    };

    static NodeProto Gradient(string[] xs, string y, string[] inputs, string[] outputs, params string[] zs)
    {
        var node = Node("Gradient", inputs, outputs, Domain);
        node.Attribute.Add(new AttributeProto { Name = "xs", Type = AttributeType.Strings, Strings = { xs.Select(ByteString.CopyFromUtf8) } });
        node.Attribute.Add(new AttributeProto { Name = "y", Type = AttributeType.String, S = ByteString.CopyFromUtf8(y) });
        if (zs.Length > 0) node.Attribute.Add(new AttributeProto { Name = "zs", Type = AttributeType.Strings, Strings = { zs.Select(ByteString.CopyFromUtf8) } });
        return node;
    }

    static NodeProto Node(string op, string[] inputs, string[] outputs, string domain = "") => new() { OpType = op, Domain = domain, Input = { inputs }, Output = { outputs } };
}
