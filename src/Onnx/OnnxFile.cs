using System.Runtime.InteropServices;
using Google.Protobuf;
using Nabla.Onnx.Protos;

namespace Nabla.Onnx;

/// <summary>ONNX files.</summary>
public static class OnnxFile
{
    // Deep enough for control flow nested 80 times; far below what a thread's stack holds.
    const int RecursionLimit = 256;

    /// <summary>Reads a model as a program.</summary>
    /// <param name="path">The file.</param>
    /// <param name="registry">The ops that the nodes may use.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="NablaException">The file cannot be read, is damaged, or holds something that is not supported.</exception>
    public static OnnxModel Load(string path, Registry registry, OnnxImportOptions? options = null) => OnnxImport.Read(Read(path), registry, options);

    /// <summary>Reads the message of a file, without looking at what it says; data that lies in other files is brought into it.</summary>
    /// <param name="path">The file, of at most 2 GiB. Other files must lie in its folder or below, and have no second name.</param>
    /// <exception cref="NablaException">A file cannot be read, is no ONNX file, or may not be read.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > int.MaxValue) throw new NablaException($"'{path}' has {file.Length} bytes; an ONNX file of more than 2 GiB cannot be read.");
            var model = Parse(file, $"'{path}'");
            var target = File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            new ExternalDataReader(Path.GetDirectoryName(target)!).Load(model);
            return model;
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            throw new NablaException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a message from memory.</summary>
    /// <exception cref="NablaException">The bytes are no ONNX model.</exception>
    public static ModelProto Read(ReadOnlyMemory<byte> bytes)
    {
        var array = MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new(bytes.ToArray());
        using var stream = new MemoryStream(array.Array ?? [], array.Offset, array.Count, writable: false);
        return Parse(stream, "The model");
    }

    /// <summary>Writes a graph.</summary>
    /// <inheritdoc cref="Save(ModelProto, string, string)"/>
    /// <param name="graph">A graph with outputs.</param>
    /// <param name="path">The file; one that is there is replaced as a whole, or not at all.</param>
    /// <param name="options">Opset, names, metadata, external data.</param>
    public static void Save(Graph graph, string path, OnnxExportOptions? options = null) => Save(OnnxExport.Write(graph, options, long.MaxValue), path, options?.ExternalData);

    /// <summary>Writes a message: beside the target first, flushed to disk, then renamed, so that a failure at any moment leaves what was there.</summary>
    /// <param name="model">The message.</param>
    /// <param name="path">The file; one that is there is replaced as a whole, or not at all.</param>
    /// <param name="externalData">The file in the model's folder that takes the tensors of 1 KiB and more. Null for none, unless the tensors are over 2 GiB: then it is
    /// the model's name with <c>.data</c> behind it, or <c>.data2</c> where the model that is replaced has that one, so that at any moment the old pair or the new one is whole. A file that
    /// is named is replaced itself, before the model; a checksum tells if the two do not belong together.</param>
    /// <exception cref="NablaException">A file cannot be written, or not there.</exception>
    public static void Save(ModelProto model, string path, string? externalData = null) => Save(model, path, externalData, OnnxExport.MaxBytes);

    /// <summary>The bytes of a model's tensors: what the size of its file is made of.</summary>
    internal static long BytesOf(ModelProto model) => ExternalDataWriter.BytesInside(model);

    internal static void Save(ModelProto model, string path, string? externalData, long maxBytes)
    {
        if (externalData is null && ExternalDataWriter.BytesInside(model) <= maxBytes)
        {
            AtomicFile.Write(path, stream => model.WriteTo(stream));
            return;
        }
        using var files = new SplitFile(model, path, externalData, maxBytes);
        files.CommitData();
        files.CommitModel();
    }

    static ModelProto Parse(Stream stream, string what)
    {
        try
        {
            using var input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, RecursionLimit);
            var model = ModelProto.Parser.ParseFrom(input);
            // An empty or foreign file may parse as a message with nothing in it.
            return model.Graph is not null || model.HasIrVersion ? model : throw new NablaException($"{what} is no ONNX model: it holds neither a version nor a graph.");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new NablaException($"{what} is no ONNX model, or is damaged: {e.Message}", e);
        }
    }
}
