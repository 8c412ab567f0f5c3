using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nabla.Cli;

/// <summary>Where <c>--json</c> sends a result: nowhere, to a file, or to standard output.</summary>
sealed class JsonTarget
{
    readonly OutputFile? _file;

    JsonTarget(bool toStandardOutput, OutputFile? file) => (ToStandardOutput, _file) = (toStandardOutput, file);

    /// <summary>True if standard output holds JSON and nothing else.</summary>
    public bool ToStandardOutput { get; }

    public static JsonTarget Of(ParseResult line, Option<string?> option, params ReadOnlySpan<string?> others)
    {
        if (line.GetResult(option) is not { Implicit: false }) return new(false, null);
        if (line.GetValue(option) is not { } path) return new(true, null);
        if (!string.IsNullOrEmpty(path) && path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--json {path} would replace a model; name a .json file, or write --json after the model.");
        return new(false, OutputFile.At(path, others));
    }

    public void Write<T>(T report, JsonTypeInfo<T> type)
    {
        if (ToStandardOutput) Console.Out.WriteLine(JsonSerializer.Serialize(report, type));
        _file?.Write(stream => JsonSerializer.Serialize(stream, report, type));
    }
}
