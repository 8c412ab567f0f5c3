using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Ops;
using Nabla.Testing;

namespace Nabla.Tests;

/// <summary>What the mutations start from: a model for each row of the ops' sample tables, written at two opsets, and one with everything that the format has besides.</summary>
static class GoodModels
{
    const string Folder = "/usr/share/libonnx-testdata/data/node";
    const int MaxBytes = 4 << 10;

    public static Registry Ops { get; } = new Registry()
        .AddAssembly(typeof(Plugins.Add).Assembly).AddAssembly(typeof(Plugins.Relu).Assembly).AddAssembly(typeof(Plugins.MatMul).Assembly)
        .AddAssembly(typeof(Plugins.SoftmaxCrossEntropyLoss).Assembly).AddAssembly(typeof(Plugins.Reshape).Assembly)
        .AddAssembly(typeof(Plugins.ReduceSum).Assembly).AddAssembly(typeof(Plugins.LayerNormalization).Assembly).AddAssembly(typeof(Plugins.Adam).Assembly)
        .AddAssembly(typeof(Plugins.RandomNormal).Assembly).AddAssembly(typeof(Plugins.Inverse).Assembly);

    public static IReadOnlyList<byte[]> Built { get; } = [.. OpSamples.Of(Ops).Rows.SelectMany(r => Models(r, isFed: false).Concat(r.Constant.Count > 0 ? Models(r, isFed: true) : [])).Append(Everything().ToByteArray()).Concat(TrainingModels.All.Append(StoredBeside.Model).Select(m => m.ToByteArray())).Where(m => m.Length <= MaxBytes)];

    /// <summary>ONNX's own, where they are installed.</summary>
    public static IReadOnlyList<byte[]> Installed => !Directory.Exists(Folder) ? []
        : [.. Directory.EnumerateFiles(Folder, "model.onnx", SearchOption.AllDirectories).Order().Select(File.ReadAllBytes).Where(m => m.Length is > 0 and <= MaxBytes)];

    // Fed shapes and axes leave sizes unknown, which some ops refuse.
    static IEnumerable<byte[]> Models(OpSample row, bool isFed)
    {
        var graph = new Program(Ops).AddGraph("g");
        var drawn = row.Draw(ElementType.Float32);
        // Every other input is fed, so that there are initializers of every kind.
        var inputs = drawn.Select((t, i) => t is null ? null
            : !isFed && row.Constant.Contains(i) || i % 2 == 1 && !row.Constant.Contains(i) ? graph.Constant(t, $"c{i}") : graph.Input($"x{i}", t.Element, t.Type.Shape)).ToArray();
        if (Allowed(() => graph.Add(row.Op, inputs)) is not { } outputs) yield break;
        foreach (var output in outputs) graph.Output(output);
        // An older opset may lack the op.
        foreach (int opset in (int[])[21, 13])
            if (Allowed(() => OnnxExport.Write(graph, new() { Opset = opset }).ToByteArray()) is { } file) yield return file;
    }

    static T? Allowed<T>(Func<T> make) where T : class
    {
        try
        {
            return make();
        }
        catch (NablaException)
        {
            return null;
        }
    }

    // y = Twice(Relu(x·W)), beside things that no op sample has.
    static ModelProto Everything()
    {
        var floats = new TensorProto { Name = "w", DataType = 1, Dims = { 2, 2 }, FloatData = { 1, 2, 3, 4 }, MetadataProps = { new StringStringEntryProto { Key = "nabla.kind", Value = "state" } } };
        return new()
        {
            IrVersion = 10,
            ProducerName = "p",
            Domain = "d",
            ModelVersion = 3,
            DocString = "doc",
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 21 }, new OperatorSetIdProto { Domain = "f", Version = 1 } },
            MetadataProps = { new StringStringEntryProto { Key = "k", Value = "v" } },
            Graph = new()
            {
                Name = "g",
                Input = { Info("x", "N") },
                Output = { Info("y", "N") },
                ValueInfo = { Info("h", "N") },
                Initializer =
                {
                    floats, new TensorProto { Name = "i", DataType = 7, Dims = { 1 }, Int64Data = { -1 } }, new TensorProto { Name = "s", DataType = 8, Dims = { 1 }, StringData = { ByteString.CopyFromUtf8("t") } },
                    new TensorProto { Name = "h4", DataType = 22, Dims = { 3 }, Int32Data = { 1, 2 } }, new TensorProto { Name = "d", DataType = 11, Dims = { 1 }, DoubleData = { 1 } },
                    new TensorProto { Name = "e", DataType = 1, Dims = { 0, 4 }, DataLocation = TensorProto.Types.DataLocation.Default },
                },
                SparseInitializer = { new SparseTensorProto { Dims = { 2, 2 }, Values = new() { Name = "sp", DataType = 1, Dims = { 1 }, FloatData = { 1 } }, Indices = new() { DataType = 7, Dims = { 1 }, Int64Data = { 3 } } } },
                Node =
                {
                    new NodeProto { OpType = "MatMul", Name = "m", Input = { "x", "w" }, Output = { "h" } }, new NodeProto { OpType = "Relu", Input = { "h" }, Output = { "r" } },
                    new NodeProto { OpType = "Twice", Domain = "f", Input = { "r" }, Output = { "y" }, Attribute = { new AttributeProto { Name = "a", Type = AttributeProto.Types.AttributeType.Int, I = 1 } } },
                    new NodeProto { OpType = "Constant", Output = { "c" }, Attribute = { new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = new() { DataType = 1, FloatData = { 1 } } } } },
                },
            },
            Functions =
            {
                new FunctionProto
                {
                    Name = "Twice", Domain = "f", Input = { "a" }, Output = { "b" }, Attribute = { "a" }, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 21 }, new OperatorSetIdProto { Domain = "f", Version = 1 } },
                    Node = { new NodeProto { OpType = "Once", Domain = "f", Input = { "a" }, Output = { "t" } }, new NodeProto { OpType = "Add", Input = { "t", "t" }, Output = { "b" } } },
                },
                new FunctionProto
                {
                    Name = "Once", Domain = "f", Input = { "a" }, Output = { "b" }, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 21 } },
                    AttributeProto = { new AttributeProto { Name = "k", Type = AttributeProto.Types.AttributeType.Int, I = 0 } },
                    Node = { new NodeProto { OpType = "Softmax", Input = { "a" }, Output = { "b" }, Attribute = { new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, RefAttrName = "k" } } } },
                },
            },
            TrainingInfo =
            {
                new TrainingInfoProto
                {
                    Initialization = new() { Name = "i", Node = { new NodeProto { OpType = "Identity", Input = { "w" }, Output = { "w0" } } }, Output = { Info("w0", "2") } },
                    Algorithm = new() { Name = "a", Node = { new NodeProto { OpType = "Relu", Input = { "w" }, Output = { "w1" } } }, Output = { Info("w1", "2") } },
                    InitializationBinding = { new StringStringEntryProto { Key = "w", Value = "w0" } },
                    UpdateBinding = { new StringStringEntryProto { Key = "w", Value = "w1" } },
                },
            },
        };
    }

    public static ValueInfoProto Info(string name, string first) => new()
    {
        Name = name,
        Type = new() { TensorType = new() { ElemType = 1, Shape = new() { Dim = { new TensorShapeProto.Types.Dimension { DimParam = first }, new TensorShapeProto.Types.Dimension { DimValue = 2 } } } } },
    };
}
