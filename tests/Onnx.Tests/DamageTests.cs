using Google.Protobuf;
using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Nabla.Tests.Ops;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;

namespace Nabla.Tests;

/// <summary>Whatever the bytes, a model is read or refused with an error of ours; it never crashes, never takes absurd memory.</summary>
public class DamageTests
{
    static readonly Registry Ops = TestOps.Registry();

    static void Try(byte[] bytes)
    {
        try
        {
            var model = OnnxFile.Read(bytes);
            _ = ModelChecker.Check(model, Ops, full: true);
            var graph = OnnxImport.Read(model, Ops).Graph;
            _ = SsaPrinter.Print(graph);
            if (graph.Outputs.Count > 0) OnnxExport.Write(graph);
        }
        catch (NablaException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
        }
    }

    static byte[] Seed()
    {
        var graph = Models.Mlp(2, 2, 2);
        var x = graph.Inputs[0];
        graph.Output(graph.Add(new Zoo(2, 3, "s", [1, 2], [1.5f], ["t"], Tensor.Vector(1, 2), ElementType.Int64), x, graph.Constant(Tensor.Vector(1L)))[0]);
        graph.Output(graph.Add("NonZero", x), "where");
        var model = OnnxExport.Write(graph, new() { Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        Extend(model);
        Assert.Empty(ModelChecker.Check(model, Ops, full: true));
        return model.ToByteArray();
    }

    // A sparse tensor, calls of functions, a training step with what it starts from, a field of a version to come.
    static void Extend(ModelProto model)
    {
        model.Graph.SparseInitializer.Add(new SparseTensorProto { Values = Models.Floats("s", 1), Indices = new() { DataType = 7, Dims = { 1 }, Int64Data = { 1 } }, Dims = { 2 } });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "f", Version = 1 });
        NodeProto Call(string name, string input, string output, params AttributeProto[] attributes)
        {
            var node = Models.Node(name, [input], [output], attributes);
            node.Domain = "f";
            return node;
        }
        FunctionProto Function(string name, params NodeProto[] nodes) => new() { Name = name, Domain = "f", Input = { "a" }, Output = { "b" }, Node = { nodes }, OpsetImport = { model.OpsetImport } };
        model.Functions.Add([Function("G", Call("H", "a", "t", new AttributeProto { Name = "k", Type = Kind.Int, RefAttrName = "k" }), Call("H", "t", "b")), Function("H", Models.Node("Softmax", ["a"], ["b"], new AttributeProto { Name = "axis", Type = Kind.Int, RefAttrName = "k" }))]);
        model.Functions[0].Attribute.Add("k");
        model.Functions[1].AttributeProto.Add(Models.Int("k", -1));
        model.Graph.Node.Add(Call("G", "s", "called", Models.Int("k", 0)));
        model.Graph.Output.Add(Models.Info("called", 1, 2));
        model.TrainingInfo.Add(new TrainingInfoProto
        {
            Initialization = new() { Name = "start", Initializer = { Models.Floats("one", 1, 1) }, Node = { Models.Node("Relu", ["one"], ["first"]) }, Output = { Models.Info("first", 1, 2) } },
            InitializationBinding = { new StringStringEntryProto { Key = "fc3", Value = "first" } },
            Algorithm = new() { Name = "step", Initializer = { Models.Floats("fc3", 1, 1) }, Node = { Models.Node("Relu", ["fc3"], ["next"]) }, Output = { Models.Info("next", 1, 2) } },
            UpdateBinding = { new StringStringEntryProto { Key = "fc3", Value = "next" } },
        });
        model.Graph.MergeFrom([0xA2, 0x38, 1, (byte)'x']);
    }

    [Fact]
    public void Truncated()
    {
        var seed = Seed();
        for (int length = 0; length < seed.Length; length++) Try(seed[..length]);
    }

    [Fact]
    public void Mutated()
    {
        var seed = Seed();
        var random = new Random(12345);
        for (int i = 0; i < 4000; i++)
        {
            var bytes = seed.ToList();
            for (int n = random.Next(1, 5); n > 0; n--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(5))
                {
                    case 0: bytes[at] = (byte)random.Next(256); break;
                    case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                    case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                    case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - 8), random.Next(8))); break;
                    default: bytes[at] = 0xFF; break;
                }
            }
            Try([.. bytes]);
        }
    }

    // Mutations of bytes seldom get past the parser; these always do.
    [Fact]
    public void Mutated_fields()
    {
        var random = new Random(54321);
        long[] numbers = [0, 1, -1, 2, 26, 27, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40];
        string[] texts = ["", "x", "N", "?1", "N*N*N-N", "fc1.weight", "const", "Add", "Zoo", "test.zoo", "f", "H", "a", "fc3", "\u0001", "9", "constant", "nabla.kind"];
        var seed = Seed();
        for (int i = 0; i < 3000; i++)
        {
            var model = ModelProto.Parser.ParseFrom(seed);
            for (int n = random.Next(1, 4); n > 0; n--) Mutate(model, depth: 0);
            Try(model.ToByteArray());
        }

        void Mutate(IMessage message, int depth)
        {
            var fields = message.Descriptor.Fields.InDeclarationOrder();
            for (int tries = 0; tries < 20; tries++)
            {
                var field = fields[random.Next(fields.Count)];
                if (field.IsRepeated)
                {
                    var list = (System.Collections.IList)field.Accessor.GetValue(message);
                    if (list.Count == 0) continue;
                    int at = random.Next(list.Count);
                    if (list[at] is IMessage inner && random.Next(4) > 0) Mutate(inner, depth + 1);
                    else if (random.Next(3) == 0) list.RemoveAt(at);
                    else if (random.Next(2) == 0) list.Add(list[random.Next(list.Count)]);
                    else if (list[at] is long) list[at] = numbers[random.Next(numbers.Length)];
                    else if (list[at] is string) list[at] = texts[random.Next(texts.Length)];
                    return;
                }
                if (!field.Accessor.HasValue(message)) continue;
                switch (field.Accessor.GetValue(message))
                {
                    case IMessage inner when random.Next(8) > 0: Mutate(inner, depth + 1); return;
                    case long: field.Accessor.SetValue(message, numbers[random.Next(numbers.Length)]); return;
                    case int: field.Accessor.SetValue(message, (int)numbers[random.Next(8)]); return;
                    case string: field.Accessor.SetValue(message, texts[random.Next(texts.Length)]); return;
                    default: field.Accessor.Clear(message); return;
                }
            }
        }
    }

    [Fact]
    public void Dimensions_without_end()
    {
        var type = Models.Info("x", 1).Type;
        for (int i = 0; i < 5000; i++) type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension());
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.ThrowsAny<NablaException>(() => OnnxImport.Read(Models.With(m => m.Graph.Input[0].Type = type), Ops));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.Contains("has 5000 dimensions; at most 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_too_deep()
    {
        var graph = new GraphProto { Name = "g" };
        for (int i = 0; i < 400; i++)
        {
            var outer = new GraphProto { Name = "g", Node = { Models.Node("If", [], ["y"], new AttributeProto { Name = "then_branch", G = graph }) } };
            graph = outer;
        }
        Assert.Contains("no ONNX model", Assert.ThrowsAny<NablaException>(() => OnnxFile.Read(new ModelProto { Graph = graph }.ToByteArray())).Message, StringComparison.Ordinal);
    }
}
