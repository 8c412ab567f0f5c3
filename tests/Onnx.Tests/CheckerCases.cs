using Nabla.Onnx;
using Nabla.Onnx.Protos;
using Kind = Nabla.Onnx.Protos.AttributeProto.Types.AttributeType;
using Location = Nabla.Onnx.Protos.TensorProto.Types.DataLocation;

namespace Nabla.Tests;

/// <summary>One model a rule.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Finding">A part of the one finding that is expected; null for a sound model.</param>
/// <param name="Change">What makes it so, from a sound model of one Relu.</param>
/// <param name="Onnx">What ONNX's own checker of release 1.12 says, where it does not agree, with the reason.</param>
sealed record CheckerCase(string Name, string? Finding, Action<ModelProto> Change, (bool Accepts, string Why)? Onnx = null)
{
    static readonly (bool, string) Later = (true, "it was added after 1.12"), Ours = (true, "it leaves that to others");

    public static readonly CheckerCase[] All =
    [
        new("sound", null, _ => { }),
        new("scalar", null, m => { m.Graph.Input[0] = Models.Info("x", 1); m.Graph.Output[0] = Models.Info("y", 1); }),
        new("unknown sizes", null, m => { Dim(m).ClearValue(); m.Graph.Output[0].Type.TensorType.Shape.Dim[0].DimParam = "N"; }),
        new("an initializer beside the inputs", null, m => m.Graph.Initializer.Add(Models.Floats("w", 1, 2))),
        new("an initializer that is an input", null, m => m.Graph.Initializer.Add(Models.Raw("x", 1, [2, 3], new byte[24]))),
        new("an empty initializer", null, m => m.Graph.Initializer.Add(Models.Raw("w", 1, [0], []))),
        new("an input as output", null, m => m.Graph.Output.Add(Models.Info("x", 1, 2, 3))),
        new("an attribute as the schema wants", null, m => Softmax(m).Attribute.Add(Models.Int("axis", 1))),
        new("an attribute of the tool's own", null, m => m.Graph.Node[0].Attribute.Add(Models.Int("__note", 1))),
        new("an op of another set", null, m => { Import(m, "com.x"); m.Graph.Node[0].Domain = "com.x"; m.Graph.Node[0].OpType = "Anything"; }),
        new("a left-out optional input", null, m => Op(m, "Clip", "x", "", "limit").Graph.Initializer.Add(Models.Raw("limit", 1, [], new byte[4]))),
        new("a left-out optional output", null, m => { m.Graph.Node[0].OpType = "Dropout"; m.Graph.Node[0].Output.Add(""); }),
        new("what Nabla writes", null, m => m.Graph = OnnxExport.Write(Models.Mlp(), new() { Opset = 17 }).Graph),
        new("a function", null, m => Function(m)),
        new("unique metadata", null, m => m.MetadataProps.Add([Entry("a", "1"), Entry("b", "1")])),
        new("an IR 3 file", null, m => { m.IrVersion = 3; m.Graph.Initializer.Add(Models.Raw("x", 1, [2, 3], new byte[24])); }),

        new("no ir_version", "states no ir_version", m => m.ClearIrVersion()),
        new("an IR version of the future", "ir_version is 99", m => m.IrVersion = 99),
        new("a key of metadata twice", "key 'a' is in metadata_props 2 times", m => m.MetadataProps.Add([Entry("a", "1"), Entry("a", "2")])),
        new("no operator set", "imports no operator set", m => m.OpsetImport.Clear()),
        new("operator sets before IR 3", "imports operator sets", m => m.IrVersion = 2),
        new("a version beyond 32 bits", "versions are 1 or more and fit 32 bits", m => m.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.x", Version = 1L << 40 }), Later),
        new("no graph", "has no graph", m => m.Graph = null),

        new("a graph without name", "graph has no name", m => m.Graph.Name = ""),
        new("an input without name", "input '': it has no name", m => { m.Graph.Input.Add(Models.Info("", 1)); }),
        new("an output without name", "output '': it has no name", m => m.Graph.Output.Add(Models.Info("", 1))),
        new("an input without type", "input 'x': it has no type", m => m.Graph.Input[0].Type = null),
        new("an output without type", "output 'y': it has no type", m => m.Graph.Output[0].Type = null),
        new("a type that says nothing", "its type says nothing", m => m.Graph.Input[0].Type = new()),
        new("no element type", "has no elem_type", m => m.Graph.Input[0].Type.TensorType.ClearElemType()),
        new("an unknown element type", "elem_type 99 is unknown", m => m.Graph.Input[0].Type.TensorType.ElemType = 99, Ours),
        new("no shape", "type has no shape", m => m.Graph.Input[0].Type.TensorType.Shape = null),
        new("a negative size", "dimension of size -2", m => Dim(m).DimValue = -2, Ours),
        new("a sequence of nothing", "its sequence has no element type", m => m.Graph.Input.Add(new ValueInfoProto { Name = "s", Type = new() { SequenceType = new() } })),
        new("two inputs of one name", "two inputs of graph 'g' are called 'x'", m => m.Graph.Input.Add(Models.Info("x", 1, 2, 3))),
        new("two initializers of one name", "two initializers of graph 'g' are called 'w'", m => m.Graph.Initializer.Add([Models.Floats("w", 1), Models.Floats("w", 1)])),
        new("an initializer without name", "has no name", m => m.Graph.Initializer.Add(Models.Floats("", 1))),
        new("an initializer of IR 3 that is no input", "is not an input as well", m => { m.IrVersion = 3; m.Graph.Initializer.Add(Models.Floats("w", 1)); }),
        new("nodes out of order", "nodes must stand in order", m => m.Graph.Node.Insert(0, Models.Node("Relu", ["y"], ["z"]))),
        new("a name assigned twice", "every name is assigned once", m => m.Graph.Node.Add(Models.Node("Relu", ["x"], ["y"]))),
        new("a node over an input", "every name is assigned once", m => m.Graph.Node.Add(Models.Node("Relu", ["x"], ["x"]))),
        new("an output from nowhere", "is neither computed", m => m.Graph.Output.Add(Models.Info("z", 1)), Later),

        new("no op_type", "has no op_type", m => m.Graph.Node[0].OpType = ""),
        new("neither inputs nor outputs", "neither inputs nor outputs", m => m.Graph.Node.Add(Import(m, "com.x", new NodeProto { OpType = "F", Domain = "com.x" }))),
        new("an op set that is not imported", "operator set 'com.x', which the model does not import", m => m.Graph.Node[0].Domain = "com.x"),
        new("an unknown op", "unknown op 'Foo' at version 17", m => m.Graph.Node[0].OpType = "Foo"),
        new("an op newer than the opset", "unknown op 'CastLike' at version 13", m => { m.OpsetImport[0].Version = 13; Op(m, "CastLike", "x", "x"); }),
        new("too many inputs", "has 2 inputs; Relu-14 is X -> Y", m => m.Graph.Node[0].Input.Add("x")),
        new("too few inputs", "has 1 inputs; Add-14 is A, B -> C", m => Op(m, "Add", "x")),
        new("too many outputs", "has 2 outputs", m => m.Graph.Node[0].Output.Add("z")),
        new("a needed input left out", "leaves out input 0 'A'", m => Op(m, "Add", "", "x")),
        new("an unknown attribute", "has the attribute 'alpha', which Relu-14 does not", m => m.Graph.Node[0].Attribute.Add(Models.Float("alpha", 1))),
        new("an attribute of another type", "'axis' is FLOAT; Softmax-13 wants INT", m => Softmax(m).Attribute.Add(Models.Float("axis", 1))),
        new("a missing attribute", "lacks the attribute 'to'", m => m.Graph.Node[0].OpType = "Cast"),
        new("an attribute twice", "gives its attribute 'axis' 2 times", m => Softmax(m).Attribute.Add([Models.Int("axis", 1), Models.Int("axis", 1)])),

        new("an attribute without name", "an attribute has no name", m => Anything(m).Attribute.Add(Models.Int("", 1))),
        new("an attribute without type", "attribute 'a' has no type", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", I = 1 })),
        new("two values", "has 2 values (Float, Int)", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Int, I = 1, F = 2 })),
        new("a value of another type", "says its type is FLOAT, but holds INT", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Float, I = 1 })),
        new("a tensor that is not there", "attribute 'a' has no value", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Tensor }), Ours),
        new("a reference outside a function", "is not in the body of one", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Int, RefAttrName = "b" }), Ours),
        new("a bad tensor in an attribute", "no data_type", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Tensor, T = new() })),
        new("a bad graph in an attribute", "a graph has no name", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Graph, G = new() })),
        new("a name of outside defined inside", "defines 'x', which is defined already", m => Anything(m).Attribute.Add(new AttributeProto { Name = "a", Type = Kind.Graph, G = new() { Name = "inner", Node = { Models.Node("Relu", ["x"], ["x"]) } } })),

        new("a tensor without type", "has no data_type", m => Tensor(m).ClearDataType()),
        new("a tensor of no type", "unknown data_type 0", m => Tensor(m).DataType = 0),
        new("a tensor of an unknown type", "unknown data_type 99", m => Tensor(m).DataType = 99),
        new("no data", "2 elements and no data", m => Tensor(m).FloatData.Clear()),
        new("data twice", "data in float_data and double_data", m => Tensor(m).DoubleData.Add([1, 2])),
        new("data of no elements", "0 elements and data in float_data", m => Tensor(m).Dims[0] = 0),
        new("data in the wrong field", "whose elements belong in float_data, not in int32_data", m => { Tensor(m).FloatData.Clear(); m.Graph.Initializer[0].Int32Data.Add([1, 2]); }),
        new("too little data", "float_data has 2 entries", m => Tensor(m).Dims[0] = 3, Later),
        new("too few bytes", "takes 12 bytes, but raw_data has 8", m => m.Graph.Initializer.Add(Models.Raw("w", 1, [3], new byte[8])), Later),
        new("a negative size of a tensor", "impossible sizes [-1]", m => Tensor(m).Dims[0] = -1, Ours),
        new("texts as bytes", "stores texts in raw_data", m => m.Graph.Initializer.Add(Models.Raw("w", 8, [1], [1]))),
        new("data in no other file", "does not say in which", m => External(m)),
        new("data outside the folder", "must be a relative path", m => External(m).ExternalData.Add(Entry("location", "../secret"))),
        new("data here and there", "in another file, and in float_data", m => { External(m).ExternalData.Add(Entry("location", "w.bin")); m.Graph.Initializer[0].FloatData.Add([1, 2]); }),
        new("a sparse tensor without values", "lacks its values", m => m.Graph.SparseInitializer.Add(new SparseTensorProto { Values = Models.Floats("s", 1), Dims = { 3 } })),

        new("a function without name", "a function has no name", m => Function(m).Name = ""),
        new("a function without domain", "has no domain", m => { Function(m).ClearDomain(); m.Functions[0].Name = "G"; }),
        new("a function twice", "is defined 2 times", m => m.Functions.Add(Function(m).Clone()), Later),
        new("a function that calls itself", "functions call themselves: 'F' calls 'F'", Recursive, Later),
        new("a function that reads from outside", "reads 'x'", m => Function(m).Node[0].Input[0] = "x"),
        new("two inputs of a function", "two inputs of function 'F'", m => Function(m).Input.Add("a")),
        new("two outputs of a function", "two outputs of function 'F' are called 'b'", m => Function(m).Output.Add("b")),
        new("two attributes of a function", "two attributes of function 'F' are called 'k'", m => Function(m).Attribute.Add(["k", "k"])),
        new("an output of a function from nowhere", "output 'c' of function 'F'", m => Function(m).Output[0] = "c", Ours),
        new("a set that a function does not import", "which the function does not import", m => Function(m).OpsetImport.Clear()),
        new("an op that means something else in a function", "of version 13 in the function", m => Function(m).OpsetImport[0].Version = 13),

        new("an update of no variable", "update_binding sets 'v', which is no initializer", m => Training(m).UpdateBinding.Add(Entry("v", "w2")), Ours),
        new("an update from nowhere", "update_binding reads 'z', which is no output", m => Training(m).UpdateBinding[0].Value = "z", Ours),
        new("a training step", null, m => Training(m)),
        new("two training steps", null, m => { Training(m); m.TrainingInfo.Add(new TrainingInfoProto { Algorithm = new() { Name = "b" } }); }),
        new("a variable that is set twice", "the key 'w' is in update_binding 2 times", m => { Training(m); m.TrainingInfo.Add(new TrainingInfoProto { UpdateBinding = { Entry("w", "y") }, Algorithm = new() }); }, Ours),
        new("an update of another type", "sets 'w', f32[2], to 'w2', which is declared otherwise", m => Training(m).Algorithm.Output[0].Type.TensorType.ElemType = 7, Ours),
        new("an update of another size", "sets 'w', f32[2], to 'w2', which is declared otherwise", m => Training(m).Algorithm.Output[0].Type.TensorType.Shape.Dim[0].DimValue = 3, Ours),
        new("updates without algorithm", "has updates but no algorithm", m => Training(m).Algorithm = null, Ours),
        new("an algorithm that assigns a name of the graph", "defines 'y', which is defined already", m => Training(m).Algorithm.Node.Add(Models.Node("Relu", ["w"], ["y"])), Ours),
        new("an algorithm that stores a name of the graph", "initializer 'w' of graph 'algorithm' is defined by the graph before", m => Training(m).Algorithm.Initializer.Add(Models.Floats("w", 1, 2)), Ours),
        new("an algorithm out of order", "reads 'later', which no input", m => Training(m).Algorithm.Node.Insert(0, Models.Node("Relu", ["later"], ["t"])), Ours),
        new("an algorithm with an unknown op", "unknown op 'Foo'", m => Training(m).Algorithm.Node[0].OpType = "Foo", Ours),
        new("a graph that reads from the algorithm", "reads 'w2', which no input", m => { Training(m); m.Graph.Node.Add(Models.Node("Relu", ["w2"], ["r"])); }),
        new("an initialization", null, m => Initialization(m)),
        new("an initialization with inputs", "has inputs; it must have none", m => Initialization(m).Input.Add(Models.Info("i", 1, 2)), Ours),
        new("an initialization from nowhere", "initialization_binding reads 'z', which is no output", m => { Initialization(m); m.TrainingInfo[0].InitializationBinding[0].Value = "z"; }, Ours),
        new("an initialization of no variable", "initialization_binding sets 'z', which is no initializer", m => { Initialization(m); m.TrainingInfo[0].InitializationBinding[0].Key = "z"; }, Ours),
        new("an initialization that reads the graph", "reads 'w', which no input", m => Initialization(m).Node.Add(Models.Node("Relu", ["w"], ["r"])), Ours),
        new("an initialization that is not there", "but no initialization", m => { Initialization(m); m.TrainingInfo[0].Initialization = null; }, Ours),
        new("a training step before its time", "needs IR version 7", m => { m.IrVersion = 6; Training(m); }, Ours),

        new("a sparse tensor", null, m => Sparse(m)),
        new("positions that descend", "they ascend", m => Sparse(m).Indices.Int64Data[0] = 2),
        new("a position outside", "position 1 of sparse initializer 's' is outside of [3]", m => Sparse(m).Indices.Int64Data[1] = 3),
        new("a negative position", "position 0 of sparse initializer 's' is outside", m => Sparse(m).Indices.Int64Data[0] = -1),
        new("positions of 32 bits", "are not 64-bit integers", m => { var t = Sparse(m).Indices; t.DataType = 6; t.Int64Data.Clear(); t.Int32Data.Add([0, 2]); }),
        new("a sparse tensor without sizes", "it needs at least one", m => Sparse(m).Dims.Clear()),
        new("too few positions", "not one position for each value", m => { var t = Sparse(m).Indices; t.Dims[0] = 1; t.Int64Data.RemoveAt(1); }),

        new("an op that no plugin provides", null, m => m.Graph.Node[0].OpType = "Softplus"),
        new("a deprecated op", "'Upsample' is deprecated: operator set 17 has it no more, since version 10", m => Op(m, "Upsample", "x", "x")),
        new("a network", null, m => Network(m)),
        .. Enumerable.Range(0, 5).Select(i => new CheckerCase($"a network that lacks node {i}", "nodes must stand in order", m => Network(m).Node.RemoveAt(i))),
        .. Enumerable.Range(0, 6).Select(i => new CheckerCase($"a network with node {i} twice", "every name is assigned once", m => Network(m).Node.Add(m.Graph.Node[i].Clone()))),
        .. Enumerable.Range(0, 5).Select(i => new CheckerCase($"a network with node {i} first", i == 0 ? null : "nodes must stand in order", m => First(Network(m).Node, i))),
        .. Enumerable.Range(0, 6).Select(i => new CheckerCase($"a network whose node {i} has no op", "has no op_type", m => Network(m).Node[i].OpType = "")),
        .. Enumerable.Range(0, 4).Select(i => new CheckerCase($"a network that lacks initializer {i}", "nodes must stand in order", m => Network(m).Initializer.RemoveAt(i))),
    ];

    public ModelProto Model() => Models.With(Change);

    static TensorShapeProto.Types.Dimension Dim(ModelProto m) => m.Graph.Input[0].Type.TensorType.Shape.Dim[0];

    static StringStringEntryProto Entry(string key, string value) => new() { Key = key, Value = value };

    static NodeProto Softmax(ModelProto m)
    {
        m.Graph.Node[0].OpType = "Softmax";
        return m.Graph.Node[0];
    }

    static ModelProto Op(ModelProto m, string op, params string[] inputs)
    {
        m.Graph.Node[0].OpType = op;
        m.Graph.Node[0].Input.Clear();
        m.Graph.Node[0].Input.Add(inputs);
        return m;
    }

    static NodeProto Anything(ModelProto m)
    {
        m.Graph.Node[0].OpType = "Anything";
        m.Graph.Node[0].Domain = "com.x";
        return Import(m, "com.x", m.Graph.Node[0]);
    }

    static NodeProto Import(ModelProto m, string domain, NodeProto? node = null)
    {
        m.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        return node!;
    }

    static TensorProto Tensor(ModelProto m)
    {
        m.Graph.Initializer.Add(Models.Floats("w", 1, 2));
        return m.Graph.Initializer[0];
    }

    static TensorProto External(ModelProto m)
    {
        m.Graph.Initializer.Add(new TensorProto { Name = "w", DataType = 1, Dims = { 2 }, DataLocation = Location.External });
        return m.Graph.Initializer[0];
    }

    static void Recursive(ModelProto m)
    {
        var function = Function(m);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.f", Version = 1 });
        (function.Node[0].OpType, function.Node[0].Domain) = ("F", "com.f");
    }

    // softmax(relu(x·W₁ + b₁)·W₂ + b₂), six nodes.
    static GraphProto Network(ModelProto m) => m.Graph = OnnxExport.Write(Models.Mlp(), new() { Opset = 17 }).Graph;

    static void First(Google.Protobuf.Collections.RepeatedField<NodeProto> nodes, int i)
    {
        var node = nodes[i];
        nodes.RemoveAt(i);
        nodes.Insert(0, node);
    }

    // w ← relu(w)
    static TrainingInfoProto Training(ModelProto m)
    {
        Tensor(m);
        m.TrainingInfo.Add(new TrainingInfoProto
        {
            Algorithm = new() { Name = "algorithm", Node = { Models.Node("Relu", ["w"], ["w2"]) }, Output = { Models.Info("w2", 1, 2) } },
            UpdateBinding = { Entry("w", "w2") },
        });
        return m.TrainingInfo[0];
    }

    // w ← relu(one) at first
    static GraphProto Initialization(ModelProto m)
    {
        var training = Training(m);
        training.InitializationBinding.Add(Entry("w", "w0"));
        return training.Initialization = new() { Name = "start", Initializer = { Models.Floats("one", 1, 1) }, Node = { Models.Node("Relu", ["one"], ["w0"]) }, Output = { Models.Info("w0", 1, 2) } };
    }

    static SparseTensorProto Sparse(ModelProto m)
    {
        m.Graph.SparseInitializer.Add(new SparseTensorProto { Values = Models.Floats("s", 1, 2), Indices = new() { DataType = 7, Dims = { 2 }, Int64Data = { 0, 2 } }, Dims = { 3 } });
        return m.Graph.SparseInitializer[0];
    }

    // y = com.f.F(x)
    static FunctionProto Function(ModelProto m)
    {
        Import(m, "com.f");
        m.Graph.Node[0].OpType = "F";
        m.Graph.Node[0].Domain = "com.f";
        m.Functions.Add(new FunctionProto
        {
            Name = "F",
            Domain = "com.f",
            Input = { "a" },
            Output = { "b" },
            Node = { Models.Node("Relu", ["a"], ["b"]) },
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } },
        });
        return m.Functions[0];
    }
}
