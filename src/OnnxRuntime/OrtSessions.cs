using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Nabla.Onnx;
using Nabla.Onnx.Protos;

namespace Nabla.OnnxRuntime;

/// <summary>Loads models into sessions.</summary>
static class OrtSessions
{
    /// <summary>What is handed over as bytes; a message cannot have more. Larger models go by way of a file with their numbers beside it.</summary>
    public const long MaxBytes = OnnxExport.MaxBytes;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="maxBytes">The size from which on it goes by way of a file.</param>
    /// <exception cref="NablaException">It is too large for bytes, and cannot be written to the folder for temporary files.</exception>
    public static InferenceSession Load(ModelProto model, SessionOptions options, long maxBytes = MaxBytes)
    {
        if (OnnxFile.BytesOf(model) <= maxBytes) return new(model.ToByteArray(), options);
        var folder = Directory.CreateTempSubdirectory("nabla-model-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.onnx");
            OnnxFile.Save(model, path, "model.onnx.data");
            return new(path, options);
        }
        finally
        {
            Remove(folder);
        }
    }

    // What a session has mapped stays there without a name, except on Windows, which keeps the file until the process ends.
    static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Discard(folder);
        }
    }

    static void Discard(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (FileErrors.Are(e))
        {
            // The system clears its folder for temporary files.
        }
    }
}
