namespace Nabla.OnnxRuntime;

/// <summary>Tells which graphs a CUDA graph repeats as they are meant. A replay launches the recorded kernels with the recorded arguments: what a kernel is handed anew at each launch, such as a
/// seed, stays as it was, and what it reads from the computer's memory may be gone.</summary>
static class Recordable
{
    // ONNX Runtime's Concat and Split hand on up to so many addresses as arguments, if all pieces are of one size; else by way of a buffer (its pull requests 32119 and 32410).
    const int MostPieces = 32;

    static readonly HashSet<string> Drawn = ["Bernoulli", "Dropout", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"];

    // Sizes that are known only when it runs, or tables that lie on the stack while it is launched.
    static readonly HashSet<string> OnTheFly = ["Compress", "GatherND", "If", "Loop", "NonZero", "Scan", "Unique"];

    /// <summary>The first node that a replay would not repeat, and why; null if there is none.</summary>
    public static string? Obstacle(Graph graph)
    {
        foreach (var node in graph.Nodes)
        {
            var name = node.Op.Schema.Name;
            if (Drawn.Contains(name)) return $"{name} '{node.Name}' draws anew at each run";
            if (OnTheFly.Contains(name)) return $"{name} '{node.Name}' reads the computer's memory while it runs";
            var pieces = name switch { "Concat" => node.Inputs, "Split" => node.Outputs, _ => [] };
            if (pieces.Count > MostPieces || pieces.Select(p => p!.Shape).Distinct().Count() > 1) return $"{name} '{node.Name}' has {(pieces.Count > MostPieces ? $"{pieces.Count} pieces" : "pieces of several sizes")}";
        }
        return null;
    }
}
