using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.Tests;

/// <summary>A model whose numbers lie in another file, and a folder where that file is. Damaged models are written there to be read as a person's would be.</summary>
static class StoredBeside
{
    const string Data = "w.bin";
    const int Bytes = 64;

    static readonly string Folder = Begin();

    /// <summary>y = x·W + b: W at an offset, b at the end without a length.</summary>
    public static ModelProto Model => new()
    {
        IrVersion = 10,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 21 } },
        Graph = new()
        {
            Name = "g",
            Input = { GoodModels.Info("x", "N") },
            Output = { GoodModels.Info("y", "N") },
            Initializer = { Tensor("w", [2, 2], ("location", Data), ("offset", "16"), ("length", "16")), Tensor("b", [2], ("location", Data), ("offset", $"{Bytes - 8}")) },
            Node = { new NodeProto { OpType = "MatMul", Input = { "x", "w" }, Output = { "h" } }, new NodeProto { OpType = "Add", Input = { "h", "b" }, Output = { "y" } } },
        },
    };

    /// <summary>Whether an initializer says that its numbers are elsewhere.</summary>
    public static bool Names(ModelProto model) => model.Graph is { } graph && graph.Initializer.Any(t => t.DataLocation == TensorProto.Types.DataLocation.External);

    /// <summary>Reads a file as if it lay beside the numbers.</summary>
    public static ModelProto Read(byte[] file)
    {
        var path = Path.Combine(Folder, $"{Environment.CurrentManagedThreadId}.onnx");
        File.WriteAllBytes(path, file);
        return OnnxFile.Read(path);
    }

    static string Begin()
    {
        var folder = Directory.CreateTempSubdirectory("nabla-fuzz").FullName;
        File.WriteAllBytes(Path.Combine(folder, Data), new byte[Bytes]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    static TensorProto Tensor(string name, long[] sizes, params (string Key, string Value)[] where) => new()
    {
        Name = name,
        DataType = 1,
        Dims = { sizes },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData = { where.Select(w => new StringStringEntryProto { Key = w.Key, Value = w.Value }) },
    };
}
