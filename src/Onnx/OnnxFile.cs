using System.Runtime.InteropServices;
using System.Security;
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

    /// <summary>Reads the message of a file, without looking at what it says.</summary>
    /// <param name="path">The file, of at most 2 GiB.</param>
    /// <exception cref="NablaException">The file cannot be read or is no ONNX file.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > int.MaxValue) throw new NablaException($"'{path}' has {file.Length} bytes; an ONNX file of more than 2 GiB cannot be read.");
            return Parse(file, $"'{path}'");
        }
        catch (Exception e) when (IsFailure(e))
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
    /// <inheritdoc cref="Save(ModelProto, string)"/>
    /// <param name="graph">A graph with outputs.</param>
    /// <param name="path">The file; one that is there is replaced as a whole, or not at all.</param>
    /// <param name="options">Opset, names, metadata.</param>
    public static void Save(Graph graph, string path, OnnxExportOptions? options = null) => Save(OnnxExport.Write(graph, options), path);

    /// <summary>Writes a message: beside the target first, flushed to disk, then renamed, so that a failure at any moment leaves what was there.</summary>
    /// <param name="model">The message.</param>
    /// <param name="path">The file; one that is there is replaced as a whole, or not at all.</param>
    /// <exception cref="NablaException">The file cannot be written.</exception>
    public static void Save(ModelProto model, string path)
    {
        string? temporary = null;
        try
        {
            // Through a link, what it leads to is replaced, not the link.
            bool isLink = new FileInfo(path).LinkTarget is not null;
            var target = isLink ? File.ResolveLinkTarget(Path.GetFullPath(path), returnFinalTarget: true)!.FullName : Path.GetFullPath(path);
            if (Directory.Exists(target)) throw new NablaException($"'{path}' is a folder; name a file in it.");
            var beside = $"{target}.{Guid.NewGuid():N}.tmp";
            using (var file = new FileStream(beside, FileMode.CreateNew))
            {
                temporary = beside;
                model.WriteTo(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, target, overwrite: true);
            temporary = null;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw new NablaException($"'{path}' cannot be written: {e.Message}", e);
        }
        finally
        {
            if (temporary is not null) Delete(temporary);
        }
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

    static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // The error that led here says more than one about a left-over.
        }
    }

    static bool IsFailure(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException or OverflowException;
}
