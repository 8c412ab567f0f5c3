using System.Text.Json;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>A model as other tools wrote it years ago: opset 9, names of an exporter, Gemm transposed, batch normalization, a softmax at the end.</summary>
public sealed class ForeignModelTests : IDisposable
{
    const int Side = 8, Hidden = 32, Classes = 10;

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void It_learns_is_validated_and_stays_what_it_was()
    {
        var before = Model();
        OnnxFile.Save(before, _place["foreign.onnx"]);
        var result = _place.Run("finetune", "foreign.onnx", "--lr", "0.003", "--epochs", "10", "--out", "tuned.onnx", "--json", "tuned.json");
        result.Succeeds();
        Assert.Contains("net.1.running_mean, net.1.running_var keep their values: statistics of BatchNormalization", result.Output, StringComparison.Ordinal);
        var report = JsonDocument.Parse(File.ReadAllText(_place["tuned.json"])).RootElement;
        Assert.True(report.GetProperty("validation").GetProperty("passed").GetBoolean());
        Assert.True(report.GetProperty("testAccuracy").GetDouble() > 0.85);
        var after = OnnxFile.Read(_place["tuned.onnx"]);
        Assert.Empty(ModelChecker.Check(after));
        Assert.Equal((4, 9), (after.IrVersion, after.OpsetImport.Single().Version));
        Assert.Equal(before.Graph.Input, after.Graph.Input);
        Assert.Equal(before.Graph.Output, after.Graph.Output);
        Assert.Equal(before.Graph.Node.Select(n => n.OpType), after.Graph.Node.Select(n => n.OpType));
        Assert.Equal(before.Graph.Node.Select(n => string.Join(',', n.Output)), after.Graph.Node.Select(n => string.Join(',', n.Output)));
        foreach (var (old, tuned) in before.Graph.Initializer.OrderBy(t => t.Name).Zip(after.Graph.Initializer.OrderBy(t => t.Name)))
            Assert.Equal(old.Name.Contains("running", StringComparison.Ordinal), old.RawData == tuned.RawData);
    }

    // Functions, declared types, notes of every kind: what a graph of current ops would not bring back.
    [Fact]
    public void The_file_is_as_it_was_but_for_the_numbers()
    {
        var before = Model();
        before.IrVersion = 8;
        before.ProducerName = "elsewhere";
        before.OpsetImport[0].Version = 15;
        before.OpsetImport.Add(new OperatorSetIdProto { Domain = "lab", Version = 1 });
        before.Functions.Add(new FunctionProto
        {
            Name = "Leaky",
            Domain = "lab",
            Input = { "x" },
            Output = { "y" },
            Attribute = { "slope" },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 15 } },
            Node = { new NodeProto { OpType = "LeakyRelu", Input = { "x" }, Output = { "y" }, Attribute = { new AttributeProto { Name = "alpha", Type = Kind.Float, RefAttrName = "slope" } } } },
        });
        before.Graph.Node[3] = new() { OpType = "Leaky", Domain = "lab", Name = "act", Input = { "9" }, Output = { "10" }, Attribute = { new AttributeProto { Name = "slope", Type = Kind.Float, F = 0.2f } } };
        before.Graph.ValueInfo.Add(Info("9", Hidden));
        before.Graph.QuantizationAnnotation.Add(new TensorAnnotation { TensorName = "9" });
        OnnxFile.Save(before, _place["foreign.onnx"]);
        _place.Run("finetune", "foreign.onnx", "--lr", "0.003", "--epochs", "2", "--freeze", "net.3.*", "--keep-file", "--out", "tuned.onnx").Succeeds();
        var after = OnnxFile.Read(_place["tuned.onnx"]);
        foreach (var (old, tuned) in before.Graph.Initializer.Zip(after.Graph.Initializer))
            Assert.Equal(old.Name is "net.0.weight" or "net.0.bias" or "net.1.weight" or "net.1.bias", old.RawData != tuned.RawData);
        Assert.Contains(after.MetadataProps, m => m.Key == "optimizer");
        after.MetadataProps.Clear();
        after.Graph.Initializer.Clear();
        before.Graph.Initializer.Clear();
        Assert.Equal(before, after);
        // Not asked for, it is a graph of ops.
        _place.Run("finetune", "foreign.onnx", "--epochs", "1", "--out", "graph.onnx").Succeeds();
        Assert.Empty(OnnxFile.Read(_place["graph.onnx"]).Functions);
        foreach (var (option, value) in new[] { ("--replace-head", "10"), ("--checkpoint", "ck.onnx") })
            Assert.Contains($"{option} cannot be given with --keep-file", _place.Run("finetune", "foreign.onnx", "--keep-file", option, value).ErrorLine, StringComparison.Ordinal);
    }

    static ModelProto Model()
    {
        var random = new Random(7);
        TensorProto Tensor(string name, Func<double> next, params long[] dims)
        {
            var values = Enumerable.Range(0, (int)dims.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)next()).ToArray();
            return new() { Name = name, DataType = 1, Dims = { dims }, RawData = Google.Protobuf.ByteString.CopyFrom(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values)) };
        }
        double Weight() => random.NextDouble() * 0.4 - 0.2;
        return new()
        {
            IrVersion = 4,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 9 } },
            Graph = new()
            {
                Name = "torch-jit-export",
                Input = { Info("input.1", 1, Side, Side) },
                Output = { Info("probs", Classes) },
                Initializer =
                {
                    Tensor("net.0.weight", Weight, Hidden, Side * Side), Tensor("net.0.bias", () => 0.01, Hidden), Tensor("net.1.weight", () => 1, Hidden), Tensor("net.1.bias", () => 0.01, Hidden),
                    Tensor("net.1.running_mean", () => 0.1, Hidden), Tensor("net.1.running_var", () => 2, Hidden), Tensor("net.3.weight", Weight, Classes, Hidden), Tensor("net.3.bias", () => 0.01, Classes),
                },
                Node =
                {
                    Node("Flatten", ["input.1"], "7"), Node("Gemm", ["7", "net.0.weight", "net.0.bias"], "8", Int("transB", 1)),
                    Node("BatchNormalization", ["8", "net.1.weight", "net.1.bias", "net.1.running_mean", "net.1.running_var"], "9"), Node("LeakyRelu", ["9"], "10"),
                    Node("Gemm", ["10", "net.3.weight", "net.3.bias"], "11", Int("transB", 1)), Node("Softmax", ["11"], "probs", Int("axis", 1)),
                },
            },
        };
    }

    static NodeProto Node(string op, string[] inputs, string output, params AttributeProto[] attributes) => new() { OpType = op, Input = { inputs }, Output = { output }, Attribute = { attributes } };

    static AttributeProto Int(string name, long value) => new() { Name = name, Type = Kind.Int, I = value };

    static ValueInfoProto Info(string name, params long[] sample)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "batch" } } };
        shape.Dim.Add(sample.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = 1, Shape = shape } } };
    }
}
