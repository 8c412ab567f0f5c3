using Microsoft.ML.OnnxRuntime;

namespace Nabla.OnnxRuntime;

/// <summary>How ONNX Runtime runs a model.</summary>
public sealed record OrtOptions
{
    /// <summary>Threads that share the work of a node; 0 for one a core.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>True to let it fuse and fold before it runs; false to compute every node as it is written.</summary>
    public bool Optimizes { get; init; } = true;

    internal SessionOptions ToSession()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        return new()
        {
            IntraOpNumThreads = Threads,
            GraphOptimizationLevel = Optimizes ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            // What goes wrong is thrown as well.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
    }
}
