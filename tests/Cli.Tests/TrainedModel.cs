using System.Text.Json;

namespace Nabla.Tests;

/// <summary>The built-in digits, learnt with the defaults once for all tests of a class.</summary>
public sealed class TrainedModel : IDisposable
{
    readonly Workplace _place = new();

    public TrainedModel()
    {
        Training = _place.Run("train", "--json", "result.json");
        Training.Succeeds();
        Report = JsonDocument.Parse(File.ReadAllText(_place["result.json"])).RootElement;
    }

    /// <summary>How training ended.</summary>
    public ToolResult Training { get; }

    /// <summary>What --json wrote.</summary>
    public JsonElement Report { get; }

    /// <summary>The ONNX file.</summary>
    public string Model => _place["model.onnx"];

    public ToolResult Run(params string[] args) => _place.Run(args);

    public void Dispose() => _place.Dispose();
}
